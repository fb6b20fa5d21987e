"""The HTTP server: finds who answers a request, over keep-alive HTTP/1.1."""

import re
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from devtools.stripe import checkout_page, control, dashboard, markup
from devtools.stripe.api import Api
from devtools.stripe.errors import StripeRefusal
from devtools.stripe.http import Answer, Dropped, Request, as_json
from devtools.stripe.sandbox import Sandbox
from devtools.stripe.store import Store
from devtools.stripe.webhooks import Postman

HOST = "127.0.0.1"
LARGEST_BODY = 1_000_000
IDLE_SECONDS = 300
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src http: https: data:;"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def _css(_sandbox: Sandbox, _request: Request) -> Answer:
    return Answer(200, markup.css(), {"Content-Type": "text/css; charset=utf-8"})


PAGES: list[tuple[str, str, Callable[..., Answer]]] = [
    ("GET", "/", dashboard.home),
    ("GET", "/dashboard", dashboard.dashboard),
    ("POST", "/dashboard/faults", dashboard.add_fault),
    ("POST", "/dashboard/faults/clear", dashboard.clear_faults),
    ("POST", "/dashboard/events/([^/]+)/resend", dashboard.resend),
    ("GET", "/c/pay/([^/]+)", checkout_page.pay),
    ("POST", "/c/pay/([^/]+)", checkout_page.pay),
    ("GET", "/c/pay/([^/]+)/authenticate", checkout_page.bank),
    ("POST", "/c/pay/([^/]+)/authenticate", checkout_page.bank),
    ("GET", "/sandbox.css", _css),
    ("GET", "/health", control.health),
    ("POST", "/pay/([^/]+)", control.pay),
    ("GET", "/faults", control.show_faults),
    ("POST", "/faults", control.add_fault),
    ("DELETE", "/faults", control.clear_faults),
    ("POST", "/clock", control.advance),
    ("DELETE", "/clock", control.reset_clock),
    ("POST", "/reset", control.reset),
]


class Server(ThreadingHTTPServer):
    """One sandbox on one port; a thread for each connection."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self, host: str, port: int, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.api = Api(sandbox)
        self.postman = Postman(sandbox)
        self.open: set[socket.socket] = set()
        self.lock = threading.Lock()
        super().__init__((host, port), Handler)
        if not sandbox.base_url:
            sandbox.base_url = f"http://{host}:{self.server_address[1]}"

    def answer(self, request: Request) -> Answer:
        """Whatever was asked, an answer."""
        if request.path.startswith("/v1") or request.path.startswith("/v2"):
            return self.api.answer(request)
        for method, pattern, page in PAGES:
            found = re.fullmatch(pattern, request.path)
            if found and method == request.method:
                return self._page(page, request, found.groups())
        return as_json({"error": {"message": "There is nothing here."}}, 404)

    def _page(
        self, page: Callable[..., Answer], request: Request, found: tuple[str, ...]
    ) -> Answer:
        try:
            return page(self.sandbox, request, *found)
        except StripeRefusal as refusal:
            if request.path.startswith(("/c/", "/dashboard")):
                return checkout_page.refused(refusal)
            return as_json(refusal.as_json(), refusal.status)

    def close(self) -> None:
        """Stop answering, hang up, and let go of the file."""
        self.shutdown()
        self.server_close()
        with self.lock:
            for connection in self.open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self.postman.stop()
        self.sandbox.store.close()


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: Server
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True
    # One packet for head and body.
    wbufsize = 65_536

    def setup(self) -> None:
        """Remember the connection, so that stopping can close it."""
        with self.server.lock:
            self.server.open.add(self.request)
        super().setup()

    def handle(self) -> None:
        """Answer request after request; clients may hang up at any time."""
        with suppress(ConnectionError):
            super().handle()

    def finish(self) -> None:
        """Forget it again."""
        with self.server.lock:
            self.server.open.discard(self.request)
        with suppress(ConnectionError):
            super().finish()

    def serve(self) -> None:
        """Read one request and answer it."""
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            self.send_error(413)
            self.close_connection = True
            return
        body = self.rfile.read(int(length))
        headers = {name.lower(): text for name, text in self.headers.items()}
        request = Request(self.command, self.path, headers, body)
        try:
            answer = self.server.answer(request)
        except Dropped:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in (HEADERS | answer.headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the dashboard tells what happened."""


for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"):
    setattr(Handler, f"do_{method}", Handler.serve)


def make(
    *,
    port: int = 0,
    webhook: str = "",
    secret: str = "",
    state: Path | str | None = None,
    host: str = HOST,
    base_url: str = "",
) -> Server:
    """A sandbox that listens; `serve_forever` and `postman.start` make it work."""
    store = Store(Path(state) if state else None)
    sandbox = Sandbox(store, webhook, secret, base_url.rstrip("/"))
    return Server(host, port, sandbox)

"""An SMTP server that misbehaves on purpose, by the name of who is written to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes

#: The start of an address -> what is answered to RCPT.
REFUSALS = {
    "busy": "451 Come back later",
    "unknown": "550 Nobody of that name",
}


class Clerk(socketserver.StreamRequestHandler):
    """One conversation. `later@` is refused after DATA, `dropped@` is taken and then
    not answered, `stalled@` is never answered at all."""

    server: "PostOffice"

    def handle(self) -> None:
        """Speak until somebody hangs up."""
        self.say("220 Ready")
        recipient = ""
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"RCPT":
                recipient = line.split(b"<")[1].split(b">")[0].decode()
                name = recipient.rstrip("0123456789").partition("@")[0]
                self.say(REFUSALS.get(name.rstrip("0123456789"), "250 OK"))
            elif verb == b"DATA":
                if not self.take(recipient):
                    return
            else:
                self.say("221 Bye" if verb == b"QUIT" else "250 OK")

    def take(self, recipient: str) -> bool:
        """The mail itself; whether to go on talking."""
        self.say("354 Go on")
        lines = iter(self.rfile.readline, b".\r\n")
        message = message_from_bytes(b"".join(lines))
        name = recipient.partition("@")[0].rstrip("0123456789")
        if name == "stalled":
            self.server.closing.wait(20)
            return False
        if name == "later":
            self.say("452 No room at the moment")
            return True
        self.server.taken.append((recipient, str(message["Message-ID"])))
        if name == "dropped":
            return False
        self.say("250 Taken")
        return True

    def say(self, answer: str) -> None:
        """One line."""
        self.wfile.write(f"{answer}\r\n".encode())


class PostOffice(socketserver.ThreadingTCPServer):
    """What it took, as (recipient, Message-ID)."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Clerk)
        self.taken: list[tuple[str, str]] = []
        self.closing = threading.Event()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """Open for a block of code."""
    with PostOffice() as office:
        thread = threading.Thread(target=office.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield office
        finally:
            office.closing.set()
            office.shutdown()
            thread.join()

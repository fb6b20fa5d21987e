"""What the demo runs: which services on which ports, and their environment."""

import os
import secrets
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

from devtools.commands import BEAT, PHOTO_WORKER, STRIPE_WORKER, WEB, WORKER, here
from devtools.services import DATA as DEVDATA
from devtools.services import postgres_server, valkey_server
from devtools.services.ports import free, is_free
from devtools.services.process import CannotRun
from devtools.supervisor import Service

DATA = DEVDATA / "demo"
FIRST_PORT, LAST_PORT = 1024, 32_000


@dataclass
class Plan:
    """Every service in its order, and what all of them find in the environment."""

    port: int
    environment: dict[str, str]
    database: Service | None = None
    #: What the marketplace talks to: cache, post office, Stripe.
    beside: list[Service] = field(default_factory=list)
    #: The marketplace's own processes.
    marketplace: list[Service] = field(default_factory=list)
    #: Name -> address, of what a browser can open.
    pages: dict[str, str] = field(default_factory=dict)


class _Ports:
    """The ports after the site's own, each given once."""

    def __init__(self, site: int) -> None:
        self.candidates = iter(range(site + 1, LAST_PORT + 1000))

    def next(self) -> int:
        return free(self.candidates)


def make(given: Mapping[str, str]) -> Plan:
    """Decide everything; what the environment names already is used as it is."""
    port = _site_port(given.get("PORT") or "8000")
    plan = Plan(port, base_environment(given, port))
    ports = _Ports(port)
    # In a fixed order, so that the same ports come out every time.
    _add_stripe(plan, given, ports.next())
    _add_mail(plan, given, ports.next())
    _add_database(plan, given, ports.next())
    _add_cache(plan, given, ports.next())
    _add_marketplace(plan)
    return plan


def _site_port(text: str) -> int:
    port = int(text) if text.isdecimal() else 0
    if not FIRST_PORT <= port <= LAST_PORT:
        raise CannotRun(
            f"PORT is “{text}”; it must be a number from {FIRST_PORT} to {LAST_PORT}."
        )
    if not is_free(port):
        raise CannotRun(
            f"Port {port} is taken by another program: "
            f"choose another one, for example PORT={port + 100} ./run demo"
        )
    return port


def base_environment(given: Mapping[str, str], port: int) -> dict[str, str]:
    """What every process of the demo finds, before the services' own addresses."""
    defaults = {
        # Passkeys need the name: a browser binds none to a bare address.
        "BASE_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "MEDIA_ROOT": str(DATA / "media"),
        "STATIC_ROOT": str(DATA / "static"),
        "DEV_MAIL": str(DATA / "mail"),
        # Only the pseudo-languages are made here (devtools/pseudo.py).
        "LOCALE_PATHS": str(DATA / "locale"),
        "STAFF_SECOND_FACTOR": "0",
        # Whoever tries it out at night wants to see the email now.
        "QUIET_HOURS": "0",
    }
    always = {
        "DEBUG": "0",
        "DEMO": "1",
        "BIND": f"127.0.0.1:{port}",
        "PYTHONUNBUFFERED": "1",
    }
    secret = {} if "SECRET_KEY" in given else {"SECRET_KEY": _secret_key()}
    return secret | defaults | dict(given) | always


def _secret_key() -> str:
    """Made once, so that a restart signs nobody out."""
    path = DATA / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(file, "w") as secret:
            secret.write(secrets.token_urlsafe(50))
    return path.read_text()


def _add_database(plan: Plan, given: Mapping[str, str], port: int) -> None:
    if given.get("DATABASE_URL"):
        return
    plan.environment["DATABASE_URL"] = postgres_server.url(port)
    plan.database = Service(
        "db",
        postgres_server.command(DATA / "postgres", port, durable=True),
        lambda: postgres_server.is_ready(DATA / "postgres", port),
        stop_signal=signal.SIGINT,
        death_signal=signal.SIGINT,
        ordinary_user=True,
    )


def _add_cache(plan: Plan, given: Mapping[str, str], port: int) -> None:
    if given.get("REDIS_URL"):
        return
    plan.environment["REDIS_URL"] = valkey_server.url(port)
    plan.beside.append(
        Service(
            "kv",
            valkey_server.command(DATA / "valkey", port, durable=True),
            lambda: valkey_server.is_ready(port),
        )
    )


def _add_mail(plan: Plan, given: Mapping[str, str], port: int) -> None:
    if given.get("EMAIL_URL"):
        return
    plan.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
    command = [sys.executable, "-m", "devtools.mail.sink", "--port", str(port)]
    plan.beside.append(Service("mail", command, lambda: _answers(port)))


def _add_stripe(plan: Plan, given: Mapping[str, str], port: int) -> None:
    if any(given[name] for name in given if name.startswith("STRIPE_")):
        return
    secret = "whsec_demo"
    base = f"http://localhost:{port}"
    plan.environment |= {
        "STRIPE_SECRET_KEY": "sk_test_demo",
        "STRIPE_WEBHOOK_SECRET": secret,
        "STRIPE_API_BASE": base,
    }
    webhook = f"http://127.0.0.1:{plan.port}/stripe/webhook/"
    command = [sys.executable, "-m", "devtools.stripe", "--port", str(port)]
    command += ["--webhook", webhook, "--secret", secret]
    # Pay pages are opened by name too: the site's policy allows this one address.
    command += ["--public-url", base, "--state", str(DATA / "stripe.state")]
    plan.beside.append(Service("stripe", command, lambda: _answers(port)))
    plan.pages["Stripe sandbox"] = base + "/"


def _add_marketplace(plan: Plan) -> None:
    port = plan.port
    plan.marketplace = [
        Service("web", here(WEB), lambda: serves(port), death_signal=signal.SIGQUIT),
        Service(
            "worker",
            here(WORKER),
            lambda: valkey_server.has_readers(plan.environment["REDIS_URL"]),
            # As the super-user it says so at length; this is only a demo.
            {"PYTHONWARNINGS": "ignore:::celery.platforms"},
            # Left alone, it gives its tasks back at once.
            death_signal=signal.SIGQUIT,
        ),
        Service(
            "money",
            here(STRIPE_WORKER),
            lambda: valkey_server.has_readers(plan.environment["REDIS_URL"], 2),
            {"PYTHONWARNINGS": "ignore:::celery.platforms"},
            death_signal=signal.SIGQUIT,
        ),
        Service(
            "photos",
            here(PHOTO_WORKER),
            lambda: valkey_server.has_readers(plan.environment["REDIS_URL"], 3),
            {"PYTHONWARNINGS": "ignore:::celery.platforms"},
            death_signal=signal.SIGQUIT,
        ),
        Service("beat", here(BEAT)),
    ]
    site = plan.environment["BASE_URL"].rstrip("/")
    plan.pages = {
        "The marketplace": f"{site}/",
        "Maker's dashboard": f"{site}/dashboard/",
        "Admin": f"{site}/admin/",
        "Every mail sent": f"{site}/dev/mail/",
        **plan.pages,
    }


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 2).close()
    except OSError:
        return False
    return True


def serves(port: int) -> bool:
    """Whether the site on this port answers that it is well."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()

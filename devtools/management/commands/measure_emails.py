"""Measures the way of an email from a step's commit to the post office's yes."""

import random
import smtplib
import statistics
import subprocess
import time
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from functools import partial
from importlib.metadata import version
from typing import Any

import redis
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from devtools import purchases, workbench
from devtools.bare_mail import TEXT, bare_mail
from devtools.mail import mailbox
from listings.models import Variant
from marketplace.events import wake
from notifications.models import Email
from notifications.outbox import TASK
from orders import lifecycle
from orders.models import Order

TWO_WORKERS = ("--concurrency", "2", "--include", "devtools.bare_mail")
#: The bars of issue 2.
MEDIAN_MS, WORST_MS, A_SECOND = 100, 1000, 150


class Command(BaseCommand):
    """Prints one table; exit code 1 when a bar is missed."""

    help = "Measure emails; started by ./run bench-emails."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many of each."""
        parser.add_argument("--steps", type=int, default=200)
        parser.add_argument("--emails", type=int, default=2000)
        parser.add_argument("--sweeps", type=int, default=6)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Latency, throughput, the bare ones, and what the nudge is worth."""
        pauses = random.Random(options["seed"])
        maker = purchases.piece("Bea", "Bea’s Bowls", "Oak bowl, turned green")
        print(circumstances(options["seed"]), flush=True)
        with workbench.worker(*TWO_WORKERS):
            warm_up(maker)
            nudged = latencies(maker, options["steps"], pauses)
            report("commit to accepted, one at a time", nudged)
            bare = bare_latencies(options["steps"], pauses)
            report("  beside it: a bare send_mail task", bare)
            rate = throughput(maker, options["emails"])
            print(f"{options['emails']} emails at once{'':21}{rate:8.0f} a second")
            rate_of_bare = bare_throughput(options["emails"])
            print(f"  beside it: bare send_mail tasks   {rate_of_bare:9.0f} a second")
            rate_of_smtp = one_connection(options["emails"])
            print(f"  beside it: one bare connection    {rate_of_smtp:9.0f} a second")
            with workbench.beat():
                swept(maker)
                alone = latencies(maker, options["sweeps"], pauses, nudge=False)
            report("no nudge: what the sweep alone takes", alone)
        judge(nudged, rate)


def circumstances(seed: int) -> str:
    """What somebody needs to compare two runs."""
    said = subprocess.run(
        ["git", "log", "-1", "--format=%h"],
        capture_output=True,
        text=True,
        cwd=settings.BASE_DIR,
        check=False,
    )
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (postgres,) = cursor.fetchone() or ("",)
    versions = [f"{name} {version(name)}" for name in ("django", "celery", "redis")]
    commit = said.stdout.strip() or "none"
    return f"commit {commit}, seed {seed}, postgres {postgres}, {', '.join(versions)}"


def warm_up(maker: Variant) -> None:
    """Both workers have posted something before anything is measured."""
    purchases.paid([maker], 40)
    for _ in range(4):
        wake(TASK)
    wait_for_all()


def latencies(
    maker: Variant, count: int, pauses: random.Random, *, nudge: bool = True
) -> list[float]:
    """Milliseconds from the commit of a maker's step to the post office's yes."""
    owner = maker.listing.shop.owner
    waiting = [
        checkout.orders.get()
        for checkout in purchases.paid([maker], count, "step{}@buyers.example")
    ]
    wake(TASK)
    wait_for_all()
    found = []
    for order in waiting:
        time.sleep(pauses.uniform(0.01, 0.05))
        found.append(latency(order, owner) if nudge else swept(maker))
    return found


def latency(order: Order, owner: User) -> float:
    """One step, with nothing else waiting."""
    committed: list[datetime] = []
    with transaction.atomic():
        transaction.on_commit(lambda: committed.append(timezone.now()))
        lifecycle.acknowledge(order, by=owner, note="Hello, and thank you!")
    return milliseconds_since(committed[0])


def swept(maker: Variant) -> float:
    """One step of which nobody is told: the negative control."""
    purchases.paid([maker])
    return milliseconds_since(timezone.now())


def milliseconds_since(committed: datetime) -> float:
    """Until the newest email was accepted."""
    wait_for_all()
    accepted = _sent_at(committed)[-1]
    return (accepted - committed).total_seconds() * 1000


def throughput(maker: Variant, count: int) -> float:
    """Emails a second when many steps come at once, each with its nudge."""
    purchases.paid([maker], count // 2, "many{}@buyers.example")
    began = timezone.now()
    for _ in range(count):
        wake(TASK)
    wait_for_all()
    moments = _sent_at(began)
    return len(moments) / (moments[-1] - began).total_seconds()


def bare_latencies(count: int, pauses: random.Random) -> list[float]:
    """The same for a task that only posts."""
    found = []
    for number in range(count):
        time.sleep(pauses.uniform(0.01, 0.05))
        before, began = len(mails()), time.time_ns()
        bare_mail.delay(number)
        workbench.until(partial(_more_than, before), "No mail came.")
        found.append((int(mails()[-1].split("-")[0]) - began) / 1e6)
    return found


def _more_than(before: int) -> bool:
    return len(mails()) > before


def bare_throughput(count: int) -> float:
    """Bare tasks a second."""
    workbench.until(queue_is_empty, "The nudges are not worked off.", seconds=180)
    before, began = len(mails()), time.time_ns()
    for number in range(count):
        bare_mail.delay(number)
    workbench.until(lambda: len(mails()) == before + count, "Mails are missing.", 180)
    return count / ((int(mails()[-1].split("-")[0]) - began) / 1e9)


def one_connection(count: int) -> float:
    """Mails a second over one open connection, from one process."""
    message = EmailMessage()
    message["From"], message["To"] = "bench@handloop.example", "bare@buyers.example"
    message["Subject"] = "Bare"
    message.set_content(TEXT)
    source = message.as_bytes()
    address = settings.EMAIL["EMAIL_HOST"], settings.EMAIL["EMAIL_PORT"]
    with smtplib.SMTP(*address, local_hostname="bench") as smtp:
        began = time.monotonic()
        for _ in range(count):
            smtp.sendmail("bench@handloop.example", "bare@buyers.example", source)
        return count / (time.monotonic() - began)


def mails() -> list[str]:
    """What the post office has taken, oldest first."""
    return sorted(path.stem for path in mailbox.directory().glob("*.eml"))


def queue_is_empty() -> bool:
    """Nothing is left of the nudges that came while others posted all there was."""
    return not redis.Redis.from_url(settings.REDIS_URL).llen("celery")


def wait_for_all() -> None:
    """Until every event was announced and every email has left."""
    unheard = "SELECT EXISTS (SELECT FROM orders_orderevent WHERE announced_at IS NULL)"
    unsent = "SELECT EXISTS (SELECT FROM notifications_email WHERE state = 'due')"

    def is_quiet() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"{unheard} UNION {unsent}")
            return all(not answer for (answer,) in cursor.fetchall())

    workbench.until(is_quiet, "Emails are stuck.", seconds=180)


def _sent_at(after: datetime) -> list[datetime]:
    sent = Email.objects.filter(sent_at__gte=after).order_by("sent_at")
    return [email.sent_at for email in sent if email.sent_at]


def report(what: str, found: Sequence[float]) -> None:
    """A line of the table."""
    ordered = sorted(found)
    worst = ordered[min(len(ordered) - 1, round(len(ordered) * 0.99))]
    middle = statistics.median(ordered)
    numbers = f"median {middle:6.0f} ms   p99 {worst:6.0f} ms"
    print(f"{what:38} {numbers}   of {len(found)}", flush=True)


def judge(nudged: Sequence[float], rate: float) -> None:
    """The bars."""
    worst = sorted(nudged)[min(len(nudged) - 1, round(len(nudged) * 0.99))]
    is_met = (
        statistics.median(nudged) <= MEDIAN_MS
        and worst <= WORST_MS
        and rate >= A_SECOND
    )
    bars = f"median <= {MEDIAN_MS} ms, p99 <= {WORST_MS} ms, >= {A_SECOND} a second"
    print(f"{'met' if is_met else 'MISSED'}: {bars}")
    if not is_met:
        raise SystemExit(1)

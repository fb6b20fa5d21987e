"""Workers are killed and Valkey forgets everything: no email is lost.

Controls that lose, measured before (reliability.md 0.4, 0.5): a row marked as sent
before it is posted loses up to a batch per kill; a queue in Redis alone loses all that
waits (below); marking a batch after it was posted sends forty twice per kill.
"""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.utils import timezone

from devtools import purchases, workbench
from devtools.bare_mail import bare_mail
from devtools.mail.mailbox import Mail
from marketplace.events import wake
from notifications.models import Email
from notifications.outbox import TASK
from orders.models import OrderEvent

pytestmark = pytest.mark.faults
PURCHASES, KILLS, BETWEEN_KILLS = 1000, 10, 120
#: Each purchase is an email to the buyer and one to the maker.
EMAILS = PURCHASES * 2
#: Seconds in which the living finish what they hold.
LONGEST_BATCH = 3
WORKER = ("--concurrency", "1", "--include", "devtools.bare_mail")


@pytest.fixture
def inbox(tmp_path: Path, processes: dict[str, str]) -> Iterator[Path]:
    """A real post office for the processes; what it took is in this folder."""
    with workbench.sink(tmp_path / "mail") as port:
        processes["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
        processes["PYTHONWARNINGS"] = "ignore:::celery.platforms"
        yield tmp_path / "mail"


def mails(inbox: Path) -> list[Path]:
    return sorted(inbox.glob("*.eml"))


def holds(inbox: Path, count: int) -> bool:
    return len(mails(inbox)) >= count


def none_due() -> bool:
    """Every event was announced, and what has not left is in somebody's hands."""
    fresh = OrderEvent.objects.filter(announced_at=None)
    return not fresh.exists() and not Email.objects.due().exists()


def none_left() -> bool:
    return not Email.objects.unsent().exists()


def kill(worker: subprocess.Popen[bytes]) -> None:
    """As the kernel does when memory runs out: parent, children, no last words."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def forget_everything() -> None:
    redis.Redis.from_url(settings.REDIS_URL).flushall()


def a_minute_passes() -> None:
    """The leases of the dead run out; called when the living have nothing left."""
    Email.objects.unsent().update(due_at=timezone.now())
    wake(TASK)


def test_ten_kills_and_a_flush_lose_no_email(
    inbox: Path, processes: dict[str, str]
) -> None:
    purchases.paid([purchases.piece("Bea", "Bea's Bowls", "Bowl")], PURCHASES)
    with ExitStack() as stack:

        def start() -> subprocess.Popen[bytes]:
            return stack.enter_context(workbench.worker(*WORKER, **processes))

        stack.enter_context(workbench.beat(**processes))
        workers = [start(), start()]
        wake(TASK)
        wake(TASK)
        for number in range(1, KILLS + 1):
            enough = number * BETWEEN_KILLS
            workbench.until(partial(holds, inbox, enough), "No mail.")
            kill(workers.pop(0))
            workers.append(start())
            if number == KILLS // 2:
                forget_everything()
            wake(TASK)
        workbench.until(none_due, "Emails are still due.")
        time.sleep(LONGEST_BATCH)
        a_minute_passes()
        workbench.until(none_left, "Emails are lost.")
    copies = Counter(str(Mail(path).message["Message-ID"]) for path in mails(inbox))
    assert Email.objects.count() == EMAILS
    assert set(copies) == set(Email.objects.values_list("message_id", flat=True))
    assert copies.total() - EMAILS <= KILLS
    assert set(copies.values()) <= {1, 2}


def test_control_what_only_redis_knows_is_gone(
    inbox: Path, processes: dict[str, str]
) -> None:
    """The same flush, with tasks that carry the mail themselves: all are lost."""
    for number in range(50):
        bare_mail.delay(number)
    forget_everything()
    with workbench.worker(*WORKER, **processes):
        bare_mail.delay(50)
        workbench.until(partial(holds, inbox, 1), "No mail.")
    assert len(mails(inbox)) == 1

"""The abstract event: one row for each step, written in the step's transaction."""

import logging
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import models, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from marketplace.celery import app

log = logging.getLogger(__name__)

#: Seconds after which a nudge that nobody took counts as lost; the sweep is as quick.
NUDGE_LASTS = 5


class Event(models.Model):
    """Something that happened. Never changed, never deleted; Postgres sees to it."""

    kind = models.CharField(max_length=32)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who acted; empty when it was the system.",
    )
    details = models.JSONField(default=dict, blank=True)
    #: The one column that may change, once: when its emails were written.
    announced_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(announced_at=None),
                name="%(class)s_fresh",
            )
        ]


def wake(task: str, *args: Any) -> None:
    """After the commit, have a worker look at once; if no broker listens, the sweep
    finds the work a few seconds later all the same.

    A task without arguments looks for whatever is due, so one that is on its way and
    has not begun serves everybody: many steps at once cause one nudge."""
    transaction.on_commit(lambda: _send(task, args))


def begun(task: str) -> None:
    """A nudged task starts to look: what is committed from now on nudges again."""
    with suppress(RedisError):
        caches["nudges"].delete(_flag(task))


def _send(task: str, args: tuple[Any, ...]) -> None:
    try:
        if args or caches["nudges"].add(_flag(task), True, timeout=NUDGE_LASTS):
            app.send_task(task, args=args, retry=False)
    except (OperationalError, RedisError):
        log.warning("No broker: %s waits for its sweep.", task)


def _flag(task: str) -> str:
    return f"nudged:{task}"

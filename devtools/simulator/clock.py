"""The travelled clock: it stands still while somebody acts, then jumps to whoever is
next, an actor or a sweep."""

import heapq
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import time_machine

Action = Callable[[], None]


@dataclass
class Clock(AbstractContextManager["Clock"]):
    """Everybody's intentions, in the order of time."""

    now: datetime
    waiting: list[tuple[datetime, int, Action]] = field(default_factory=list)
    count: int = 0

    def __enter__(self) -> Self:
        """From here on this process lives at `now`."""
        self._travel = time_machine.travel(self.now, tick=False)
        self._there = self._travel.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Back in the present."""
        self._travel.stop()

    def at(self, moment: datetime, action: Action) -> None:
        """Somebody means to do this then, or at once when that has passed."""
        self.count += 1
        moment = max(moment.astimezone(UTC), self.now)
        heapq.heappush(self.waiting, (moment, self.count, action))

    @property
    def next(self) -> datetime | None:
        """When the first of them acts."""
        return self.waiting[0][0] if self.waiting else None

    def jump(self, moment: datetime) -> None:
        """It is that moment now; never back."""
        self.now = max(self.now, moment.astimezone(UTC))
        self._there.move_to(self.now, tick=False)

    def take(self) -> Action:
        """What is to be done now."""
        return heapq.heappop(self.waiting)[2]

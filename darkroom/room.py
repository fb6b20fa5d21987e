"""The locked room: pairs of hands that wait, take one order at a time, and are replaced
when a picture was too much for them or they have done enough."""

import atexit
import logging
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Lock, Timer
from typing import BinaryIO, cast

from darkroom import limits
from darkroom.pipe import Message, put, take
from darkroom.spoiled import Reason, Spoiled

log = logging.getLogger(__name__)

#: Isolated: nothing of our environment, no secret, no folder of ours to work in.
START = (
    f"import sys; sys.path.insert(0, {str(Path(__file__).resolve().parent.parent)!r});"
    " from darkroom import hands; hands.work()"
)
#: One heap, so that what is measured is what is used; and nothing else.
ALONE = {"MALLOC_ARENA_MAX": "1"}
#: The kernel ended them: too much time, or no memory left on the whole machine.
TOO_MUCH = {-signal.SIGXCPU, -signal.SIGKILL}


class Gone(Exception):
    """The hands ended without an answer."""


class Hands:
    """One process, started afresh: to fork one that has threads is not safe."""

    def __init__(self) -> None:
        self.done = 0
        self.late = False
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-c", START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=ALONE,
            cwd="/",
            start_new_session=True,
        )
        self.orders = cast(BinaryIO, self.process.stdin)
        self.answers = cast(BinaryIO, self.process.stdout)

    @property
    def can_go_on(self) -> bool:
        """Whether they may be given another order."""
        fresh_enough = self.done < limits.PICTURES_EACH and not self.late
        return fresh_enough and self.process.poll() is None

    def follow(self, order: Message, seconds: float) -> Message:
        """The answer, in time, or `Gone`."""
        timer = Timer(seconds, self._stop)
        timer.start()
        try:
            if not self.done and not take(self.answers):
                raise RuntimeError("The hands of the darkroom could not start.")
            self.done += 1
            put(self.orders, order)
            answer = take(self.answers)
        except OSError as error:
            raise Gone from error
        finally:
            timer.cancel()
            timer.join()
        if answer is None:
            raise Gone
        return answer

    def dismiss(self) -> int:
        """They end; how they ended."""
        with suppress(OSError):
            self.orders.close()
        if not self.done or self.late:
            self.process.kill()
        code = self.process.wait()
        self.answers.close()
        return code

    def _stop(self) -> None:
        self.late = True
        self.process.kill()


class Room:
    """So many pairs of hands at most; they are hired when first needed."""

    def __init__(
        self, pairs: int = limits.PAIRS, seconds: float = limits.SECONDS
    ) -> None:
        self.pairs, self.seconds = pairs, seconds
        self.open_anew()

    def open_anew(self) -> None:
        """Empty; after a fork, those who were in it work for the parent only."""
        self._free: list[Hands] = []
        self._lock = Lock()
        self._places = BoundedSemaphore(self.pairs)

    def order(self, do: str, file: bytes) -> Message:
        """What was told and made, or `Spoiled`."""
        with self._places:
            answer = self._answered(({"do": do}, [file]))
        if reason := answer[0].get("spoiled"):
            raise Spoiled(Reason(reason), answer[0].get("most", 0))
        return answer

    def close(self) -> None:
        """Everybody goes home."""
        with self._lock:
            while self._free:
                self._free.pop().dismiss()

    def _answered(self, order: Message) -> Message:
        hands = self._hired()
        try:
            answer = hands.follow(order, self.seconds)
        except Gone as gone:
            code = hands.dismiss()
            # Hands that had waited may have been ended by something else meanwhile.
            if hands.done > 1 and not hands.late:
                return self._answered_by_others(order)
            raise _spoiled(hands, code) from gone
        self._back(hands)
        return answer

    def _answered_by_others(self, order: Message) -> Message:
        hands = Hands()
        try:
            answer = hands.follow(order, self.seconds)
        except Gone as gone:
            raise _spoiled(hands, hands.dismiss()) from gone
        self._back(hands)
        return answer

    def _hired(self) -> Hands:
        with self._lock:
            while self._free:
                hands = self._free.pop()
                if hands.can_go_on:
                    return hands
                hands.dismiss()
        return Hands()

    def _back(self, hands: Hands) -> None:
        if not hands.can_go_on:
            hands.dismiss()
            return
        with self._lock:
            self._free.append(hands)


def _spoiled(hands: Hands, code: int) -> Spoiled:
    too_much = hands.late or code in TOO_MUCH
    log.warning("A picture ended the hands of the darkroom (%s).", code)
    return Spoiled(Reason.TOO_MUCH if too_much else Reason.BROKEN)


#: Of this process.
ROOM = Room()
os.register_at_fork(after_in_child=ROOM.open_anew)
atexit.register(ROOM.close)

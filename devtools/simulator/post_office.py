"""A real SMTP server in a thread of this process: it keeps every mail at its moment of
the travelled clock, and it refuses, or ends a worker, when it is told to."""

import asyncio
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from devtools.mail import mailbox
from devtools.mail.sink import Conversation
from devtools.services.ports import free
from devtools.simulator.observed import Letter


@dataclass
class PostOffice:
    """What has come in, and what is to go wrong."""

    port: int
    letters: list[Letter] = field(default_factory=list)
    refuses: bool = False
    #: The worker to be ended, and whether its mail is kept before that.
    victim: int = 0
    keeps_first: bool = False

    def greet(self) -> None:
        """Somebody has connected."""
        if self.victim and not self.keeps_first:
            self._end_it()

    def keep(self, key: str) -> None:
        """One more; whoever brought it may not live to hear that it was taken."""
        found = mailbox.find(key)
        if found is not None:
            content = found.path.read_bytes()
            to = tuple(found.recipients)
            self.letters.append(Letter(datetime.now(UTC), to, content))
            found.path.unlink()
        if self.victim:
            self._end_it()

    def _end_it(self) -> None:
        os.kill(self.victim, signal.SIGKILL)
        self.victim = 0


class Counter(Conversation):
    """One connection to it."""

    def __init__(self, office: PostOffice) -> None:
        super().__init__()
        self.office = office

    def _say(self, answer: str) -> None:
        if answer.startswith("220") and self.office.refuses and self.transport:
            self.transport.write(b"421 We are closed\r\n")
            self.transport.close()
            return
        if answer.startswith("220"):
            self.office.greet()
        if answer.startswith("250 Kept as "):
            self.office.keep(answer.removeprefix("250 Kept as "))
        super()._say(answer)


@contextmanager
def post_office(directory: Path) -> Iterator[PostOffice]:
    """Open until the block ends."""
    directory.mkdir(parents=True, exist_ok=True)
    os.environ["DEV_MAIL"] = str(directory)
    office = PostOffice(free())
    loop = asyncio.new_event_loop()
    serving = loop.create_server(lambda: Counter(office), "127.0.0.1", office.port)
    server = loop.run_until_complete(serving)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

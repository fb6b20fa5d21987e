"""Visitors that ask for pages as fast as they get them, over connections kept open."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
#: Seconds between two that come. All at once, now and then, they are all taken by the
#: first process of the web server that wakes up; people do not come so.
APART = 0.01
#: A page that takes longer is a fault.
PATIENCE = 60


class WrongAnswer(Exception):
    """It was not the page."""


@dataclass
class Visit:
    """How it went."""

    seconds: float = 0
    #: How long each page took, in the order of their arrival.
    waits: list[float] = field(default_factory=list)
    received: int = 0

    @property
    def rate(self) -> float:
        """Pages in a second."""
        return len(self.waits) / self.seconds if self.seconds else 0

    def add(self, other: "Visit") -> None:
        """Another of the same kind."""
        self.seconds += other.seconds
        self.waits += other.waits
        self.received += other.received


def visit(
    port: int, paths: Sequence[str], *, connections: int, seconds: float
) -> Visit:
    """Ask for these in turn, each connection for the next, until the time is over;
    it is counted from when all have come."""
    return asyncio.run(_visit(port, paths, connections, seconds))


def ask_each(port: int, paths: Sequence[str]) -> Visit:
    """Ask for each once, one after the other."""
    return asyncio.run(_ask_each(port, paths))


async def _visit(
    port: int, paths: Sequence[str], connections: int, seconds: float
) -> Visit:
    turn, visit, before = count(), Visit(), Visit()
    began = time.perf_counter() + connections * APART

    async def one(number: int) -> None:
        await asyncio.sleep(number * APART)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (now := time.perf_counter()) - began < seconds:
            path = paths[next(turn) % len(paths)]
            await _ask(reader, writer, path, visit if now >= began else before)
        writer.close()

    await asyncio.gather(*(one(number) for number in range(connections)))
    visit.seconds = time.perf_counter() - began
    return visit


async def _ask_each(port: int, paths: Sequence[str]) -> Visit:
    visit, began = Visit(), time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for path in paths:
        await _ask(reader, writer, path, visit)
    writer.close()
    visit.seconds = time.perf_counter() - began
    return visit


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, visit: Visit
) -> None:
    asked = time.perf_counter()
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n"
        "Accept-Language: en\r\nConnection: keep-alive\r\n\r\n".encode()
    )
    async with asyncio.timeout(PATIENCE):
        head = await reader.readuntil(b"\r\n\r\n")
        found = LENGTH.search(head)
        if not head.startswith(b"HTTP/1.1 200") or found is None:
            raise WrongAnswer(f"{path}: {head[:200].decode('latin-1')}")
        body = await reader.readexactly(int(found[1]))
    visit.waits.append(time.perf_counter() - asked)
    visit.received += len(body)

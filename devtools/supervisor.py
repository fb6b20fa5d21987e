"""Starts processes in order, shows what they say, and stops all of them together."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

from devtools.services.process import CannotRun, Child, start, stop

#: How many of its last lines a dead process is remembered by.
LAST_LINES = 20
COLOURS = (36, 33, 35, 32, 34, 31, 96, 93, 95)


class Stopped(Exception):
    """Somebody at the terminal, or the system, asked us to stop."""


@dataclass
class Running:
    """One process and what it said last."""

    name: str
    process: subprocess.Popen[bytes]
    stop_signal: int
    unfinished: bytes = b""
    said: deque[str] = field(default_factory=lambda: deque(maxlen=LAST_LINES))


@dataclass(frozen=True)
class Service:
    """What is to be run, how one knows that it is ready, and how it is stopped."""

    name: str
    command: Sequence[str]
    is_ready: Callable[[], bool] = lambda: True
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: int = signal.SIGTERM
    death_signal: int = signal.SIGTERM
    ordinary_user: bool = False


class Supervisor:
    """One thread, one loop: children cannot outlive it and cannot be forgotten."""

    def __init__(self, environment: Mapping[str, str], keep_open: int) -> None:
        """Nothing runs yet. `keep_open` is the lock that children hold with us."""
        self.environment = dict(environment)
        self.keep_open = (keep_open,)
        self.running: list[Running] = []
        self.selector = selectors.DefaultSelector()
        self.asked_to_stop = 0
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, self._ask_to_stop)
        # Started with nohup, it stays when the terminal goes.
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._ask_to_stop)

    def start(self, *services: Service, patience: float = 60) -> None:
        """Start services side by side and wait until all of them answer."""
        for service in services:
            self._run(service)
        until = time.monotonic() + patience
        for service in services:
            while not service.is_ready():
                if time.monotonic() > until:
                    raise CannotRun(
                        f"{service.name} did not answer in {patience:.0f} s."
                    )
                self._listen(0.05)
                self.check()

    def run(self, service: Service) -> None:
        """Run something that ends by itself, before going on."""
        running = self._run(service)
        while running.process.poll() is None:
            self._listen(0.1)
        self._hear_out(running)
        self.running.remove(running)
        if running.process.returncode:
            raise CannotRun(self._obituary(running))

    def check(self) -> None:
        """Complain if a service has ended that should not have."""
        for running in self.running:
            if running.process.poll() is not None:
                self._hear_out(running)
                raise CannotRun(self._obituary(running))

    def watch(self) -> None:
        """Show what is said until somebody stops us or a service dies."""
        while True:
            self._listen(1)
            self.check()

    def stop(self, patience: float = 10) -> None:
        """End everything, last started first; asked a second time, at once."""
        self.asked_to_stop = 0
        while self.running:
            running = self.running.pop()
            until = time.monotonic() + patience
            if running.process.poll() is None:
                running.process.send_signal(running.stop_signal)
            while running.process.poll() is None and time.monotonic() < until:
                self._pump(0.05)
                if self.asked_to_stop:
                    until = patience = 0
            stop(running.process, signal.SIGKILL)
            self._hear_out(running)

    def _run(self, service: Service) -> Running:
        how = Child(
            environment=self.environment | dict(service.environment),
            output=subprocess.PIPE,
            death_signal=service.death_signal,
            keep_open=self.keep_open,
            ordinary_user=service.ordinary_user,
        )
        process = start(service.command, how)
        running = Running(service.name, process, service.stop_signal)
        self.running.append(running)
        if process.stdout is not None:
            os.set_blocking(process.stdout.fileno(), False)
            self.selector.register(process.stdout, selectors.EVENT_READ, running)
        return running

    def _listen(self, seconds: float) -> None:
        self._pump(seconds)
        if self.asked_to_stop:
            raise Stopped

    def _listen_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._listen(left)

    def _pump(self, seconds: float) -> None:
        for key, _ in self.selector.select(seconds):
            self._hear(key.data)

    def _hear(self, running: Running) -> bool:
        pipe = running.process.stdout
        if pipe is None or pipe.closed:
            return False
        try:
            chunk = os.read(pipe.fileno(), 65_536)
        except BlockingIOError:
            return False
        if not chunk:
            self.selector.unregister(pipe)
            pipe.close()
            return False
        *lines, running.unfinished = (running.unfinished + chunk).split(b"\n")
        for line in lines:
            self._show(running, line)
        return True

    def _hear_out(self, running: Running) -> None:
        while self._hear(running):
            pass
        if running.unfinished:
            self._show(running, running.unfinished)
            running.unfinished = b""
        if running.process.stdout is not None and not running.process.stdout.closed:
            self.selector.unregister(running.process.stdout)
            running.process.stdout.close()

    def _show(self, running: Running, line: bytes) -> None:
        text = line.decode(errors="replace").rstrip()
        running.said.append(text)
        say(f"{running.name:<7}| {text}", running.name)

    def _obituary(self, running: Running) -> str:
        code = running.process.returncode
        how = f"exit code {code}" if code >= 0 else f"signal {-code}"
        last = "\n".join(f"    {line}" for line in running.said)
        return f"{running.name} ended unexpectedly ({how}). It said last:\n{last}"

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        # Only noted: whatever is under way is finished, then everything is stopped.
        self.asked_to_stop += 1


def say(text: str, colour_of: str = "") -> None:
    """Write a line at once, its name in its own colour on a terminal."""
    if colour_of and sys.stdout.isatty() and "NO_COLOR" not in os.environ:
        colour = COLOURS[sum(colour_of.encode()) % len(COLOURS)]
        name, bar, rest = text.partition("|")
        text = f"\x1b[{colour}m{name}{bar}\x1b[0m{rest}"
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # Whoever was reading has gone; what runs goes on.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

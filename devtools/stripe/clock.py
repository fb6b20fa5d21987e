"""The sandbox's own time, which tests may move ahead."""

import threading
import time


class Clock:
    """Real time plus what the tests have added."""

    def __init__(self) -> None:
        self.ahead = 0
        self.lock = threading.Lock()

    def now(self) -> int:
        """Seconds since 1970, as the sandbox sees it."""
        return int(time.time()) + self.ahead

    def advance(self, seconds: int) -> None:
        """Let time pass at once."""
        with self.lock:
            self.ahead += seconds

    def reset(self) -> None:
        """Back to real time."""
        with self.lock:
            self.ahead = 0

"""One owner per data directory, for as long as any of its processes lives."""

import fcntl
import os
import time
from pathlib import Path


class Lock:
    """A locked file naming its owner; children that inherit it keep it locked."""

    def __init__(self, path: Path) -> None:
        """Open the file; nothing is locked yet."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = path.open("a+")

    def fileno(self) -> int:
        """The descriptor to hand to children."""
        return self.file.fileno()

    def take(self, patience: float = 0) -> bool:
        """Become the owner; waits for the processes of a dead owner to end."""
        until = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until or self.owner_lives():
                    return False
                time.sleep(0.1)
                continue
            self.file.truncate(0)
            self.file.write(str(os.getpid()))
            self.file.flush()
            return True

    def owner(self) -> int:
        """The process that took it last, 0 when nobody ever did."""
        self.file.seek(0)
        text = self.file.read().strip()
        return int(text) if text.isdigit() else 0

    def owner_lives(self) -> bool:
        """Whether the process that took it last still exists."""
        owner = self.owner()
        if not owner:
            return False
        try:
            os.kill(owner, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True

    def release(self) -> None:
        """Give it up, unless a child still holds it."""
        self.file.close()

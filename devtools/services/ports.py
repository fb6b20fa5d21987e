"""Free ports, below the range from which outgoing connections take theirs."""

import random
import socket
from collections.abc import Iterable

FIRST, LAST = 20_000, 32_000


def is_free(port: int) -> bool:
    """Whether nothing listens on this port of the machine itself."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as candidate:
                candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                candidate.bind((host, port))
        except OSError:
            # A machine without IPv6 refuses the address, not the port.
            if family == socket.AF_INET:
                return False
    return True


def free(candidates: Iterable[int] | None = None) -> int:
    """The first free port among these, or any one nobody else is likely to try."""
    if candidates is None:
        candidates = random.sample(range(FIRST, LAST), 100)
    for port in candidates:
        if is_free(port):
            return port
    raise OSError("No free port was found.")

"""Free ports, below the range from which outgoing connections take theirs."""

import errno
import random
import socket
from collections.abc import Iterable

FIRST, LAST = 20_000, 32_000


def is_free(port: int) -> bool:
    """Whether nothing listens on this port under any name that a browser tries."""
    return not any(
        _is_taken(family, host, port)
        for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
    )


def _is_taken(family: int, host: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            candidate.bind((host, port))
        # macOS lets two bind it when the other has all addresses: so ask, too.
        with socket.socket(family, socket.SOCK_STREAM) as visitor:
            visitor.settimeout(0.5)
            return visitor.connect_ex((host, port)) == 0
    except OSError as problem:
        # A machine without IPv6 refuses the address, not the port.
        return problem.errno not in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


def free(candidates: Iterable[int] | None = None) -> int:
    """The first free port among these, or any one nobody else is likely to try."""
    if candidates is None:
        candidates = random.sample(range(FIRST, LAST), 100)
    for port in candidates:
        if is_free(port):
            return port
    raise OSError("No free port was found.")

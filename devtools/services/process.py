"""Child processes that never outlive the one that started them."""

import atexit
import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO

#: Linux: the signal a process gets when its parent dies (see prctl(2)).
PR_SET_PDEATHSIG = 1

#: Reads process groups from its input; when the writer is gone, ends them all.
#: It catches what the kernel's parent-death signal cannot: grandchildren, macOS.
LEASH = """
trap '' INT TERM HUP
while read -r group; do groups="$groups -$group"; done
[ -z "$groups" ] && exit
sleep 1; kill -s TERM -- $groups; sleep 3; kill -s KILL -- $groups
"""

#: Every child started here, for the leash.
_leashed: list[subprocess.Popen[bytes]] = []


class CannotRun(Exception):
    """A sentence for the person at the terminal: why this cannot start here."""


@dataclass(frozen=True)
class Child:
    """How one child is run: as whom, how it is ended, and what it inherits."""

    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    output: int | IO[bytes] = subprocess.DEVNULL
    #: Sent to it when its parent dies without a word; None leaves it alone.
    death_signal: int = signal.SIGTERM
    #: Files that stay open in the child, so that a lock on them lasts as long as it.
    keep_open: tuple[int, ...] = ()
    #: PostgreSQL refuses to run as the super-user.
    ordinary_user: bool = False
    directory: Path | None = None


def start(command: Sequence[str], how: Child) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own, tied to this process."""
    user = ordinary_user() if how.ordinary_user and os.geteuid() == 0 else None
    process = subprocess.Popen(
        list(command),
        env=dict(how.environment),
        stdin=subprocess.DEVNULL,
        stdout=how.output,
        stderr=subprocess.STDOUT,
        cwd=how.directory,
        pass_fds=how.keep_open,
        process_group=0,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        preexec_fn=_before_exec(how, in_namespace=how.ordinary_user and user is None),
    )
    _leashed.append(process)
    leash = _leash()
    if leash.stdin is not None:
        leash.stdin.write(f"{process.pid}\n".encode())
        leash.stdin.flush()
    return process


def stop(
    process: subprocess.Popen[bytes], sign: int = signal.SIGTERM, patience: float = 10
) -> None:
    """Ask a child to end, wait, and then leave nothing of its group behind."""
    if process.poll() is None:
        process.send_signal(sign)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def can_unshare() -> bool:
    """Whether a super-user can look like an ordinary one to a child of its own."""
    try:
        subprocess.run(["true"], preexec_fn=_enter_namespace, check=True)
    except (subprocess.SubprocessError, OSError):
        return False
    return True


@cache
def ordinary_user() -> int | None:
    """Which user a super-user's PostgreSQL runs as: None for a user namespace."""
    return None if can_unshare() else pwd.getpwnam("nobody").pw_uid


def _enter_namespace() -> None:
    # Files stay the super-user's own: no account is made, no mode is changed.
    if not hasattr(os, "unshare"):
        raise OSError("no user namespaces on this system")
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text("1000 0 1")
    Path("/proc/self/gid_map").write_text("1000 0 1")


def _before_exec(how: Child, *, in_namespace: bool) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    # Looked up before the fork: the child only makes system calls.
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()
    become_ordinary = in_namespace and os.geteuid() == 0

    def prepare() -> None:
        if become_ordinary:
            _enter_namespace()
        prctl(PR_SET_PDEATHSIG, int(how.death_signal))
        if os.getppid() != parent:
            os._exit(1)

    return prepare


@cache
def _leash() -> subprocess.Popen[bytes]:
    leash = subprocess.Popen(
        ["/bin/sh", "-c", LEASH],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    atexit.register(_let_go, leash)
    return leash


def _let_go(leash: subprocess.Popen[bytes]) -> None:
    # Their numbers may soon be other processes': nothing is left to end.
    if all(process.poll() is not None for process in _leashed):
        leash.kill()

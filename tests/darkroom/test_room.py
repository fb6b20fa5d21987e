"""The locked room: what its hands may not do, and who takes over when they fail."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from darkroom import limits
from darkroom.room import ALONE, START, Room
from darkroom.spoiled import Reason, Spoiled
from tests.darkroom.files import JPEG

#: Tried by hands that are locked up; each must fail.
TRIALS = {
    "more memory": "bytearray(500 * 1024 * 1024)",
    "a file to read": "open('/etc/passwd')",
    "a file to write": "os.open('own', os.O_CREAT | os.O_WRONLY)",
    "a line to somewhere": "socket.socket()",
    "another program": "subprocess.run(['/bin/true'])",
}


@pytest.fixture
def room() -> "Room":
    """With one pair of hands."""
    return Room(pairs=1)


@pytest.mark.parametrize("trial", TRIALS)
def test_locked_hands_cannot(trial: str) -> None:
    code = START.replace(
        "hands.work()",
        "negative; import os, socket, subprocess; hands.warm_up(); hands.lock_up();"
        f" {TRIALS[trial]}",
    ).replace("import hands;", "import hands, negative;")
    tried = [sys.executable, "-I", "-c", code]
    done = subprocess.run(tried, env=ALONE, capture_output=True, check=False)
    assert done.returncode != 0
    last = done.stderr.decode().splitlines()[-1]
    assert any(word in last for word in ("MemoryError", "Too many", "Bad file"))


def test_they_find_no_secret_of_ours(room: Room) -> None:
    room.order("photo", JPEG)
    (hands,) = room._free
    with open(f"/proc/{hands.process.pid}/environ", "rb") as environment:
        assert environment.read().strip(b"\0") == b"MALLOC_ARENA_MAX=1"
    room.close()


def test_one_pair_does_many_pictures(room: Room) -> None:
    room.order("photo", JPEG)
    (hands,) = room._free
    room.order("photo", JPEG)
    with pytest.raises(Spoiled):
        room.order("photo", b"hello")
    assert room._free == [hands]
    room.close()
    assert hands.process.returncode == 0


def test_after_enough_pictures_fresh_ones_take_over(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PICTURES_EACH", 1)
    room.order("photo", JPEG)
    assert room._free == []


def test_hands_that_were_killed_while_they_waited_are_replaced(room: Room) -> None:
    room.order("photo", JPEG)
    (hands,) = room._free
    os.kill(hands.process.pid, signal.SIGKILL)
    assert room.order("photo", JPEG)[0]["width"] == 300
    room.close()


def test_hands_that_hang_are_stopped(room: Room) -> None:
    room.order("photo", JPEG)
    (hands,) = room._free
    os.kill(hands.process.pid, signal.SIGSTOP)
    room.seconds = 0.5
    began = time.monotonic()
    with pytest.raises(Spoiled) as caught:
        room.order("photo", JPEG)
    assert caught.value.reason == Reason.TOO_MUCH
    assert time.monotonic() - began < 5
    assert hands.process.returncode == -signal.SIGKILL
    room.seconds = 20
    assert room.order("photo", JPEG)[0]["width"] == 300
    room.close()


def test_no_more_hands_than_there_are_places(room: Room) -> None:
    pids: set[int] = set()

    def send() -> None:
        room.order("photo", JPEG)
        pids.update(hands.process.pid for hands in room._free)

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pids) == 1
    room.close()


def test_when_we_are_killed_they_go_home() -> None:
    code = (
        "import sys, os; sys.path.insert(0, os.getcwd());"
        "from darkroom.room import ROOM; from tests.darkroom.files import JPEG;"
        "ROOM.order('photo', JPEG); print(ROOM._free[0].process.pid, flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    pid = int(ran.stdout)
    for _ in range(50):
        if not _alive(pid):
            return
        time.sleep(0.1)
    raise AssertionError("The hands are still there.")


def _alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().split()[2] != "Z"
    except FileNotFoundError:
        return False

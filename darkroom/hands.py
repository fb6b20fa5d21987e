"""The hands in the locked room: a small process that opens strangers' files and may do
little else. It reads orders from its input and answers on its output until both end.

    python -c "…; hands.work()"       started by darkroom/room.py, never by a person
"""

import os
import resource
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image

from darkroom import limits, negative, prints
from darkroom.pipe import Message, put, take
from darkroom.spoiled import Reason, Spoiled

LINUX = sys.platform == "linux"


def work() -> None:
    """Until nobody is there any more, or a picture was too much."""
    warm_up()
    with Path("/proc/self/status" if LINUX else os.devnull).open("rb", 0) as status:
        lock_up()
        put(sys.stdout.buffer, ({"ready": True}, []))
        while order := take(sys.stdin.buffer):
            allow_a_little_time()
            told, made = _answer(*order)
            put(sys.stdout.buffer, (told | {"peak": _peak(status)}, made))


def warm_up() -> None:
    """Whatever Pillow loads when it is first asked. The HEIC is a file: to write one
    here would start threads that take much of the memory."""
    files = [Path(__file__).with_name("warm.heic").read_bytes()]
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        drawn, buffer = Image.new("RGB", (16, 16), (120, 90, 60)), BytesIO()
        drawn.save(buffer, kind, icc_profile=negative.SRGB.tobytes())
        files.append(buffer.getvalue())
    for file in files:
        made = prints.develop(negative.read(file))
    prints.rungs(made.large)


def lock_up() -> None:
    """No more memory than it needs, no file to open or to write, no core left behind.

    macOS knows no limit of memory; there the limits of pixels are all there is."""
    if LINUX:
        resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(limit, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def allow_a_little_time() -> None:
    """For the next picture, from what was used so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + limits.CPU_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def _answer(order: dict[str, Any], files: list[bytes]) -> Message:
    try:
        return ORDERS[order["do"]](files[0])
    except Spoiled as spoiled:
        return {"spoiled": spoiled.reason.value, "most": spoiled.most}, []
    except MemoryError:
        return {"spoiled": Reason.TOO_MUCH.value}, []


def _peak(status: BinaryIO) -> int:
    """The most memory used so far, in bytes. The usual figure begins, on Linux, with
    that of whoever started us."""
    if not LINUX:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status.seek(0)
    (most,) = (line for line in status.read().splitlines() if b"VmHWM" in line)
    return int(most.split()[1]) * 1024


def _photo(file: bytes) -> Message:
    made = prints.develop(negative.read(file))
    size = {"width": made.width, "height": made.height, "ground": made.ground}
    return size, [made.large, made.small]


def _face(file: bytes) -> Message:
    return {}, [prints.face(negative.read(file))]


def _banner(file: bytes) -> Message:
    return {}, [prints.banner(negative.read(file))]


def _workbench(file: bytes) -> Message:
    return {}, [prints.from_the_workbench(negative.read(file))]


def _bomb(_file: bytes) -> Message:
    """What a fault in a reader could do; tests and the benchmark see that it fails."""
    return {}, [bytes(2 * limits.MEMORY)]


def _ladder(large: bytes) -> Message:
    # Somebody's page may be waiting for the processor; nobody waits for this.
    os.nice(max(0, 10 - os.nice(0)))
    made = prints.rungs(large)
    return {"rungs": list(made)}, list(made.values())


ORDERS: dict[str, Callable[[bytes], Message]] = {
    "photo": _photo,
    "face": _face,
    "banner": _banner,
    "workbench": _workbench,
    "ladder": _ladder,
    "bomb": _bomb,
}

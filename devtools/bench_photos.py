"""`./run bench-photos`: from a telephone's JPEG to the full ladder, beside bare Pillow.

Three ways in one run, taking turns, on the same pictures of 12 megapixels, to the same
files (two JPEGs, then WebP and AVIF in four widths) with the same settings:

- ours: as the web and the worker do it, both orders through the locked room; hands are
  hired before, as they are in a process that runs;
- bare: Pillow in this process decodes, resizes and encodes; nothing is checked, turned
  or limited;
- tuned: the same with our tricks (a JPEG unpacked at half its size, each rung from the
  next wider one), so that they hide nothing of what the room costs.

Exit code 1 when ours takes more than 1.3 times as long as bare, or more than 300 MB, or
when the control fails: the room must stop a bomb by its limit, and not by chance.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter, __version__, features

from darkroom import limits, prints
from darkroom.room import Room
from darkroom.spoiled import Reason, Spoiled

SIZE = (4000, 3000)
Way = Callable[[bytes], list[bytes]]
MOST_TIMES, MOST_MEMORY = 1.3, 300 * limits.MIB


def photograph(seed: int) -> bytes:
    """Soft light, things with edges, grain: what a telephone's JPEG is made of."""
    dice = Random(seed)
    small = (SIZE[0] // 40, SIZE[1] // 40)
    light = [
        Image.effect_noise(small, 70).resize(SIZE, Image.Resampling.BICUBIC)
        for _ in range(3)
    ]
    picture = Image.merge("RGB", light).filter(ImageFilter.GaussianBlur(6))
    pen = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y, r = (
            dice.randrange(SIZE[0]),
            dice.randrange(SIZE[1]),
            dice.randrange(20, 400),
        )
        colour = tuple(dice.randrange(30, 230) for _ in range(3))
        pen.ellipse(
            (x - r, y - r, x + r, y + r), fill=colour, outline=(40, 30, 20), width=4
        )
    grain = Image.effect_noise(SIZE, 14).convert("RGB")
    file = BytesIO()
    Image.blend(picture, grain, 0.12).save(file, "JPEG", quality=90)
    return file.getvalue()


def bare(file: bytes) -> list[bytes]:
    """Decode, resize, encode."""
    with Image.open(BytesIO(file)) as picture:
        picture.load()
        whole = picture
    return _encoded({w: _narrowed(whole, w) for w in prints.widths(whole.width)})


def tuned(file: bytes) -> list[bytes]:
    """The same, knowing what it is for."""
    with Image.open(BytesIO(file)) as picture:
        picture.draft(None, (limits.LARGE, limits.LARGE * SIZE[1] // SIZE[0]))
        picture.load()
        rung: Image.Image = picture
    rungs = {}
    for width in reversed(limits.LADDER):
        rungs[width] = rung = _narrowed(rung, width)
    return _encoded(rungs)


def _encoded(rungs: dict[int, Image.Image]) -> list[bytes]:
    made = []
    made.append(_file(rungs[limits.LARGE], "JPEG", prints.LARGE))
    made.append(_file(rungs[limits.SMALL], "JPEG", prints.JPEG))
    for rung in rungs.values():
        made.append(_file(rung, "WEBP", prints.WEBP))
        made.append(_file(rung, "AVIF", prints.AVIF))
    return made


def _narrowed(picture: Image.Image, width: int) -> Image.Image:
    height = round(picture.height * width / picture.width)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _file(picture: Image.Image, kind: str, options: dict[str, int | bool]) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


class Ours:
    """Through the locked room, and how much memory that took at most."""

    def __init__(self) -> None:
        self.room = Room(pairs=1)
        self.peak = 0

    def __call__(self, file: bytes) -> list[bytes]:
        """The two orders that one photo is."""
        told, jpegs = self.room.order("photo", file)
        told_then, rungs = self.room.order("ladder", jpegs[0])
        self.peak = max(self.peak, told["peak"], told_then["peak"])
        return [*jpegs, *rungs]


def measure(photos: int, rounds: int) -> int:
    """Measure, print, and give the exit code."""
    # The ladder's hands are modest (hands.py); on a busy machine all must be.
    os.nice(10)
    files = [photograph(seed) for seed in range(photos)]
    ours = Ours()
    ours(files[0])  # hired, as in a process that runs
    ways: dict[str, Way] = {"bare": bare, "tuned": tuned, "ours": ours}
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for file in files:
            for name, way in ways.items():
                times[name].append(_seconds(way, file))
    began = time.perf_counter()
    ours.room.order("photo", files[0])
    at_once = time.perf_counter() - began
    print(_heading(files))
    for name, taken in times.items():
        print(f"{name}: {statistics.median(taken):.2f} s each")
    print(f"before the page is usable: {at_once:.2f} s")
    stopped = _bomb_is_stopped(ours.room)
    ours.room.close()
    each = {name: statistics.median(taken) for name, taken in times.items()}
    print(f"ours to tuned: {each['ours'] / each['tuned']:.2f} times as long")
    met = [
        _bar("times as long as bare", each["ours"] / each["bare"], MOST_TIMES),
        _bar("MB at most", ours.peak / limits.MIB, MOST_MEMORY / limits.MIB),
    ]
    return 0 if all(met) and stopped else 1


def _seconds(way: Way, file: bytes) -> float:
    began = time.perf_counter()
    made = way(file)
    taken = time.perf_counter() - began
    if len(made) != 2 + 2 * len(limits.LADDER):
        raise SystemExit(f"{way} made {len(made)} files.")
    return taken


def _bomb_is_stopped(room: Room) -> bool:
    """The control: what wants twice the limit gets it nowhere but outside."""
    bytes(2 * limits.MEMORY)  # here there is no limit, and it is no trouble
    try:
        room.order("bomb", b"")
    except Spoiled as spoiled:
        stopped = spoiled.reason == Reason.TOO_MUCH
    else:
        stopped = False
    print(f"control, a bomb in the room: {'stopped' if stopped else 'NOT STOPPED'}")
    return stopped


def _bar(what: str, found: float, most: float) -> bool:
    met = found <= most
    print(f"{'met   ' if met else 'MISSED'} {found:.2f} {what} (bar: {most:g})")
    return met


def _heading(files: list[bytes]) -> str:
    commit = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(commit, capture_output=True, text=True, check=False)
    libraries = ", ".join(
        f"{name} {features.version(name)}" for name in ("libjpeg_turbo", "webp", "avif")
    )
    weight = sum(map(len, files)) / len(files) / limits.MIB
    return (
        f"commit {done.stdout.strip() or 'unknown'},"
        f" Python {platform.python_version()}, Pillow {__version__} ({libraries})\n"
        f"{len(files)} JPEGs of {SIZE[0]} × {SIZE[1]}, {weight:.1f} MB each"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    sys.exit(measure(chosen.photos, chosen.rounds))

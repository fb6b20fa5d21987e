"""Where the pictures are drawn and developed, on as many cores as there are."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from darkroom.prints import Developed
from devtools.demodata.pictures import drawings
from devtools.demodata.pieces import PIECES

#: Widths of faces and banners, as parts of a photo's.
FACE, BANNER = 0.55, 1.75
#: How far drawing steps back for other work, as `nice` counts.
MODEST = 10


@dataclass(frozen=True)
class Pictures:
    """Every picture of the demo: those that shops open with first."""

    #: By workshop, as JPEG files.
    faces: "dict[str, Future[bytes]]"
    banners: "dict[str, Future[bytes]]"
    #: By piece, in the order of its shots.
    photos: "dict[str, list[Future[Developed]]]"


@contextmanager
def at_work(width: int, shops: Iterable[str]) -> Iterator[Pictures]:
    """Drawn side by side, each in a process that has a core to itself."""
    keys = list(shops)
    # One process a core: numpy need not make threads of its own.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    cores = os.cpu_count() or 1
    # Processes that start afresh: to fork one that has threads is not safe.
    pool = ProcessPoolExecutor(
        cores,
        mp_context=get_context("spawn"),
        # Whoever lives through the past meanwhile goes first: that takes longest.
        initializer=os.nice,
        initargs=(MODEST,),
    )
    try:
        yield _ordered(pool, width, keys)
    finally:
        pool.shutdown(cancel_futures=True)


def _ordered(pool: ProcessPoolExecutor, width: int, keys: list[str]) -> Pictures:
    """First what is needed first: faces, banners, and one picture of each piece."""
    face, banner = round(width * FACE), round(width * BANNER)
    faces = {key: pool.submit(drawings.face, key, face) for key in keys}
    banners = {key: pool.submit(drawings.banner, key, banner) for key in keys}
    pieces = [piece for key in keys for piece in PIECES[key]]
    photos: dict[str, list[Future[Developed]]] = {piece.key: [] for piece in pieces}
    for number in range(max(len(piece.shots) for piece in pieces)):
        for piece in (one for one in pieces if number < len(one.shots)):
            shot = piece.shots[number]
            drawn = pool.submit(drawings.photo, shot.drawing, width, shot.how)
            photos[piece.key].append(drawn)
    return Pictures(faces, banners, photos)

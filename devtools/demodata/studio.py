"""Where the pictures are drawn and developed, on as many cores as there are."""

import os
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from darkroom.prints import Developed
from devtools.demodata.pictures import drawings
from devtools.demodata.pieces import PIECES, Piece

#: Widths of faces and banners, as parts of a photo's.
FACE, BANNER = 0.6, 1.6


@dataclass(frozen=True)
class Pictures:
    """Every picture of the demo, ready to be kept."""

    #: By workshop, as JPEG files.
    faces: dict[str, bytes]
    banners: dict[str, bytes]
    #: By piece, in the order of its shots.
    photos: dict[str, list[Developed]]


def all_pictures(width: int, shops: Iterable[str] = PIECES) -> Pictures:
    """Drawn side by side, each in a process that has a core to itself."""
    keys = list(shops)
    pieces = [piece for key in keys for piece in PIECES[key]]
    # One process a core: numpy need not make threads of its own.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    cores = os.cpu_count() or 1
    # Processes that start afresh: to fork one that has threads is not safe.
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        faces = {k: pool.submit(drawings.face, k, round(width * FACE)) for k in keys}
        banners = {
            k: pool.submit(drawings.banner, k, round(width * BANNER)) for k in keys
        }
        photos = {piece.key: _ordered(pool, piece, width) for piece in pieces}
        return Pictures(
            {key: file.result() for key, file in faces.items()},
            {key: file.result() for key, file in banners.items()},
            {key: [one.result() for one in them] for key, them in photos.items()},
        )


def _ordered(
    pool: ProcessPoolExecutor, piece: Piece, width: int
) -> "list[Future[Developed]]":
    return [
        pool.submit(drawings.photo, shot.drawing, width, shot.how)
        for shot in piece.shots
    ]

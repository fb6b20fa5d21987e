"""Where the pictures are drawn and developed, on as many cores as there are."""

import os
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from darkroom.prints import Developed
from devtools.demodata.pictures import darkroom
from devtools.demodata.pieces import PIECES, Piece
from devtools.demodata.workshops import WORKSHOPS
from listings import photos
from shops import pictures

FACE = 640


@dataclass(frozen=True)
class Pictures:
    """Every picture of the demo, ready to be kept."""

    #: By workshop.
    faces: "dict[str, ContentFile[bytes]]"
    #: By piece, in the order of its shots.
    photos: dict[str, list[Developed]]


def all_pictures(width: int) -> Pictures:
    """Drawn side by side, then developed as the forms of shop and listing do it."""
    pieces = [piece for some in PIECES.values() for piece in some]
    # Processes that start afresh: to fork one that has threads is not safe.
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        faces = {
            each.key: pool.submit(darkroom.draw, "portrait", FACE, {"who": each.key})
            for each in WORKSHOPS
        }
        drawn = {piece.key: _ordered(pool, piece, width) for piece in pieces}
        return Pictures(
            {key: _face(future.result()) for key, future in faces.items()},
            {
                key: [_photo(one.result()) for one in them]
                for key, them in drawn.items()
            },
        )


def _ordered(
    pool: ProcessPoolExecutor, piece: Piece, width: int
) -> "list[Future[bytes]]":
    return [
        pool.submit(darkroom.draw, shot.drawing, width, shot.how)
        for shot in piece.shots
    ]


def _face(file: bytes) -> "ContentFile[bytes]":
    return pictures.face(_upload(file))


def _photo(file: bytes) -> Developed:
    return photos.develop(_upload(file))


def _upload(file: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("drawn.jpg", file)

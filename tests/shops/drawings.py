"""Picture files, good and bad, drawn in memory."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (300, 200), name: str = "bowl.jpg"
) -> SimpleUploadedFile:
    """A plain one: its upper left quarter is red."""
    drawn = Image.new("RGB", size, (230, 220, 200))
    drawn.paste((200, 30, 30), (0, 0, size[0] // 2, size[1] // 2))
    return upload(drawn, kind, name)


def upload(
    drawn: Image.Image, kind: str, name: str = "bowl.jpg", **options: object
) -> SimpleUploadedFile:
    """As a browser sends it."""
    buffer = BytesIO()
    drawn.save(buffer, kind, **options)
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def sideways(orientation: int = 6) -> SimpleUploadedFile:
    """As a telephone takes it: 300 by 200, to be turned, with a place and a camera."""
    drawn = Image.new("RGB", (300, 200), (230, 220, 200))
    drawn.paste((200, 30, 30), (0, 0, 150, 100))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return upload(drawn, "JPEG", exif=exif)


def claims(width: int, height: int) -> SimpleUploadedFile:
    """A PNG of a few bytes whose head promises more pixels than anyone can hold."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0" * 64))
    return SimpleUploadedFile("bomb.png", b"\x89PNG\r\n\x1a\n" + body, "image/png")


def _chunk(kind: bytes, body: bytes) -> bytes:
    length, check = len(body), zlib.crc32(kind + body)
    return struct.pack(">I", length) + kind + body + struct.pack(">I", check)


def cut_short(file: SimpleUploadedFile) -> SimpleUploadedFile:
    """The first half of it."""
    whole = file.read()
    return SimpleUploadedFile("half.jpg", whole[: len(whole) // 2], "image/jpeg")

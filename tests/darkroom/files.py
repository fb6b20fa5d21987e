"""Files that strangers might send, each made by code: good, odd and hostile ones."""

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Literal

import pillow_heif
from PIL import Image, ImageCms, ImageDraw

pillow_heif.register_heif_opener()

SECRET = b"51.3397 N 12.3731 E, Bea's kitchen"
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\nshowpage\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><image/></svg>'
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
ZIP = b"PK\x03\x04" + b"\0" * 26 + b"evil.sh#!/bin/sh\nid\n"
ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 57
PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</JS(app.alert(1))>>>>endobj\n"


def drawn(size: tuple[int, int] = (300, 200)) -> Image.Image:
    """A red quarter at the upper left, on linen, with some detail."""
    picture = Image.new("RGB", size, (230, 220, 200))
    picture.paste((200, 30, 30), (0, 0, size[0] // 2, size[1] // 2))
    ImageDraw.Draw(picture).ellipse((30, 20, 70, 60), fill=(40, 90, 160))
    return picture


def file(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """Written by Pillow."""
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


JPEG, PNG = file(drawn(), "JPEG"), file(drawn(), "PNG")
WEBP, AVIF = file(drawn(), "WEBP"), file(drawn(), "AVIF")
HEIC = file(drawn(), "HEIF")


def turned(orientation: int, kind: str = "JPEG") -> bytes:
    """As a telephone notes how it was held, with where that was."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return file(drawn(), kind, exif=exif.tobytes())


def chunk(kind: bytes, body: bytes) -> bytes:
    """Of a PNG, with a right checksum."""
    check = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + check


def png(
    width: int, height: int, *chunks: bytes, depth: int = 8, colour: int = 2
) -> bytes:
    """A head that says so, and these chunks."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IEND", b"")


def flat(width: int, height: int, of: int = 3) -> bytes:
    """All the pixels that a head promises, in a few kilobytes: black."""
    squeeze = zlib.compressobj(9)
    line = b"\0" * (width * of + 1)
    body = b"".join(squeeze.compress(line) for _ in range(height))
    return chunk(b"IDAT", body + squeeze.flush())


def resized(jpeg: bytes, width: int, height: int) -> bytes:
    """A JPEG whose head lies about its size."""
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def into(jpeg: bytes, *segments: bytes) -> bytes:
    """A JPEG with more segments (marker and body) at its beginning."""
    more = b"".join(
        b"\xff" + each[:1] + struct.pack(">H", len(each) + 1) + each[1:]
        for each in segments
    )
    return jpeg[:2] + more + jpeg[2:]


def profile(name: Literal["LAB", "sRGB"] = "sRGB") -> bytes:
    """A colour profile with a text in it."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()


def swapped(jpeg: bytes) -> bytes:
    """With a profile that a picture of another kind of colour would have."""
    return file(Image.open(BytesIO(jpeg)), "JPEG", icc_profile=profile("LAB"))


def animated(kind: str) -> bytes:
    """Three pictures; the first is the drawn one."""
    more = [Image.new("RGB", (300, 200), (0, shade, 0)) for shade in (120, 255)]
    options = {"save_all": True, "append_images": more}
    return file(drawn(), kind, **options)


def _mode(mode: str, kind: str = "PNG", **options: Any) -> bytes:
    if mode == "I;16":
        return file(Image.new(mode, (300, 200), 0x8000), kind)
    picture = drawn().convert("RGBA" if mode in {"LA", "RGBA"} else "RGB")
    if mode in {"LA", "RGBA"}:
        picture.putalpha(Image.linear_gradient("L").resize((300, 200)))
    return file(picture.convert(mode), kind, **options)


#: Name -> file, and the size it must come out with.
GOOD: dict[str, tuple[bytes, tuple[int, int]]] = {
    **{
        f"{k} plain": (v, (300, 200))
        for k, v in {
            "jpeg": JPEG,
            "png": PNG,
            "webp": WEBP,
            "avif": AVIF,
            "heic": HEIC,
        }.items()
    },
    **{
        f"jpeg turned {n}": (turned(n), (300, 200) if n < 5 else (200, 300))
        for n in range(1, 9)
    },
    "jpeg turned 99": (turned(99), (300, 200)),
    "png turned 6": (turned(6, "PNG"), (200, 300)),
    "webp turned 6": (turned(6, "WEBP"), (200, 300)),
    "avif turned 6": (turned(6, "AVIF"), (200, 300)),
    "heic turned 6": (turned(6, "HEIF"), (200, 300)),
    **{
        f"png {mode}": (_mode(mode), (300, 200))
        for mode in ("1", "L", "P", "I;16", "LA", "RGBA")
    },
    "png palette with a hole": (_mode("P", transparency=0), (300, 200)),
    "png 16 bits a colour": (
        png(2, 1, chunk(b"IDAT", zlib.compress(b"\0" + b"\x80\0" * 6)), depth=16),
        (2, 1),
    ),
    "jpeg grey": (_mode("L", "JPEG"), (300, 200)),
    "jpeg cmyk": (_mode("CMYK", "JPEG"), (300, 200)),
    "jpeg progressive": (file(drawn(), "JPEG", progressive=True), (300, 200)),
    "jpeg with all colours": (file(drawn(), "JPEG", subsampling=0), (300, 200)),
    "webp lossless": (file(drawn(), "WEBP", lossless=True), (300, 200)),
    "webp clear": (_mode("RGBA", "WEBP"), (300, 200)),
    "avif clear": (_mode("RGBA", "AVIF"), (300, 200)),
    "heic clear": (_mode("RGBA", "HEIF"), (300, 200)),
    "webp film": (animated("WEBP"), (300, 200)),
    "png film": (animated("PNG"), (300, 200)),
    "avif film": (animated("AVIF"), (300, 200)),
    "jpeg with a profile": (file(drawn(), "JPEG", icc_profile=profile()), (300, 200)),
    "jpeg with a broken profile": (
        file(drawn(), "JPEG", icc_profile=b"nonsense" * 30),
        (300, 200),
    ),
    "jpeg with another's profile": (swapped(JPEG), (300, 200)),
    "jpeg and zip": (JPEG + ZIP, (300, 200)),
    "jpeg and html": (JPEG + HTML, (300, 200)),
    "png and elf": (PNG + ELF, (300, 200)),
    "webp and pdf": (WEBP + PDF, (300, 200)),
    "jpeg with html in a comment": (into(JPEG, b"\xfe" + HTML), (300, 200)),
    "jpeg with a secret comment": (into(JPEG, b"\xfe" + SECRET), (300, 200)),
    "jpeg with xmp": (
        into(JPEG, b"\xe1http://ns.adobe.com/xap/1.0/\0" + SECRET),
        (300, 200),
    ),
    "jpeg with iptc": (
        into(JPEG, b"\xedPhotoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x22" + SECRET),
        (300, 200),
    ),
    "jpeg with a broken exif": (
        into(JPEG, b"\xe1Exif\0\0MM\0\x2a\xff\xff\xff\xff"),
        (300, 200),
    ),
    "jpeg with an exif that points at itself": (
        into(
            JPEG,
            b"\xe1Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01"
            b"\0\0\0\x08\0\0\0\x08",
        ),
        (300, 200),
    ),
    "png with a secret text": (
        png(
            2,
            1,
            chunk(b"tEXt", b"Comment\0" + SECRET),
            chunk(b"IDAT", zlib.compress(b"\0" * 7)),
        ),
        (2, 1),
    ),
    "png that claims to be a jpeg": (PNG, (300, 200)),
    "one pixel": (file(Image.new("RGB", (1, 1)), "PNG"), (1, 1)),
    "very wide": (file(Image.new("RGB", (20_000, 2)), "PNG"), (1600, 1)),
    "very high": (file(Image.new("RGB", (2, 20_000)), "PNG"), (1, 2400)),
    "large": (file(drawn((4000, 3000)), "JPEG"), (1600, 1200)),
    "large and turned": (
        file(
            drawn((4000, 3000)),
            "JPEG",
            exif=b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06"
            b"\0\0\0\0\0\0",
        ),
        (1600, 2133),
    ),
}


def bombs() -> Iterator[tuple[str, bytes, str]]:
    """Small files that promise, or really hold, more than anyone can."""
    yield "61 megapixels, all there", png(7810, 7810, flat(7810, 7810)), "50 million"
    for name, size in {
        "too many": (7200, 7200),
        "many": (20_000, 20_000),
        "most": (65_500, 65_500),
    }.items():
        promise = png(*size, chunk(b"IDAT", zlib.compress(b"\0" * 99)))
        yield f"png {name}", promise, "50 million"
    yield "png too long", png(20_001, 3, flat(20_001, 3)), "20000 pixels"
    yield "png of no size", png(0, 0), "not a picture"
    yield "jpeg too many", resized(JPEG, 9000, 7000), "50 million"
    yield "jpeg most", resized(JPEG, 65_500, 65_500), "50 million"
    # What is not there stays grey; the sender sees it.
    yield "jpeg promises more", resized(JPEG, 6000, 5000), "cut short|nothing"
    yield "webp too many", file(Image.new("RGB", (5000, 4100)), "WEBP"), "20 million"
    yield (
        "png text bomb",
        png(
            2,
            2,
            chunk(b"zTXt", b"k\0\0" + zlib.compress(b"\0" * 80_000_000)),
            chunk(b"IDAT", zlib.compress(b"\0" * 14)),
        ),
        "cut short|not a picture",
    )
    yield (
        "png profile bomb",
        png(
            2,
            2,
            chunk(b"iCCP", b"k\0\0" + zlib.compress(b"\0" * 80_000_000)),
            chunk(b"IDAT", zlib.compress(b"\0" * 14)),
        ),
        "cut short|not a picture",
    )


def others() -> Iterator[tuple[str, bytes, str]]:
    """What is no picture, or none of those we read, whatever it is called."""
    flag = drawn((30, 20))
    for kind in ("GIF", "TIFF", "BMP", "ICO", "PPM", "JPEG2000", "TGA", "PCX", "DDS"):
        yield kind, file(flag, kind), "not a picture"
    for name, content in {
        "svg": SVG,
        "eps": EPS,
        "html": HTML,
        "zip": ZIP,
        "elf": ELF,
        "pdf": PDF,
        "empty text": b" ",
        "words": b"hello",
        "nothing but noughts": b"\0" * 4096,
        "only a jpeg's first bytes": b"\xff\xd8\xff",
        "only a png's": PNG[:8],
        "gif and script": b"GIF89a/*" + HTML,
        "svg in an xml": b"<?xml?>" + SVG,
        "a film": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 64,
        "riff that is none": b"RIFF\x10\0\0\0WAVEfmt " + b"\0" * 16,
    }.items():
        yield name, content, "not a picture"


def halves() -> Iterator[tuple[str, bytes, str]]:
    """Cut short, and with something flipped in the middle."""
    whole = {"jpeg": JPEG, "png": PNG, "webp": WEBP, "avif": AVIF, "heic": HEIC}
    noisy = Image.effect_noise((300, 200), 90).convert("RGB")
    whole["noisy png"] = file(noisy, "PNG")
    for name, content in whole.items():
        for part in (0.3, 0.6, 0.95):
            cut = content[: int(len(content) * part)]
            yield f"{name} cut at {part}", cut, "cut short|not a picture"
    broken = bytearray(whole["noisy png"])
    broken[len(broken) // 2] ^= 0xFF
    yield "png with a flipped byte", bytes(broken), "cut short|nothing"
    yield (
        "png whose pixels are no pixels",
        png(300, 200, chunk(b"IDAT", b"these are not squeezed")),
        "cut short",
    )
    yield "png without pixels", png(300, 200), "cut short"

"""Whatever is sent: a picture that is clean, or one sentence; never too much memory,
never too long, and never a file."""

import time
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from darkroom import limits, prints
from darkroom.room import ROOM
from darkroom.spoiled import Reason, Spoiled
from shops import pictures
from tests.darkroom import files

#: Of everything, the web's and the worker's own included: a picture's hands get this.
MOST_MEMORY = 512 * limits.MIB
#: Each; on a busy machine.
MOST_SECONDS = 5
Sent = Iterator[tuple[str, bytes, str]]


def sent(content: bytes, name: str = "bowl.jpg") -> "SimpleUploadedFile":
    """As a browser sends it: it always says that it is a JPEG."""
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_what_is_good_comes_out_clean() -> None:
    wrong = []
    assert len(files.GOOD) > 50
    for name, (content, size) in files.GOOD.items():
        made = pictures.develop(sent(content))
        large, small = (Image.open(BytesIO(each)) for each in (made.large, made.small))
        clean = (
            large.format == small.format == "JPEG"
            and large.mode == small.mode == "RGB"
            and large.size == size == (made.width, made.height)
            and small.width == min(size[0], limits.SMALL)
            and not {"exif", "icc_profile", "comment", "xmp", "photoshop"}
            & {*large.info}
            and not large.getexif()
            and made.large.endswith(b"\xff\xd9")
            and not any(
                secret in each
                for each in (made.large, made.small)
                for secret in (files.SECRET, b"Secret", b"Exif", b"<script", b"PK\3\4")
            )
        )
        wrong += [] if clean else [(name, large.size, large.info)]
    assert wrong == []


@pytest.mark.parametrize("kind", [files.bombs, files.others, files.halves])
def test_what_is_bad_is_one_sentence(kind: Callable[[], Sent]) -> None:
    wrong, sent_files = [], list(kind())
    assert len(sent_files) >= 12
    for name, content, says in sent_files:
        began = time.monotonic()
        try:
            pictures.develop(sent(content))
            said = "nothing"
        except pictures.BadPicture as error:
            said = str(error)
        slow = time.monotonic() - began > MOST_SECONDS
        if slow or not any(part in said for part in says.split("|")):
            wrong.append((name, said, slow))
    assert wrong == []


def test_a_file_that_is_too_heavy_is_not_even_read() -> None:
    heavy = sent(b"\0" * (limits.MOST_BYTES + 1))
    with pytest.raises(pictures.BadPicture, match="larger than 15 MB"):
        pictures.develop(heavy)
    assert heavy.tell() == 0


def test_a_red_corner_stays_where_it_was_seen() -> None:
    """Turned, cut out, squeezed, in other colours: the corner that was red is."""
    for name, (content, size) in files.GOOD.items():
        if "turned" in name or size != (300, 200) or "grey" in name:
            continue
        made = pictures.develop(sent(content))
        if " 1" not in name and " L" not in name and "16" not in name:
            red, green, _blue = corner(made.large, (120, 70))
            assert red > green, name
    for orientation, where in {
        1: (9, 9),
        3: (290, 190),
        6: (190, 9),
        8: (9, 290),
    }.items():
        made = pictures.develop(sent(files.turned(orientation)))
        red, green, _blue = corner(made.large, where)
        assert red > 150 > green, orientation


def corner(jpeg: bytes, where: tuple[int, int]) -> tuple[int, int, int]:
    """The colour at a point."""
    pixel = Image.open(BytesIO(jpeg)).getpixel(where)
    assert isinstance(pixel, tuple)
    return (int(pixel[0]), int(pixel[1]), int(pixel[2]))


def test_what_is_clear_lies_on_white() -> None:
    clear = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    made = pictures.develop(sent(files.file(clear, "PNG")))
    assert min(corner(made.large, (20, 20))) > 250


def test_half_grey_of_sixteen_bits_is_half_grey() -> None:
    content, _size = files.GOOD["png I;16"]
    made = pictures.develop(sent(content))
    assert corner(made.large, (20, 20)) == pytest.approx((128, 128, 128), abs=2)


def test_colours_of_a_wider_space_are_brought_home() -> None:
    """A profile that swaps red and green: without it being heeded, red stays red."""
    profile = files.profile()
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    swapped = bytearray(profile)
    swapped[red : red + 4], swapped[green : green + 4] = b"gXYZ", b"rXYZ"
    content = files.file(files.drawn(), "JPEG", icc_profile=bytes(swapped))
    r, g, _b = corner(pictures.develop(sent(content)).large, (120, 70))
    assert g > 150 > r


#: The largest of each kind that is let in, as costly as it can be made.
LARGEST: dict[str, Callable[[], bytes]] = {
    "png, clear": lambda: files.png(7070, 7070, files.flat(7070, 7070, of=4), colour=6),
    "jpeg, progressive, cmyk": lambda: files.file(
        Image.new("CMYK", (8160, 6120)), "JPEG", progressive=True
    ),
    "webp": lambda: files.file(Image.new("RGB", (5000, 4000)), "WEBP", method=0),
    "avif": lambda: files.file(Image.new("RGB", (6300, 4700)), "AVIF", speed=10),
}


@pytest.mark.parametrize("kind", LARGEST)
def test_the_largest_fits_into_the_room(kind: str) -> None:
    ROOM.close()
    told, (large, _small) = ROOM.order("photo", LARGEST[kind]())
    assert told["peak"] < MOST_MEMORY
    assert Image.open(BytesIO(large)).width == limits.LARGE
    ROOM.close()


def test_a_fault_that_takes_all_memory_is_stopped_by_the_limit() -> None:
    """The control: what needs twice as much fails in the room, and not out here."""
    assert len(bytes(2 * limits.MEMORY)) == 2 * limits.MEMORY
    with pytest.raises(Spoiled) as caught:
        ROOM.order("bomb", b"")
    assert caught.value.reason == Reason.TOO_MUCH
    assert ROOM.order("photo", files.JPEG)[0]["peak"] < MOST_MEMORY


def test_the_ladder_is_made_of_the_large_jpeg() -> None:
    made = pictures.develop(sent(files.file(files.drawn((2000, 1500)), "JPEG")))
    told, rungs = ROOM.order("ladder", made.large)
    named = [(width, kind) for width, kind in told["rungs"]]
    wanted = [(w, k) for w in (1600, 960, 640, 320) for k in ("webp", "avif")]
    assert named == wanted
    for (width, kind), content in zip(named, rungs, strict=True):
        rung = Image.open(BytesIO(content))
        assert (rung.format, rung.width) == (kind.upper(), width)
        assert not {"exif", "icc_profile", "xmp"} & {*rung.info}


@pytest.mark.parametrize(
    ("width", "rungs"),
    [
        (40, [40]),
        (320, [320]),
        (350, [350]),
        (640, [320, 640]),
        (1000, [320, 640, 1000]),
        (1600, [320, 640, 960, 1600]),
        (9000, [320, 640, 960, 1600]),
    ],
)
def test_rungs_are_never_wider_than_what_was_sent(width: int, rungs: list[int]) -> None:
    assert prints.widths(width) == rungs

"""Pictures that people send: read, turned upright, shrunk; or one clear sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from shops import pictures
from tests.shops.drawings import claims, cut_short, picture, sideways, upload


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_reads_what_browsers_and_telephones_send(kind: str) -> None:
    assert pictures.read(picture(kind)).size == (300, 200)


def test_a_photo_taken_sideways_stands_upright() -> None:
    upright = pictures.read(sideways(6))
    assert upright.size == (200, 300)
    pixel = upright.getpixel((190, 10))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 150 > pixel[1]


def test_nothing_but_the_pixels_is_kept() -> None:
    file = pictures.jpeg(pictures.read(sideways()))
    stored = file.read()
    assert b"SecretCamera" not in stored
    assert b"EXIF" not in stored
    kept = Image.open(file)
    assert kept.format == "JPEG"
    assert not kept.getexif()


def test_shrinks_and_never_blows_up() -> None:
    large = pictures.read(picture(size=(4000, 1000)))
    assert large.size == (1600, 400)
    small = Image.open(pictures.jpeg(large, longest=pictures.SMALL))
    assert small.size == (640, 160)
    tiny = pictures.jpeg(pictures.read(picture(size=(40, 30))))
    assert Image.open(tiny).size == (40, 30)


def test_names_say_nothing() -> None:
    sent = picture(name="bea-at-home.jpg")
    names = {pictures.jpeg(pictures.read(sent)).name for _ in range(3)}
    assert len(names) == 3
    assert not any("bea" in str(name) for name in names)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "LA", "RGBA"])
def test_every_kind_of_colour_comes_out(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    read = pictures.read(upload(Image.new(mode, (30, 20)), kind))
    assert Image.open(pictures.jpeg(read)).size == (30, 20)


def test_an_animation_gives_its_first_picture() -> None:
    frames = [Image.new("RGB", (30, 20), (shade, 0, 0)) for shade in (0, 255)]
    film = upload(frames[0], "WEBP", save_all=True, append_images=frames[1:])
    assert pictures.read(film).size == (30, 20)


HTML = SimpleUploadedFile("bowl.jpg", b"<svg onload=alert(1)>", "image/jpeg")
GIF = upload(Image.new("L", (3, 3)), "GIF", "bowl.gif")


@pytest.mark.filterwarnings("error::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("file", "says"),
    [
        (HTML, "not a picture we can read"),
        (GIF, "not a picture we can read"),
        (SimpleUploadedFile("a.jpg", b"\xff\xd8\xff"), "not a picture we can read"),
        (claims(7200, 7200), "more than 50 million pixels"),
        (claims(20_000, 20_000), "more than 50 million pixels"),
        (claims(60_000, 60_000), "more than 50 million pixels"),
        (cut_short(picture("JPEG")), "cut short or damaged"),
        (cut_short(picture("PNG")), "cut short or damaged"),
        (claims(3000, 3000), "cut short or damaged"),
    ],
)
def test_one_clear_sentence_for_each_bad_file(
    file: SimpleUploadedFile, says: str
) -> None:
    file.seek(0)
    with pytest.raises(pictures.BadPicture, match=says):
        pictures.read(file)


def test_a_file_that_is_too_large_is_not_even_opened() -> None:
    large = SimpleUploadedFile("a.jpg", b"\0" * (pictures.MOST_BYTES + 1))
    with pytest.raises(pictures.BadPicture, match="larger than 15 MB"):
        pictures.read(large)

"""A sent file, read: proven by unpacking it, small, upright, in the colours of the web.

Runs in the locked room only (darkroom/hands.py). Whatever else is raised here ends the
hands: to the sender that is the same as a broken file.
"""

import struct
import warnings
import zlib
from io import BytesIO

import pillow_heif
from PIL import AvifImagePlugin, Image, ImageCms
from PIL.ImageCms import PyCMSError

from darkroom import limits
from darkroom.spoiled import Reason, Spoiled

#: Nothing else is even tried: an EPS would run Ghostscript.
FORMATS = list(limits.MOST_PIXELS)
MOST = max(limits.MOST_PIXELS.values())
#: What the readers raise for a file that is cut short or wrong inside.
BROKEN = (
    *(OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError),
    *(struct.error, zlib.error, OverflowError, RuntimeError),
)
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
#: From the orientation that a camera noted to what puts its picture upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ORIENTATION = 0x0112
LYING = {5, 6, 7, 8}
#: Rows at a time, so that a large picture is never in memory twice.
BAND = 512
WHITE = (255, 255, 255)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))

Image.MAX_IMAGE_PIXELS = MOST
warnings.simplefilter("error", Image.DecompressionBombWarning)
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pillow_heif.register_heif_opener(
    decode_threads=1, thumbnails=False, depth_images=False, aux_images=False
)


def read(file: bytes) -> Image.Image:
    """RGB, at most 1600 wide and 2400 high, nothing of the file left but its pixels."""
    picture = _open(file)
    try:
        # To ask a PNG how it was held would load it, and hide that it is broken.
        if picture.format == "JPEG":
            picture.draft(None, _fitting(picture))
        picture.load()
        turn = _turn(picture)
        small = _in_srgb(_shrunk(picture, _fitting(picture)), picture)
    except BROKEN as error:
        raise Spoiled(Reason.BROKEN) from error
    return small.transpose(UPRIGHT[turn]) if turn in UPRIGHT else small


def _open(file: bytes) -> Image.Image:
    if len(file) > limits.MOST_BYTES:
        raise Spoiled(Reason.HEAVY, limits.MOST_BYTES)
    try:
        picture = Image.open(BytesIO(file), formats=FORMATS)
    except BOMBS as error:
        raise Spoiled(Reason.PIXELS, MOST) from error
    except BROKEN as error:
        raise Spoiled(Reason.UNKNOWN) from error
    if max(picture.size) > limits.LONGEST_SIDE:
        raise Spoiled(Reason.SIDES, limits.LONGEST_SIDE)
    most = limits.MOST_PIXELS[str(picture.format)]
    if picture.width * picture.height > most:
        raise Spoiled(Reason.PIXELS, most)
    return picture


def _turn(picture: Image.Image) -> int:
    """How the camera was held; a note that cannot be read says nothing."""
    try:
        noted = picture.getexif().get(ORIENTATION, 1)
    except BROKEN:
        return 1
    return noted if isinstance(noted, int) else 1


def _fitting(picture: Image.Image) -> tuple[int, int]:
    """The size it will have, still lying as it was sent."""
    width, height = picture.size
    across, along = (height, width) if _turn(picture) in LYING else (width, height)
    scale = min(1, limits.LARGE / across, limits.HIGHEST / along)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _shrunk(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """In two steps: first by a whole number, band by band, then to the very size."""
    factor = max(1, min(picture.width // size[0], picture.height // size[1]) // 2)
    mode = "CMYK" if picture.mode == "CMYK" else "RGB"
    if picture.mode == "L":
        mode = "L"
    if factor == 1 and picture.mode == mode and not picture.has_transparency_data:
        return picture.resize(size, Image.Resampling.LANCZOS)
    coarse = Image.new(
        mode, (-(-picture.width // factor), -(-picture.height // factor))
    )
    rows = BAND * factor
    for top in range(0, picture.height, rows):
        box = (0, top, picture.width, min(top + rows, picture.height))
        band = _opaque(picture.crop(box), mode)
        coarse.paste(band.reduce(factor) if factor > 1 else band, (0, top // factor))
    return coarse.resize(size, Image.Resampling.LANCZOS)


def _opaque(band: Image.Image, mode: str) -> Image.Image:
    """In this mode; what is transparent lies on white, what has 16 bits keeps 8."""
    if band.mode.startswith("I"):
        return (
            band.convert("I")
            .point(lambda value: value * (1 / 257))
            .convert("L")
            .convert(mode)
        )
    if not band.has_transparency_data:
        return band if band.mode == mode else band.convert(mode)
    clear = band.convert("RGBA")
    ground = Image.new("RGB", band.size, WHITE)
    ground.paste(clear, mask=clear.getchannel("A"))
    return ground


def _in_srgb(small: Image.Image, sent: Image.Image) -> Image.Image:
    """With the colours its profile means; the profile itself is dropped."""
    profile = sent.info.get("icc_profile")
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            meant = ImageCms.profileToProfile(small, own, SRGB, outputMode="RGB")
        except (PyCMSError, *BROKEN):
            meant = None  # a profile that is broken, or of another kind of picture
        if meant is not None:
            small = meant
    clean = small if small.mode == "RGB" else small.convert("RGB")
    # A copy takes along what the file said of itself; a writer might write it.
    clean.info = {}
    return clean

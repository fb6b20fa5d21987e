"""Numbers by the million: the small mathematics that every picture is made with."""

from functools import lru_cache
from typing import Any

import numpy as np
from PIL import Image

#: Of numbers; numpy's own types cannot say of what shape, so they would say little.
Array = Any
F = np.float32
#: Side of a noise texture; a power of two, so that it repeats by masking.
SIDE = 512


def smooth(low: float, high: float, value: Array) -> Array:
    """From 0 to 1 between two values, without a corner at either."""
    t = np.clip((value - F(low)) / F(high - low), 0, 1)
    return t * t * (3 - 2 * t)


def mix(one: Array, other: Array, share: Array | float) -> Array:
    """`share` of the other one, the rest of the first."""
    return one + (other - one) * share


def linear(colour: tuple[int, int, int]) -> Array:
    """What a screen's colour is as light."""
    return (np.array(colour, F) / 255) ** F(2.2)


def column(colour: tuple[int, int, int]) -> Array:
    """A screen's colour as light, ready to be spread over many points."""
    return linear(colour)[:, None]


def unit(vectors: Array) -> Array:
    """Each of length one."""
    length = np.sqrt(vectors[0] ** 2 + vectors[1] ** 2 + vectors[2] ** 2)
    return vectors / np.maximum(length, F(1e-9))


def dot(one: Array, other: Array) -> Array:
    """How far two directions agree."""
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


@lru_cache(maxsize=24)
def noise(kind: str) -> Array:
    """A texture that repeats: cloudy, rough, fine or white; mean 0, spread 1."""
    steepness = {"smooth": 2.6, "cloudy": 1.7, "rough": 1.15, "fine": 0.6, "white": 0.0}
    white = np.random.default_rng(len(kind)).standard_normal((SIDE, SIDE))
    across = np.fft.fftfreq(SIDE)[:, None]
    along = np.fft.rfftfreq(SIDE)[None, :]
    strength = np.maximum(np.hypot(across, along), 1.2 / SIDE) ** -steepness[kind]
    strength[0, 0] = 0
    made = np.fft.irfft2(np.fft.rfft2(white) * strength, s=(SIDE, SIDE))
    return (made / made.std()).astype(F)


def look(texture: Array, u: Array, v: Array) -> Array:
    """Of a texture that repeats, at places counted in its own dots."""
    side = texture.shape[0] - 1
    at = (v.astype(np.int32) & side) * (side + 1) + (u.astype(np.int32) & side)
    return texture.ravel().take(at)


def look_soft(texture: Array, u: Array, v: Array) -> Array:
    """The same, without steps between the dots."""
    side = texture.shape[0] - 1
    low_u, low_v = np.floor(u), np.floor(v)
    fu, fv = u - low_u, v - low_v
    x0 = low_u.astype(np.int32) & side
    y0 = (low_v.astype(np.int32) & side) * (side + 1)
    x1 = (x0 + 1) & side
    y1 = (y0 + side + 1) & (side * (side + 1) + side)
    flat = texture.ravel()
    top = flat.take(y0 + x0) * (1 - fu) + flat.take(y0 + x1) * fu
    bottom = flat.take(y1 + x0) * (1 - fu) + flat.take(y1 + x1) * fu
    return np.asarray(top * (1 - fv) + bottom * fv, F)


def solid(kind: str, p: Array, scale: float, seed: float = 0.0) -> Array:
    """Noise through the whole of a thing, not only on its skin."""
    texture = noise(kind)
    q = p * F(scale) + F(seed * 37.7)
    found = look_soft(texture, q[0] + q[2] * 0.31, q[1])
    found = found + look_soft(texture, q[2], q[1] + 171 + q[0] * 0.27)
    return found * F(0.72)


def spread(image: Array, size: tuple[int, int]) -> Array:
    """A small map of numbers as a large one (height, width), softly."""
    return _resized(image, size, Image.Resampling.BILINEAR)


def _resized(image: Array, size: tuple[int, int], how: Image.Resampling) -> Array:
    if image.ndim == 3:
        return np.stack([_resized(each, size, how) for each in image])
    small = Image.fromarray(np.ascontiguousarray(image, F))
    return np.asarray(small.resize(size[::-1], how))


def soften(image: Array, radius: float) -> Array:
    """Blurred, two boxes wide; at the edge it goes on as it is."""
    reach = max(1, round(radius * 0.9))
    for axis in (-2, -1, -2, -1):
        image = _box(image, reach, axis)
    return image


def _box(image: Array, reach: int, axis: int) -> Array:
    length = image.shape[axis]
    reach = min(reach, max(1, length // 2 - 1))
    ends = [(0, 0)] * image.ndim
    ends[axis] = (reach, reach)
    wide = np.moveaxis(np.pad(image, ends, mode="edge"), axis, 0)
    if reach <= 3:
        total = wide[:length].copy()
        for shift in range(1, 2 * reach + 1):
            total += wide[shift : shift + length]
    else:
        sums = np.cumsum(wide, 0, dtype=np.float64)
        total = sums[2 * reach :].copy()
        total[1:] -= sums[: length - 1]
    return np.moveaxis(total * (1 / (2 * reach + 1)), 0, axis).astype(F, copy=False)


def haze(image: Array, radius: float) -> Array:
    """A wide blur, made small where nobody sees the difference."""
    step = max(2, int(radius / 2.2))
    height, width = image.shape[-2:]
    size = (-(-height // step), -(-width // step))
    small = _resized(image, size, Image.Resampling.BOX)
    return spread(soften(small, radius / step), (height, width))

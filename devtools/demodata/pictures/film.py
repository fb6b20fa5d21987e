"""From light to a picture: exposure, a film's curve, grain, and the file."""

from functools import lru_cache
from io import BytesIO

import numpy as np
from PIL import Image

from devtools.demodata.pictures.arrays import Array, F, haze, noise

TALL = 1.25
#: Steps of the film's curve.
CURVE = 8192


class Film:
    """The light that fell on each dot of one picture."""

    def __init__(self, width: int, seed: int, tall: float = TALL) -> None:
        self.width, self.height = width, round(width * tall)
        self.seed = seed
        self.chance = np.random.default_rng(seed)
        self.light: Array = np.zeros((3, self.height, self.width), F)

    @property
    def k(self) -> float:
        """Dots to a thousandth of the picture's width."""
        return self.width / 1000

    def developed(
        self, exposure: float = 1.0, *, bloom: float = 0.06, grain: float = 1.0
    ) -> Image.Image:
        """As a picture."""
        light = self.light * F(exposure)
        if bloom:
            light += haze(np.maximum(light - F(0.8), 0), 22 * self.k) * F(bloom * 5)
        light *= self._vignette()
        grey = light[0] * F(0.25) + light[1] * F(0.6) + light[2] * F(0.15)
        light += (grey - light) * F(0.24)
        shown = _curve().take((light * F(CURVE / 6)).astype(np.int32), mode="clip")
        shown += self._grain(grain)
        dots = np.clip(shown, 0, 255).astype(np.uint8)
        return Image.fromarray(np.ascontiguousarray(np.moveaxis(dots, 0, -1)))

    def _vignette(self) -> Array:
        y = np.linspace(-1, 1, self.height, dtype=F)[:, None]
        x = np.linspace(-1, 1, self.width, dtype=F)[None, :]
        away = x * x + y * y
        return 1 - F(0.12) * away - F(0.02) * away * away

    def _grain(self, strength: float) -> Array:
        texture = noise("fine")
        side = texture.shape[0]
        rows = -(-self.height // side) + 1
        columns = -(-self.width // side) + 1
        shift = int(self.chance.integers(0, side))
        many = np.tile(np.roll(texture, shift, (0, 1)), (rows, columns))
        return many[: self.height, : self.width] * F(1.1 * strength)


@lru_cache(maxsize=1)
def _curve() -> Array:
    """What light becomes on a screen: shadows open, highlights roll off."""
    light = np.linspace(0, 6, CURVE, dtype=F)
    curved = light * (2.3 * light + 0.05) / (light * (2.2 * light + 0.68) + 0.16)
    return (np.clip(curved, 0, 1) ** F(1 / 2.15) * 255).astype(F)


def jpeg(picture: Image.Image) -> bytes:
    """As a camera would send it."""
    file = BytesIO()
    picture.save(file, "JPEG", quality=92)
    return file.getvalue()

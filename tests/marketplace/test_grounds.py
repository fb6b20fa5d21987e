"""The grounds of pictures: the stylesheet and the darkroom speak of the same ones."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from darkroom.grounds import GROUNDS, ground_of


def test_the_stylesheet_has_each() -> None:
    sheet = Path(settings.BASE_DIR) / "static" / "css" / "components" / "picture.css"
    rules = re.findall(r"\.ground-(\d+) \{ background: #(\w{6}); \}", sheet.read_text())
    assert rules == [(str(n), colour) for n, colour in enumerate(GROUNDS)]


@pytest.mark.parametrize("number", range(len(GROUNDS)))
def test_what_fills_most_of_a_picture_is_its_ground(number: int) -> None:
    picture = Image.new("RGB", (90, 60), tuple(bytes.fromhex(GROUNDS[number])))
    picture.paste((250, 0, 0), (0, 0, 30, 60))
    assert ground_of(picture) == number

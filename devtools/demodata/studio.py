"""Where the pictures are drawn and developed, on every core there is."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from devtools.demodata.pieces import Shot
from listings import photos
from listings.photos import Developed
from shops import pictures


class Studio:
    def __init__(self, width: int) -> None:
        self.width = width

    def face(self, key: str) -> Any:
        return pictures.webp(Image.new("RGB", (640, 640), (200, 160, 130)), longest=640)

    def develop(self, shot: Shot) -> Developed:
        drawn = BytesIO()
        Image.new("RGB", (self.width, self.width * 5 // 4), (200, 180, 160)).save(
            drawn, "PNG"
        )
        return photos.develop(SimpleUploadedFile("drawn.png", drawn.getvalue()))

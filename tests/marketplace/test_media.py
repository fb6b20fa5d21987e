"""How pictures are served: as pictures, for ever, and as nothing else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as ours
from django.test import Client

from devtools.services import ROOT
from tests.darkroom.files import AVIF, JPEG

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder() -> Path:
    """With a picture, and with what nobody should have put there."""
    folder = Path(ours.MEDIA_ROOT) / "photos" / "ab"
    folder.mkdir(parents=True)
    (folder / "cd-small.jpg").write_bytes(JPEG)
    (folder / "cd-640.avif").write_bytes(AVIF)
    (folder / "page.html").write_bytes(b"<script>alert(1)</script>" * 30)
    return folder


def test_a_picture_is_a_picture_for_ever(client: Client, folder: Path) -> None:
    packed = {"Accept-Encoding": "gzip"}
    answer = client.get("/media/photos/ab/cd-640.avif", headers=packed)
    assert answer.getvalue() == AVIF
    assert answer["Content-Type"] == "image/avif"
    assert answer["Content-Disposition"] == 'inline; filename="cd-640.avif"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Length"] == str(len(AVIF))
    assert "Content-Encoding" not in answer
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


def test_anything_else_is_only_saved(client: Client, folder: Path) -> None:
    answer = client.get("/media/photos/ab/page.html")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_other_ways_of_asking(client: Client, folder: Path) -> None:
    there = "/media/photos/ab/cd-small.jpg"
    head = client.head(there)
    assert (head.status_code, head["Content-Length"]) == (200, str(len(JPEG)))
    since = {"If-Modified-Since": head["Last-Modified"]}
    assert client.get(there, headers=since).status_code == 304
    assert client.get(there, headers={"Range": "bytes=0-9"}).status_code in {200, 206}
    assert client.post(there).status_code == 404
    for wrong in ("photos/ab/", "photos/none.jpg", "../manage.py", "%2e%2e/manage.py"):
        assert client.get(f"/media/{wrong}").status_code == 404


def policy(**environment: str) -> str:
    """What a process says of itself that starts with these settings."""
    code = (
        "import marketplace.settings as s; print(s.SECURE_CSP['img-src'],"
        " s.STORAGES['default']['BACKEND'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        check=False,
    )
    return (done.stdout + done.stderr).decode()


def test_another_host_is_let_in_by_the_policy() -> None:
    elsewhere = policy(MEDIA_URL="https://pictures.example/media/")
    assert "'https://pictures.example/media/'" in elsewhere
    assert "FileSystemStorage" in elsewhere


def test_a_bucket_needs_an_address() -> None:
    assert "MEDIA_URL must be" in policy(MEDIA_BUCKET="pictures")
    at = policy(MEDIA_BUCKET="pictures", MEDIA_URL="https://pictures.example/")
    assert "S3Storage" in at

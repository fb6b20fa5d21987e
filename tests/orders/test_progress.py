"""How a piece is coming on: a step, a picture, a line; and “still on it”."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from orders import lifecycle, making
from orders.models import Order
from orders.parcels import Parcel
from shops.models import Offcut, Shop
from tests.orders.maker import post, row, steps_of

NOTE = "The handles are on."
GPS = 0x8825


def picture() -> SimpleUploadedFile:
    """As a phone sends it: with the place where it was taken."""
    drawn, exif = BytesIO(), Image.Exif()
    exif[GPS] = {1: "N", 2: (51.0, 20.0, 0.0)}
    Image.new("RGB", (300, 200), (90, 60, 40)).save(drawn, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_1.jpg", drawn.getvalue(), "image/jpeg")


def test_it_works(paid_order: Order, bea: User) -> None:
    post(bea, paid_order, "progress", making="glazed", note=NOTE, photo=picture())
    event = paid_order.events.latest("seq")
    assert (event.kind, event.details["step"]) == ("progress", "glazed")
    assert event.details["note"] == NOTE


def test_nothing_of_the_file_is_kept_but_what_it_shows(
    paid_order: Order, bea: User
) -> None:
    sent = picture()
    assert Image.open(sent).getexif().get_ifd(GPS)
    sent.seek(0)
    post(bea, paid_order, "progress", photo=sent)
    address = paid_order.events.latest("seq").details["photo"]
    name = address.removeprefix(settings.MEDIA_URL)
    assert "IMG_1" not in name
    assert len(name) > 32
    with default_storage.open(name) as kept:
        shown = Image.open(kept)
        assert not shown.getexif()
        assert shown.size == (300, 200)


def test_the_picture_is_on_the_page(paid_order: Order, bea: User) -> None:
    answer = post(bea, paid_order, "progress", htmx="order", photo=picture())
    address = paid_order.events.latest("seq").details["photo"]
    assert f'src="{address}"' in answer.content.decode()


def test_still_on_it_is_one_tap(paid_order: Order, bea: User) -> None:
    answer = post(bea, paid_order, "start", htmx="order")
    assert 'name="note" value="Still on it."' in answer.content.decode()
    post(bea, paid_order, "progress", note="Still on it.")
    details = paid_order.events.latest("seq").details
    assert (details["note"], details["photo"]) == ("Still on it.", "")


@pytest.mark.parametrize("target", ["", "order"])
def test_what_is_no_picture_is_sent_back_and_the_words_are_kept(
    paid_order: Order, bea: User, target: str
) -> None:
    before = steps_of(paid_order)
    text = SimpleUploadedFile("a.jpg", b"not a picture", "image/jpeg")
    answer = post(bea, paid_order, "progress", htmx=target, note=NOTE, photo=text)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "not a picture we can read" in shown
    assert NOTE in shown
    assert steps_of(paid_order) == before


def test_nothing_at_all_is_sent_back(paid_order: Order, bea: User) -> None:
    answer = post(bea, paid_order, "progress", htmx=row(paid_order), note=" ")
    assert answer.status_code == 422
    assert "the buyer would see nothing" in answer.content.decode().replace("\n", " ")
    assert "progress" not in steps_of(paid_order)


def test_her_own_steps_are_suggested(
    paid_order: Order, bea: User, bea_shop: Shop
) -> None:
    Shop.objects.filter(pk=bea_shop.pk).update(making_steps=["thrown", "glazed"])
    answer = post(bea, paid_order, "start", htmx="order")
    assert '<option value="glazed">' in answer.content.decode()


def test_a_stale_page_shows_nothing_and_keeps_no_file(
    paid_order: Order, bea: User
) -> None:
    version = paid_order.version
    lifecycle.start(paid_order, by=bea)
    answer = post(bea, paid_order, "progress", version=version, photo=picture())
    assert answer.status_code == 409
    assert "progress" not in steps_of(paid_order)
    Offcut.objects.update(since=timezone.now() - timedelta(days=2))
    making.clear_offcuts()
    assert default_storage.listdir("making") == ([], [])


def test_what_the_buyer_was_shown_is_never_swept(paid_order: Order, bea: User) -> None:
    post(bea, paid_order, "progress", photo=picture())
    Offcut.objects.update(since=timezone.now() - timedelta(days=2))
    making.clear_offcuts()
    address = paid_order.events.latest("seq").details["photo"]
    assert default_storage.exists(address.removeprefix(settings.MEDIA_URL))
    assert not Offcut.objects.exists()


def test_a_shipped_order_is_refused(paid_order: Order, bea: User) -> None:
    lifecycle.ship(paid_order, by=bea, parcel=Parcel("DHL"))
    assert post(bea, paid_order, "progress", note=NOTE).status_code == 409
    assert "progress" not in steps_of(paid_order)


def test_carl_cannot_find_it(paid_order: Order, carl: User) -> None:
    assert post(carl, paid_order, "progress", note=NOTE).status_code == 404
    assert "progress" not in steps_of(paid_order)

"""The ladder that follows: made once, whole or not at all, and swept up after."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as ours
from django.core.files.storage import default_storage
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from accounts.models import User
from listings import ladder, photos
from listings.models import Listing, Photo, Variant
from orders import making
from orders.models import Order, OrderLine
from shops import offcuts
from shops.models import Offcut
from tests import cast
from tests.shops.drawings import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(mugs: Variant) -> Photo:
    """Of the mugs, 1000 wide, with its JPEGs only."""
    made = photos.develop(picture(size=(1000, 1250)))
    (photo,) = photos.add(mugs.listing, [made], alt="Two mugs")
    return photo


def stored() -> set[str]:
    """Every file that was kept."""
    root = Path(ours.MEDIA_ROOT)
    return {str(each.relative_to(root)) for each in root.rglob("*.*")}


def age_the_offcuts() -> None:
    """As if they had lain for two days."""
    Offcut.objects.update(since=timezone.now() - timedelta(days=2))


def shown(photo: Photo, **options: object) -> str:
    """What the tag makes of it."""
    source = '{% picture photo "50vw" eager=eager priority=priority %}'
    return Template(source).render(Context({"photo": photo} | options))


def test_a_page_has_jpegs_first_and_the_whole_ladder_then(photo: Photo) -> None:
    first = shown(photo)
    assert "<source" not in first
    assert f"{photo.small.url} 640w, {photo.image.url} 1000w" in first
    assert 'width="1000" height="1250"' in first
    assert 'alt="Two mugs"' in first
    assert 'loading="lazy"' in first
    assert f'class="ground-{photo.ground}"' in first
    ladder.develop_due()
    photo.refresh_from_db()
    then = shown(photo, priority=True)
    assert re.findall(r'type="(.*?)"', then) == ["image/avif", "image/webp"]
    assert then.count(" 320w,") == then.count(" 640w,") - 1 == 2
    assert 'fetchpriority="high"' in then
    assert "loading" not in then
    for kind in ("avif", "webp"):
        for address, width in photo.rungs(kind):
            name = address.removeprefix(ours.MEDIA_URL)
            with Image.open(default_storage.open(name)) as rung:
                assert (rung.format, rung.width) == (kind.upper(), width)
    assert stored() == set(photo.file_names)


def test_it_is_made_once(photo: Photo) -> None:
    ladder.develop_due()
    before = stored()
    ladder.develop_due()
    assert stored() == before
    assert not Offcut.objects.exists()


def test_who_is_second_leaves_only_offcuts(photo: Photo) -> None:
    """A claim ran out and two made it: the page shows the first, the rest is swept."""
    ladder.develop(photo)
    kept = stored()
    ladder.develop(photo)
    age_the_offcuts()
    assert making.clear_offcuts() == 6
    assert stored() == kept


def test_a_worker_that_dies_leaves_it_due(
    photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_photo: Photo) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ladder, "develop", die)
        with pytest.raises(KeyboardInterrupt):
            ladder.develop_due()
    ladder.develop_due()
    photo.refresh_from_db()
    assert photo.widths == []  # somebody may be at it still
    Photo.objects.update(develop_at=timezone.now())
    ladder.develop_due()
    photo.refresh_from_db()
    assert photo.widths == [320, 640, 1000]


def test_files_that_were_cut_off_are_swept(
    photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the files and their row, in the web or in the worker."""
    whole = stored()

    def die(_offcut: Offcut) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(offcuts, "used", die)
        with pytest.raises(KeyboardInterrupt):
            ladder.develop(photo)
        made = photos.develop(picture())
        with pytest.raises(KeyboardInterrupt):
            photos.add(photo.listing, [made], alt="Never there")
    assert Photo.objects.count() == 1
    assert len(stored() - whole) == 6 + 2
    assert making.clear_offcuts() == 0
    age_the_offcuts()
    making.clear_offcuts()
    assert stored() == whole


def test_a_file_that_is_gone_is_not_tried_for_ever(photo: Photo) -> None:
    default_storage.delete(str(photo.image.name))
    ladder.develop_due()
    photo.refresh_from_db()
    assert (photo.develop_at, photo.widths) == (None, [])


def test_of_a_deleted_photo_only_what_an_order_shows_is_kept(
    photo: Photo, mug_order: Order
) -> None:
    ladder.develop_due()
    photo.refresh_from_db()
    address = photo.small.url
    OrderLine.objects.filter(order=mug_order).update(photo=address)
    cast.photo(photo.listing)
    photos.delete(Photo.objects.select_related("listing").get(pk=photo.pk))
    assert set(photo.file_names) < stored()
    age_the_offcuts()
    making.clear_offcuts()
    assert {name for name in photo.file_names if name in stored()} == {photo.small.name}


def test_an_operator_can_delete_one_with_its_files(
    client: Client, olga: User, photo: Photo, settings: Settings
) -> None:
    settings.STAFF_SECOND_FACTOR = False
    Listing.objects.update(state=Listing.State.PAUSED)
    client.force_login(olga)
    there = f"/admin/listings/photo/{photo.pk}/delete/"
    client.post(there, {"post": "yes"})
    assert not Photo.objects.exists()
    age_the_offcuts()
    making.clear_offcuts()
    assert stored() == set()


def test_a_face_that_was_changed_goes(client: Client, bea: User, mugs: Variant) -> None:
    shop = mugs.listing.shop
    client.force_login(bea)
    page = client.get("/dashboard/shop/")
    typed = {
        name: value or ""
        for name, value in page.context["form"].initial.items()
        if name != "face"
    }
    client.post("/dashboard/shop/", typed | {"face": picture()})
    client.post("/dashboard/shop/", typed | {"face": picture()})
    assert len(stored()) == 2
    age_the_offcuts()
    making.clear_offcuts()
    shop.refresh_from_db()
    assert stored() == {shop.face.name}


def test_what_is_due_is_found_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT 1 FROM listings_photo WHERE develop_at <= now()"
            " ORDER BY develop_at LIMIT 1"
        )
        assert "photo_to_develop" in str(cursor.fetchall())

"""A listing's photos: added, put in order, described, taken away."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from listings import photos
from listings.models import Listing, Photo, Variant
from marketplace.errors import Refused
from shops.models import Shop
from tests import cast
from tests.listings.pieces import HTMX
from tests.shops.drawings import cut_short, picture, sideways

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(bowl: Variant) -> Listing:
    """Bea's bowl, for sale, without a photo."""
    return bowl.listing


def url(listing: Listing, rest: str = "add/") -> str:
    """An address of its photos."""
    return f"/dashboard/listings/{listing.slug}/photos/{rest}"


def alts(listing: Listing) -> list[str]:
    """What they show, in their order."""
    return list(listing.photos.values_list("alt", flat=True))


def stored() -> list[Path]:
    """Every file that was kept."""
    return sorted(Path(settings.MEDIA_ROOT).rglob("*.*"))


def test_several_at_once_behind_those_there_are(
    client: Client, bea: User, listing: Listing
) -> None:
    cast.photo(listing, alt="The first")
    client.force_login(bea)
    files = [sideways(), picture("PNG", name="b.png")]
    response = client.post(url(listing), {"pictures": files, "alt": "On linen"})
    assert response["Location"] == f"/dashboard/listings/{listing.slug}/edit/"
    assert alts(listing) == ["The first", "On linen", "On linen"]
    turned = listing.photos.all()[1]
    assert (turned.width, turned.height) == (200, 300)
    with Image.open(turned.small.path) as small:
        assert small.size == (200, 300)
    with Image.open(turned.image.path) as large:
        assert (large.format, large.size) == ("JPEG", (200, 300))
        assert not large.getexif()


def test_htmx_gets_the_photos_and_what_is_still_missing(
    client: Client, bea: User, listing: Listing
) -> None:
    Listing.objects.update(state=Listing.State.DRAFT)
    client.force_login(bea)
    sent = {"pictures": [picture()], "alt": "On linen"}
    body = client.post(url(listing), sent, headers=HTMX).content.decode()
    assert body.lstrip().startswith('<section id="photos"')
    assert 'id="state" class="card"' in body
    assert 'hx-swap-oob="true"' in body
    assert "Before it can be published" not in body


TEXT = SimpleUploadedFile("a.txt", b"hello")


@pytest.mark.parametrize(
    ("files", "alt", "says"),
    [
        ([cut_short(picture())], "x", "“half.jpg”: This picture is cut short"),
        (
            [SimpleUploadedFile("a.txt", b"hello")],
            "x",
            "“a.txt”: This is not a picture",
        ),
        ([picture()], "", "This field is required."),
        ([], "x", "This field is required."),
    ],
)
def test_a_bad_file_is_a_sentence_and_nothing_is_kept(
    client: Client, bea: User, listing: Listing, files: list[Any], alt: str, says: str
) -> None:
    client.force_login(bea)
    for file in files:
        file.seek(0)
    sent = {"pictures": [*files, picture()] if files else [], "alt": alt}
    response = client.post(url(listing), sent)
    body = response.content.decode()
    assert response.status_code == 422
    assert says in body
    assert "<h1>" in body
    assert not Photo.objects.exists()
    assert stored() == []


def test_twenty_are_enough(listing: Listing) -> None:
    for _ in range(photos.MOST_PHOTOS):
        cast.photo(listing)
    with pytest.raises(Refused, match="can have 20 photos"):
        photos.add(listing, [photos.develop(picture())], alt="One too many")
    assert listing.photos.count() == photos.MOST_PHOTOS


def test_moves_forward_and_back(client: Client, bea: User, listing: Listing) -> None:
    first, second, third = (cast.photo(listing, alt=alt) for alt in "ABC")
    client.force_login(bea)
    for photo, to, order in (
        (third, "up", "ACB"),
        (third, "up", "CAB"),
        (third, "up", "CAB"),
        (first, "down", "CBA"),
        (first, "down", "CBA"),
        (second, "sideways", "CBA"),
    ):
        client.post(url(listing, f"{photo.code}/move/"), {"to": to}, headers=HTMX)
        assert "".join(alts(listing)) == order


def test_describes_one(client: Client, bea: User, listing: Listing) -> None:
    photo = cast.photo(listing)
    client.force_login(bea)
    there = url(listing, f"{photo.code}/describe/")
    assert client.post(there, {"alt": "From above"}).status_code == 302
    assert alts(listing) == ["From above"]
    response = client.post(there, {"alt": " "}, headers=HTMX)
    assert response.status_code == 422
    assert "This field is required." in response.content.decode()
    assert alts(listing) == ["From above"]


def test_the_last_one_of_a_piece_for_sale_stays(
    client: Client, bea: User, listing: Listing
) -> None:
    first, last = cast.photo(listing, alt="A"), cast.photo(listing, alt="B")
    client.force_login(bea)
    assert client.post(url(listing, f"{first.code}/delete/")).status_code == 302
    with pytest.raises(Refused, match="needs a photo"):
        photos.delete(last)
    assert client.post(url(listing, f"{last.code}/delete/")).status_code == 409
    assert alts(listing) == ["B"]


def test_its_files_stay_for_the_orders_that_show_it(listing: Listing) -> None:
    Listing.objects.update(state=Listing.State.PAUSED)
    photo = cast.photo(listing)
    kept = stored()
    photos.delete(Photo.objects.select_related("listing").get(pk=photo.pk))
    assert not Photo.objects.exists()
    assert stored() == kept != []


def test_carl_can_touch_none(
    client: Client, carl: User, carl_shop: Shop, listing: Listing
) -> None:
    photo = cast.photo(listing, alt="Hers")
    client.force_login(carl)
    for word in ("describe", "move", "delete"):
        there = url(listing, f"{photo.code}/{word}/")
        assert client.post(there, {"alt": "x", "to": "up"}).status_code == 404
    sent = {"pictures": [picture()], "alt": "x"}
    assert client.post(url(listing), sent).status_code == 404
    assert alts(listing) == ["Hers"]


def test_a_photo_of_another_piece_is_not_found_here(
    client: Client, bea: User, listing: Listing, mugs: Variant
) -> None:
    photo = cast.photo(mugs.listing)
    client.force_login(bea)
    there = url(listing, f"{photo.code}/delete/")
    assert client.post(there).status_code == 404
    assert Photo.objects.filter(pk=photo.pk).exists()

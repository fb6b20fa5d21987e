"""A listing's photos: added, put in order, described, taken away."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from listings import ladder, photos
from listings.models import Listing, Photo, Variant
from marketplace.errors import Refused
from shops.models import Offcut, Shop
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


def test_what_is_wrong_with_one_keeps_no_other_away(
    client: Client, bea: User, listing: Listing
) -> None:
    client.force_login(bea)
    text = SimpleUploadedFile("a.txt", b"hello")
    files = [cut_short(picture()), picture(), text, SimpleUploadedFile("b.jpg", b"")]
    response = client.post(url(listing), {"pictures": files, "alt": "On linen"})
    body = response.content.decode()
    assert response.status_code == 422
    assert "“half.jpg”: This picture is cut short" in body
    assert "“a.txt”: This is not a picture we can read" in body
    assert "“b.jpg”: The submitted file is empty" in body
    assert "<h1>" in body
    assert alts(listing) == ["On linen"]
    assert len(stored()) == 2
    assert not Offcut.objects.exists()


def test_of_bad_files_nothing_is_kept(
    client: Client, bea: User, listing: Listing
) -> None:
    client.force_login(bea)
    files = [cut_short(picture()), SimpleUploadedFile("bowl.svg", b"<svg/>")]
    response = client.post(url(listing), {"pictures": files}, headers=HTMX)
    assert response.status_code == 422
    assert not Photo.objects.exists()
    assert not Offcut.objects.exists()
    assert stored() == []


def test_without_words_it_is_named_for_the_piece_and_words_are_asked_for(
    client: Client, bea: User, listing: Listing
) -> None:
    client.force_login(bea)
    body = client.post(url(listing), {"pictures": [picture()]}, headers=HTMX)
    assert alts(listing) == [listing.title]
    assert "Say it in your own words" in body.content.decode()


def test_twenty_are_enough(listing: Listing) -> None:
    for _ in range(photos.MOST_PHOTOS):
        cast.photo(listing)
    with pytest.raises(Refused, match="can have 20 photos"):
        photos.add(listing, [photos.develop(picture())], alt="One too many")
    assert len(stored()) == 2 * photos.MOST_PHOTOS
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


def test_goes_to_where_it_was_dragged(
    client: Client, bea: User, listing: Listing
) -> None:
    first, *_others = (cast.photo(listing, alt=alt) for alt in "ABCD")
    client.force_login(bea)
    for to, order in (("2", "BCAD"), ("0", "ABCD"), ("9", "ABCD"), ("²", "ABCD")):
        there = url(listing, f"{first.code}/move/")
        body = client.post(there, {"to": to}, headers=HTMX).content.decode()
        assert "".join(alts(listing)) == order
    assert "Now photo 1 of 4." in body


def test_each_button_saves_what_was_typed_about_each(
    client: Client, bea: User, listing: Listing
) -> None:
    one, two = cast.photo(listing, alt="A"), cast.photo(listing, alt="B")
    client.force_login(bea)
    typed = {f"alt-{one.code}": "From above", f"alt-{two.code}": "On linen"}
    assert client.post(url(listing), typed).status_code == 302
    assert alts(listing) == ["From above", "On linen"]
    again = typed | {f"alt-{one.code}": "Once more", "to": "down"}
    client.post(url(listing, f"{one.code}/move/"), again)
    assert alts(listing) == ["On linen", "Once more"]
    client.post(url(listing, f"{two.code}/delete/"), typed)
    assert alts(listing) == ["From above"]


def test_no_words_are_wrong_and_the_others_are_saved(
    client: Client, bea: User, listing: Listing
) -> None:
    one, two = cast.photo(listing, alt="A"), cast.photo(listing, alt="B")
    client.force_login(bea)
    typed = {f"alt-{one.code}": " ", f"alt-{two.code}": "On linen"}
    response = client.post(url(listing), typed | {"pictures": [picture()]})
    assert response.status_code == 422
    assert "This field is required." in response.content.decode()
    assert alts(listing) == ["A", "On linen", listing.title]


def test_a_page_asks_until_none_is_prepared(
    client: Client, bea: User, listing: Listing
) -> None:
    cast.photo(listing)
    client.force_login(bea)
    there = url(listing, "preparing/")
    body = client.get(there, headers=HTMX).content.decode()
    assert 'hx-trigger="load delay:2s"' in body
    assert "1 photo can be seen already" in body
    ladder.develop_due()
    body = client.get(there, headers=HTMX).content.decode()
    assert 'id="preparing"' in body
    assert "hx-get" not in body


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


def test_carl_can_touch_none(
    client: Client, carl: User, carl_shop: Shop, listing: Listing
) -> None:
    photo = cast.photo(listing, alt="Hers")
    client.force_login(carl)
    words = {f"alt-{photo.code}": "x", "to": "up"}
    for word in ("move", "delete"):
        there = url(listing, f"{photo.code}/{word}/")
        assert client.post(there, words).status_code == 404
    sent = words | {"pictures": [picture()], "alt": "x"}
    assert client.post(url(listing), sent).status_code == 404
    assert client.get(url(listing, "preparing/")).status_code == 404
    assert alts(listing) == ["Hers"]


def test_a_photo_of_another_piece_is_not_found_here(
    client: Client, bea: User, listing: Listing, mugs: Variant
) -> None:
    photo = cast.photo(mugs.listing)
    client.force_login(bea)
    there = url(listing, f"{photo.code}/delete/")
    assert client.post(there).status_code == 404
    assert Photo.objects.filter(pk=photo.pk).exists()

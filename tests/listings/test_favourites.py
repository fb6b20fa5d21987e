"""Hearts: in the session for visitors, with the account for members, and they meet."""

import pytest
from django.test import Client

from accounts.models import User
from listings import favourites
from listings.models import Favourite, Listing, Variant
from shops.models import Shop
from tests import cast
from tests.listings.pieces import HTMX

pytestmark = pytest.mark.django_db


def like(client: Client, variant: Variant, **more: str) -> int:
    return client.post(f"/listings/{variant.listing.slug}/like/", more).status_code


def test_looking_sets_no_cookie_and_liking_is_kept(
    client: Client, mugs: Variant, bea_shop: Shop
) -> None:
    page = client.get(mugs.listing.get_absolute_url())
    assert "session" not in page.cookies
    assert 'aria-pressed="false"' in page.content.decode()
    assert like(client, mugs) == 302
    assert like(client, mugs) == 302
    assert client.post(f"/shops/{bea_shop.slug}/like/").status_code == 302
    again = client.get(mugs.listing.get_absolute_url()).content.decode()
    assert 'aria-pressed="true"' in again
    mine = client.get("/favourites/").content.decode()
    assert "Speckled mug" in mine
    assert "Bea&#x27;s Bowls" in mine
    assert "Sign in" in mine
    assert like(client, mugs, unlike="1", all="1") == 302
    assert "Speckled mug" not in client.get("/favourites/").content.decode()


def test_htmx_gets_the_heart_alone(client: Client, ada: User, mugs: Variant) -> None:
    client.force_login(ada)
    url = f"/listings/{mugs.listing.slug}/like/"
    heart = client.post(url, headers=HTMX).content.decode()
    assert heart.lstrip().startswith('<form class="heart"')
    assert 'aria-pressed="true"' in heart
    assert Favourite.objects.get().listing == mugs.listing
    heart = client.post(url, {"unlike": "1"}, headers=HTMX).content.decode()
    assert 'aria-pressed="false"' in heart
    assert not Favourite.objects.exists()


def test_signing_in_loses_nothing(
    client: Client, ada: User, mugs: Variant, bowl: Variant, bea_shop: Shop
) -> None:
    Favourite.objects.create(user=ada, listing=bowl.listing)
    for one in (mugs, bowl):
        like(client, one)
    client.post(f"/shops/{bea_shop.slug}/like/")
    client.post("/accounts/login/", {"login": ada.email, "password": cast.PASSWORD})
    # Any page will do; then they sign out, and nothing hangs on the session.
    client.get("/basket/")
    client.logout()
    assert Favourite.objects.filter(user=ada).count() == 3
    assert "Speckled mug" not in client.get("/favourites/").content.decode()


def test_what_is_not_shown_is_not_liked(client: Client, mugs: Variant) -> None:
    Listing.objects.update(state=Listing.State.PAUSED)
    assert like(client, mugs) == 404
    Listing.objects.update(state=Listing.State.ACTIVE)
    like(client, mugs)
    Listing.objects.update(state=Listing.State.PAUSED)
    assert "What you like will be here" in client.get("/favourites/").content.decode()


def test_a_session_stays_small(
    client: Client, bea_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(favourites, "MOST_OF_A_VISITOR", 2)
    for number in range(3):
        like(client, cast.piece(bea_shop, f"Piece {number}", stock=1))
    kept = client.session[favourites.SESSION]["pieces"]
    newest = Listing.objects.order_by("-pk").values_list("pk", flat=True)[:2]
    assert sorted(kept) == sorted(newest)

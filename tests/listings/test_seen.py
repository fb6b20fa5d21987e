"""What was looked at: a member's account keeps twelve, a visitor's browser its own."""

import pytest
from django.test import Client

from accounts.models import User
from listings.models import Seen, Variant
from shops.models import Shop
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_members_last_twelve(client: Client, ada: User, bea_shop: Shop) -> None:
    client.force_login(ada)
    pieces = [cast.piece(bea_shop, f"Piece {n:02}", stock=1) for n in range(14)]
    for one in [*pieces, pieces[3]]:
        url = f"/listings/{one.listing.slug}/seen/"
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 204
    assert Seen.objects.count() == 12
    row = client.get("/seen/", {"but": pieces[13].listing.slug}).content.decode()
    assert row.index("Piece 03") < row.index("Piece 12")
    assert "Piece 13" not in row
    assert "Piece 00" not in row
    assert client.post("/seen/forget/").status_code == 302
    assert not Seen.objects.exists()


def test_a_visitor_names_what_their_browser_knows(
    client: Client, mugs: Variant, bowl: Variant
) -> None:
    slugs = [bowl.listing.slug, "no-such", mugs.listing.slug]
    answer = client.get("/seen/", {"pieces": ",".join(slugs)})
    row = answer.content.decode()
    assert row.index("Ash bowl") < row.index("Speckled mug")
    assert not answer.cookies
    assert client.get("/seen/").content.strip() == b""
    assert client.get("/seen/", {"pieces": "\x00," * 500}).status_code == 200
    seen = client.post(f"/listings/{mugs.listing.slug}/seen/")
    assert seen.status_code == 302
    assert not Seen.objects.exists()

"""Addresses that were given out once: they lead on for ever, say that something is gone
for good, or were never there; and none ever leads to somebody else's piece."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import User
from listings import catalogue
from listings.catalogue import Option
from listings.models import Listing, ListingSlug, Variant
from shops import opening
from shops.models import Shop
from tests import cast
from tests.listings import pieces

pytestmark = pytest.mark.django_db


@pytest.fixture
def renamed(bea_shop: Shop) -> Listing:
    """Drafted as an oak bowl, published, then called something else."""
    rows = [Option(price_cents=4200, stock=2)]
    listing = catalogue.draft(bea_shop, details=pieces.details(bea_shop), options=rows)
    cast.photo(listing)
    catalogue.publish(listing)
    listing.title = "Salad bowl of oak"
    listing.save()
    return listing


def test_a_maker_lets_the_address_follow_the_title(
    client: Client, renamed: Listing, bea: User
) -> None:
    client.force_login(bea)
    edit = "/dashboard/listings/oak-bowl/edit/"
    button = "Let the address follow the name"
    assert button in client.get(edit).content.decode()
    answer = client.post("/dashboard/listings/oak-bowl/readdress/")
    assert answer["Location"] == "/dashboard/listings/salad-bowl-of-oak/edit/"
    assert button not in client.get(answer["Location"]).content.decode()
    # A tab that was open before goes on working.
    assert client.get(edit).status_code == 200


def test_old_addresses_lead_to_the_present_one(
    client: Client, renamed: Listing
) -> None:
    catalogue.readdress(renamed)
    renamed.title = "Bowl for salad"
    renamed.save()
    catalogue.readdress(renamed)
    for old in ("oak-bowl", "salad-bowl-of-oak"):
        answer = client.get(f"/listings/{old}/?country=FR")
        assert answer.status_code == 301
        assert answer["Location"] == "/listings/bowl-for-salad/?country=FR"
    assert client.get("/listings/bowl-for-salad/").status_code == 200
    assert client.get("/listings/never-was/").status_code == 404


def test_an_address_can_come_back_to_its_own(renamed: Listing) -> None:
    catalogue.readdress(renamed)
    renamed.title = "Oak bowl"
    renamed.save()
    catalogue.readdress(renamed)
    assert renamed.slug == "oak-bowl"
    assert renamed.slug_says_title


def test_nobody_else_is_ever_given_it(renamed: Listing, bea_shop: Shop) -> None:
    catalogue.readdress(renamed)
    rows = [Option(price_cents=4200, stock=2)]
    other = catalogue.draft(bea_shop, details=pieces.details(bea_shop), options=rows)
    assert other.slug.startswith("oak-bowl-")
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.filter(pk=other.pk).update(slug="oak-bowl")
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.piece(bea_shop, "Oak bowl", slug="oak-bowl")


@pytest.mark.django_db(transaction=True)
def test_not_even_in_the_same_moment(bowl: Variant, mugs: Variant) -> None:
    """One leaves an address while another takes it: one of the two is refused."""
    left = bowl.listing.slug
    ready = threading.Barrier(2)
    taken: list[bool] = []

    def take() -> None:
        ready.wait()
        try:
            Listing.objects.filter(pk=mugs.listing_id).update(slug=left)
            taken.append(True)
        except IntegrityError:
            taken.append(False)
        finally:
            connection.close()

    thread = threading.Thread(target=take)
    thread.start()
    with transaction.atomic():
        Listing.objects.filter(pk=bowl.listing_id).update(slug="elsewhere")
        ready.wait()
        thread.join(0.5)
        assert taken == []  # the control: it has to wait
    thread.join()
    assert taken == [False]
    assert ListingSlug.objects.get(slug=left).listing_id == bowl.listing_id


def test_a_shop_too(client: Client, bea_shop: Shop, bea: User, mugs: Variant) -> None:
    client.force_login(bea)
    Shop.objects.filter(pk=bea_shop.pk).update(name="Wood and Clay")
    answer = client.post("/dashboard/shop/readdress/")
    assert answer.status_code == 302
    client.logout()
    moved = client.get("/shops/beas-bowls/?utm_source=x")
    assert moved.status_code == 301
    assert moved["Location"] == "/shops/wood-and-clay/?utm_source=x"
    carl = cast.person("dora@example.com", "Dora")
    facts = {name: getattr(bea_shop, name) for name in opening.FACTS}
    new = opening.open_shop(carl, facts=facts | {"name": "Beas Bowls"})
    assert new.slug.startswith("beas-bowls-")


def test_what_is_removed_is_gone_and_what_is_like_it_is_shown(
    client: Client, bowl: Variant, mugs: Variant
) -> None:
    catalogue.remove(bowl.listing)
    answer = client.get(bowl.listing.get_absolute_url())
    assert answer.status_code == 410
    seen = answer.content.decode()
    assert "Ash bowl" in seen
    assert "Speckled mug" in seen
    assert "noindex" in seen


def test_a_shop_that_was_closed_for_good_is_gone(
    client: Client, mugs: Variant, scarf: Variant
) -> None:
    Shop.objects.filter(slug="beas-bowls").update(state=Shop.State.SUSPENDED)
    for path in ("/shops/beas-bowls/", mugs.listing.get_absolute_url()):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "Woven scarf" in answer.content.decode()


def test_what_rests_or_never_was_public_is_not_there(
    client: Client, mugs: Variant, bowl: Variant, scarf: Variant, carl: User
) -> None:
    """A stranger learns nothing of a draft, not even that it was removed."""
    draft = bowl.listing
    Listing.objects.filter(pk=draft.pk).update(
        state=Listing.State.REMOVED, published_at=None
    )
    catalogue.pause(mugs.listing)
    opening.pause(scarf.listing.shop)
    paths = [each.listing.get_absolute_url() for each in (bowl, mugs, scarf)]
    for path in [*paths, "/shops/carls-looms/"]:
        assert client.get(path).status_code == 404, path
    client.force_login(carl)
    assert client.get(paths[0]).status_code == 404
    assert client.get("/shops/carls-looms/").status_code == 200

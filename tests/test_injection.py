"""Words that would like to be markup, in every field that people fill in, looked for on
every page and in every email: they arrive as words."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from devtools.stripe import Running
from listings.models import Variant
from notifications import outbox
from notifications.envelope import Envelope
from notifications.models import Email
from orders import access, arriving, lifecycle, placing, settling
from orders import basket as baskets
from orders.parcels import Parcel
from orders.quote import quote
from tests import cast

pytestmark = pytest.mark.django_db

EVIL = "<x-evil onx=1>'\"{{ 7|add:7 }}{% now %}&amp;</x-evil>"
RAW = re.compile(r"<x-evil|onx=1>'|\b14\b\{% now|<script>alert")
QUOTED = re.compile(r'(?<=[-\w]=)"[^"]*"')
SUBJECT = "Bcc: all@example.com"


@pytest.fixture
def letters(mailoutbox: list[Envelope]) -> list[Envelope]:
    """What would have gone over the wire."""
    return mailoutbox


def post() -> None:
    """Everything that is due leaves."""
    while outbox.announce() or Email.objects.unsent().exists():
        outbox.deliver()


def test_words_stay_words(
    client: Client,
    stripe: Running,
    mugs: Variant,
    bea: User,
    ada: User,
    olga: User,
    letters: list[Envelope],
) -> None:
    shop, listing = mugs.listing.shop, mugs.listing
    for thing, fields in {
        shop: ["name", "maker_name", "tagline", "story", "place"],
        listing: ["title", "description", "personalisation_question"],
        listing.category: ["name"],
        ada: ["name"],
    }.items():
        for field in fields:
            length = getattr(thing._meta.get_field(field), "max_length", None) or 200
            setattr(thing, field, EVIL[:length])
        thing.save()
    listing.materials = [EVIL[:40]]
    listing.save()
    cast.photo(listing, alt=EVIL)
    mugs.name = EVIL[:60]
    mugs.save()
    basket = cast.basket_of(user=ada)
    baskets.add(basket, mugs, quantity=2, personalisation=EVIL)
    given = cast.details(
        ada,
        address={**cast.BERLIN, "name": EVIL, "street_address": EVIL, "city": EVIL},
        gift_message=EVIL,
        delivery_note=EVIL,
        phone=EVIL[:30],
    )
    checkout = placing.place(basket, quote(basket), given)
    placing.payment_page(checkout)
    checkout.payment.refresh_from_db()
    stripe.pay(str(checkout.payment.session_id))
    settling.settle(checkout)
    post()
    order = cast.order_of(checkout)
    lifecycle.acknowledge(order, by=bea, note=EVIL)
    post()
    cast.delay(order, bea, reason=EVIL)
    post()
    line = order.lines.get()
    parcel = Parcel(EVIL[:40], EVIL[:60], "", EVIL, {line.code: 1})
    lifecycle.ship(order, by=bea, parcel=parcel)
    post()
    lifecycle.cancel(order, by=bea, reason=EVIL)
    post()
    arriving.deliver(order, by=bea, shipment=order.shipments.get())
    post()

    slug = listing.slug
    pages: dict[User | None, list[str]] = {
        None: ["/", "/search/?q=<x-evil>", f"/listings/{slug}/", "/c/pottery/"],
        ada: ["/orders/", f"/orders/{order.number}/", "/account/", "/basket/"],
        bea: ["/dashboard/", f"/dashboard/orders/{order.number}/"],
        olga: [
            reverse("admin:orders_order_change", args=[order.pk]),
            reverse("admin:orders_checkout_change", args=[checkout.pk]),
            reverse("admin:listings_listing_change", args=[listing.pk]),
            "/admin/overview/",
        ],
    }
    pages[None] += [f"/shops/{shop.slug}/", access.link(order).split("8000")[-1]]
    pages[ada] += [f"/checkout/{checkout.number}/done/"]
    pages[bea] += ["/dashboard/orders/?state=all", "/dashboard/listings/"]
    pages[bea] += [reverse("listings:edit", args=[slug]), "/dashboard/shop/"]
    found = []
    for person, paths in pages.items():
        client.logout()
        if person is not None:
            client.force_login(person)
        for path in paths:
            answer = client.get(path, follow=True)
            assert answer.status_code == 200, path
            if RAW.search(answer.content.decode()):
                found.append(path)
    assert found == []
    assert len(letters) >= 7
    for letter in letters:
        html = str(letter.alternatives[0][0])
        # Within quotes `<` is a letter, and is written so by what inlines the styles.
        assert not RAW.search(QUOTED.sub("", html)), letter.subject


def test_a_header_takes_no_second_line(
    stripe: Running, mugs: Variant, bea: User, ada: User, letters: list[Envelope]
) -> None:
    shop = mugs.listing.shop
    shop.name = f"Bowls\r\n{SUBJECT}"
    shop.save()
    order = cast.order_of(cast.buy(stripe, mugs, buyer=ada))
    lifecycle.acknowledge(order, by=bea, note=f"Hello\r\n.\r\n{SUBJECT}")
    post()
    assert len(letters) == 3
    for letter in letters:
        wire = letter.message().as_bytes()
        headers = wire.partition(b"\r\n\r\n")[0]
        assert b"\r\nBcc:" not in headers

"""Placing an order: once, whatever is clicked, lost or repeated."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from devtools.stripe import Running
from listings.models import Listing, Variant
from listings.stock import SoldOut
from marketplace.errors import Refused
from notifications import outbox
from notifications.envelope import Envelope
from notifications.models import Email
from orders import basket as baskets
from orders import lifecycle, placing, settling
from orders.models import Basket, Checkout, Order
from orders.quote import changes, quote
from payments import refunds
from payments.models import Payment, Refund
from shops.models import ShippingRate, Shop
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_second_click_gets_the_same_checkout_and_the_same_page(
    stripe: Running, bowl: Variant, ada: User
) -> None:
    basket = cast.basket_of(bowl, user=ada)
    first = placing.place(basket, quote(basket), cast.details(ada))
    page = placing.payment_page(first)
    again = placing.place(basket, quote(basket), cast.details(ada))
    assert again == first
    assert placing.payment_page(again) == page
    assert len(stripe.sessions()) == 1
    bowl.refresh_from_db()
    assert bowl.held == 1


def test_an_answer_that_was_lost_is_found_again(
    stripe: Running, bowl: Variant, ada: User
) -> None:
    """Stripe acted and the answer never came; then the buyer, or the poller, asks."""
    basket = cast.basket_of(bowl, user=ada)
    checkout = placing.place(basket, quote(basket), cast.details(ada))
    stripe.faults("drop_answer", path="/v1/checkout/sessions", count=3)
    with pytest.raises(Refused, match="try again"):
        placing.payment_page(checkout)
    assert Payment.objects.get().session_id is None
    page = placing.payment_page(checkout)
    assert page
    assert len(stripe.sessions()) == 1


def test_a_page_that_was_never_made_gives_the_pieces_back(
    stripe: Running, bowl: Variant, ada: User
) -> None:
    basket = cast.basket_of(bowl, user=ada)
    checkout = placing.place(basket, quote(basket), cast.details(ada))
    stripe.advance(60 * 60)  # Stripe refuses a page that would end in the past.
    settling.settle(checkout)
    checkout.refresh_from_db()
    assert checkout.state == "expired"
    bowl.refresh_from_db()
    assert bowl.held == 0


def test_another_basket_closes_the_earlier_page_first(
    stripe: Running, bowl: Variant, mugs: Variant, ada: User
) -> None:
    first = cast.place(bowl, buyer=ada)
    second = cast.place(mugs, buyer=ada)
    first.refresh_from_db()
    assert (first.state, second.state) == ("expired", "awaiting_payment")
    assert [s["status"] for s in stripe.sessions()] == ["expired", "open"]
    bowl.refresh_from_db()
    assert bowl.held == 1


def test_while_stripe_is_silent_nothing_is_given_back(
    stripe: Running, bowl: Variant, mugs: Variant, ada: User
) -> None:
    cast.place(bowl, buyer=ada)
    stripe.faults("error", path="/v1/checkout/sessions/*", status=500)
    with pytest.raises(Refused, match="could not be closed"):
        cast.place(mugs, buyer=ada)
    bowl.refresh_from_db()
    assert bowl.held == 1
    assert Checkout.objects.count() == 1


def test_paid_in_another_window_is_not_paid_again(
    stripe: Running, bowl: Variant, mugs: Variant, ada: User
) -> None:
    first = cast.place(bowl, buyer=ada)
    stripe.pay(str(first.payment.session_id))
    with pytest.raises(Refused, match="paid a moment ago"):
        cast.place(mugs, buyer=ada)
    first.refresh_from_db()
    assert first.state == "paid"
    assert len(stripe.payments()) == 1


def test_a_late_second_click_after_payment_orders_nothing(
    stripe: Running, bowl: Variant, ada: User
) -> None:
    basket = cast.basket_of(bowl, user=ada)
    shown = quote(basket)
    first = placing.place(basket, shown, cast.details(ada))
    placing.payment_page(first)
    stripe.pay(str(Payment.objects.get().session_id))
    settling.settle(first)
    with pytest.raises(Refused):
        placing.place(basket, shown, cast.details(ada))
    assert Checkout.objects.count() == 1


def test_the_only_one_is_held_for_one_buyer(
    stripe: Running, bowl: Variant, ada: User
) -> None:
    basket = cast.basket_of(bowl)
    shown = quote(basket)
    cast.place(bowl, buyer=ada)
    with pytest.raises(SoldOut, match="Somebody is paying"):
        placing.place(basket, shown, cast.details())
    assert Checkout.objects.count() == 1


def test_half_a_basket_is_never_held(
    stripe: Running, bowl: Variant, mugs: Variant, ada: User
) -> None:
    basket = cast.basket_of(mugs, bowl)
    shown = quote(basket)
    Variant.objects.filter(pk=bowl.pk).update(stock=0)
    with pytest.raises(SoldOut):
        placing.place(basket, shown, cast.details())
    mugs.refresh_from_db()
    assert mugs.held == 0


def test_a_change_is_told_in_words(stripe: Running, bowl: Variant, ada: User) -> None:
    basket = cast.basket_of(bowl, user=ada)
    before = quote(basket)
    Variant.objects.filter(pk=bowl.pk).update(price_cents=4500)
    after = quote(basket)
    assert before.facts != after.facts
    said = changes(before.facts, after.facts, "EUR")
    assert said == ["The price of “Ash bowl” is now €45.00; it was €42.00."]


def test_the_price_agreed_to_is_the_price_charged(
    stripe: Running, bowl: Variant, ada: User
) -> None:
    checkout = cast.place(bowl, buyer=ada)
    Variant.objects.filter(pk=bowl.pk).update(price_cents=9900)
    stripe.pay(str(checkout.payment.session_id))
    settling.settle(checkout)
    assert stripe.payments()[0]["amount"] == 4700
    assert Order.objects.get().total_cents == 4700


def test_a_guests_basket_joins_the_members(
    stripe: Running, bowl: Variant, mugs: Variant, ada: User
) -> None:
    own = cast.basket_of(mugs, user=ada)
    guests = cast.basket_of(mugs, bowl, quantity=1)
    merged = baskets.merge(guests, ada)
    assert merged == own
    assert set(own.lines.values_list("variant", "quantity")) == {
        (mugs.pk, 1),
        (bowl.pk, 1),
    }
    assert Basket.objects.count() == 1
    assert baskets.merge(guests, ada) == own  # two tabs at once


def test_two_open_payments_stay_apart_until_one_is_over(
    stripe: Running, bowl: Variant, mugs: Variant, ada: User
) -> None:
    cast.place(mugs, buyer=ada)
    as_guest = cast.place(bowl)
    guests = as_guest.basket
    assert guests is not None
    own = baskets.merge(guests, ada)
    assert [line.variant for line in own.lines.all()] == [mugs]
    stripe.pay(str(as_guest.payment.session_id))
    settling.settle(as_guest)
    assert not guests.lines.exists()
    baskets.merge(guests, ada)
    as_guest.refresh_from_db()
    assert as_guest.basket == own


def lapse(checkout: Checkout) -> None:
    """The hold is over on our side, although the page was in fact paid."""
    settling.expire(checkout)


def test_late_money_for_a_piece_still_there_is_an_order(
    stripe: Running, placed: Checkout, bowl: Variant
) -> None:
    stripe.pay(str(placed.payment.session_id))
    lapse(placed)
    settling.settle(placed)
    order = Order.objects.get()
    assert order.state == "received"
    bowl.refresh_from_db()
    assert (bowl.stock, bowl.held) == (0, 0)


def test_late_money_for_a_piece_that_is_gone_goes_back_in_full(
    stripe: Running,
    placed: Checkout,
    bowl: Variant,
    ada: User,
    mailoutbox: list[Envelope],
) -> None:
    stripe.pay(str(placed.payment.session_id))
    lapse(placed)
    winner = cast.buy(stripe, bowl, email="quick@example.com")
    settling.settle(placed)
    settling.settle(placed)
    order = Order.objects.get(checkout=placed)
    assert order.state == "cancelled"
    assert cast.order_of(winner).state == "received"
    refunds.send_due()
    assert Refund.objects.get().state == "succeeded"
    (refund,) = stripe.refunds()
    assert refund["amount"] == order.total_cents
    outbox.announce()
    told = Email.objects.filter(event__order=order)
    assert [(e.email, e.to) for e in told] == [("sold_out", ada.email)]
    outbox.deliver()
    (letter,) = [
        m for m in mailoutbox if m.extra_headers["Message-ID"].startswith("<sold_out")
    ]
    assert letter.to == [ada.email]
    assert "€47.00" in letter.body
    assert "Ash bowl" in letter.body
    assert "€47.00" in str(letter.alternatives[0][0])


def test_cancelled_pieces_are_for_sale_again_but_the_only_one_once(
    stripe: Running, bowl: Variant, ada: User
) -> None:
    order = cast.order_of(cast.buy(stripe, bowl, buyer=ada))
    Variant.objects.filter(pk=bowl.pk).update(stock=F("stock") + 1)
    lifecycle.cancel(order, by=ada, reason="")
    bowl.refresh_from_db()
    assert bowl.stock == 1


def test_a_paused_listing_cannot_be_bought(
    stripe: Running, bowl: Variant, ada: User
) -> None:
    basket = cast.basket_of(bowl, user=ada)
    shown = quote(basket)
    Listing.objects.update(state="paused")
    with pytest.raises(SoldOut, match="no longer for sale"):
        placing.place(basket, shown, cast.details(ada))
    assert quote(basket).problems == ["“Ash bowl” is no longer for sale."]


def test_the_page_stays_open_long_enough_for_stripe(
    stripe: Running, placed: Checkout
) -> None:
    stays = placed.payment.session_expires_at - placed.placed_at
    assert timedelta(minutes=30) < stays < timedelta(hours=24)


def test_no_shops_name_hides_what_has_changed(bowl: Variant, ada: User) -> None:
    for slug in ("total", "country"):
        Shop.objects.update(slug=slug)
        basket = cast.basket_of(bowl)
        before = quote(basket)
        later = before.shops[0].ship_by_at + timedelta(days=3)
        after = replace(before, shops=[replace(before.shops[0], ship_by_at=later)])
        assert before.facts != after.facts
        assert "now ships by" in changes(before.facts, after.facts, "EUR")[0]


def test_more_than_stripe_takes_at_once_is_said_before_paying(
    bea_shop: Shop, ada: User
) -> None:
    ring = cast.piece(bea_shop, "Gold ring", stock=None, price_cents=99_999_900)
    basket = cast.basket_of(ring, user=ada, quantity=99)
    assert "€999,999.99 at most" in quote(basket).problems[0]
    with pytest.raises(Refused, match="at most"):
        placing.place(basket, quote(basket), cast.details(ada))


def test_one_that_cannot_be_settled_keeps_no_other_waiting(
    stripe: Running,
    bowl: Variant,
    mugs: Variant,
    ada: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def locked(checkout: Checkout) -> Checkout:
        raise OperationalError("canceling statement due to lock timeout")

    cast.place(bowl, buyer=ada)
    cast.place(mugs)
    Checkout.objects.update(check_at=timezone.now())
    monkeypatch.setattr(settling, "settle", locked)
    assert settling.settle_due() == 2


def test_two_currencies_are_never_added_up(
    bowl: Variant, scarf: Variant, bea_shop: Shop, ada: User
) -> None:
    Shop.objects.filter(pk=bea_shop.pk).update(currency="USD")
    basket = cast.basket_of(bowl, scarf, user=ada)
    with pytest.raises(Refused, match="different currencies"):
        placing.place(basket, quote(basket), cast.details(ada))


def test_too_little_for_a_card_is_said_and_holds_nothing(
    stripe: Running, bea_shop: Shop, ada: User
) -> None:
    pin = cast.piece(bea_shop, "Pin", stock=3, price_cents=20)
    ShippingRate.objects.update(price_cents=0)
    basket = cast.basket_of(pin, user=ada)
    checkout = placing.place(basket, quote(basket), cast.details(ada))
    with pytest.raises(Refused, match="less than a card can be charged"):
        placing.payment_page(checkout)
    checkout.refresh_from_db()
    pin.refresh_from_db()
    assert (checkout.state, pin.held) == ("expired", 0)


def test_a_page_asked_for_too_late_begins_afresh(
    stripe: Running, bowl: Variant, ada: User
) -> None:
    basket = cast.basket_of(bowl, user=ada)
    checkout = placing.place(basket, quote(basket), cast.details(ada))
    stripe.advance(20 * 60)
    with pytest.raises(Refused, match="Nothing was charged"):
        placing.payment_page(checkout)
    stripe.reset_clock()
    again = placing.place(basket, quote(basket), cast.details(ada))
    assert again != checkout
    assert placing.payment_page(again)

"""Every admin page opens for Olga, shows strangers the door, and guards its records."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Address, EmailTurnedOff, User
from devtools.stripe import Running
from listings import keys
from listings.models import (
    Favourite,
    ListingEvent,
    Place,
    Question,
    Seen,
    Synonym,
    Tally,
    Variant,
    Word,
)
from marketplace.admin import ReadOnlyMixin
from notifications import outbox
from orders import access, lifecycle
from orders.models import Order, Shipment, Withdrawal
from orders.parcels import Parcel
from payments import refunds
from payments.models import StripeEvent
from shops.models import Offcut
from tests import cast

OURS = [
    "accounts",
    "shops",
    "listings",
    "payments",
    "orders",
    "notifications",
]
#: What somebody looked at is nobody else's business, not even an operator's.
PRIVATE = {Seen}
MODELS = [
    model
    for app in OURS
    for model in apps.get_app_config(app).get_models()
    if model not in PRIVATE
]
RECORDS = [
    model
    for model in MODELS
    if isinstance(admin.site.get_model_admin(model), ReadOnlyMixin)
]


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def world(
    stripe: Running, mug_order: Order, bowl: Variant, ada: User, bea: User
) -> Order:
    """One of everything."""
    cast.photo(bowl.listing)
    Address.objects.create(user=ada, code="AAAACCCC", **cast.BERLIN)
    lifecycle.ship(
        mug_order,
        by=bea,
        parcel=Parcel("DHL", quantities={mug_order.lines.get().code: 1}),
    )
    lifecycle.cancel(mug_order, by=bea, reason="The rest broke in the kiln.")
    refunds.send_due()
    cast.place(bowl, buyer=ada)
    Withdrawal.objects.create(
        order=mug_order, number=1, name="Ada", email=ada.email, quantities={}
    )
    EmailTurnedOff.objects.create(user=ada, email="asked_if_well")
    StripeEvent.objects.create(stripe_id="evt_1", kind="x", object_id="cs_1")
    access.grant(mug_order)
    shop_window(bowl, ada)
    outbox.announce()
    mug_order.refresh_from_db()
    return mug_order


def shop_window(bowl: Variant, ada: User) -> None:
    """What there is around a piece before anybody buys it."""
    listing, who = bowl.listing, {"email": ada.email}
    Favourite.objects.create(user=ada, listing=listing)
    Place.objects.create(listing=listing, **who, **keys.fresh(Place))
    question = Question.objects.create(
        listing=listing,
        code="AAAA2222",
        words="How big?",
        **who,
        **keys.fresh(Question),
    )
    kind = ListingEvent.Kind.PIECE_ASKED
    ListingEvent.objects.create(listing=listing, question=question, kind=kind)
    Synonym.objects.create(words=["cup", "mug"])
    Word.objects.create(word="mug", pieces=1)
    Tally.objects.create(facet="", pieces=1, counted_at=timezone.now())
    Offcut.objects.create(names=["photos/x.jpg"])


def page(model: type[Model], name: str, *args: object) -> str:
    """The address of an admin page."""
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_it_is_registered(model: type[Model]) -> None:
    assert admin.site.is_registered(model)


def test_olga_sees_every_page(client: Client, world: Order, olga: User) -> None:
    client.force_login(olga)
    for model in MODELS:
        first = model._default_manager.first()
        assert first is not None, model
        assert client.get(page(model, "changelist")).status_code == 200, model
        assert client.get(page(model, "change", first.pk)).status_code == 200, model
        assert client.get(page(model, "history", first.pk)).status_code == 200, model
        found = client.get(page(model, "changelist"), {"q": "mug"})
        assert found.status_code == 200, model
        adds = client.get(page(model, "add"))
        allowed = admin.site.get_model_admin(model).has_add_permission(
            adds.wsgi_request
        )
        assert adds.status_code == (200 if allowed else 403), model


def test_filters_work(client: Client, world: Order, olga: User) -> None:
    client.force_login(olga)
    for promise in ("untold", "told", "kept"):
        address = page(Order, "changelist")
        assert client.get(address, {"promise": promise}).status_code == 200
    assert client.get(page(Shipment, "changelist"), {"delivered_at__isempty": "1"})


def test_others_are_sent_away(client: Client, world: Order, bea: User) -> None:
    addresses = [page(model, "changelist") for model in MODELS]
    addresses += [reverse("admin:index"), reverse("notifications:overview")]
    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(bea)
    for address in addresses:
        assert client.get(address, follow=True).status_code in (403, 404), address


def test_staff_need_a_second_factor(client: Client, olga: User, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(olga)
    for name in ("admin:index", "notifications:overview"):
        assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_records_cannot_be_written(
    client: Client, world: Order, olga: User, model: type[Model]
) -> None:
    client.force_login(olga)
    first = model._default_manager.first()
    assert first is not None
    before = model._default_manager.values().get(pk=first.pk)
    count = model._default_manager.count()
    assert client.post(page(model, "add"), {}).status_code == 403
    assert client.post(page(model, "change", first.pk), {}).status_code == 403
    deleted = client.post(page(model, "delete", first.pk), {"post": "yes"})
    assert deleted.status_code == 403
    assert model._default_manager.values().get(pk=first.pk) == before
    assert model._default_manager.count() == count


def test_lists_do_not_ask_once_per_row(
    client: Client,
    stripe: Running,
    world: Order,
    mugs: Variant,
    olga: User,
    django_assert_max_num_queries: Any,
) -> None:
    client.force_login(olga)
    for _ in range(3):
        cast.buy(stripe, mugs)
    outbox.announce()
    for model in MODELS:
        with django_assert_max_num_queries(12):
            client.get(page(model, "changelist"))


@pytest.mark.parametrize("name", ["mfa.Authenticator", "usersessions.UserSession"])
def test_nobody_reads_secrets_and_session_keys(name: str) -> None:
    assert not admin.site.is_registered(apps.get_model(name))

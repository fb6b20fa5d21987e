"""The demo's marketplace: everything is in it, honestly made, and only once."""

import inspect
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.test import override_settings
from django.utils import timezone
from PIL import Image, ImageStat
from pytest_django import DjangoDbBlocker, Settings

from accounts.addresses import PostalAddressForm
from accounts.models import Address, User
from darkroom import prints as darkroom
from devtools.demodata import studio
from devtools.demodata.people import BUYERS, MAKERS, MEMBERS
from devtools.demodata.pictures.drawings import DRAWINGS
from devtools.demodata.pieces import PIECES
from devtools.demodata.shelves import SHELVES
from devtools.demodata.studio import Pictures
from devtools.demodata.workshops import WORKSHOPS
from devtools.logins import LOGINS, PASSWORD
from devtools.mail import mailbox
from devtools.stripe.store import Store
from listings.colours import Colour
from listings.models import Category, Listing, Photo, Variant
from notifications import outbox
from notifications.models import Email
from orders.models import Checkout, Order, OrderEvent, OrderLine
from payments.models import Payment, Refund
from shops.models import Shop

#: An ordinary Tuesday, a Sunday, and the middle of a night.
MOMENTS = {
    "noon": datetime(2026, 11, 24, 12, 0, tzinfo=UTC),
    "sunday": datetime(2026, 11, 29, 17, 30, tzinfo=UTC),
    "night": datetime(2026, 12, 3, 0, 20, tzinfo=UTC),
}
OURS: dict[str, Any] = {
    "STRIPE_SECRET_KEY": "sk_test_demo",
    "STRIPE_API_BASE": "http://localhost:8001",
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}


@pytest.fixture(scope="module")
def pictures() -> Pictures:
    """One small picture, for everything."""
    one = darkroom.develop(Image.new("RGB", (64, 80), (158, 58, 56)))
    keys = [piece.key for pieces in PIECES.values() for piece in pieces]
    files = dict.fromkeys(PIECES, _drawn(one.large))
    return Pictures(files, files, dict.fromkeys(keys, [_drawn(one)] * 3))


def _drawn[T](what: T) -> Future[T]:
    done: Future[T] = Future()
    done.set_result(what)
    return done


@pytest.fixture(scope="module")
def history(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    pictures: Pictures,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """The demo on an ordinary Tuesday, loaded once for many tests."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        _prepare(patch, folder, pictures)
        with override_settings(**OURS, MEDIA_ROOT=folder), transaction.atomic():
            with time_machine.travel(MOMENTS["noon"]):
                fill(folder)
            yield folder
            transaction.set_rollback(True)


@pytest.fixture
def loaded(history: Path, db: None) -> Iterator[Path]:
    """The demo on that Tuesday; gives where Stripe and the inbox are."""
    with time_machine.travel(MOMENTS["noon"] + timedelta(minutes=1)):
        yield history


@pytest.fixture
def empty(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pictures: Pictures
) -> Path:
    """A marketplace without anybody; gives where Stripe and the inbox will be."""
    _prepare(monkeypatch, tmp_path, pictures)
    return tmp_path


def _prepare(patch: pytest.MonkeyPatch, folder: Path, pictures: Pictures) -> None:
    patch.setenv("DEV_MAIL", str(folder / "mail"))
    patch.setattr(studio, "at_work", lambda width, shops: nullcontext(pictures))


def fill(folder: Path) -> str:
    """Run the command; gives what it said."""
    said = StringIO()
    state = folder / "stripe.state"
    call_command("demo_data", few=True, stripe_state=state, stdout=said)
    return said.getvalue()


def _is_tidy() -> None:
    assert not Order.objects.late_and_untold().exists()
    assert Order.objects.late().count() == 1
    assert not Order.objects.look_again().exists()
    assert outbox.health() == outbox.Health(late=0, parked=0)
    assert set(Email.objects.values_list("state", flat=True)) <= {
        "sent",
        "dropped",
        "bundled",
    }
    assert not OrderEvent.objects.filter(announced_at=None).exists()
    assert not OrderEvent.objects.filter(at__gt=timezone.now()).exists()
    assert not Email.objects.filter(sent_at__gt=timezone.now()).exists()
    refunds = Refund.objects.values_list("state", flat=True)
    assert set(refunds) == {Refund.State.SUCCEEDED}


# These two need an empty marketplace: they come before `history` fills it.
@pytest.mark.parametrize("moment", ["sunday", "night"])
def test_nothing_is_left_undone(empty: Path, moment: str) -> None:
    with time_machine.travel(MOMENTS[moment]), override_settings(**OURS):
        fill(empty)
        _is_tidy()


def test_another_stripe_gets_no_orders(empty: Path, settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_somebody_elses"
    assert "No orders" in fill(empty)
    assert Listing.objects.exists()
    assert not Order.objects.exists()


def test_three_people_sign_in(loaded: Path) -> None:
    for email in LOGINS:
        user = User.objects.get(email=email)
        assert user.check_password(PASSWORD)
        assert EmailAddress.objects.get(user=user).verified
    assert User.objects.get(email="olga@example.com").is_superuser
    assert Address.objects.get(user__email="ada@example.com").city == "Berlin"
    assert Shop.objects.get(owner__email="bea@example.com").face


def test_the_shelves_are_full(loaded: Path) -> None:
    assert Shop.objects.open().count() == 3
    assert Category.objects.exclude(parent=None).count() == 12
    assert Listing.objects.shown().count() >= 18
    states = set(Listing.objects.values_list("state", flat=True))
    assert states == {"active", "paused", "draft"}
    assert set(Listing.objects.values_list("kind", flat=True)) == set(Listing.Kind)
    shown = Listing.objects.shown()
    assert shown.exclude(pk__in=shown.available()).exists()
    assert not shown.filter(photos=None).exists()
    assert min(map(len, Photo.objects.values_list("alt", flat=True))) > 20
    assert Listing.objects.exclude(personalisation_question="").count() >= 2


def test_orders_are_in_every_state(loaded: Path) -> None:
    states = set(Order.objects.values_list("state", flat=True))
    assert states == set(Order.State.values)
    ada = User.objects.get(email="ada@example.com")
    assert set(Order.objects.bought_by(ada).values_list("shop", flat=True)) == set(
        Shop.objects.values_list("pk", flat=True)
    )
    two_shops = [c for c in Checkout.objects.all() if c.orders.count() == 2]
    assert two_shops


def test_bea_has_a_day_before_her(loaded: Path) -> None:
    open_orders = Order.objects.filter(shop__owner__email="bea@example.com").open()
    due = [order.ship_by_at.date() for order in open_orders]
    today = timezone.now().date()
    assert today in due
    assert today + timedelta(days=1) in due
    assert open_orders.late().count() == 1
    assert open_orders.filter(acknowledged_at=None, started_at=None).count() >= 2
    assert open_orders.filter(promise_number=2).count() == 2


def test_the_tuesday_is_as_tidy(loaded: Path) -> None:
    _is_tidy()


def test_every_story_moves_forward(loaded: Path) -> None:
    for order in Order.objects.all():
        moments = list(order.events.order_by("pk").values_list("at", flat=True))
        assert moments == sorted(moments)
        for shipped_at in order.shipments.values_list("shipped_at", flat=True):
            assert shipped_at is None or shipped_at <= order.ship_by_at


def test_nothing_was_sold_before_it_was_put_up(loaded: Path) -> None:
    for line in OrderLine.objects.select_related("order__checkout", "variant__listing"):
        published = line.variant.listing.published_at
        assert published is not None
        assert published < line.order.checkout.placed_at


def test_every_mail_came_in_its_own_moment(loaded: Path) -> None:
    mails = {mail.message["Message-ID"]: mail for mail in mailbox.newest_first()}
    sent = Email.objects.filter(state=Email.State.SENT)
    assert len(mails) == sent.count() > 60
    for email in sent:
        mail = mails[email.message_id]
        assert email.sent_at is not None
        assert abs(mail.received_at - email.sent_at) < timedelta(seconds=5)
        assert mail.recipients == [email.to]


def test_the_sandbox_knows_every_payment(loaded: Path) -> None:
    store = Store(loaded / "stripe.state")
    for payment in Payment.objects.all():
        session = store.get(str(payment.session_id), "checkout.session")
        assert session is not None
        wanted = {"paid": "complete", "expired": "expired", "open": "open"}
        assert session["status"] == wanted[payment.state]
        assert payment.session_url.startswith("http://localhost:8001/")
    for refund in Refund.objects.all():
        assert store.get(str(refund.stripe_id), "refund")
    store.close()


def test_nothing_is_held_but_what_is_being_paid(loaded: Path) -> None:
    held = Variant.objects.filter(held__gt=0)
    (order,) = Order.objects.filter(state=Order.State.AWAITING_PAYMENT)
    assert {variant.pk for variant in held} == {
        line.variant_id for line in order.lines.all()
    }
    assert not Variant.objects.filter(stock__lt=F("held")).exists()


def test_a_second_time_changes_nothing(loaded: Path) -> None:
    before = [model.objects.count() for model in (User, Listing, Order, Email)]
    with override_settings(**OURS):
        assert "nothing was done" in fill(loaded)
    after = [model.objects.count() for model in (User, Listing, Order, Email)]
    assert before == after


def test_everybody_lives_somewhere_real() -> None:
    for person in [*MEMBERS, *(one for one in BUYERS if one.is_guest)]:
        form = PostalAddressForm(person.address)
        assert form.is_valid(), (person.name, form.errors)


def test_the_whole_marketplace_is_written_down() -> None:
    pieces = [piece for some in PIECES.values() for piece in some]
    shelves = {slug for _, narrower in SHELVES.values() for slug in narrower}
    assert (len(WORKSHOPS), len(MAKERS), len(BUYERS)) == (10, 10, 40)
    assert len(pieces) >= 120
    assert {piece.category for piece in pieces} == shelves
    assert len({piece.description for piece in pieces}) == len(pieces)
    for piece in pieces:
        assert len(piece.shots) >= 3, piece.key
        assert set(piece.colours) <= set(Colour.values), piece.key
        for shot in piece.shots:
            inspect.signature(DRAWINGS[shot.drawing]).bind(80, **shot.how)


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_a_picture_is_the_same_each_time_and_not_empty(drawing: str) -> None:
    pieces = [piece for some in PIECES.values() for piece in some]
    shots = [shot for piece in pieces for shot in piece.shots]
    shot = next(shot for shot in shots if shot.drawing == drawing)
    one, other = (DRAWINGS[drawing](64, **shot.how) for _ in range(2))
    assert one.size == (64, 80)
    assert one.tobytes() == other.tobytes()
    assert ImageStat.Stat(one.convert("L")).stddev[0] > 6

"""Any sequence of steps, of clocks that jump, of nudges that are lost, of sweeps and of
mail that comes late, against a small model (`model`) and what must always be so
(`truths`). MACHINE_EXAMPLES=500 tries as many sequences, other ones each time."""

import os
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from pytest_django import Settings

from accounts.models import User
from listings.models import Variant
from marketplace.errors import Refused
from notifications import outbox
from notifications.models import Email
from orders import (
    arriving,
    changing,
    conditions,
    lifecycle,
    placing,
    promising,
    steps,
    sweep,
    talking,
    withdrawing,
)
from orders import basket as baskets
from orders.lifecycle import Cancelling
from orders.models import (
    Checkout,
    Order,
    OrderEvent,
    OrderLine,
    Shipment,
    Withdrawal,
)
from orders.parcels import Parcel
from orders.promising import NewDate
from orders.quote import quote
from orders.talking import Progress
from orders.withdrawing import Statement
from payments.models import Payment
from shops.models import Shop
from tests import cast
from tests.orders import truths
from tests.orders.model import Model

#: A Tuesday in spring; the clocks go forward on Sunday the 29th.
BEGINNING = datetime(2026, 3, 24, 10, 0, tzinfo=UTC)
EXAMPLES = int(os.environ.get("MACHINE_EXAMPLES", "20"))
STEPS = 40
#: Making a failure shorter takes minutes: only where somebody asks for it.
PHASES = [Phase.generate, *([Phase.shrink] if "MACHINE_SHRINK" in os.environ else [])]
WHY = "The kiln has cracked; a new shelf comes on Thursday."

Step = Callable[[], OrderEvent]


class Marketplace(RuleBasedStateMachine):
    """One order of three mugs and two plates, and everybody who acts on it."""

    people: dict[str, User]
    first: Order
    stock: dict[str, int]

    def __init__(self) -> None:
        super().__init__()
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        self.travel = time_machine.travel(BEGINNING, tick=False)
        self.clock = self.travel.start()
        mail.outbox.clear()
        self.order = self.first
        lines = list(self.order.lines.all())
        self.codes = [line.code for line in lines]
        self.model = Model(
            prices={line.code: line.price_cents for line in lines},
            postage=self.order.shipping_cents,
            bought=Counter({line.code: line.quantity for line in lines}),
            seen=self.order.version,
        )

    def teardown(self) -> None:
        """As if nothing had been."""
        self.travel.stop()
        transaction.set_rollback(True)
        self.rollback.__exit__(None, None, None)

    def take(self, step: Step) -> None:
        """It is taken, or refused and nothing has changed."""
        before = truths.everything(self.order)
        try:
            with transaction.atomic():
                event = step()
        except Refused:
            after = truths.everything(self.order)
            assert after == before, "refused, and yet something changed"
            return
        assert event.details["role"]
        assert Order.objects.get(pk=self.order.pk).version > before["order"]["version"]

    def parcel(self, number: int) -> Shipment:
        """One of its parcels; one that is nobody's when there is none."""
        found = list(self.order.shipments.all())
        return found[number % len(found)] if found else Shipment(pk=0)

    # Time

    @initialize(minutes=st.integers(0, 24 * 60))
    def begin(self, minutes: int) -> None:
        """Paid at some hour of the first day."""
        self.clock.shift(timedelta(minutes=minutes))

    @rule(hours=st.sampled_from([0.2, 1, 5, 12, 20, 24]), swept=st.booleans())
    def hours_pass(self, hours: float, swept: bool) -> None:
        self.clock.shift(timedelta(hours=hours))
        if swept:
            self.sweeps()

    @rule(days=st.sampled_from([1, 2, 3, 4, 5, 7, 10, 31]), swept=st.booleans())
    def days_pass(self, days: int, swept: bool) -> None:
        """With a sweep each half day, or with none at all."""
        for _ in range(days * 2):
            self.clock.shift(timedelta(hours=12))
            if swept:
                self.sweeps()

    @rule()
    def until_it_is_due(self) -> None:
        """To the very second in which time asks for something, and a sweep."""
        at = Order.objects.get(pk=self.order.pk).look_again_at
        if at and at > timezone.now():
            self.clock.move_to(at)
            assert sweep.sweep() > 0
        self.sweeps()

    @rule()
    def sweeps(self) -> None:
        sweep.sweep()
        at = Order.objects.get(pk=self.order.pk).look_again_at
        assert at is None or at > timezone.now(), "the sweep comes to no end"

    @rule()
    def mail_leaves(self) -> None:
        """However long it has waited."""
        sent = Email.objects.filter(state=Email.State.SENT)
        before = list(sent.values_list("pk", flat=True))
        outbox.deliver()
        fresh = sent.exclude(pk__in=before).select_related("event")
        order = truths.loaded(self.order)
        for email in fresh:
            if email.event and email.event.order_id:
                truths.speaks_the_truth(email, order)

    # The maker

    @rule()
    def she_sees_it(self) -> None:
        self.take(lambda: lifecycle.acknowledge(self.order, by=self.people["bea"]))

    @rule()
    def she_begins(self) -> None:
        self.take(lambda: lifecycle.start(self.order, by=self.people["bea"]))

    @rule(words=st.sampled_from(["The glaze is drying.", " "]))
    def she_writes(self, words: str) -> None:
        bea = self.people["bea"]
        self.take(lambda: talking.write(self.order, by=bea, note=words))

    @rule()
    def she_shows_it(self) -> None:
        shown = Progress(step="Glazed")
        bea = self.people["bea"]
        self.take(lambda: talking.progress(self.order, by=bea, shown=shown))

    @rule(
        days=st.integers(-3, 95),
        line=st.sampled_from([None, None, 0, 1]),
        has_date=st.booleans(),
    )
    def she_needs_time(self, days: int, line: int | None, has_date: bool) -> None:
        day = timezone.now().date() + timedelta(days=days)
        week = self.order.shop.working_week
        lines = None if line is None else [self.codes[line]]
        new = NewDate(week.next_working_day(day), WHY, lines, has_date=has_date)
        bea = self.people["bea"]
        self.take(lambda: promising.revise(self.order, by=bea, new=new))

    @rule(packs=st.booleans(), first=st.integers(0, 3), second=st.integers(0, 3))
    def she_packs(self, packs: bool, first: int, second: int) -> None:
        verb = lifecycle.pack if packs else lifecycle.ship
        pieces = dict(zip(self.codes, (first, second), strict=True))
        parcel = Parcel("DHL", quantities=pieces)
        self.take(lambda: verb(self.order, by=self.people["bea"], parcel=parcel))

    @rule()
    def she_posts_all(self) -> None:
        bea, parcel = self.people["bea"], Parcel("DHL")
        self.take(lambda: lifecycle.ship(self.order, by=bea, parcel=parcel))

    @rule(number=st.integers(0, 3))
    def she_posts_what_is_packed(self, number: int) -> None:
        bea, parcel = self.people["bea"], self.parcel(number)
        self.take(lambda: lifecycle.post(self.order, by=bea, shipment=parcel))

    @rule(number=st.integers(0, 3))
    def she_takes_it_back(self, number: int) -> None:
        bea = self.people["bea"]
        found = list(self.order.withdrawals.all())
        back = found[number % len(found)] if found else Withdrawal(pk=0)
        self.take(lambda: withdrawing.take_back(self.order, by=bea, withdrawal=back))

    # Buyer, maker or operator

    @rule(
        who=st.sampled_from(["ada", "bea", "olga", "carl"]),
        line=st.sampled_from([None, 0, 1]),
    )
    def somebody_cancels(self, who: str, line: int | None) -> None:
        what = Cancelling(None if line is None else [self.codes[line]])
        by = self.people[who]
        self.take(
            lambda: lifecycle.cancel(self.order, by=by, reason="No.", cancelling=what)
        )

    @rule(who=st.sampled_from(["ada", "bea", "olga", None]), number=st.integers(0, 3))
    def it_arrives(self, who: str | None, number: int) -> None:
        parcel, by = self.parcel(number), self.people[who] if who else None
        self.take(lambda: arriving.deliver(self.order, by=by, shipment=parcel))

    @rule(who=st.sampled_from(["ada", "bea", "olga"]), number=st.integers(0, 3))
    def it_is_given_up(self, who: str, number: int) -> None:
        parcel, by = self.parcel(number), self.people[who]
        self.take(lambda: arriving.lose(self.order, by=by, shipment=parcel))

    # The buyer

    @rule()
    def a_buyer_asks(self) -> None:
        self.take(lambda: talking.ask(self.order, by=None, note="When?"))

    @rule(number=st.sampled_from([None, None, 0, 1]))
    def a_buyer_waits(self, number: int | None) -> None:
        parcel = None if number is None else self.parcel(number)
        self.take(lambda: promising.wait(self.order, by=None, shipment=parcel))

    @rule(number=st.integers(0, 3))
    def a_buyer_misses_it(self, number: int) -> None:
        parcel = self.parcel(number)
        self.take(lambda: arriving.report_missing(self.order, by=None, shipment=parcel))

    @rule()
    def a_buyer_is_happy(self) -> None:
        self.take(lambda: arriving.all_good(self.order, by=None))

    @rule(first=st.integers(0, 3), second=st.integers(0, 2))
    def a_buyer_withdraws(self, first: int, second: int) -> None:
        pieces = dict(zip(self.codes, (first, second), strict=True))
        said = Statement("Ada", "ada@example.com", pieces)
        self.take(lambda: withdrawing.withdraw(self.order, by=None, statement=said))

    @rule()
    def a_buyer_adds_a_note(self) -> None:
        note = "Ring at number 4."
        self.take(lambda: changing.note_delivery(self.order, by=None, note=note))

    # The marketplace

    @rule()
    def an_operator_takes_it_on(self) -> None:
        self.take(lambda: talking.take_on(self.order, by=self.people["olga"]))

    @rule()
    def an_operator_settles_it(self) -> None:
        olga = self.people["olga"]
        self.take(lambda: talking.settle(self.order, by=olga, note="Agreed."))

    @invariant()
    def all_is_as_it_must_be(self) -> None:
        order = truths.loaded(self.order)
        self.model.read(order)
        truths.guards_agree()
        truths.one_promise_each(order)
        truths.looks_again_in_time(order)
        truths.is_as_the_model(order, self.model, self.stock)


@pytest.fixture
def world(
    mugs: Variant,
    bea_shop: Shop,
    ada: User,
    bea: User,
    carl: User,
    olga: User,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> type[Marketplace]:
    """The order is paid; what the sweep cannot do is an error, not a line in a log."""
    settings.QUIET_HOURS = True
    monkeypatch.setattr(sweep.log, "exception", _no_step_fails)
    with time_machine.travel(BEGINNING, tick=False):
        plates = cast.piece(bea_shop, "Plate", stock=2, price_cents=2500)
        basket = cast.basket_of(mugs, user=ada, quantity=3)
        baskets.add(basket, plates, quantity=2)
        checkout = placing.place(basket, quote(basket), cast.details(ada))
        Payment.objects.update(
            state=Payment.State.PAID, intent_id="pi_1", paid_at=timezone.now()
        )
        Checkout.objects.update(state=Checkout.State.PAID)
        order = checkout.orders.get()
        lifecycle.pay(order)
    order = truths.loaded(order)
    stock = {
        line.code: Variant.objects.get(pk=line.variant_id).stock or 0
        for line in order.lines.all()
    }
    people = {"ada": ada, "bea": bea, "carl": carl, "olga": olga}
    return type(
        "World", (Marketplace,), {"people": people, "first": order, "stock": stock}
    )


def _no_step_fails(*args: Any) -> None:
    raise AssertionError("The sweep asked for a step that cannot be taken.")


def play(world: type[Marketplace], examples: int) -> None:
    """So many sequences; in CI always the same ones."""
    run_state_machine_as_test(
        world,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize="MACHINE_EXAMPLES" not in os.environ,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=PHASES,
        ),
    )


def test_whatever_happens_the_promise_holds(world: type[Marketplace]) -> None:
    play(world, EXAMPLES)


def _forgets(order: Order) -> None:
    """The step is taken, and nobody notes when to look again."""


def _pays_for_all(order: Order) -> dict[OrderLine, int]:
    return {line: line.quantity for line in order.lines.all()}


@pytest.mark.parametrize(
    ("module", "guard", "broken"),
    [
        (steps, "remember_to_look", _forgets),
        (conditions, "paid_for", _pays_for_all),
    ],
    ids=["nobody looks again", "refunds forget what was refunded"],
)
def test_control_the_machine_finds_a_broken_guard(
    world: type[Marketplace],
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    guard: str,
    broken: Callable[..., Any],
) -> None:
    monkeypatch.setattr(module, guard, broken)
    with pytest.raises((AssertionError, DatabaseError)):
        play(world, 60)

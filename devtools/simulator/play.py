"""Plays a script on the real code: whoever is next acts, then the workers do."""

import json
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.test import Client, override_settings

from devtools import stripe
from devtools.simulator.buyers import Customer
from devtools.simulator.clock import Clock
from devtools.simulator.makers import Maker, Sale
from devtools.simulator.observed import Money, Observation, Placed
from devtools.simulator.operators import Operators
from devtools.simulator.post_office import PostOffice, post_office
from devtools.simulator.reading import fold
from devtools.simulator.script import Mishap, Purchase, Script
from devtools.simulator.stage import Stage
from devtools.simulator.sweeps import Workers, next_look
from devtools.simulator.town import Town
from devtools.stripe import webhooks
from marketplace.errors import Refused
from orders.models import Checkout, Order
from orders.settling import settle

HOUR = timedelta(hours=1)
#: Between Stripe's page and the way back to us.
PAYING = timedelta(minutes=3)


@dataclass
class Play:
    """One run of a script."""

    script: Script
    stage: Stage
    workers: Workers
    office: PostOffice
    sandbox: stripe.Running
    makers: dict[int, Maker] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    by_order: dict[str, Customer] = field(default_factory=dict)
    webhooks_dropped_until: datetime | None = None
    read_letters: int = 0
    read_events: int = 0
    steps: int = 0

    def prepare(self) -> None:
        """The town, and everybody's intentions."""
        self.dice = random.Random(f"mishaps {self.script.seed}")
        self.stage.town.build()
        town, clock = self.stage.town, self.stage.clock
        for workshop in self.script.workshops:
            maker = Maker(self.stage, workshop, town.shops[workshop.key])
            self.makers[workshop.key] = maker
            maker.begin()
        self.by_address = {
            maker.workshop.email: maker for maker in self.makers.values()
        }
        for purchase in self.script.customers:
            clock.at(purchase.placed_at, partial(self._buy, purchase))
        for at, mishap in self.script.mishaps:
            clock.at(at, partial(self._go_wrong, mishap))
        self.stage.on_arrival = self._arrived
        Operators(self.stage).begin()

    def run(self) -> Observation:
        """To the end of the script."""
        clock = self.stage.clock
        works_at = self.workers.next_work(clock.now)
        while True:
            acts_at = clock.next
            if min(acts_at or works_at, works_at) > self.script.end:
                break
            self.steps += 1
            if acts_at and acts_at <= works_at:
                clock.jump(acts_at)
                self._act()
                works_at = min(works_at, next_look(clock.now))
            else:
                clock.jump(works_at)
                self._work()
                works_at = self.workers.next_work(clock.now)
        self._count_money()
        self.stage.seen.letters = self.office.letters
        return self.stage.seen

    @property
    def numbers(self) -> dict[str, int]:
        """What was done, for whoever wonders whether enough was."""
        seen = self.stage.seen
        return {
            "steps": self.steps,
            "letters": len(seen.letters),
            "looks": len(seen.looks),
            "workers_killed": self.workers.killed,
            "steps_rolled_back": self.stage.rolled_back,
            "stuck_sweeps": self.workers.stuck,
            "refusals": len(seen.refusals),
        }

    def _act(self) -> None:
        action = self.stage.clock.take()
        try:
            action()
        except Refused as why:
            day = f"{self.stage.now:%d %b %H:%M}"
            self.stage.seen.refusals.append(f"{day} {why}")

    def _work(self) -> None:
        """Stripe tells, the workers work, and mails that came are read."""
        self._tell_webhooks()
        self.workers.work(self.stage.now)
        if self._tell_webhooks():
            self.workers.work(self.stage.now)
        new = self.office.letters[self.read_letters :]
        self.read_letters += len(new)
        for mail in fold(new):
            if reader := self.customers.get(mail.to):
                reader.read(mail)
            elif maker := self.by_address.get(mail.to):
                maker.read(mail)

    def _buy(self, purchase: Purchase) -> None:
        checkout = self.stage.town.place(purchase)
        customer = Customer(self.stage, purchase)
        self.customers[purchase.buyer.email] = customer
        if not purchase.abandons:
            pay = partial(self._pay, purchase, checkout)
            self.stage.clock.at(self.stage.now + PAYING, pay)

    def _pay(self, purchase: Purchase, checkout: Checkout) -> None:
        session = str(checkout.payment.session_id)
        buyer = purchase.buyer
        paid = self.sandbox.pay(session, name=buyer.name, email=buyer.email)
        if paid.get("state") != "paid":
            raise ValueError(f"{buyer.name} could not pay: {paid}")
        orders = {order.shop_id: order for order in checkout.orders.all()}
        customer = self.customers[buyer.email]
        for index, part in enumerate(purchase.parts):
            order = orders[self.stage.town.shops[part.shop].pk]
            self._begin(purchase, index, order, customer)
        customer.begin()
        if purchase.number % 3 == 0:
            # Back from Stripe's page, which asks at once; others close the window.
            settle(checkout)

    def _begin(
        self, purchase: Purchase, index: int, order: Order, customer: Customer
    ) -> None:
        part = purchase.parts[index]
        placed = Placed(order.number, purchase.number, index)
        self.stage.seen.orders.append(placed)
        self.stage.keys[order.number] = order.pk
        self.stage.note(order.number, "buyer", "paid")
        variants = {
            self.stage.town.variants[part.shop, piece].pk: number
            for number, (piece, _) in enumerate(part.lines)
        }
        lines = sorted(order.lines.all(), key=lambda one: variants[one.variant_id])
        codes = [line.code for line in lines]
        maker = self.makers[part.shop]
        maker.sell(Sale(order.pk, order.number, purchase, part, codes))
        customer.makers[order.number] = maker
        self.by_order[order.number] = customer

    def _arrived(self, number: str, parcel: int) -> None:
        self.by_order[number].arrived(number, parcel)

    def _tell_webhooks(self) -> int:
        """What Stripe has to say, signed, unless it is lost on the way."""
        store = self.sandbox.server.sandbox.store
        rows = store.rows(
            "SELECT seq, body FROM objects WHERE kind = 'event' AND seq > ?",
            self.read_events,
        )
        told = 0
        for seq, body in rows:
            self.read_events = seq
            until = self.webhooks_dropped_until
            dropped = until is not None and self.stage.now < until
            if not dropped and json.loads(body)["type"] in HEARD:
                self._tell(body.encode())
                told += 1
        return told

    def _tell(self, body: bytes) -> None:
        at = int(self.stage.now.timestamp())
        signed = webhooks.signature(body, settings.STRIPE_WEBHOOK_SECRET, at)
        Client().post(
            "/stripe/webhook/",
            body,
            content_type="application/json",
            HTTP_STRIPE_SIGNATURE=signed,
            HTTP_HOST="localhost",
        )

    def _go_wrong(self, mishap: Mishap) -> None:
        now = self.stage.now
        if mishap == Mishap.NUDGES_LOST:
            self.workers.nudges_lost_until = now + HOUR
        elif mishap == Mishap.VALKEY_FLUSHED:
            self.workers.flush_next = True
        elif mishap == Mishap.WORKER_KILLED:
            self.workers.kill_next = self.dice.random() < 0.5
        elif mishap == Mishap.POST_REFUSES:
            self.office.refuses = True
            self.stage.clock.at(now + HOUR, self._open_office)
        elif mishap == Mishap.WEBHOOKS_DROPPED:
            self.webhooks_dropped_until = now + HOUR
        elif mishap == Mishap.STEP_ROLLED_BACK:
            self.stage.roll_back_next = True

    def _open_office(self) -> None:
        self.office.refuses = False

    def _count_money(self) -> None:
        for refund in self.sandbox.refunds():
            at = datetime.fromtimestamp(refund["created"], UTC)
            number = refund["metadata"]["order"]
            self.stage.seen.money.append(Money(at, number, refund["amount"]))


#: Of what Stripe tells, what Handloop listens to.
HEARD = {
    "checkout.session.completed",
    "checkout.session.expired",
    "refund.updated",
    "refund.failed",
}


@contextmanager
def stage_set(
    script: Script,
    directory: Path,
    without: frozenset[str] = frozenset(),
    *,
    nudges: bool = True,
) -> Iterator[Play]:
    """A play on an empty database, with a post office and a Stripe of its own.

    Without nudges it leaves Valkey alone, which others may be using."""
    with ExitStack() as around:
        clock = around.enter_context(Clock(script.start - HOUR))
        office = around.enter_context(post_office(directory / "mail"))
        sandbox = stripe.start()
        around.callback(sandbox.stop)
        around.enter_context(override_settings(**_settings(office, sandbox)))
        stage = Stage(script, clock, Town(script))
        workers = Workers(office, without, nudges)
        if nudges:
            workers.valkey.flushdb()
        yield Play(script, stage, workers, office, sandbox)


def _settings(office: PostOffice, sandbox: stripe.Running) -> dict[str, object]:
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    where = {"host": "127.0.0.1", "port": office.port, "timeout": 10}
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    return {
        "MAILERS": {"default": {"BACKEND": smtp, "OPTIONS": where}},
        "STRIPE_API_BASE": sandbox.url,
        "STRIPE_SECRET_KEY": "sk_test_simulator",
        "STRIPE_WEBHOOK_SECRET": "whsec_simulator",
        "ALLOWED_HOSTS": ["localhost"],
        "STORAGES": settings.STORAGES | {"staticfiles": {"BACKEND": plain}},
    }

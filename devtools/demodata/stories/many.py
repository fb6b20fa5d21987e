"""Stories by the dozen: seeded, each another, most of them happy. What somebody asks of
a shop that its rules refuse does not happen, and the story ends there."""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from devtools.demodata.buying import World
from devtools.demodata.past import Story
from devtools.demodata.stories import words
from devtools.demodata.stories.teller import SEED, Teller
from marketplace.errors import Refused
from orders import lifecycle, promising
from orders.lifecycle import Cancelling
from orders.models import Order

#: How often each turn of events happens among a hundred.
TURNS = {
    "smooth": 58, "asked": 9, "shown": 7, "waits": 6, "leaves": 2, "silent": 3,
    "buyer_cancels": 4, "maker_cancels": 3, "never_paid": 4, "found": 2, "withdrawn": 2,
}  # fmt: skip
LONG_WORK = timedelta(days=4)
#: Turns that take a while: whoever lives through them began long ago.
LONG = ("leaves", "found", "withdrawn")


def many(world: World, count: int) -> list[Story]:
    """So many, over sixty days, the newest of them this morning."""
    chance = random.Random(SEED)
    turns = list(TURNS)
    found = []
    for number in range(count):
        turn = chance.choices(turns, list(TURNS.values()))[0]
        share = (number + chance.random()) / count
        days = 59 * share**1.25
        if turn in LONG:
            days = max(days, 34 + 20 * chance.random())
        if turn == "silent":
            days = 5 + 6 * chance.random()
        age = timedelta(days=days, hours=1 + 2 * chance.random())
        found.append(_until_refused(_story(Teller(world, number, turn, age))))
    return found


def _until_refused(story: Story) -> Iterator[datetime]:
    try:
        yield from story
    except Refused:
        return


def _story(teller: Teller) -> Story:
    """Bought, and then what this story's turn is."""
    world = teller.world
    zone = ZoneInfo(teller.buyer.time_zone)
    begin = world.now - teller.age
    awake = begin.astimezone(zone).replace(hour=teller.chance.randint(7, 22))
    begin = min(awake, world.now - timedelta(minutes=50))
    yield begin
    wants = teller.pick(begin)
    if not wants:
        return
    if teller.turn == "never_paid":
        checkout = world.place(teller.buyer, *wants, gift=teller.gift())
        yield begin + timedelta(minutes=51)
        world.give_up(checkout)
        return
    orders = world.buy(teller.buyer, *wants, gift=teller.gift())
    lives = [_life(teller, order) for order in orders]
    yield from _side_by_side(lives)


def _life(teller: Teller, order: Order) -> Story:
    """Of one order: its own dice, so that a basket's orders do not mix theirs up."""
    shops = teller.world.shops
    own = replace(teller, number=teller.number + 1000 * order.pk)
    own.buying = teller.buyer
    own.shop = next(key for key, shop in shops.items() if shop.pk == order.shop_id)
    return _ONWARDS.get(teller.turn, _smooth)(own, order)


def _side_by_side(stories: list[Story]) -> Story:
    """Each at its own moments, whichever is next."""
    waiting: list[tuple[datetime, int, Story]] = []
    for number, story in enumerate(stories):
        _queue(waiting, number, story)
    while waiting:
        moment, number, story = heapq.heappop(waiting)
        yield moment
        _queue(waiting, number, story)


def _queue(
    waiting: list[tuple[datetime, int, Story]], number: int, story: Story
) -> None:
    following = next(story, None)
    if following is not None:
        heapq.heappush(waiting, (following, number, story))


def _paid(order: Order) -> datetime:
    """When it began."""
    if order.paid_at is None:
        raise ValueError(f"{order} was not paid")
    return order.paid_at


def _before(teller: Teller, order: Order, share: float) -> datetime:
    """A part of the way to the promised day, in working hours, never past it."""
    whole = order.ship_by_at - _paid(order)
    moment = teller.by_day(_paid(order) + whole * share, order)
    return min(moment, order.ship_by_at - timedelta(hours=5))


def _is_over(teller: Teller, moment: datetime) -> bool:
    return moment > teller.world.now - timedelta(minutes=40)


def _greeted(teller: Teller, order: Order) -> Iterator[datetime]:
    moment = _before(teller, order, teller.chance.uniform(0.04, 0.22))
    moment = min(moment, _paid(order) + timedelta(hours=30))
    yield moment
    if _is_over(teller, moment):
        return
    teller.world.hello(order, teller.say(words.HELLOS))


def _smooth(teller: Teller, order: Order) -> Story:
    """Seen, made, posted, there."""
    yield from _greeted(teller, order)
    moment = _before(teller, order, teller.chance.uniform(0.2, 0.36))
    if not _is_over(teller, moment) and teller.chance.random() < 0.92:
        yield moment
        teller.world.make(order, teller.say(words.STARTS))
    yield from _still_at_it(teller, order)
    yield from _posted(teller, order)
    yield from _arrived(teller, order)


def _still_at_it(teller: Teller, order: Order) -> Story:
    """What takes long is told of in between."""
    moment = _before(teller, order, 0.58)
    if moment - _paid(order) > LONG_WORK and not _is_over(teller, moment):
        yield moment
        teller.world.answer(order, teller.say(words.STILL))


def _posted(teller: Teller, order: Order) -> Story:
    order.refresh_from_db()
    moment = _before(teller, order, teller.chance.uniform(0.62, 0.92))
    if _is_over(teller, moment):
        return
    yield moment
    teller.world.post(order, teller.parcel())


def _arrived(teller: Teller, order: Order, *, sure: bool = False) -> Story:
    """Most people say so; some never do, and the marketplace asks."""
    shipment = order.shipments.order_by("number").last()
    if shipment is None or shipment.arrives_by is None:
        return
    zone = ZoneInfo(teller.buyer.time_zone)
    days = teller.chance.randint(-1, 1)
    day = shipment.arrives_by + timedelta(days=days)
    moment = datetime.combine(day, time(teller.chance.randint(10, 20)), tzinfo=zone)
    if _is_over(teller, moment) or (not sure and teller.chance.random() < 0.25):
        return
    yield moment
    teller.world.arrive(order)


def _asked(teller: Teller, order: Order) -> Story:
    """A question on the way, and its answer."""
    question, answer = teller.chance.choice(words.QUESTIONS)
    moment = _before(teller, order, 0.2)
    if not _is_over(teller, moment):
        yield moment
        teller.world.ask(order, question)
        later = teller.by_day(
            moment + timedelta(hours=teller.chance.uniform(2, 9)), order
        )
        if not _is_over(teller, later):
            yield later
            teller.world.answer(order, answer)
    yield from _smooth(teller, order)


def _shown(teller: Teller, order: Order) -> Story:
    """A look at the bench."""
    yield from _greeted(teller, order)
    moment = _before(teller, order, 0.45)
    if not _is_over(teller, moment):
        yield moment
        teller.world.make(order, teller.say(words.STARTS))
        step, note = teller.chance.choice(words.SHOWN)
        piece = _piece_of(teller, order)
        yield _before(teller, order, 0.55)
        teller.world.show(order, piece, step=step, note=note)
    yield from _posted(teller, order)
    yield from _arrived(teller, order)


def _piece_of(teller: Teller, order: Order) -> str:
    """The key of what its first line is."""
    listing = order.lines.select_related("variant").order_by("pk")[0].variant.listing_id
    return next(k for k, one in teller.world.listings.items() if one.pk == listing)


def _moved(teller: Teller, order: Order) -> Story:
    """Its maker needs longer and says so in time."""
    yield from _greeted(teller, order)
    moment = _before(teller, order, 0.6)
    if _is_over(teller, moment):
        return
    yield moment
    week = teller.world.shops[teller.shop].working_week
    until = order.ship_by_at.astimezone(week.zone).date()
    for _ in range(teller.chance.randint(4, 7)):
        until = week.next_working_day(until)
    teller.world.delay(order, until, teller.chance.choice(words.DELAYS))


def _waits(teller: Teller, order: Order) -> Story:
    """Moved; the buyer reads it and waits."""
    yield from _moved(teller, order)
    order.refresh_from_db()
    moment = _paid(order) + (order.ship_by_at - _paid(order)) * 0.62
    if order.promise_number < 2 or _is_over(teller, moment):
        return
    yield moment
    promising.wait(order, by=teller.world.buyer(order))
    yield from _posted(teller, order)
    yield from _arrived(teller, order)


def _leaves(teller: Teller, order: Order) -> Story:
    """Moved; the buyer would rather have the money."""
    yield from _moved(teller, order)
    yield _before(teller, order, 0.75)
    teller.world.cancel(order, "I need it sooner. Thank you for telling me in time.")


def _silent(teller: Teller, order: Order) -> Story:
    """Moved, and nobody has answered yet."""
    yield from _moved(teller, order)


def _buyer_cancels(teller: Teller, order: Order) -> Story:
    """A change of mind, before anybody has begun."""
    yield _paid(order) + timedelta(minutes=teller.chance.randint(20, 400))
    teller.world.cancel(order, teller.say(words.BUYER_CANCELS))


def _maker_cancels(teller: Teller, order: Order) -> Story:
    """It cannot be, and the money goes back."""
    moment = _before(teller, order, 0.3)
    if _is_over(teller, moment):
        return
    yield moment
    reason = teller.chance.choice(words.MAKER_CANCELS)
    cancelling = Cancelling(restock=False)
    by = teller.world.maker(order)
    lifecycle.cancel(order, by=by, cancelling=cancelling, reason=reason)


def _found(teller: Teller, order: Order) -> Story:
    """Missed, looked for, and there after all."""
    yield from _greeted(teller, order)
    yield from _posted(teller, order)
    shipment = order.shipments.order_by("number").last()
    if shipment is None or shipment.arrives_by is None:
        return
    zone = ZoneInfo(teller.buyer.time_zone)
    day = shipment.arrives_by + timedelta(days=1)
    moment = datetime.combine(day, time(17, 30), tzinfo=zone)
    if _is_over(teller, moment):
        return
    yield moment
    teller.world.miss(order, teller.say(words.MISSING))
    yield moment + timedelta(hours=16)
    teller.world.answer(order, "I have asked at the post office. They look for it.")
    yield moment + timedelta(hours=40)
    teller.world.arrive(order)


def _withdrawn(teller: Teller, order: Order) -> Story:
    """It is lovely, and not for this wall."""
    yield from _greeted(teller, order)
    yield from _posted(teller, order)
    yield from _arrived(teller, order, sure=True)
    yield teller.world.now - timedelta(days=teller.chance.randint(2, 9), hours=3)
    teller.world.withdraw(order)


_ONWARDS: dict[str, Callable[[Teller, Order], Story]] = {
    "smooth": _smooth, "asked": _asked, "shown": _shown, "waits": _waits,
    "leaves": _leaves, "silent": _silent, "buyer_cancels": _buyer_cancels,
    "maker_cancels": _maker_cancels, "found": _found, "withdrawn": _withdrawn,
}  # fmt: skip

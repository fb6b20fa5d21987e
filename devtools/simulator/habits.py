"""How a maker of each temper goes about one order: when she truly does what.

Her own idea of a working day (weekdays, no holidays, no cut-off) is all she needs: the
marketplace's calendar is what is tested."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from devtools.simulator.places import Place
from devtools.simulator.script import Move, Part, Posting, Temper, Workshop

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Dice = random.Random


def part(dice: Dice, shop: Workshop, paid_at: datetime, to: Place) -> Part:
    """The whole of one order, from the maker's side."""
    lines: tuple[tuple[int, int], ...]
    lines = ((dice.randrange(3), dice.choice([1, 1, 1, 2])),)
    if shop.temper == Temper.SPLITTER or dice.random() < 0.2:
        lines = (*lines, ((lines[0][0] + 1) % 3, dice.choice([1, 1, 2])))
    done = HABITS[shop.temper](dice, shop, paid_at, Part(shop.key, lines))
    return _lived(dice, shop, paid_at, done, to)


def working_day(shop: Workshop, paid_at: datetime, days: float, dice: Dice) -> datetime:
    """So many of her working days later (a part of one counts), in working hours."""
    local = paid_at.astimezone(shop.tz)
    left = max(0, round(days))
    while left or local.weekday() not in shop.weekdays:
        local += DAY
        left = max(0, left - (local.weekday() in shop.weekdays))
    at = local.replace(hour=dice.randint(9, 16), minute=dice.randrange(60), second=7)
    return max(at.astimezone(UTC), paid_at + HOUR)


def by_day(moment: datetime, zone: str) -> datetime:
    """This moment, or nine in the morning after the night it falls into."""
    local = moment.astimezone(ZoneInfo(zone))
    if 8 <= local.hour < 21:
        return moment
    morning = local if local.hour < 8 else local + DAY
    return morning.replace(hour=9, minute=moment.minute).astimezone(UTC)


def _all(lines: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    return tuple(range(len(lines)))


def _plan(
    dice: Dice,
    shop: Workshop,
    paid_at: datetime,
    plain: Part,
    days: float,
) -> Part:
    """Hello, a beginning, and one parcel after so many working days."""
    at = working_day(shop, paid_at, days, dice)
    hello = working_day(shop, paid_at, dice.choice([0, 1]), dice)
    start = working_day(shop, paid_at, dice.choice([1, 2]), dice)
    return Part(
        shop=plain.shop,
        lines=plain.lines,
        hello_at=hello if dice.random() < 0.7 and hello < at else None,
        start_at=start if dice.random() < 0.5 and start < at else None,
        postings=(Posting(_all(plain.lines), at),),
        reminded_after=timedelta(hours=dice.uniform(0.5, 7)),
    )


def _prompt(dice: Dice, shop: Workshop, paid_at: datetime, plain: Part) -> Part:
    return _plan(dice, shop, paid_at, plain, dice.uniform(0.3, 0.9) * shop.days_to_make)


def _forgetful(dice: Dice, shop: Workshop, paid_at: datetime, plain: Part) -> Part:
    late = dice.choices([0, dice.randint(1, 9)], [3, 5])[0]
    plan = _plan(dice, shop, paid_at, plain, shop.days_to_make - 0.4 + late)
    reminded = dice.choice([timedelta(hours=dice.uniform(1, 80)), None, None])
    said = dice.random() < 0.25
    return Part(
        plan.shop,
        plan.lines,
        hello_at=plan.hello_at if said else None,
        postings=plan.postings,
        reminded_after=reminded,
    )


def _away(dice: Dice, shop: Workshop, paid_at: datetime, plain: Part) -> Part:
    """Prompt as such; `_lived` knows that she was not there."""
    return _prompt(dice, shop, paid_at, plain)


def _dishonest(dice: Dice, shop: Workshop, paid_at: datetime, plain: Part) -> Part:
    plan = _prompt(dice, shop, paid_at, plain)
    honest = dice.random() < 0.5
    lie = Posting(_all(plain.lines), plan.postings[0].at, is_posted=honest)
    return Part(plan.shop, plan.lines, hello_at=plan.hello_at, postings=(lie,))


def _splitter(dice: Dice, shop: Workshop, paid_at: datetime, plain: Part) -> Part:
    plan = _prompt(dice, shop, paid_at, plain)
    over = dice.choice([0, 0, dice.randint(1, 6)])
    days = shop.days_to_make - 0.4 + over
    rest = working_day(shop, paid_at, days, dice)
    first = Posting((0,), plan.postings[0].at)
    second = Posting((1,), max(rest, first.at + 2 * HOUR))
    moves = (
        (Move(second.at - 3 * DAY, over + 3),) if over and dice.random() < 0.5 else ()
    )
    return Part(
        plan.shop,
        plan.lines,
        hello_at=plan.hello_at,
        moves=moves,
        postings=(first, second),
    )


def _vanishes(dice: Dice, shop: Workshop, paid_at: datetime, plain: Part) -> Part:
    return _prompt(dice, shop, paid_at, plain)


def _teller(dice: Dice, shop: Workshop, paid_at: datetime, plain: Part) -> Part:
    plan = _plan(
        dice, shop, paid_at, plain, dice.uniform(0.6, 0.95) * shop.days_to_make
    )
    at, told = paid_at, []
    while (at := at + timedelta(days=dice.uniform(2, 7))) < plan.postings[0].at:
        told.append(by_day(at, shop.zone))
    return Part(
        plan.shop,
        plan.lines,
        hello_at=plan.hello_at,
        start_at=plan.start_at,
        updates=tuple(told),
        postings=plan.postings,
        reminded_after=plan.reminded_after,
    )


def _mover(dice: Dice, shop: Workshop, paid_at: datetime, plain: Part) -> Part:
    if dice.random() < 0.4:
        return _prompt(dice, shop, paid_at, plain)
    days = dice.choices([dice.randint(2, 14), dice.randint(31, 50)], [6, 1])[0]
    first = working_day(shop, paid_at, max(0, shop.days_to_make - 2), dice)
    moves = [Move(first, days, has_date=dice.random() < 0.9)]
    at = first + timedelta(days=days)
    if dice.random() < 0.3:
        more = dice.randint(2, 9)
        moves.append(Move(by_day(at - 2 * DAY, shop.zone), more))
        at += timedelta(days=more)
    done = working_day(shop, at - DAY, 0, dice)
    return Part(
        plain.shop,
        plain.lines,
        moves=tuple(moves),
        postings=(Posting(_all(plain.lines), done),),
        reminded_after=timedelta(hours=dice.uniform(1, 30)),
    )


HABITS: dict[Temper, Callable[[Dice, Workshop, datetime, Part], Part]] = {
    Temper.PROMPT: _prompt,
    Temper.FORGETFUL: _forgetful,
    Temper.ILL: _away,
    Temper.HOLIDAY: _away,
    Temper.DISHONEST: _dishonest,
    Temper.SPLITTER: _splitter,
    Temper.VANISHES: _vanishes,
    Temper.TELLER: _teller,
    Temper.MOVER: _mover,
}


def _lived(
    dice: Dice, shop: Workshop, paid_at: datetime, plan: Part, to: Place
) -> Part:
    """The plan as life lets it be: nothing while ill or away, nothing once gone, and
    the carrier does what carriers do."""

    def possible(at: datetime | None) -> datetime | None:
        if at is None or (shop.gone_from and at >= shop.gone_from):
            return None
        if shop.away and shop.away[0] <= at.astimezone(shop.tz).date() <= shop.away[1]:
            back = at + (shop.away[1] - at.astimezone(shop.tz).date()) + DAY
            return working_day(shop, back, dice.choice([0, 0, 1, 2]), dice)
        return at

    postings = []
    for one in plan.postings:
        if (at := possible(one.at)) is not None:
            postings.append(
                _carried(dice, shop, Posting(one.lines, at, one.is_posted), to)
            )
    moves = [Move(at, m.days, m.has_date) for m in plan.moves if (at := possible(m.at))]
    return Part(
        plan.shop,
        plan.lines,
        hello_at=possible(plan.hello_at),
        start_at=possible(plan.start_at),
        updates=tuple(at for one in plan.updates if (at := possible(one))),
        moves=tuple(moves),
        postings=tuple(postings),
        reminded_after=plan.reminded_after,
    )


def _carried(dice: Dice, shop: Workshop, posting: Posting, to: Place) -> Posting:
    slowest = shop.transit_home if to.country == shop.country else shop.transit_away
    fate = dice.random()
    days: int | None = dice.randint(max(1, slowest // 2), slowest)
    if fate < 0.06:
        days = slowest + dice.randint(1, 12)
    elif fate < 0.075:
        days = None
    misreports = dice.random() < 0.01
    reports = dice.random() < 0.25
    return Posting(
        posting.lines,
        posting.at,
        posting.is_posted,
        transit_days=days,
        is_reported=reports and not misreports,
        misreported_after=timedelta(days=slowest) if misreports else None,
    )

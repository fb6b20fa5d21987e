"""The script, drawn from its seed: workshops, buyers, purchases and mishaps."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from devtools.simulator import habits
from devtools.simulator.places import CRAFTS, FIRST, HOUSES, LAST, PLACES, Place
from devtools.simulator.script import (
    DISTRICTS,
    Buyer,
    Mishap,
    Part,
    Purchase,
    Reader,
    Script,
    Temper,
    Workshop,
)

#: A Monday in autumn: clocks change, and Christmas comes.
FIRST_DAY = date(2026, 10, 5)
ORDERS_A_SHOP = 40
#: New orders come during this share of the days; then what was begun runs its course.
BUYING = 0.72

TEMPERS = {
    Temper.PROMPT: 30,
    Temper.FORGETFUL: 16,
    Temper.TELLER: 10,
    Temper.SPLITTER: 10,
    Temper.MOVER: 10,
    Temper.ILL: 8,
    Temper.HOLIDAY: 8,
    Temper.DISHONEST: 4,
    Temper.VANISHES: 4,
}
READERS = {
    Reader.ANSWERS: 52,
    Reader.READS: 22,
    Reader.SILENT: 23,
    Reader.AWAY: 3,
}
MISHAPS_A_MONTH = {
    Mishap.NUDGES_LOST: 8,
    Mishap.VALKEY_FLUSHED: 6,
    Mishap.WORKER_KILLED: 6,
    Mishap.POST_REFUSES: 3,
    Mishap.WEBHOOKS_DROPPED: 6,
    Mishap.STEP_ROLLED_BACK: 8,
}


@dataclass(frozen=True)
class Wishes:
    """How much of it."""

    orders: int = 2000
    days: int = 120
    seed: int = 1


def draw(wishes: Wishes) -> Script:
    """The same seed gives the same script, to the second."""
    dice = random.Random(f"handloop {wishes.seed}")
    start = datetime.combine(FIRST_DAY, time(0), tzinfo=UTC)
    end = start + timedelta(days=wishes.days)
    count = max(len(TEMPERS) + 3, round(wishes.orders / ORDERS_A_SHOP))
    shops = tuple(_shop(dice, key, wishes.days) for key in range(count))
    purchases: list[Purchase] = []
    left = wishes.orders
    while left:
        purchase = _purchase(dice, len(purchases), shops, (start, wishes.days, left))
        purchases.append(purchase)
        left -= 0 if purchase.abandons else len(purchase.parts)
    return Script(
        wishes.seed, start, end, shops, tuple(purchases), _mishaps(dice, start, wishes)
    )


def _temper(dice: random.Random, key: int) -> Temper:
    """Every kind at least once; the rest as people are."""
    every = list(Temper)
    if key < len(every):
        return every[key]
    return dice.choices(list(TEMPERS), list(TEMPERS.values()))[0]


def _shop(dice: random.Random, key: int, days: int) -> Workshop:
    temper = _temper(dice, key)
    place = PLACES[0] if key == 0 else dice.choice(PLACES)
    maker = f"{dice.choice(FIRST)} {dice.choice(LAST)}"
    slow = temper == Temper.TELLER
    away = None
    if temper in (Temper.ILL, Temper.HOLIDAY):
        begins = FIRST_DAY + timedelta(days=dice.randint(days // 6, days // 2))
        away = begins, begins + timedelta(days=dice.randint(9, 24))
    gone = FIRST_DAY + timedelta(days=dice.randint(days // 6, days // 2))
    answers = dice.choices([dice.uniform(1, 20), dice.uniform(50, 90), None], [7, 2, 1])
    late = answers[0] is not None
    return Workshop(
        key=key,
        name=f"{dice.choice(CRAFTS)} {dice.choice(HOUSES)} {key:03}",
        maker=maker,
        email=f"maker{key}@makers.example",
        place=place.city,
        country=place.country,
        region=place.region,
        zone=place.zone,
        weekdays=dice.choice([(0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5), (1, 2, 3, 4, 5)]),
        cut_off=dice.choice([10, 12, 14, 14, 16]),
        days_to_make=dice.randint(12, 22) if slow else dice.randint(2, 8),
        transit_home=dice.randint(2, 5),
        transit_away=dice.randint(6, 16),
        temper=temper,
        away=away,
        announces=dice.random() < 0.5,
        gone_from=datetime.combine(gone, time(12), tzinfo=UTC)
        if temper == Temper.VANISHES
        else None,
        answers_after=timedelta(hours=float(answers[0] or 0)) if late else None,
    )


def _buyer(dice: random.Random, number: int, place: Place) -> Buyer:
    reader = dice.choices(list(READERS), list(READERS.values()))[0]
    answers = reader == Reader.ANSWERS
    seldom = {"wait": 3, "cancel": 1, "": 8}
    often = {"wait": 8, "cancel": 2, "": 2}
    moods = often if answers else seldom if reader == Reader.READS else {"": 1}
    return Buyer(
        name=f"{dice.choice(FIRST)} {dice.choice(LAST)}",
        email=f"buyer{number}@buyers.example",
        zone=place.zone,
        country=place.country,
        city=place.city,
        postal_code=place.postal_code,
        area=place.area,
        has_account=dice.random() < 0.35,
        tells_zone=dice.random() < 0.9,
        reader=reader,
        reads_after=timedelta(minutes=dice.randint(4, 60 * 14)),
        on_delay=dice.choices(list(moods), list(moods.values()))[0],
        confirms_arrival=answers and dice.random() < 0.6,
    )


def _purchase(
    dice: random.Random,
    number: int,
    shops: tuple[Workshop, ...],
    when: tuple[datetime, int, int],
) -> Purchase:
    start, days, left = when
    place = dice.choice([*PLACES, PLACES[0], PLACES[0], PLACES[1]])
    placed_at = start + timedelta(seconds=dice.randrange(int(days * BUYING) * 86400))
    some = 2 if left > 1 and dice.random() < 0.08 else 1
    first = dice.choice(shops)
    near = [shop for shop in shops if (shop.key - first.key) % DISTRICTS == 0]
    chosen = [first, *dice.sample([one for one in near if one != first], some - 1)]
    buyer = _buyer(dice, number, place)
    reads = buyer.reader in (Reader.ANSWERS, Reader.READS)
    asks = reads and dice.random() < 0.12
    gift = dice.random() < 0.07
    parts = tuple(habits.part(dice, shop, placed_at, place) for shop in chosen)
    return Purchase(
        number=number,
        buyer=buyer,
        placed_at=placed_at,
        parts=parts,
        is_gift=gift,
        secret_until=_in_days(dice, placed_at, 20, 50) if gift else None,
        needed_by=_in_days(dice, placed_at, 12, 45) if dice.random() < 0.06 else None,
        question_at=habits.by_day(
            placed_at + timedelta(hours=dice.uniform(3, 150)), buyer.zone
        )
        if asks
        else None,
        cancels_at=placed_at + timedelta(hours=dice.uniform(0.5, 60))
        if reads and dice.random() < 0.03
        else None,
        withdraws_after=timedelta(days=dice.uniform(1, 12))
        if reads and place.is_in_eu and dice.random() < 0.04
        else None,
        abandons=dice.random() < 0.02,
    )


def _in_days(dice: random.Random, moment: datetime, least: int, most: int) -> date:
    return moment.date() + timedelta(days=dice.randint(least, most))


def _mishaps(
    dice: random.Random, start: datetime, wishes: Wishes
) -> tuple[tuple[datetime, Mishap], ...]:
    found = [
        (start + timedelta(seconds=dice.randrange(wishes.days * 86400)), mishap)
        for mishap, monthly in MISHAPS_A_MONTH.items()
        for _ in range(max(1, round(monthly * wishes.days / 30)))
    ]
    return tuple(sorted(found))


def shops_of(script: Script, purchase: Purchase) -> list[tuple[Part, Workshop]]:
    """Each part of a purchase with its workshop."""
    return [(part, script.shops[part.shop]) for part in purchase.parts]

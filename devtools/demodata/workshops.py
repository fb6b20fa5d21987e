"""The three shops: who runs them, when they work, how they post."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from accounts.models import User
from devtools.demodata.people import AOIFE, BEA, INES, Person
from shops import opening, profiles
from shops.models import ANYWHERE, Shop


@dataclass(frozen=True)
class Rate:
    """One way of posting to one place."""

    destination: str
    price_cents: int
    additional_cents: int
    transit_days_min: int
    transit_days_max: int
    name: str = "Standard post"


@dataclass(frozen=True)
class Workshop:
    """A shop as its maker would fill it in."""

    key: str
    owner: Person
    name: str
    tagline: str
    story: str
    working_days: list[int]
    cut_off: time
    days_to_pack: int
    parcels: str
    rates: list[Rate]
    #: How long ago it opened.
    open_for_days: int


CLAY = Workshop(
    key="clay",
    owner=BEA,
    name="Ash & Clay",
    tagline="Bowls, mugs and spoons from a back yard in Plagwitz",
    story=(
        "I learned to throw from my grandmother's neighbour, who paid me in apples"
        " for wedging his clay. That was in Saxony in the nineties. Since 2014 I have"
        " had a workshop in a back yard in Leipzig-Plagwitz: one wheel, one electric"
        " kiln, and a small lathe that came with the room and that I did not want at"
        " first.\n\n"
        "I make things for the table. The clay comes from the Westerwald, the ash in"
        " the glaze from the stove that heats the workshop, so no two winters look"
        " quite the same. The wood is what the city fells: oak, cherry, plane, with"
        " the street it stood in written on the bottom.\n\n"
        "I glaze on Mondays and fire on Wednesdays. If you need something by a certain"
        " day, write to me before you order and I will tell you honestly whether it"
        " works."
    ),
    working_days=[0, 1, 2, 3, 4, 5],
    cut_off=time(14, 0),
    days_to_pack=2,
    parcels="Boxes with wood wool",
    rates=[
        Rate("DE", 590, 150, 2, 3),
        Rate("DE", 1290, 150, 1, 1, "Next day, with a signature"),
        Rate("AT", 1190, 250, 3, 5),
        Rate("FR", 1390, 250, 3, 6),
        Rate("PL", 1190, 250, 3, 5),
        Rate("IE", 1690, 300, 4, 8),
        Rate(ANYWHERE, 2990, 600, 7, 16),
    ],
    open_for_days=412,
)
WOOL = Workshop(
    key="wool",
    owner=AOIFE,
    name="Slow Spun",
    tagline="Spun, dyed and woven above a bakery in Cork",
    story=(
        "I spin because I could not sleep. A friend gave me a spindle and a bag of"
        " fleece when my first child was born, and by the time he slept through I had"
        " a jumper's worth of very bad yarn.\n\n"
        "The wool is from Galway sheep, mostly from two farms I can cycle to. I dye it"
        " with madder, weld and indigo in jam pots, outside, because of the smell. The"
        " loom is from 1961 and has been through one flood. A scarf takes me two"
        " evenings to weave and one to finish; the tassels I twist on the bus.\n\n"
        "The willow baskets are my father's. He grows the willow himself, does not own"
        " a telephone and is glad of every one that goes to a good house."
    ),
    working_days=[1, 2, 3, 4, 5],
    cut_off=time(12, 0),
    days_to_pack=3,
    parcels="Soft parcels",
    rates=[
        Rate("IE", 450, 100, 1, 3),
        Rate("IE", 850, 100, 1, 1, "Tracked, next day"),
        Rate("GB", 990, 200, 3, 7),
        Rate("DE", 1190, 200, 4, 7),
        Rate("FR", 1190, 200, 4, 7),
        Rate("ES", 1290, 200, 4, 8),
        Rate(ANYWHERE, 1990, 400, 7, 18),
    ],
    open_for_days=203,
)
PAPER = Workshop(
    key="paper",
    owner=INES,
    name="Oficina do Almada",
    tagline="Prints, leather and small metal things from an old print shop in Porto",
    story=(
        "My uncle printed wedding cards in this room for forty years. When he stopped,"
        " I kept the press, the smell and the regulars, and moved my bench in beside"
        " it.\n\n"
        "I was trained as a goldsmith and I still think like one: few tools, little"
        " waste, things that can be repaired. The leather is vegetable-tanned in"
        " Alcanena, the silver is recycled, the beeswax is from my cousin's hives in"
        " Gerês. If a seam or a clasp of mine gives up, send it back and I will mend"
        " it.\n\n"
        "On Friday afternoons the door is open and there is coffee."
    ),
    working_days=[0, 1, 2, 3, 4],
    cut_off=time(15, 0),
    days_to_pack=2,
    parcels="Small things",
    rates=[
        Rate("PT", 350, 50, 1, 3),
        Rate("ES", 590, 100, 2, 5),
        Rate("DE", 790, 100, 3, 6),
        Rate("FR", 690, 100, 3, 6),
        Rate(ANYWHERE, 1290, 200, 6, 15),
    ],
    open_for_days=38,
)
WORKSHOPS = [CLAY, WOOL, PAPER]


def open_shop(workshop: Workshop, owner: User, face: Any) -> Shop:
    """Opened, with its rates, as its maker would have done it."""
    facts = {
        "name": workshop.name,
        "maker_name": owner.name,
        "face": face,
        "tagline": workshop.tagline,
        "story": workshop.story,
        "place": workshop.owner.city,
        "country": workshop.owner.country,
        "time_zone": workshop.owner.time_zone,
        "working_days": workshop.working_days,
        "cut_off": workshop.cut_off,
    }
    shop = opening.open_shop(owner, facts=facts)
    profile = shop.shipping_profiles.get()
    profiles.edit_profile(
        profile, name=workshop.parcels, processing_days=workshop.days_to_pack
    )
    for rate in workshop.rates:
        ours = profile.rates.filter(destination=rate.destination, name=rate.name)
        if there := ours.first():
            profiles.edit_rate(there, facts=vars(rate))
        else:
            profiles.add_rate(profile, facts=vars(rate))
    return shop

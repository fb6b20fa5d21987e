"""A million pieces in a few minutes: written by Postgres from lists of words, as uneven
as in life (few words and shelves have most of the pieces), the same for a seed.

While writing, triggers and foreign keys sleep; the card catalogue is then made by its
own function, for all of them, and only then gets its indexes."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from listings.colours import Colour
from listings.models import Entry
from shops.models import ShippingProfile, ShippingRate, Shop


def _words(text: str) -> list[str]:
    return text.split()


#: Shelf → the shelves on it, each with what is on it.
SHELVES = {
    "Pottery": {"Bowls": "bowl dish", "Mugs": "mug cup beaker", "Vases": "vase jug"},
    "Jewellery": {
        "Rings": "ring band",
        "Earrings": "earrings studs",
        "Chains": "necklace",
    },
    "Textiles": {"Scarves": "scarf shawl", "Quilts": "quilt blanket", "Rugs": "rug"},
    "Woodwork": {"Spoons": "spoon scoop", "Boards": "board tray", "Toys": "toy puzzle"},
    "Leather": {"Wallets": "wallet purse", "Bags": "bag satchel", "Belts": "belt"},
    "Paper": {"Cards": "card notebook", "Prints": "print poster", "Books": "journal"},
    "Candles": {"Beeswax": "candle taper", "Scented": "candle pillar"},
    "Baskets": {"Willow": "basket hamper", "Rope": "basket coaster"},
    "Fibre": {
        "Yarn": "yarn skein",
        "Roving": "roving batt",
        "Spindles": "spindle whorl",
    },
    "Toys": {"Animals": "bear rabbit", "Dolls": "doll", "Mobiles": "mobile garland"},
    "Glass": {"Beads": "bead", "Lamps": "lamp lantern", "Tumblers": "tumbler glass"},
    "Flowers": {"Wreaths": "wreath garland", "Pressed": "frame bouquet"},
}
LOOKS = _words("""
handmade small large blue green natural rustic speckled tiny personalised warm
soft wild striped round plain vintage custom modern white wedding winter
birthday botanical forest ocean minimalist cottage glazed carved woven knitted
hammered embroidered marbled indigo madder smoky crackled tall wide nested
folded twisted lacquered braided
""")
MATERIALS = _words("""
stoneware oak wool silver cotton linen porcelain walnut leather beeswax paper
willow gold glass silk ash brass clay felt birch copper cherry jute alpaca
bronze maple cashmere bamboo raffia mohair pewter slate horn cork hemp
""")
PLACES = ["DE", "FR", "GB", "IE", "NL", "US"]
SYLLABLES = _words("""
ba lo mi ren tar sel vo ki dun fe gra hol ister jan kel lum mar nes or pel quin
ros sta tor ul ver wen xan yr zel
""")
#: Words of descriptions besides those above; the last are the rarest.
INVENTED = 6000
BATCH = 5000


@dataclass(frozen=True)
class Amount:
    """How many pieces in how many shops."""

    listings: int
    shops: int
    seed: int


def load(amount: Amount) -> None:
    """Everything that finding needs, and photos and prices for the cards."""
    chance = random.Random(amount.seed)
    words = LOOKS + MATERIALS + invented(chance)
    with asleep():
        _run("SELECT setseed(%s)", [amount.seed % 1000 / 1000])
        _shelves()
        _shops(amount.shops)
        _run(PICKS, [amount.shops, amount.listings])
        _run(PIECES, [LOOKS, MATERIALS, words, Colour.values])
        _run(VARIANTS)
        _run(PHOTOS)
    for table in FILLED:
        _run(FURTHER.format(table=table))
    _run("ANALYZE")


def catalogue() -> None:
    """The card catalogue by its own function, then its indexes, as in a restore."""
    with without_indexes():
        _run(f"ALTER SEQUENCE listings_entry_version CACHE {BATCH}")
        for ids in _batches():
            _run("SELECT listings_entries_refresh(%s, false)", [ids])
        _run("ALTER SEQUENCE listings_entry_version CACHE 1")
    _run("VACUUM ANALYZE listings_entry")


def invented(chance: random.Random) -> list[str]:
    """Words that nobody says, each once, the same for the same seed."""
    found: dict[str, None] = {}
    while len(found) < INVENTED:
        found["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3))))] = None
    return list(found)


@contextmanager
def asleep() -> Iterator[None]:
    """One transaction in which no trigger fires and no request's limit counts."""
    with transaction.atomic():
        _run("SET LOCAL session_replication_role = replica")
        _run("SET LOCAL statement_timeout = 0")
        _run("SET LOCAL work_mem = '128MB'")
        yield


@contextmanager
def without_indexes() -> Iterator[None]:
    """The catalogue has none but its key, until the end."""
    _run("SET statement_timeout = 0")
    _run("SET maintenance_work_mem = '512MB'")
    with connection.schema_editor() as editor:
        for index in Entry._meta.indexes:
            editor.remove_index(Entry, index)
    yield
    for index in Entry._meta.indexes:
        with connection.schema_editor() as editor:
            editor.add_index(Entry, index)
    _run("RESET maintenance_work_mem")
    _run("RESET statement_timeout")


def _shelves() -> None:
    number = 0
    for shelf, below in SHELVES.items():
        number += 1
        above = number
        _run(SHELF, [number, f"{shelf} shelf", f"shelf-{number}", number, None, []])
        for name, things in below.items():
            number += 1
            slug = f"shelf-{number}"
            _run(
                SHELF, [number, f"{name} {number}", slug, number, above, things.split()]
            )


def _shops(shops: int) -> None:
    """Each with two ways to pack; most post everywhere, some free of charge."""
    numbers = range(1, shops + 1)
    User.objects.bulk_create(
        User(pk=n, email=f"maker{n}@makers.example", name=f"Maker {n}") for n in numbers
    )
    made = Shop.objects.bulk_create(_shop(n) for n in numbers)
    profiles = ShippingProfile.objects.bulk_create(
        ShippingProfile(
            pk=2 * shop.pk - k,
            shop=shop,
            name=f"Parcels {k}",
            code=f"{2 * shop.pk - k:08}",
            processing_days=1 + (shop.pk * 7 + k * 3) % 12,
            is_default=k == 0,
        )
        for shop in made
        for k in (0, 1)
    )
    ShippingRate.objects.bulk_create(
        rate for profile in profiles for rate in _rates(profile)
    )


def _shop(n: int) -> Shop:
    return Shop(
        pk=n,
        owner_id=n,
        name=f"Workshop {n}",
        slug=f"workshop-{n}",
        maker_name=f"Maker {n}",
        place="Here",
        country=PLACES[n % len(PLACES)],
        currency="EUR",
        time_zone="Europe/Berlin",
        pieces_waiting=n % 7,
    )


def _rates(profile: ShippingProfile) -> Iterator[ShippingRate]:
    home = profile.shop.country
    other = "FR" if home == "DE" else "DE"
    for r, destination in enumerate((home, other, "*")):
        if r < 2 or profile.pk % 5:
            yield ShippingRate(
                profile=profile,
                code=f"{3 * profile.pk + r:08}",
                destination=destination,
                price_cents=0 if (profile.pk + r) % 9 == 0 else 400 + 300 * r,
                transit_days_min=1 + r,
                transit_days_max=3 + 2 * r + profile.pk % 4,
            )


def _batches() -> Iterator[list[int]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM listings_listing WHERE id > %s ORDER BY id LIMIT %s",
                [last, BATCH],
            )
            ids = [pk for (pk,) in cursor.fetchall()]
        if not ids:
            return
        last = ids[-1]
        yield ids


def _run(statement: str, values: Sequence[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)


FILLED = ["listings_category", "accounts_user", "shops_shop", "shops_shippingprofile"]
FILLED += ["shops_shippingrate", "listings_listing", "listings_variant"]
FILLED += ["listings_photo"]
FURTHER = """
SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))
"""
SHELF = """
CREATE TEMP TABLE IF NOT EXISTS bench_things (category bigint, things text[]);
INSERT INTO listings_category (id, name, slug, position, parent_id)
VALUES (%s, %s, %s, %s, %s);
INSERT INTO bench_things SELECT max(id), %s FROM listings_category
"""
#: Of each piece: its shop, its shelf, and numbers between 0 and 1, most of them small.
PICKS = """
CREATE TEMP TABLE bench_picks AS
SELECT n AS id, 1 + floor(%s * power(random(), 1.6))::int AS shop,
       floor(power(random(), 1.7) * (SELECT count(*) FROM bench_things
           WHERE things <> '{}'))::int AS shelf,
       power(random(), 2) AS a, power(random(), 2) AS b, power(random(), 2) AS c,
       random() AS d, random() AS e, random() AS f
FROM generate_series(1, %s) n
"""
PIECES = """
INSERT INTO listings_listing (id, shop_id, category_id, shipping_profile_id, title,
    slug, description, materials, kind, state, processing_days,
    personalisation_question,
    personalisation_required, created_at, published_at, colours, tags, care)
SELECT p.id, p.shop, s.category, 2 * p.shop - (p.e < 0.3)::int,
    initcap(look || ' ' || material || ' ' || thing || ' ' || other), 'piece-' || p.id,
    (SELECT string_agg(w.words[1 + floor(array_length(w.words, 1)
        * power(random(), 4))::int + 0 * g], ' ')
        FROM generate_series(1, 24) g WHERE g + p.id > 0)
        || ', made by hand: a ' || thing || ' of ' || material || '.',
    ARRAY[material, w.materials[1 + floor(35 * p.c)::int]],
    CASE WHEN p.f < 0.45 THEN 'one_of_a_kind' WHEN p.f < 0.75 THEN 'made_to_order'
         ELSE 'some' END,
    CASE WHEN p.e < 0.97 THEN 'active' ELSE 'paused' END,
    CASE WHEN p.d < 0.2 THEN 1 + p.shop %% 9 END,
    CASE WHEN p.d > 0.85 THEN 'Which name?' ELSE '' END, false,
    now() - (1000000 - p.id + p.d) * interval '40 seconds',
    now() - (1000000 - p.id + p.d) * interval '40 seconds',
    ARRAY[w.colours[1 + floor(16 * p.b)::int]], ARRAY[other || ' gift', look], ''
FROM bench_picks p
JOIN (SELECT *, row_number() OVER (ORDER BY md5(category::text)) - 1 AS place
      FROM bench_things WHERE things <> '{}') s ON s.place = p.shelf
CROSS JOIN (SELECT %s::text[] AS looks, %s::text[] AS materials, %s::text[] AS words,
    %s::text[] AS colours) w
CROSS JOIN LATERAL (SELECT
    w.looks[1 + floor(array_length(w.looks, 1) * p.a)::int] AS look,
    w.materials[1 + floor(array_length(w.materials, 1) * p.b)::int] AS material,
    s.things[1 + floor(array_length(s.things, 1) * p.d)::int] AS thing,
    w.words[1 + floor(array_length(w.words, 1) * power(p.c, 2))::int] AS other) chosen
"""
VARIANTS = """
INSERT INTO listings_variant (id, listing_id, code, kind, name, price_cents, stock,
    held, is_offered, position)
SELECT l.id, l.id, lpad(to_hex(l.id), 8, '0'), l.kind, '',
    500 + 100 * floor(600 * power(random(), 3))::int,
    CASE l.kind WHEN 'made_to_order' THEN NULL
         WHEN 'some' THEN floor(random() * 12)::int ELSE (random() < 0.85)::int END,
    0, true, 0
FROM listings_listing l
"""
PHOTOS = """
INSERT INTO listings_photo (id, listing_id, code, image, small, width, height, alt,
    position, develop_at)
SELECT id, id, lpad(to_hex(id), 8, '0'), 'photos/x.jpg', 'photos/x-small.jpg', 1200,
    1500, 'A piece on linen', 0, NULL FROM listings_listing
"""

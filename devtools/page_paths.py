"""Which pages visitors ask for in `./run bench-pages`: the same for the same seed."""

import random

import psycopg

KINDS = ("home", "category", "facets", "listing", "shop", "search")
#: What visitors narrow a shelf to.
FACETS: tuple[str, ...] = (
    "kind=made_to_order",
    "colour=blue",
    "price=1&price=2",
    "material=oak",
)
FACETS += ("kind=some&colour=green", "personal=1", "country=DE&free=1", "sort=price")
WORDS: tuple[str, ...] = (
    "bowl",
    "oak",
    "wool scarf",
    "blue mug",
    "silver ring",
    "quilt",
    "basket",
)
WORDS += ("walnut spoon", "candle", "leather", "porcelain", "wreath", "linen")
SHELVES = "SELECT slug FROM listings_category WHERE parent_id IS NOT NULL ORDER BY slug"
PIECES = """
SELECT l.slug FROM listings_entry e JOIN listings_listing l ON l.id = e.listing_id
WHERE e.is_findable AND e.listing_id = ANY(%s)
"""
SHOPS = "SELECT slug FROM shops_shop WHERE id = ANY(%s)"


def paths(database: str, pages: int, seed: int) -> dict[str, list[str]]:
    """So many addresses of each kind."""
    chance = random.Random(seed)
    with psycopg.connect(database) as connection:

        def column(query: str, *values: object) -> list[str]:
            return [row[0] for row in connection.execute(query.encode(), values)]

        shelves = chance.sample(shelved := column(SHELVES), min(pages, len(shelved)))
        last = int(column("SELECT max(listing_id)::text FROM listings_entry")[0])
        makers = int(column("SELECT max(id)::text FROM shops_shop")[0])
        some = [chance.randint(1, last) for _ in range(4 * pages)]
        pieces = column(PIECES, some)[:pages]
        shops = column(SHOPS, [chance.randint(1, makers) for _ in range(pages)])
    narrowed = [f"/c/{slug}/?{chance.choice(FACETS)}" for slug in shelves]
    return {
        "home": ["/"],
        "category": [f"/c/{slug}/" for slug in shelves],
        "facets": narrowed,
        "listing": [f"/listings/{slug}/" for slug in pieces],
        "shop": [f"/shops/{slug}/" for slug in shops],
        "search": [f"/search/?q={word.replace(' ', '+')}" for word in WORDS[:pages]],
    }

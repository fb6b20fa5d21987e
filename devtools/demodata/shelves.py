"""The shelves of the marketplace: a tree of two levels."""

from listings.models import Category, Synonym

#: Wide shelf → (its name, the shelves on it), in the order of the page.
SHELVES: dict[str, tuple[str, dict[str, str]]] = {
    "table": (
        "Table & kitchen",
        {"pottery": "Pottery", "woodwork": "Spoons & woodwork"},
    ),
    "wool-and-cloth": (
        "Wool & cloth",
        {
            "knitwear": "Scarves & knits",
            "quilts": "Quilts & cushions",
            "spinning": "Spinning & yarn",
        },
    ),
    "home": (
        "Around the house",
        {
            "baskets": "Baskets",
            "candles": "Candles",
            "dried-flowers": "Wreaths & dried flowers",
        },
    ),
    "to-wear": ("To wear & carry", {"jewellery": "Jewellery", "leather": "Leather"}),
    "walls-and-play": (
        "Walls & play",
        {"prints": "Block prints", "felt-animals": "Felt animals"},
    ),
}
#: Other words for what stands on them; in the admin one adds more.
SAME = (
    ("mug", "cup", "beaker"), ("scarf", "shawl", "wrap"), ("wallet", "purse"),
    ("quilt", "patchwork", "bedspread"), ("roving", "fibre", "fleece"),
    ("ring", "band"), ("wreath", "garland"), ("plush", "felt"),
)  # fmt: skip


def put_up() -> None:
    """All of them, in their order, and the words that mean the same on them."""
    Synonym.objects.bulk_create(Synonym(words=list(words)) for words in SAME)
    for place, (slug, (name, narrower)) in enumerate(SHELVES.items()):
        wide = Category.objects.create(slug=slug, name=name, position=place)
        for position, (own_slug, own_name) in enumerate(narrower.items()):
            Category.objects.create(
                slug=own_slug, name=own_name, position=position, parent=wide
            )

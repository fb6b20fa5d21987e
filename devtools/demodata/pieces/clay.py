"""What Bea sells: pottery, and what she turns and carves between two firings."""

from devtools.demodata.pieces.piece import Kind, Piece, Shot, State
from listings.catalogue import Option

PIECES = [
    Piece(
        key="ash-bowl",
        title="Serving bowl, ash glaze",
        category="pottery",
        kind=Kind.ONE_OF_A_KIND,
        options=[Option(price_cents=8600)],
        description=(
            "A wide bowl for salad, pasta for four, or the apples on the table.\n\n"
            "28 cm across, 10 cm high. Thrown in stoneware, glazed twice with wood ash"
            " from the workshop stove: it ran more than usual in this firing and"
            " stopped just above the foot, where I would have put it if one could.\n\n"
            "Goes into the dishwasher and the oven. Let it warm up together with the"
            " oven, not from the fridge into the heat."
        ),
        materials=["stoneware", "ash glaze"],
        shots=[
            Shot(
                "bowl",
                "A wide stoneware bowl with a grey-green ash glaze that runs down its"
                " side, on a linen cloth by a window.",
                {"glaze": "ash", "seed": 4},
            ),
            Shot(
                "bowl_above",
                "The bowl from above: the glaze pools in a dark green ring.",
                {"glaze": "ash", "seed": 4},
            ),
        ],
        days_ago=9,
    ),
    Piece(
        key="mug",
        title="Speckled mug, a good handful",
        category="pottery",
        kind=Kind.SOME,
        options=[
            Option(name="Oatmeal", price_cents=2800, stock=9),
            Option(name="Indigo", price_cents=3200, stock=6),
            Option(name="Moss", price_cents=3000, stock=4),
        ],
        description=(
            "The mug I make most. It holds 300 ml with room for milk, and the handle"
            " takes three fingers.\n\n"
            "The specks are iron in the clay that comes through the glaze. Each mug"
            " differs a little; if you order several I pick ones that go together.\n\n"
            "Dishwasher and microwave are fine."
        ),
        materials=["speckled stoneware", "satin glaze"],
        shots=[
            Shot(
                "mugs",
                "An oatmeal-coloured mug with iron specks, an indigo one behind it.",
                {"front": "oatmeal", "back": "indigo", "seed": 2},
            ),
            Shot(
                "mug",
                "The indigo mug close up: the glaze breaks to brown on the rim.",
                {"glaze": "indigo", "seed": 3, "close": True},
            ),
        ],
        days_ago=44,
    ),
    Piece(
        key="name-mug",
        title="Mug with a name pressed in",
        category="pottery",
        kind=Kind.MADE_TO_ORDER,
        options=[Option(price_cents=3800)],
        description=(
            "For a birth, a new flat, or a colleague whose mug always goes missing.\n\n"
            "I press the letters into the soft clay with lead type that a printer gave"
            " me, so it cannot wear off. Up to twelve letters; accents work too."
            " Then it dries for a week, is fired, glazed and fired again. That is why"
            " it takes as long as it does: nothing on my side can hurry a drying mug."
        ),
        materials=["stoneware", "chalk-white glaze"],
        shots=[
            Shot(
                "mug",
                "A chalk-white mug with the name Ida pressed into its side.",
                {"glaze": "chalk", "seed": 8, "letters": "Ida"},
            ),
            Shot(
                "mug",
                "The letters close up, with a little glaze pooled in them.",
                {"glaze": "chalk", "seed": 8, "letters": "Ida", "close": True},
            ),
        ],
        days=12,
        question="Which name shall I press in? (up to 12 letters)",
        must_answer=True,
        days_ago=60,
    ),
    Piece(
        key="plate",
        title="Dinner plate, moss glaze",
        category="pottery",
        kind=Kind.SOME,
        options=[Option(price_cents=3400, stock=18)],
        description=(
            "A flat plate with a low rim, so that the sauce stays where it is. 26 cm"
            " across; they stack.\n\n"
            "The green is copper and tin. It has a matt feel and does not mind knives"
            " as long as nobody saws. Sold one by one."
        ),
        materials=["stoneware", "copper glaze"],
        shots=[
            Shot(
                "plates",
                "A stack of three moss-green plates, thrown rings on the rim.",
                {"glaze": "moss", "seed": 5},
            ),
            Shot(
                "bowl_above",
                "One plate from above, the green a little darker in the middle.",
                {"glaze": "moss", "seed": 6, "flat": True},
            ),
        ],
        days_ago=30,
    ),
    Piece(
        key="vase",
        title="Bottle vase for one branch",
        category="pottery",
        kind=Kind.ONE_OF_A_KIND,
        options=[Option(price_cents=6400)],
        description=(
            "Thrown in two parts and joined at the shoulder; you can feel the seam from"
            " inside with a finger, if yours is thin enough. 24 cm high.\n\n"
            "It is watertight. A branch of anything looks good in it, which is the"
            " whole idea."
        ),
        materials=["stoneware", "iron glaze"],
        shots=[
            Shot(
                "vase",
                "A round-bellied bottle vase in rust-red glaze with a budding branch.",
                {"glaze": "rust", "seed": 11},
            ),
            Shot(
                "vase",
                "The shoulder close up, where red turns to black.",
                {"glaze": "rust", "seed": 11, "close": True},
            ),
        ],
        days_ago=42,
    ),
    Piece(
        key="oak-bowl",
        title="Oak bowl from Könneritzstraße",
        category="woodwork",
        kind=Kind.ONE_OF_A_KIND,
        options=[Option(price_cents=9800)],
        description=(
            "Turned from a street oak that came down in the storm of 2022, while the"
            " wood was still wet; it then dried for a year and went slightly oval, as"
            " it should. 22 cm by 21, 8 cm high. The crack at the rim is stable and"
            " filled with brass.\n\n"
            "Oiled with linseed. Wash it by hand, dry it, oil it when it looks thirsty."
        ),
        materials=["oak", "linseed oil", "brass"],
        shots=[
            Shot(
                "wooden_bowl",
                "An oak bowl with strong grain, slightly oval, on a workbench.",
                {"seed": 7},
            ),
            Shot(
                "wood_above",
                "From above: the year rings of the oak and the brass-filled crack.",
                {"seed": 7},
            ),
        ],
        days_ago=5,
    ),
    Piece(
        key="spoon",
        title="Cherry cooking spoon",
        category="woodwork",
        kind=Kind.SOME,
        options=[
            Option(name="Right-handed", price_cents=2400, stock=8),
            Option(name="Left-handed", price_cents=2400, stock=3),
        ],
        description=(
            "Carved with an axe and one knife from split cherry. The bowl has a"
            " straight edge on one side to get into the corner of a pan, which is why"
            " there are right- and left-handed ones. 31 cm.\n\n"
            "Not for the dishwasher: it would survive once."
        ),
        materials=["cherry wood", "walnut oil"],
        shots=[
            Shot(
                "spoons",
                "Three cherry-wood spoons side by side on linen.",
                {"seed": 3},
            ),
            Shot(
                "spoons",
                "The bowl of one spoon close up, with fine knife marks.",
                {"seed": 3, "close": True},
            ),
        ],
        days_ago=21,
    ),
    Piece(
        key="bottle",
        title="Small bottle (not fired yet)",
        category="pottery",
        kind=Kind.SOME,
        options=[Option(price_cents=4600, stock=4)],
        description="14 cm. Pictures and measures when it is out of the kiln.",
        materials=["stoneware"],
        shots=[
            Shot(
                "vase",
                "An unglazed bottle, drying on a board.",
                {"glaze": "clay", "seed": 15, "branch": False},
            )
        ],
        state=State.DRAFT,
        days_ago=1,
    ),
]

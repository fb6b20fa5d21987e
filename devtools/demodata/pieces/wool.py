"""What Aoife sells: wool in every stage, and her father's baskets."""

from devtools.demodata.pieces.piece import Kind, Piece, Shot, State
from listings.catalogue import Option

PIECES = [
    Piece(
        key="scarf",
        title="Handwoven scarf, Galway wool",
        category="wool-and-weaving",
        kind=Kind.MADE_TO_ORDER,
        options=[
            Option(name="Madder", price_cents=9200),
            Option(name="Indigo", price_cents=9200),
            Option(name="Weld", price_cents=8800),
        ],
        description=(
            "Woven when you order it, in the colour you choose, from wool I have spun"
            " and dyed. 180 by 32 cm, plus the tassels.\n\n"
            "It itches for a day and then never again. Hand wash, cool, a drop of"
            " vinegar in the last water, dry flat. Madder may bleed a little the first"
            " time; it has plenty to spare."
        ),
        materials=["Galway wool", "madder", "indigo", "weld"],
        shots=[
            Shot(
                "scarf",
                "A madder-red woven scarf, folded, with twisted tassels.",
                {"dye": "madder", "seed": 2},
            ),
            Shot(
                "swatches",
                "Three woven samples, one above the other: madder, indigo and weld.",
                {"seed": 5},
            ),
        ],
        days=8,
        days_ago=62,
    ),
    Piece(
        key="spindle",
        title="Drop spindle and a braid of roving",
        category="wool-and-weaving",
        kind=Kind.SOME,
        options=[
            Option(name="Madder roving", price_cents=3600, stock=7),
            Option(name="Indigo roving", price_cents=3600, stock=5),
            Option(name="Undyed roving", price_cents=3200, stock=10),
        ],
        description=(
            "All you need to begin: a top-whorl spindle of rowan wood, 32 g and well"
            " balanced, and 60 g of combed roving that drafts easily.\n\n"
            "With it comes a page, in my handwriting, on the three things that go wrong"
            " in the first hour. Write to me about the fourth."
        ),
        materials=["rowan wood", "Galway wool"],
        shots=[
            Shot(
                "spindle",
                "A drop spindle with some red yarn on it, beside a braid of roving.",
                {"dye": "madder", "seed": 4},
            ),
            Shot(
                "spindle",
                "The same with indigo roving.",
                {"dye": "indigo", "seed": 9},
            ),
        ],
        days_ago=4,
    ),
    Piece(
        key="skein",
        title="Hand-dyed skein, 100 g",
        category="wool-and-weaving",
        kind=Kind.SOME,
        options=[
            Option(name="Moss", price_cents=2200, stock=6),
            Option(name="Walnut", price_cents=2200, stock=0),
            Option(name="Weld", price_cents=2400, stock=12),
        ],
        description=(
            "Three-ply, about 210 metres on 100 g, good for 4 mm needles. Spun on the"
            " wheel, so it is not perfectly even, and is warmer for it.\n\n"
            "Dyed in small pots. If you need more than three for one thing, ask first,"
            " so that I can dye them together."
        ),
        materials=["Galway wool", "natural dyes"],
        shots=[
            Shot(
                "skeins",
                "Three twisted skeins of wool in moss green, brown and yellow.",
                {"seed": 6},
            ),
            Shot(
                "skeins",
                "The skeins close up: yellow over green and brown, slightly uneven.",
                {"seed": 6, "close": True},
            ),
        ],
        days_ago=50,
    ),
    Piece(
        key="cushion",
        title="Patchwork cushion of old shirts",
        category="home",
        kind=Kind.ONE_OF_A_KIND,
        options=[Option(price_cents=7400)],
        description=(
            "Pieced by hand from nine shirts that had gone at the collar, mostly my"
            " brothers'. 45 by 45 cm, backed with linen, with a filling of Galway"
            " fleece and a wooden button.\n\n"
            "The cover comes off and goes into the machine at 30 degrees."
        ),
        materials=["cotton", "linen", "wool filling"],
        shots=[
            Shot(
                "cushion",
                "A square cushion of blue, cream and red patches against a wall.",
                {"seed": 12},
            ),
            Shot(
                "patchwork",
                "The patches close up, with small uneven stitches.",
                {"seed": 12},
            ),
        ],
        days_ago=16,
    ),
    Piece(
        key="own-cushion",
        title="Cushion from your own shirts",
        category="home",
        kind=Kind.MADE_TO_ORDER,
        options=[
            Option(name="40 by 40 cm", price_cents=8200),
            Option(name="50 by 50 cm", price_cents=9600),
        ],
        description=(
            "Send me four to six shirts that nobody wears any more: a father's, a"
            " child's, your own from the year abroad. I cut, lay them out, send you a"
            " photograph, and sew when you have said yes.\n\n"
            "What is left over comes back to you, pressed. The filling is fleece; the"
            " cover is washable."
        ),
        materials=["your shirts", "linen", "wool filling"],
        shots=[
            Shot(
                "cushion",
                "A patchwork cushion of striped and checked shirts.",
                {"seed": 31},
            ),
            Shot(
                "patchwork",
                "A corner of it: stripes, checks and small white stitches.",
                {"seed": 31},
            ),
        ],
        days=14,
        question="Whose shirts are they, and which one goes into the middle?",
        must_answer=True,
        days_ago=75,
    ),
    Piece(
        key="basket",
        title="Willow basket with a round handle",
        category="home",
        kind=Kind.SOME,
        options=[
            Option(name="Small, 22 cm", price_cents=4800, stock=5),
            Option(name="Middle, 30 cm", price_cents=6800, stock=3),
            Option(name="Large, 40 cm", price_cents=8900, stock=1),
        ],
        description=(
            "Woven by my father from willow that he cut last winter: brown willow with"
            " the bark on, a band of white where he felt like it. For bread, wool,"
            " kindling or a sleeping cat.\n\n"
            "If it creaks it is too dry. Stand it in the rain for ten minutes once a"
            " year; he insists on that."
        ),
        materials=["willow"],
        shots=[
            Shot(
                "basket",
                "A round willow basket with a tall handle, a band of pale willow.",
                {"seed": 3},
            ),
            Shot(
                "basket",
                "The weave close up: over one, under one.",
                {"seed": 3, "close": True},
            ),
        ],
        days_ago=8,
    ),
    Piece(
        key="hat",
        title="Ribbed hat (back in spring)",
        category="wool-and-weaving",
        kind=Kind.MADE_TO_ORDER,
        options=[Option(price_cents=5400)],
        description=(
            "Knitted in rib, so one size fits most heads. I have more of these on my"
            " list than evenings until February, so it takes a rest until then."
        ),
        materials=["Galway wool"],
        shots=[
            Shot(
                "knitted",
                "A folded piece of ribbed knitting in undyed wool.",
                {"dye": "undyed", "seed": 10},
            )
        ],
        days=15,
        state=State.PAUSED,
        days_ago=80,
    ),
]

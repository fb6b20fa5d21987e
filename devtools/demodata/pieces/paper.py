"""What Inês sells: prints, leather, small metal things, candles and a wreath."""

from devtools.demodata.pieces.piece import Kind, Piece, Shot
from listings.catalogue import Option

PIECES = [
    Piece(
        key="ring",
        title="Hammered silver ring",
        category="jewellery",
        kind=Kind.SOME,
        options=[
            Option(name="Size 50", price_cents=5600, stock=2),
            Option(name="Size 52", price_cents=5600, stock=3),
            Option(name="Size 54", price_cents=5600, stock=3),
            Option(name="Size 56", price_cents=5600, stock=1),
            Option(name="Size 60, wide", price_cents=6400, stock=1),
        ],
        description=(
            "A band of recycled silver, 3 mm wide (the largest 4 mm), forged from one"
            " piece of wire and soldered once. The hammer marks are mine; yours will"
            " come on top of them.\n\n"
            "Not sure about the size? I send a paper gauge for nothing: just write."
        ),
        materials=["recycled silver"],
        shots=[
            Shot(
                "ring",
                "A hammered silver ring lying on a dark slate.",
                {"seed": 2},
            ),
            Shot(
                "ring",
                "The hammer marks close up.",
                {"seed": 2, "close": True},
            ),
        ],
        days_ago=35,
    ),
    Piece(
        key="earrings",
        title="Brass leaf earrings",
        category="jewellery",
        kind=Kind.SOME,
        options=[Option(price_cents=3400, stock=6)],
        description=(
            "Cut from sheet brass with a saw as thin as a hair, veined with a chisel,"
            " bent over a wooden spoon. 34 mm long and so light that one forgets them."
            "\n\nThe hooks are silver. Brass darkens; lemon and salt bring it back."
        ),
        materials=["brass", "silver"],
        shots=[
            Shot(
                "earrings",
                "Two leaf-shaped brass earrings on a handmade paper card.",
                {"seed": 4},
            ),
            Shot(
                "earrings",
                "One leaf close up, with its veins.",
                {"seed": 4, "close": True},
            ),
        ],
        days_ago=14,
    ),
    Piece(
        key="candles",
        title="Pair of dipped beeswax candles",
        category="home",
        kind=Kind.SOME,
        options=[
            Option(name="Honey", price_cents=1400, stock=18),
            Option(name="Indigo ends", price_cents=1600, stock=9),
        ],
        description=(
            "Dipped thirty-four times each, always two on one wick; they hang together"
            " until you cut them apart. 24 cm, about seven hours.\n\n"
            "They smell of honey when you unpack them and of very little when they"
            " burn. Keep them out of the sun or they bow."
        ),
        materials=["beeswax", "cotton wick"],
        shots=[
            Shot(
                "candles",
                "Two honey-coloured tapers in brass holders, one of them burning.",
                {"seed": 3},
            ),
            Shot(
                "candles",
                "A pair with ends dipped in indigo.",
                {"seed": 5, "tips": "indigo", "lit": False},
            ),
        ],
        days_ago=25,
    ),
    Piece(
        key="print",
        title="Swallows, block print",
        category="paper-and-print",
        kind=Kind.SOME,
        options=[
            Option(name="Card, A6", price_cents=450, stock=40),
            Option(name="Sheet, A4", price_cents=2600, stock=12),
        ],
        description=(
            "Four swallows, because the fifth did not fit on the block. Cut in pear"
            " wood and printed by hand with a spoon on cotton paper, so the ink is"
            " fuller here and thinner there.\n\n"
            "Cards come with an envelope. Sheets are signed and sent flat."
        ),
        materials=["cotton paper", "oil-based ink"],
        shots=[
            Shot(
                "print",
                "A block print of four indigo swallows on cream paper.",
                {"ink": "indigo", "seed": 6},
            ),
            Shot(
                "print",
                "The same block printed in madder red, close up.",
                {"ink": "madder", "seed": 7, "close": True},
            ),
        ],
        days_ago=27,
    ),
    Piece(
        key="wallet",
        title="Card wallet, vegetable-tanned",
        category="leather",
        kind=Kind.MADE_TO_ORDER,
        options=[
            Option(name="Natural", price_cents=4900),
            Option(name="Walnut", price_cents=5200),
            Option(name="Indigo", price_cents=5600),
        ],
        description=(
            "Four cards and some folded notes. Cut from one piece, sewn with two"
            " needles and linen thread; if a stitch ever breaks, the others hold.\n\n"
            "Natural leather darkens with every month in a pocket. I can stamp up to"
            " three initials into the corner."
        ),
        materials=["vegetable-tanned leather", "linen thread"],
        shots=[
            Shot(
                "wallet",
                "A tan leather card wallet with pale saddle stitching.",
                {"hide": "tan", "seed": 5},
            ),
            Shot(
                "wallet",
                "The stitched corner close up, with the initials A. W.",
                {"hide": "walnut", "seed": 5, "close": True, "letters": "A.W."},
            ),
        ],
        days=5,
        question="Which initials shall I stamp? Leave it empty for none.",
        days_ago=30,
    ),
    Piece(
        key="wreath",
        title="Wreath of dried flowers",
        category="home",
        kind=Kind.ONE_OF_A_KIND,
        options=[Option(price_cents=5800)],
        description=(
            "Statice, yarrow, sea lavender and the grasses from behind the workshop,"
            " dried upside down since July and tied on willow. 32 cm across.\n\n"
            "Hang it where it is dry and not too sunny and it keeps for two winters."
        ),
        materials=["dried flowers", "willow", "linen string"],
        shots=[
            Shot(
                "wreath",
                "A wreath of dried flowers in red, cream and sage on a white wall.",
                {"seed": 8},
            ),
            Shot(
                "wreath",
                "Its flowers close up.",
                {"seed": 8, "close": True},
            ),
        ],
        days_ago=2,
    ),
]

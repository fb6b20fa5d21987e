"""Where people live and what they are called: names and zones, nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A city, as an address and a clock need it."""

    city: str
    country: str
    zone: str
    postal_code: str
    area: str = ""
    #: The subdivision whose holidays a shop here may keep.
    region: str = ""
    is_in_eu: bool = False


def names(words: str) -> list[str]:
    """One word, one name."""
    return words.split()


BERLIN = Place("Berlin", "DE", "Europe/Berlin", "12045", region="BE", is_in_eu=True)
PLACES = [
    BERLIN,
    Place("Porto", "PT", "Europe/Lisbon", "4050-032", is_in_eu=True),
    Place("Cork", "IE", "Europe/Dublin", "T12 X8N6", area="Co. Cork", is_in_eu=True),
    Place("Lyon", "FR", "Europe/Paris", "69001", is_in_eu=True),
    Place("Wien", "AT", "Europe/Vienna", "1070", is_in_eu=True),
    Place("Kraków", "PL", "Europe/Warsaw", "31-056", is_in_eu=True),
    Place("London", "GB", "Europe/London", "SW1Y 4JH", region="ENG"),
    Place("Portland", "US", "America/Los_Angeles", "97202", area="OR", region="OR"),
    Place("New York", "US", "America/New_York", "10001", area="NY", region="NY"),
    Place("Auckland", "NZ", "Pacific/Auckland", "1010", region="AUK"),
    Place("Kolkata", "IN", "Asia/Kolkata", "700001", area="West Bengal"),
    Place("Los Angeles", "US", "America/Los_Angeles", "90012", area="CA", region="CA"),
]
FIRST = names(
    "Ada Bea Carla Dina Ella Fenja Greta Hanna Ida Jule Kaja Lena Mila Nora Oda Paula"
    " Rosa Selma Thea Ulla Vera Wanda Yara Zoe Anton Bela Caspar Emil Finn Hugo Jonas"
    " Karl Leo Max Nils Otto Paul Remy Sami Theo"
)
LAST = names(
    "Winter Keller Moreau Hofer Puig Okafor Lind Voss Byrne Marin Daly Carvalho Singh"
    " Tanaka Novak Rossi Jansen Olsen Kaya Fischer Weber Silva Costa Murphy Walsh"
)
CRAFTS = names(
    "Clay Loom Willow Paper Silver Leather Felt Glass Oak Linen Ink Candle Basket Wool"
    " Copper Spoon Ribbon Thread Kiln Anvil"
)
HOUSES = names("Lane Yard Works Studio House Mill Barn Bench Corner Room")
#: What every workshop sells, by number; the titles are what a secret must not tell.
PIECES = ["Speckled bowl", "Moss scarf", "Otter brooch"]

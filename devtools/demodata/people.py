"""Who is in the demo marketplace, and where they live: those that stories name are
here, the others in `people.toml`."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts import address_book
from accounts.models import User
from devtools.logins import PASSWORD


@dataclass(frozen=True)
class Person:
    """Somebody, with or without an account, and the address parcels go to."""

    name: str
    email: str
    street: str
    city: str
    postal_code: str
    country: str
    time_zone: str
    area: str = ""
    delivery_note: str = ""
    is_guest: bool = False
    is_operator: bool = False

    @property
    def address(self) -> dict[str, str]:
        """As a checkout takes it."""
        return {
            "name": self.name,
            "street_address": self.street,
            "city": self.city,
            "country_area": self.area,
            "postal_code": self.postal_code,
            "country": self.country,
        }


BERLIN, VIENNA, LISBON = "Europe/Berlin", "Europe/Vienna", "Europe/Lisbon"

ADA = Person(
    "Ada Winter",
    "ada@example.com",
    "Weserstraße 40",
    "Berlin",
    "12045",
    "DE",
    BERLIN,
    delivery_note="Third floor, the bell says Winter. The bakery downstairs takes it.",
)
BEA = Person(
    "Bea Wood", "bea@example.com", "Josephstraße 11", "Leipzig", "04177", "DE", BERLIN
)
OLGA = Person(
    "Olga Marin",
    "olga@example.com",
    "Lessingstraße 5",
    "Hamburg",
    "22087",
    "DE",
    BERLIN,
    is_operator=True,
)
AOIFE = Person(
    "Aoife Daly",
    "aoife@example.com",
    "14 Douglas Street",
    "Cork",
    "T12 X8N6",
    "IE",
    "Europe/Dublin",
    area="Co. Cork",
)
INES = Person(
    "Inês Carvalho",
    "ines@example.com",
    "Rua do Almada 210",
    "Porto",
    "4050-032",
    "PT",
    LISBON,
)
JONAS = Person(
    "Jonas Keller",
    "jonas@example.com",
    "Bernstorffstraße 99",
    "Hamburg",
    "22767",
    "DE",
    BERLIN,
)
CLAIRE = Person(
    "Claire Moreau",
    "claire@example.com",
    "18 rue des Tables Claudiennes",
    "Lyon",
    "69001",
    "FR",
    "Europe/Paris",
)
TOMASZ = Person(
    "Tomasz Zieliński",
    "tomasz@example.com",
    "ul. Józefa 12",
    "Kraków",
    "31-056",
    "PL",
    "Europe/Warsaw",
)
GRETA = Person(
    "Greta Hofer",
    "greta@example.com",
    "Zieglergasse 31",
    "Wien",
    "1070",
    "AT",
    VIENNA,
    delivery_note="Please ring at Hofer; the cat is not allowed out.",
)
SAM = Person(
    "Sam Okafor",
    "sam@example.com",
    "2215 SE Division St",
    "Portland",
    "97202",
    "US",
    "America/Los_Angeles",
    area="OR",
)
MIREIA = Person(
    "Mireia Puig",
    "mireia@example.com",
    "Carrer de Verdi 67",
    "Barcelona",
    "08012",
    "ES",
    "Europe/Madrid",
    area="B",
)
NORA = Person(
    "Nora Lind",
    "nora.lind@example.com",
    "Kastanienallee 7",
    "Halle (Saale)",
    "06114",
    "DE",
    BERLIN,
    is_guest=True,
)
HENRIK = Person(
    "Henrik Voss",
    "henrik.voss@example.com",
    "Am Markt 3",
    "Weimar",
    "99423",
    "DE",
    BERLIN,
    is_guest=True,
)
ORLA = Person(
    "Orla Byrne",
    "orla.byrne@example.com",
    "5 Salthill Road Lower",
    "Galway",
    "H91 K7RP",
    "IE",
    "Europe/Dublin",
    area="Co. Galway",
    is_guest=True,
)


def _read() -> tuple[list[Person], list[Person]]:
    """The other makers, and the other buyers."""
    told = tomllib.loads((Path(__file__).parent / "people.toml").read_text())
    makers = [_person(row) for row in told["makers"]]
    return makers, [_person(row, told["guests"]) for row in told["buyers"]]


def _person(row: list[str], guests: Sequence[str] = ()) -> Person:
    name, email, street, city, postal_code, country, time_zone, area = row
    return Person(
        name,
        email,
        street,
        city,
        postal_code,
        country,
        time_zone,
        area,
        is_guest=email in guests,
    )


OTHER_MAKERS, OTHER_BUYERS = _read()
NAMED = [ADA, JONAS, CLAIRE, TOMASZ, GRETA, SAM, MIREIA, NORA, HENRIK, ORLA]
BUYERS = [*NAMED, *OTHER_BUYERS]
MAKERS = {one.email: one for one in (BEA, AOIFE, INES, *OTHER_MAKERS)}
MEMBERS = [OLGA, *MAKERS.values(), *(one for one in BUYERS if not one.is_guest)]


def register() -> dict[str, User]:
    """An account for every member, by email address; all with the same password."""
    password = make_password(PASSWORD)
    return {person.email: _register(person, password) for person in MEMBERS}


def _register(person: Person, password: str) -> User:
    user = User.objects.create(
        email=person.email,
        name=person.name,
        password=password,
        time_zone=person.time_zone,
        is_staff=person.is_operator,
        is_superuser=person.is_operator,
    )
    EmailAddress.objects.create(
        user=user, email=person.email, verified=True, primary=True
    )
    own = {"delivery_note": person.delivery_note, "is_default": True}
    address_book.keep(user, person.address | own)
    return user

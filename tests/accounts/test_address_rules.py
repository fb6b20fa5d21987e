"""What each country asks of an address, and how it says what is wrong."""

import pytest
from django.utils import translation

from accounts import countries
from accounts.addresses import PostalAddressForm

BERLIN = {
    "country": "DE",
    "name": "Ada Lovelace",
    "street_address": "Torstraße 1",
    "city": "Berlin",
    "postal_code": "10119",
}
NEW_YORK = {
    "country": "US",
    "name": "Grace Hopper",
    "street_address": "1 Main Street",
    "city": "New York",
    "country_area": "NY",
    "postal_code": "10001",
}
LONDON = {
    "country": "GB",
    "name": "Ida Rhodes",
    "street_address": "10 Downing Street",
    "city": "London",
    "postal_code": "sw1a2aa",
}
TOKYO = {
    "country": "JP",
    "name": "田中 花子",
    "street_address": "世田谷区若林1-2-3",
    "country_area": "東京都",
    "postal_code": "〒１５４−００２３",
}
DUBLIN = {
    "country": "IE",
    "name": "Kay McNulty",
    "street_address": "1 Main Street",
    "city": "Dublin",
    "country_area": "Co. Dublin",
    "postal_code": "a65f4e2",
}
HONG_KONG = {
    "country": "HK",
    "name": "Wong Ka Yan",
    "street_address": "Flat 25, 12/F, Acacia Building",
    "city": "Wan Chai",
    "country_area": "Hong Kong Island",
}


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        (BERLIN, "10119"),
        (NEW_YORK, "10001"),
        (LONDON, "SW1A 2AA"),
        (TOKYO, "154-0023"),
        (DUBLIN, "A65 F4E2"),
        (HONG_KONG, ""),
        (BERLIN | {"postal_code": "D-10119"}, "10119"),
        (BERLIN | {"country": "LV", "postal_code": "1073"}, "LV-1073"),
        (DUBLIN | {"postal_code": ""}, ""),
    ],
)
def test_a_right_address_is_taken_and_tidied(
    typed: dict[str, str], postcode: str
) -> None:
    form = PostalAddressForm(typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["postal_code"] == postcode
    assert set(form.cleaned_data) == {"country", *countries.PARTS}


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (
            BERLIN | {"postal_code": "1011"},
            "postal_code",
            "A postcode in Germany has five digits, such as 26133.",
        ),
        (
            BERLIN | {"postal_code": ""},
            "postal_code",
            "Write the postcode: the post in Germany needs it.",
        ),
        (
            NEW_YORK | {"postal_code": "ABCDE"},
            "postal_code",
            "A ZIP code in the United States has five digits, such as 95014.",
        ),
        (
            NEW_YORK | {"country_area": "CA"},
            "postal_code",
            "10001 is not in California. Check the two together.",
        ),
        (
            NEW_YORK | {"country_area": ""},
            "country_area",
            "Choose the state: the post in the United States needs it.",
        ),
        (
            NEW_YORK | {"country_area": "Bavaria"},
            "country_area",
            "Choose the state from the list.",
        ),
        (
            LONDON | {"postal_code": "SW1A 2AAA"},
            "postal_code",
            "A postcode in the United Kingdom looks like EC1Y 8SY.",
        ),
        (
            LONDON | {"city": " "},
            "city",
            "Write the town: the post in the United Kingdom needs it.",
        ),
        (
            TOKYO | {"country_area": ""},
            "country_area",
            "Choose the prefecture: the post in Japan needs it.",
        ),
        (
            DUBLIN | {"postal_code": "12345"},
            "postal_code",
            "An Eircode in Ireland looks like A65 F4E2.",
        ),
        (
            HONG_KONG | {"country_area": ""},
            "country_area",
            "Choose the area: the post in Hong Kong SAR China needs it.",
        ),
        (
            BERLIN | {"street_address": ""},
            "street_address",
            "Write the street and number, or what stands in its place.",
        ),
        (
            BERLIN | {"country": ""},
            "country",
            "Choose the country that the parcel goes to.",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    typed: dict[str, str], field: str, sentence: str
) -> None:
    form = PostalAddressForm(typed)
    assert not form.is_valid()
    assert form.errors[field] == [sentence]


@pytest.mark.parametrize(
    ("country", "labels"),
    [
        ("DE", ["Full name", "Street and number", "Postcode", "City"]),
        ("US", ["Full name", "Street and number", "City", "State", "ZIP code"]),
        ("GB", ["Full name", "Street and number", "Town", "Postcode"]),
        ("JP", ["Full name", "Street and number", "Prefecture", "Postcode"]),
        (
            "IE",
            ["Full name", "Street and number", "Townland", "City", "County", "Eircode"],
        ),
        ("HK", ["Full name", "Street and number", "District", "Area"]),
    ],
)
def test_each_country_asks_in_its_own_words(country: str, labels: list[str]) -> None:
    form = PostalAddressForm(initial={"country": country})
    shown = [field for field in form.address_fields if not field.is_hidden]
    assert [field.label for field in shown] == labels
    assert all(field.field.widget.attrs["autocomplete"] for field in shown)


def test_what_a_country_does_not_use_is_dropped() -> None:
    form = PostalAddressForm(BERLIN | {"country_area": "NY", "city_area": "Mitte"})
    assert form.is_valid()
    assert form.cleaned_data["country_area"] == form.cleaned_data["city_area"] == ""


def test_what_was_typed_stays_along_when_the_country_changes() -> None:
    form = PostalAddressForm.retyped(NEW_YORK | {"country": "DE"})
    assert form["name"].value() == "Grace Hopper"
    assert form["country_area"].is_hidden
    assert 'value="NY"' in str(form["country_area"])
    assert not form.errors


@pytest.mark.parametrize("part", ["name", "street_address", "city"])
@pytest.mark.parametrize("mark", ["\x00", "\x07", "\u202e", "\ud800"])
def test_control_characters_are_refused(part: str, mark: str) -> None:
    assert part in PostalAddressForm(BERLIN | {part: f"Be{mark}r"}).errors


def test_two_street_lines_become_one() -> None:
    form = PostalAddressForm(
        BERLIN | {"street_address": " Torstraße 1\r\n\r\nHinterhaus, \n"}
    )
    assert form.is_valid()
    assert form.cleaned_data["street_address"] == "Torstraße 1, Hinterhaus"


def test_every_country_accepts_its_own_example() -> None:
    for country in countries.known():
        rules = countries.rules(country)
        assert rules.accepts(rules.tidy_postcode(rules.example)) or not rules.example
        assert rules.describe_postcode() or not rules.postcode


@pytest.mark.parametrize(
    ("language", "first", "germany"),
    [("en", "Afghanistan", "Germany"), ("de", "Afghanistan", "Deutschland")],
)
def test_countries_stand_in_the_order_of_the_language(
    language: str, first: str, germany: str
) -> None:
    with translation.override(language):
        _, *named = countries.choices()
    assert named[0][1] == first
    assert dict(named)["DE"] == germany
    assert len(named) > 240
    assert ("EU", "European Union") not in named


@pytest.mark.parametrize(
    ("header", "country"),
    [("de-AT,de;q=0.9,en;q=0.8", "AT"), ("en", ""), ("", ""), ("en-US;q=0.5", "US")],
)
def test_the_first_guess_comes_from_the_browser(header: str, country: str) -> None:
    assert countries.guess(header) == country

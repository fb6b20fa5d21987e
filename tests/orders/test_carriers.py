"""A parcel's number says who carries it, and a slip of the hand shows."""

import pytest

from orders.carriers import CARRIERS, POSTS, recognise, tracking_url, warning

#: Numbers that carriers and the post themselves publish as examples.
WHOSE = [
    ("1Z879E930346834440", ["UPS"]),
    ("1z 879 e93 03 4683 444 0", ["UPS"]),
    ("RB123456785GB", ["Royal Mail"]),
    ("RR 123 456 785 AT", ["Österreichische Post"]),
    ("CX123456785DE", ["DHL"]),
    ("LX123456785FR", ["La Poste"]),
    ("EA123456785US", ["USPS"]),
    ("9405803699300124287899", ["USPS"]),
    ("9400 1112 0108 0805 4830 16", ["USPS"]),
    ("420 22153 9101026837331000039521", ["USPS"]),
    ("4201028200009261290113185417468510", ["USPS"]),
    ("92748931507708513018050063", ["USPS"]),
    ("00340434292135100186", ["DHL"]),
    ("JJD000390007882823436", ["DHL"]),
    ("3318810025", ["DHL"]),
    ("3SABCD123456789", ["PostNL"]),
    ("6A12345678901", ["La Poste"]),
    ("99.34.123456.12345678", ["Swiss Post"]),
    ("05222941234567", ["DPD"]),
]
#: One digit of each is wrong.
SLIPS = [
    ("1Z879E930346834441", "UPS"),
    ("RB123456784GB", "Royal Mail"),
    ("4201028200009261290113185417468511", "USPS"),
    ("00340434292135100187", "DHL"),
]


@pytest.mark.parametrize(("number", "carriers"), WHOSE)
def test_the_number_says_who_carries_it(number: str, carriers: list[str]) -> None:
    assert recognise(number) == carriers
    assert warning(number) == ""


@pytest.mark.parametrize(("number", "carrier"), SLIPS)
def test_a_slip_is_a_warning_and_no_refusal(number: str, carrier: str) -> None:
    assert recognise(number) == [carrier]
    assert warning(number).startswith(f"This looks like a number of {carrier}, but")


def test_several_may_write_the_same_number() -> None:
    """The one whose check digit fits comes first, and the maker chooses."""
    assert recognise("986578788855") == ["FedEx", "GLS", "DHL"]
    assert recognise("986578788856") == ["GLS", "DHL"]
    assert warning("986578788856") == ""


@pytest.mark.parametrize(
    "number", ["", "  ", "mit der Post", "12", "RR123456785ZZ", "۱۲۳۴۵۶۷۸۹۰", "1" * 60]
)
def test_what_nobody_writes_is_nobodys(number: str) -> None:
    assert recognise(number) == []
    assert warning(number) == ""


def test_a_slip_of_a_country_we_do_not_know_is_still_a_slip() -> None:
    assert "a post office" in warning("RR123456784ZZ")


def test_every_carrier_that_is_recognised_can_be_followed() -> None:
    assert set(POSTS.values()) <= set(CARRIERS)
    for number, carriers in WHOSE:
        url = tracking_url(carriers[0], number)
        assert url.startswith("https://")
        assert " " not in url


def test_a_stranger_among_carriers_has_no_address() -> None:
    assert tracking_url("My neighbour", "1Z879E930346834440") == ""
    assert tracking_url("UPS", "") == ""
    assert tracking_url("DHL", "a sentence, not a number " * 20) == ""

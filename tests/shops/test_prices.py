"""Prices as they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shops.prices import PriceField, to_cents, to_text


@pytest.mark.parametrize(
    ("typed", "currency", "cents"),
    [
        ("42", "EUR", 4200),
        ("42.5", "EUR", 4250),
        ("42,50", "EUR", 4250),
        (" 1 234,50 ", "EUR", 123450),
        ("1’234.50", "CHF", 123450),
        ("0.01", "EUR", 1),
        ("4200", "JPY", 4200),
        ("1.234", "KWD", 1234),
        ("999999.99", "EUR", 99999999),
    ],
)
def test_point_or_comma(typed: str, currency: str, cents: int) -> None:
    assert to_cents(typed, currency) == cents


@pytest.mark.parametrize(
    ("typed", "currency", "says"),
    [
        ("", "EUR", "in figures"),
        ("abc", "EUR", "like 42.00"),
        ("-5", "EUR", "in figures"),
        ("€5", "EUR", "in figures"),
        ("4.2.0", "EUR", "in figures"),
        ("٤٢", "EUR", "in figures"),
        ("1.234", "EUR", "without a mark between thousands"),
        ("42.50", "JPY", "like 4200"),
        ("1000000", "EUR", "At most €999,999.99"),
        ("9" * 13, "EUR", "in figures"),
    ],
)
def test_says_what_is_wrong(typed: str, currency: str, says: str) -> None:
    with pytest.raises(ValueError, match=says.replace(".", r"\.")):
        to_cents(typed, currency)


@given(st.integers(0, 99_999_999), st.sampled_from(["EUR", "JPY", "KWD", "USD"]))
def test_what_is_shown_reads_back_the_same(cents: int, currency: str) -> None:
    assert to_cents(to_text(cents, currency), currency) == cents


def test_the_field_keeps_what_was_typed() -> None:
    field = PriceField(label="Price", cheapest_cents=1)
    field.in_currency("EUR")
    assert field.label == "Price (EUR)"
    assert field.prepare_value(4250) == "42.50"
    assert field.prepare_value("42,5x") == "42,5x"
    assert field.clean("42,50") == 4250

"""What posting costs: pure, on profiles that no database has seen."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from shops.models import ShippingProfile, ShippingRate
from shops.shipping import Line, ShippingOption, options


@dataclass
class Rate:
    """A row of the table below."""

    name: str
    price: int
    along: int = 100
    to: str = "*"
    days: tuple[int, int] = (2, 5)


def profile(number: int, *rates: Rate) -> ShippingProfile:
    """A profile with its rates prefetched, in memory only."""
    made = ShippingProfile(pk=number, name=f"Profile {number}")
    rows = [
        ShippingRate(
            profile=made,
            destination=rate.to,
            name=rate.name,
            price_cents=rate.price,
            additional_cents=rate.along,
            transit_days_min=rate.days[0],
            transit_days_max=rate.days[1],
        )
        for rate in rates
    ]
    vars(made)["_prefetched_objects_cache"] = {"rates": rows}
    return made


def test_a_country_of_its_own_beats_everywhere_else() -> None:
    bowls = profile(1, Rate("Post", 500, to="DE"), Rate("Post", 1500))
    assert options([(bowls, 1)], "DE")[0].price_cents == 500
    assert options([(bowls, 1)], "NZ")[0].price_cents == 1500


def test_where_nothing_goes_there_is_no_option() -> None:
    bowls = profile(1, Rate("Post", 500))
    looms = profile(2, Rate("Post", 500, to="DE"))
    assert options([(looms, 1)], "FR") == []
    assert options([(bowls, 1), (looms, 1)], "FR") == []
    assert options([(profile(3), 1)], "DE") == []
    assert options([], "DE") == []


def test_cheapest_first_each_with_its_days() -> None:
    bowls = profile(
        1, Rate("Courier", 1200, days=(1, 2)), Rate("Post", 500, days=(2, 5))
    )
    assert options([(bowls, 1)], "DE") == [
        ShippingOption("Post", 500, 2, 5),
        ShippingOption("Courier", 1200, 1, 2),
    ]


def test_every_further_piece_comes_along_at_its_own_price() -> None:
    bowls = profile(1, Rate("Post", 500, along=100))
    rugs = profile(2, Rate("Post", 900, along=400))
    assert options([(bowls, 3)], "DE")[0].price_cents == 500 + 2 * 100
    # One rug pays the first piece; the other rug and both bowls come along.
    assert options([(bowls, 2), (rugs, 2)], "DE")[0].price_cents == 900 + 400 + 200


def test_two_lines_of_one_profile_are_one_parcel() -> None:
    bowls = profile(1, Rate("Post", 500, along=100))
    assert options([(bowls, 1), (bowls, 2)], "DE") == options([(bowls, 3)], "DE")


def test_together_they_travel_as_slowly_as_the_slowest() -> None:
    bowls = profile(1, Rate("Post", 500, days=(1, 9)))
    rugs = profile(2, Rate("Post", 900, days=(3, 4)))
    only = options([(bowls, 1), (rugs, 1)], "DE")[0]
    assert (only.transit_days_min, only.transit_days_max) == (3, 9)


def test_only_ways_that_every_profile_knows() -> None:
    bowls = profile(1, Rate("Post", 500), Rate("Courier", 1200))
    rugs = profile(2, Rate("Post", 900), Rate("Pallet", 5000))
    assert [o.name for o in options([(bowls, 1), (rugs, 1)], "DE")] == ["Post"]


def test_without_a_common_way_each_goes_its_cheapest() -> None:
    bowls = profile(1, Rate("Letter", 300, along=50), Rate("Courier", 1200))
    rugs = profile(2, Rate("Pallet", 5000, along=900), Rate("Lorry", 9000))
    assert options([(bowls, 2), (rugs, 1)], "DE") == [
        ShippingOption("Pallet", 5000 + 2 * 50, 2, 5)
    ]


rates = st.builds(
    Rate,
    name=st.sampled_from(["Post", "Courier", "Pallet"]),
    price=st.integers(0, 20_000),
    along=st.integers(0, 5_000),
    to=st.sampled_from(["*", "DE"]),
)
one_of_a_name = st.lists(rates, max_size=5, unique_by=lambda rate: (rate.name, rate.to))


@st.composite
def lines(draw: st.DrawFn) -> list[Line]:
    """One to four profiles, each with some pieces."""
    count = draw(st.integers(1, 4))
    return [
        (profile(number, *draw(one_of_a_name)), draw(st.integers(1, 9)))
        for number in range(1, count + 1)
    ]


@given(lines())
def test_never_cheaper_than_the_dearest_first_piece(basket: list[Line]) -> None:
    found = options(basket, "DE")
    assert [o.price_cents for o in found] == sorted(o.price_cents for o in found)
    for option in found:
        assert option.transit_days_min <= option.transit_days_max
        alone = [options([(posted_by, 1)], "DE") for posted_by, _ in basket]
        same_way = [o for ways in alone for o in ways if o.name == option.name]
        is_common = len(same_way) == len(basket)
        least = same_way if is_common else [ways[0] for ways in alone]
        assert option.price_cents >= max(o.price_cents for o in least)


@given(lines(), st.data())
def test_one_more_piece_never_costs_less(
    basket: list[Line], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(basket) - 1))
    more = [(p, q + (n == at)) for n, (p, q) in enumerate(basket)]
    before = {o.name: o.price_cents for o in options(basket, "DE")}
    after = {o.name: o.price_cents for o in options(more, "DE")}
    assert before.keys() == after.keys()
    assert all(after[name] >= before[name] for name in before)

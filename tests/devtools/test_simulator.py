"""A small town on the real code: nobody is left in the dark; without the sweep of time
somebody is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from devtools.simulator.baselines import one_move, state_mail_only
from devtools.simulator.drawing import Wishes, draw
from devtools.simulator.figures import Verdict, complaints, table, verdict
from devtools.simulator.observed import Observation, read, written
from devtools.simulator.play import stage_set
from devtools.simulator.script import DISTRICTS, Script, Temper
from devtools.simulator.sweeps import LOOK_AGAIN

SMALL = Wishes(orders=12, days=32, seed=4)


@pytest.fixture
def script(settings: Settings) -> Script:
    """A small one, in a town that sleeps at night."""
    settings.QUIET_HOURS = True
    return draw(SMALL)


def played(script: Script, place: Path, without: frozenset[str]) -> Verdict:
    """To its end; what was seen survives being written down."""
    with stage_set(script, place, without, nudges=False) as play:
        play.prepare()
        seen = play.run()
    paid = [one for one in script.purchases if not one.abandons]
    assert len(seen.orders) == sum(len(one.parts) for one in paid)
    assert not [words for words in seen.refusals if "page says 5" in words]
    return verdict(script, read(written(seen)))


@pytest.mark.faults
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.django_db(transaction=True)
def test_nobody_is_left_in_the_dark(script: Script, tmp_path: Path) -> None:
    found = played(script, tmp_path, frozenset())
    assert found.misses == [], complaints(found)
    assert found.late
    assert max(found.emails) > 2


@pytest.mark.faults
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.django_db(transaction=True)
def test_without_the_sweep_of_time_somebody_is(script: Script, tmp_path: Path) -> None:
    found = played(script, tmp_path, frozenset({LOOK_AGAIN}))
    assert found.dark


def test_a_seed_is_a_script() -> None:
    assert draw(SMALL) == draw(SMALL)
    assert draw(SMALL) != draw(Wishes(orders=12, days=32, seed=5))


def test_a_script_has_every_kind_of_maker_and_as_many_orders_as_wished() -> None:
    script = draw(Wishes(orders=300, days=60, seed=2))
    assert {shop.temper for shop in script.shops} == set(Temper)
    paid = [one for one in script.purchases if not one.abandons]
    assert sum(len(one.parts) for one in paid) == 300


def test_nobody_buys_in_two_districts_at_once() -> None:
    script = draw(Wishes(orders=300, days=60, seed=2))
    for purchase in script.purchases:
        assert len({part.shop % DISTRICTS for part in purchase.parts}) == 1


@pytest.mark.parametrize("baseline", [state_mail_only, one_move])
def test_what_others_do_comes_out_dark(
    baseline: Callable[[Script], Observation],
) -> None:
    script = draw(Wishes(orders=120, days=60, seed=3))
    found = verdict(script, baseline(script))
    assert found.dark
    assert found.told_in_time_share < 1
    assert f"{len(found.dark)}" in table({"other": found})

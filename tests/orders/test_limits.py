"""docs/promise.md says what the code does: every number, its name, and every rule."""

import os
import re
import subprocess
import sys
from dataclasses import Field, fields

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from devtools.services import ROOT
from orders import rules
from orders.limits import Limits, limits

DOCUMENT = (ROOT / "docs" / "promise.md").read_text()
RULES = DOCUMENT.split("## The rules", 1)[1].split("### Consent", 1)[0]
ROWS = {
    cells[0]: cells
    for line in RULES.splitlines()
    if line.startswith(("| R", "| EU"))
    and (cells := [cell.strip() for cell in line.strip("|").split("|")])
}
NAMES = [f"PROMISE_{field.name.upper()}" for field in fields(Limits)]


def test_every_rule_has_its_row() -> None:
    assert list(ROWS) == [*(f"R{n}" for n in range(1, 17)), "EU"]
    assert {rule.name for rule in rules.RULES} <= ROWS.keys()


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.asks.__name__)
def test_its_function_stands_in_its_row(rule: rules.Rule) -> None:
    assert f"`rules.{rule.asks.__name__}`" in ROWS[rule.name][5]


def test_what_the_table_names_is_in_the_code() -> None:
    named = re.findall(r"`(\w+)\.(\w+)`", " ".join(row[5] for row in ROWS.values()))
    assert len(named) > 15
    for module, function in named:
        source = (ROOT / "orders" / f"{module}.py").read_text()
        assert f"def {function}(" in source, (module, function)
    for path in re.findall(r"`(\w+/\w+\.py)`", RULES):
        assert (ROOT / path).is_file(), path


def test_every_number_has_its_setting_and_no_other() -> None:
    named = re.findall(r"PROMISE_[A-Z_]+", RULES)
    assert sorted(set(named)) == sorted(NAMES)


@pytest.mark.parametrize("field", fields(Limits), ids=lambda field: field.name)
def test_the_default_stands_beside_its_setting(field: Field[int]) -> None:
    name, default = field.name, getattr(Limits(), field.name)
    if name == "refund_late_speed":
        assert ROWS["R6"][3] == "given back"
        return
    rows = [row for row in ROWS.values() if f"PROMISE_{name.upper()}`" in row[4]]
    shown = [row[3] for row in rows if row[3] != "–"]
    assert shown
    assert all(_says(default, said) for said in shown)


def _says(number: int, said: str) -> bool:
    in_words = number == 1 and "the day after" in said
    return in_words or str(number) in re.findall(r"\d+", said)


def test_each_can_be_set(settings: Settings) -> None:
    for field in fields(Limits):
        other = getattr(Limits(), field.name) + 1
        settings.PROMISE = {field.name: str(other)}
        assert getattr(limits(), field.name) == other


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"helo_hours": "2"}, "PROMISE_HELO_HOURS"),
        ({"hello_hours": "soon"}, "PROMISE_HELLO_HOURS must be a whole number"),
        ({"hello_hours": "-1"}, "PROMISE_HELLO_HOURS must be a whole number"),
        ({"sleeps_hour": "24"}, "on one day"),
        ({"wakes_hour": "22"}, "on one day"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    settings: Settings, given: dict[str, str], why: str
) -> None:
    settings.PROMISE = given
    with pytest.raises(ImproperlyConfigured, match=why):
        limits()


def test_what_cannot_be_meant_is_said_when_it_starts() -> None:
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=os.environ | {"PROMISE_HELO_HOURS": "2"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "There is no setting called PROMISE_HELO_HOURS." in run.stderr

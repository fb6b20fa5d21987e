"""What `./run lighthouse` makes of a report: bars, and what is to be kept private."""

from typing import Any

import pytest

from devtools import lighthouse


def report(*, found: int, titled: int = 1) -> dict[str, Any]:
    """As Lighthouse writes it, with as little in it as counts."""
    weights = {"is-crawlable": 4, "document-title": 1, "structured-data": 0}
    audits: dict[str, Any] = {
        "is-crawlable": {"score": found},
        "document-title": {"score": titled},
        "structured-data": {"score": None},
        "largest-contentful-paint": {"numericValue": 1500},
        "cumulative-layout-shift": {"numericValue": 0},
        "total-byte-weight": {"numericValue": 2048},
    }
    references = [{"id": name, "weight": one} for name, one in weights.items()]
    scores = {name: {"score": 1, "auditRefs": []} for name in lighthouse.BARS}
    scores["seo"] = {"score": 0.2 + 0.8 * found, "auditRefs": references}
    return {"categories": scores, "audits": audits}


def row(look: lighthouse.Look, seen: dict[str, Any]) -> dict[str, Any]:
    """What is written in the table."""
    return lighthouse.judge(look, [seen])


def test_a_page_for_everybody_must_be_found() -> None:
    look = lighthouse.Look("/")
    assert lighthouse.is_good(row(look, report(found=1)))
    hidden = row(look, report(found=0))
    assert not lighthouse.is_good(hidden)
    assert hidden["missed"] == ["is-crawlable"]


def test_ones_own_page_must_not() -> None:
    look = lighthouse.Look("/basket/", cookies="session=x")
    kept = row(look, report(found=0))
    assert lighthouse.is_good(kept)
    assert kept["scores"]["seo"] == 1
    open_to_all = row(look, report(found=1))
    assert not lighthouse.is_good(open_to_all)
    assert not lighthouse.is_good(row(look, report(found=0, titled=0)))


@pytest.mark.parametrize(
    ("speeds", "is_good"),
    [([0.95], True), ([0.9, 0.97, 0.96], True), ([0.9, 0.99, 0.9], False)],
)
def test_a_busy_moment_spoils_no_page(speeds: list[float], is_good: bool) -> None:
    loads = []
    for speed in speeds:
        load = report(found=1)
        load["categories"]["performance"] = {"score": speed, "auditRefs": []}
        loads.append(load)
    found = lighthouse.judge(lighthouse.Look("/"), loads)
    assert lighthouse.is_good(found) is is_good
    assert ("below the bars" in lighthouse.table({"home": found})) is not is_good

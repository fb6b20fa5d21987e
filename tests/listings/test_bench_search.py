"""The benchmark in small, with its own checks: ./run bench-search."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db(transaction=True)
def test_every_kind_of_page_is_answered_and_explained(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("measure_search", listings=600, shops=12, times=2)
    said = capsys.readouterr().out
    for kind in ("category", "a typo", "category, arrives by a day", "page 1000 of"):
        assert f"\n{kind}" in said
    assert "entry_" in said
    assert "met: every kind" in said

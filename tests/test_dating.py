"""When a number holds: cases where one word, stop or day decides."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from ningbo_lib.figures.extraction import find_figures
from tests.conftest import ROOT

TABLE = ROOT / "tests/cases/figures/dates.tsv"
LINES = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
CASES = list(csv.DictReader(LINES, delimiter="\t"))


def periods(text: str, published: str) -> str:
    """Surface and period of each amount and how the period is known; ``?`` for nothing."""
    day = None if published == "-" else date.fromisoformat(published)
    found = find_figures(text.replace("\\n", "\n"), published=day)
    amounts = (figure for figure in found if figure.low is not None)
    return ", ".join(f"{f.surface} {f.period or '?'} {f.period_from or '?'}" for f in amounts)


@pytest.mark.parametrize("case", CASES, ids=[f"{c['text']} {c['published']}" for c in CASES])
def test_the_period_of_each_amount(case: dict[str, str]) -> None:
    assert periods(case["text"], case["published"]) == case["periods"]

"""Period, indicator and status of figures: cases where one word, stop or day decides."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from ningbo_lib.figures.extraction import Figure, find_figures
from tests.conftest import ROOT


def table(name: str) -> list[dict[str, str]]:
    text = (ROOT / "tests/cases/figures" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line[0] != "#"]
    return list(csv.DictReader(lines, delimiter="\t"))


def amounts(text: str, published: str) -> list[Figure]:
    day = None if published == "-" else date.fromisoformat(published)
    return [f for f in find_figures(text, published=day) if f.low is not None]


@pytest.mark.parametrize("case", table("dates.tsv"), ids=lambda c: f"{c['text']} {c['published']}")
def test_the_period_of_each_amount(case: dict[str, str]) -> None:
    """Surface and period of each, and how the period is known; ``?`` for nothing."""
    found = amounts(case["text"].replace("\\n", "\n"), case["published"])
    told = [f"{f.surface} {f.period or '?'} {f.period_from or '?'}" for f in found]
    assert ", ".join(told) == case["periods"]


@pytest.mark.parametrize("case", table("indicators.tsv"), ids=lambda c: c["text"])
def test_what_each_amount_measures(case: dict[str, str]) -> None:
    found = amounts(case["text"], "2021-06-30")
    told = [f"{f.surface} {f.indicator or '?'} {f.subject or '?'}" for f in found]
    assert ", ".join(told) == case["names"]


@pytest.mark.parametrize("case", table("plans.tsv"), ids=lambda c: f"{c['text']} {c['published']}")
def test_fact_or_plan(case: dict[str, str]) -> None:
    found = find_figures(case["text"], published=date.fromisoformat(case["published"]))
    assert ", ".join(f"{f.surface} {f.status}" for f in found) == case["statuses"]

"""Period, indicator and status of figures: cases where one word, stop or day decides."""

from __future__ import annotations

import csv
import json
from datetime import date
from operator import attrgetter

import pytest

from ningbo_lib.figures.extraction import Figure, find_figures
from ningbo_lib.figures.linking import sentence_starts, settings
from ningbo_lib.figures.quantities import find_quantities
from ningbo_lib.figures.subjects import subjects
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


PRODUCTS = ["钢材", "水泥", "玻璃", "化肥", "农药", "汽车", "船舶", "轮胎"]
#: Numbers without a time or a plan, and more characters than the words around a figure reach.
BEFORE = f"港口有3座，学校有2所。公园有9个，面积7公顷。{'字' * 300}。街道有8条，桥有4座。\n"
BEHIND = "\n港口有3座，学校有2所。"


def labelled() -> list[tuple[str, str]]:
    """Every labelled text with the day it was published."""
    folder = ROOT / "tests/cases/figures"
    names = ("in_the_wild", "synthetic", "negative", "edges", "times", "words_around")
    files = [json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in names]
    rows = [row for file in files for row in file]
    rows += [row for name in ("dates.tsv", "indicators.tsv", "plans.tsv") for row in table(name)]
    return [(row["text"].replace("\\n", "\n"), row.get("published", "-")) for row in rows]


#: All of a figure but its offsets.
SAID = attrgetter(*(name for name in Figure.__annotations__ if name not in ("start", "stop")))


def test_other_paragraphs_change_nothing() -> None:
    """Neither the one before nor the one behind, nor how far on in the text a figure stands."""
    for text, published in labelled():
        day = None if published == "-" else date.fromisoformat(published)
        start, stop = len(BEFORE), len(BEFORE + text)
        alone = [(f.start + start, SAID(f)) for f in find_figures(text, published=day)]
        among = find_figures(BEFORE + text + BEHIND, published=day)
        assert [(f.start, SAID(f)) for f in among if start <= f.start < stop] == alone, text


def test_a_sentence_says_the_same_at_every_place_of_a_long_text() -> None:
    sentence = "去年我市出口3亿元，同比增长5%，其中食品、服装分别增长2%和1%，居全省第一位。\n"
    told = [
        [(f.surface, f.direction, f.basis, f.indicator, f.subject, f.period) for f in figures]
        for figures in (find_figures(sentence * n, published=date(2021, 6, 30)) for n in (1, 80))
    ]
    assert len(told[0]) == 5
    assert told[1] == told[0] * 80


@pytest.mark.parametrize(
    ("text", "subject", "indicator"),
    [
        (f"我市{'字' * 78}5亿元", "我市", None),
        (f"我市{'字' * 79}5亿元", "", None),
        (f"出口持续{'字' * 55}，达5亿元", None, "出口"),
        (f"出口持续{'字' * 56}，达5亿元", None, ""),
    ],
)
def test_how_far_back_a_name_may_stand(text: str, subject: str | None, indicator: str) -> None:
    (figure,) = find_figures(text)
    assert subject in (None, figure.subject)
    assert indicator in (None, figure.indicator)


@pytest.mark.parametrize("size", range(2, 9))
def test_as_many_numbers_are_dealt_out_as_a_clause_has_names(size: int) -> None:
    names = PRODUCTS[:size]
    rates = "、".join(f"{rate}%" for rate in range(1, size + 1))
    found = find_figures(f"{'、'.join(names)}产量分别增长{rates}。")
    assert [f.indicator for f in found] == [*names[:-1], f"{names[-1]}产量"]


def test_subjects_need_the_place_of_every_number() -> None:
    text = "出口5亿元，增长3%。"
    amounts = list(find_quantities(text))
    places = settings(text, amounts, sentence_starts(text))
    assert len(subjects(text, amounts, places)) == 2
    with pytest.raises(ValueError, match="shorter"):
        subjects(text, amounts, places[:1])

"""Arithmetic between stated figures, and scores against annotation."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from ningbo_lib.figures.checks import _holds, check_figures
from ningbo_lib.figures.scores import figure_errors, read_gold, score_figures
from ningbo_lib.figures.tables import figures_table

GOLD = Path(__file__).parents[1] / "data" / "gold" / "figures.csv"


def _table(*texts: str) -> pd.DataFrame:
    return figures_table(
        pd.DataFrame(
            {
                "article_id": "a",
                "paragraph_id": [f"p{n}" for n in range(len(texts))],
                "year": 2021,
                "published": pd.Timestamp("2021-03-30"),
                "text": list(texts),
            }
        )
    )


CHECKS = [
    ("去年，货物贸易额30亿元。其中，进口10亿元，出口20亿元。", "sum", True),
    ("去年，货物贸易额31亿元。其中，进口10亿元，出口20亿元。", "sum", False),
    (
        "去年，贸易额30.6亿元，增长2%。其中，进口10亿元，增长0%；出口20.6亿元，增长3%。",
        "growth",
        True,
    ),
    (
        "去年，贸易额30.6亿元，增长9%。其中，进口10亿元，增长0%；出口20.6亿元，增长3%。",
        "growth",
        False,
    ),
    ("去年，玩具产值10亿元，出口额7.1亿元，外销比例在70%以上。", "share", True),
    ("去年，玩具产值10亿元，出口额6.9亿元，外销比例在70%以上。", "share", False),
    ("去年，玩具产值10亿元，出口额1.95亿元，外销比例约两成。", "share", True),
    ("去年，出口额10亿元。去年，对欧出口2亿元，占出口总量的20%。", "share", True),
]


@pytest.mark.parametrize(("text", "check", "holds"), CHECKS)
def test_checks(text: str, check: str, holds: bool) -> None:
    found = check_figures(_table(text))
    assert found.loc[found["check"] == check, "holds"].tolist() == [holds]


@pytest.mark.parametrize(
    "text",
    [
        "去年产值10亿元。今年出口额7亿元，外销比例70%。",  # other years
        "去年产值10亿美元，出口额7亿元，外销比例70%。",  # other units
        "没有数字。",
    ],
)
def test_nothing_to_check(text: str) -> None:
    found = check_figures(_table(text))
    assert found.empty
    assert list(found.columns) == list(check_figures(_table()).columns)


def test_rounding_follows_the_printed_digits() -> None:
    rounded = check_figures(_table("去年，贸易额3亿元。其中，进口1.2亿元，出口2.2亿元。"))
    assert rounded["holds"].tolist() == [True]


def test_gold_scores_itself_fully() -> None:
    gold = read_gold(GOLD)
    scores = score_figures(gold[gold["figure"] == "1"], gold)
    assert (scores["share"] == 1).all()
    assert figure_errors(gold[gold["figure"] == "1"], gold).empty


def test_scores_count_what_is_missed_and_false() -> None:
    gold = read_gold(GOLD)
    found = gold[gold["figure"] == "1"].copy()
    found.loc[found.index[0], "kind"] = "age"
    scores = score_figures(found, gold).set_index("measure")["share"]
    assert scores["precision"] == scores["recall"] == pytest.approx(74 / 75, abs=5e-4)
    assert set(figure_errors(found, gold)["verdict"]) == {"missed", "false"}


def test_gold_names_missing_columns(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_text("sentence,surface\n", encoding="utf-8")
    with pytest.raises(ValueError, match="figure"):
        read_gold(path)


def test_the_two_texts_reach_what_was_aimed_at() -> None:
    """Read sentence by sentence; F1 .98, the attributes as the guide asks."""
    gold = read_gold(GOLD)
    frame = gold[["text_id", "sentence"]].drop_duplicates("sentence")
    days = frame["text_id"].str[:4].map({"2021": "2021-03-31", "2024": "2024-03-15"})
    found = figures_table(
        frame.rename(columns={"sentence": "text", "text_id": "article_id"}).assign(
            paragraph_id=frame["sentence"], year=2021, published=pd.to_datetime(days)
        )
    )
    scores = score_figures(found.assign(sentence=found["paragraph_id"]), gold)
    reached = scores.set_index("measure")["share"]
    assert reached["F1"] >= 0.98
    assert (reached[["unit", "modifier", "direction", "basis", "status"]] >= 0.97).all()


def test_an_attribute_read_otherwise_is_an_error_of_its_own() -> None:
    gold = read_gold(GOLD)
    found = gold[gold["figure"] == "1"].copy()
    directed = found.index[found["direction"] == "increase"][0]
    found.loc[directed, "direction"] = ""
    errors = figure_errors(found, gold)
    assert errors["verdict"].tolist() == ["direction"]
    assert errors["detail"].tolist() == ["increase, found none"]


@pytest.mark.parametrize(
    ("modifier", "values"),
    [
        ("exact", {"44.9": False, "45.1": True, "54.9": True, "55.1": False}),
        ("approx", {"44": False, "48": True, "52": True, "56": False}),
        ("at_least", {"49.9": False, "50": True, "90": True}),
        ("over", {"49.9": False, "50": True, "90": True}),
        ("at_most", {"9": True, "50": True, "50.1": False}),
        ("under", {"9": False, "48": True, "50": True, "50.1": False}),
    ],
)
def test_a_bound_holds_on_its_own_side(modifier: str, values: dict[str, bool]) -> None:
    stated = {"modifier": modifier, "low": Decimal(50), "high": Decimal(50)}
    for value, holds in values.items():
        assert _holds(stated, float(value)) is holds, value

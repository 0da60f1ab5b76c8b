"""How well made-up pages are read: never worse than now, and how far from the aim.

``pages/floors.tsv`` holds what was measured last, ``pages/short_of_aim.tsv`` the pages and scores
that do not reach the aim yet, with the reason; ``python -m tests.score_pages`` brings both up to
date.
"""

from __future__ import annotations

import math

import pytest

import ningbo_lib as nb
from tests.page_checks import assert_conserved, assert_origins_right
from tests.score_pages import (
    FLOORS,
    PAGES,
    SCORES,
    SHORT,
    edit_distance,
    gold_pages,
    least_wanted,
    read_list,
    score_page,
    split_at_blank_lines,
)

CASES = {name: (text, gold) for name, text, gold in gold_pages(PAGES)}
LEAST = {row["page"]: row for row in read_list(FLOORS)}
REASONS = {(row["page"], row["score"]): row["reason"] for row in read_list(SHORT)}


def _aims() -> list[object]:
    found = []
    for name, (_, gold) in CASES.items():
        for score, aim in least_wanted(gold["kind"]).items():
            reason = REASONS.get((name, score))
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            found.append(pytest.param(name, score, aim, id=f"{name}-{score}", marks=marks))
    return found


@pytest.fixture(scope="module")
def scores():
    return {name: score_page(nb.parse_page(text), gold) for name, (text, gold) in CASES.items()}


def test_the_lists_name_pages_that_are_there():
    assert set(LEAST) == set(CASES)
    assert {name for name, _ in REASONS} <= set(CASES)
    assert all(REASONS.values())


@pytest.mark.parametrize("name", CASES)
def test_never_worse_than_now(scores, name):
    for score in SCORES:
        floor = float(LEAST[name][score] or "nan")
        found = scores[name][score]
        if score in {"cer", "lost"}:
            assert found <= floor, score
        else:
            assert math.isnan(found) or found >= floor, score


@pytest.mark.parametrize(("name", "score", "aim"), _aims())
def test_aim(scores, name, score, aim):
    found = scores[name][score]
    assert math.isnan(found) or found >= aim


@pytest.mark.parametrize("name", CASES)
def test_nothing_is_lost(name):
    text, _ = CASES[name]
    assert_conserved(text)
    assert_origins_right(text)


@pytest.mark.parametrize("name", CASES)
def test_better_than_splitting_at_blank_lines(scores, name):
    text, gold = CASES[name]
    simple = score_page(split_at_blank_lines(text), gold)
    assert scores[name]["paragraph"] > simple["paragraph"]
    assert scores[name]["cer"] < simple["cer"]


def _as_printed(gold):
    """Articles that hold just what the gold says."""
    kinds = [("kicker", "kicker"), ("headline", "headline"), ("subtitle", "subtitle")]
    return [
        nb.Article(
            str(i),
            **{key: article[key] for key, _ in kinds},
            bylines=tuple(nb.Byline(**by) for by in article["bylines"]),
            blocks=(
                *(nb.Block("heading", text) for text in article["headings"]),
                *(nb.Block("paragraph", text) for text in article["paragraphs"]),
                *(
                    nb.Block("caption", caption["text"], credit=caption["credit"])
                    for caption in article["captions"]
                ),
            ),
        )
        for i, article in enumerate(gold["articles"])
    ]


@pytest.mark.parametrize("name", CASES)
def test_the_scorer_gives_full_marks_to_the_gold(name):
    _, gold = CASES[name]
    for score, found in score_page(_as_printed(gold), gold).items():
        full = 0.0 if score in {"cer", "lost"} else 1.0
        assert math.isnan(found) or found == pytest.approx(full), score


def test_the_scorer_gives_nothing_for_nothing():
    _, gold = CASES["press_01"]
    found = score_page([], gold)
    assert found["cer"] == found["lost"] == 1.0
    assert found["paragraph"] == found["headline"] == found["assign"] == 0.0


@pytest.mark.parametrize(
    ("a", "b", "edits"),
    [("", "", 0), ("岛", "", 1), ("科学岛", "科技小岛", 2), ("甲乙丙", "乙丙甲", 2)],
)
def test_edit_distance(a, b, edits):
    assert edit_distance(a, b) == edit_distance(b, a) == edits

"""Fact or plan: how far a word reaches, and numbers side by side."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from ningbo_lib.figures.extraction import find_figures
from ningbo_lib.figures.plans import Status, share_plans


def statuses(text: str, published: str) -> str:
    """Surface and status of each figure, in order."""
    found = find_figures(text, published=date.fromisoformat(published))
    return ", ".join(f"{figure.surface} {figure.status}" for figure in found)


@pytest.mark.parametrize(("between", "status"), [(60, "target"), (79, "target"), (90, "actual")])
def test_a_feast_is_looked_for_a_line_or_two_back(between: int, status: str) -> None:
    text = f"全市{'各' * 45}迎接{'新' * (between - 4)}成立70周年。"
    assert statuses(text, "2021-03-30") == f"70周年 {status}"


def side_by_side(*numbers: tuple[Status, int, str, bool]) -> str:
    """Status, clause, gap in front and whether time settles it -> initials of the statuses."""
    states = [number[0] for number in numbers]
    places = [SimpleNamespace(clause=clause, gap=gap) for _, clause, gap, _ in numbers]
    share_plans(states, places, [settled for *_, settled in numbers])  # type: ignore[arg-type]
    return "".join(state[0] for state in states)


def test_numbers_side_by_side_are_one_plan() -> None:
    fact, plan = ("actual", 0, "、", False), ("target", 0, "、", False)
    other_clause, other_plan = ("actual", 9, "、", False), ("target", 9, "和", False)
    assert side_by_side(fact, plan) == side_by_side(plan, fact) == "tt"
    assert side_by_side(plan, fact, fact) == "ttt"
    assert side_by_side(fact, fact) == "aa"
    assert side_by_side(plan, ("actual", 0, "增长", False)) == "ta"
    assert side_by_side(fact, fact, other_plan, other_clause) == "aatt"
    assert side_by_side(fact, plan, other_clause) == "tta"


def test_a_time_that_is_over_or_to_come_is_not_shared() -> None:
    past, fact, plan = (
        ("actual", 0, "、", True),
        ("actual", 0, "、", False),
        ("target", 0, "、", False),
    )
    assert side_by_side(past, plan) == "at"
    assert side_by_side(plan, past) == "ta"
    assert side_by_side(past, fact, plan) == "att"
    assert side_by_side(plan, fact, past) == "tta"

"""Where numerals state nothing: how far a label or a title reaches, and what an article is."""

from __future__ import annotations

import pytest

from ningbo_lib.figures.labels import LABEL_LENGTH, in_label, in_title, is_article, is_fixed


@pytest.mark.parametrize(
    ("text", "at", "fixed"),
    [
        ("独一无二的", 1, True),
        ("独一无二的", 3, True),
        ("独一有二的", 1, False),
        ("共十分明显", 1, True),
        ("共十分钟", 1, False),
        ("十分钟", 0, False),
        ("占十分之一", 1, False),
    ],
)
def test_expressions_are_known_by_all_their_characters(text: str, at: int, fixed: bool) -> None:
    assert is_fixed(text, at) is fixed


@pytest.mark.parametrize("before", range(LABEL_LENGTH))
def test_a_label_is_as_long_as_is_said_and_no_longer(before: int) -> None:
    """A number of one character, with others before it and behind."""
    for length in (LABEL_LENGTH, LABEL_LENGTH + 1):
        behind = length - before - 1
        text = f"提出“{'新' * before}三{'个' * behind}”。"
        assert in_label(text, 3 + before, 4 + before) is (length == LABEL_LENGTH)


def test_twelve_characters_are_a_label_and_thirteen_are_not() -> None:
    assert in_label("“三个新变化新特点新趋势一”", 1, 2)
    assert not in_label("“三个新变化新特点新趋势一二”", 1, 2)


def test_what_breaks_a_label() -> None:
    assert in_label("“三个”", 1, 2)
    assert not in_label("“新，三个”", 3, 4)
    assert not in_label("“三个，”", 1, 2)
    assert not in_label("“新”三个”", 3, 4)
    assert not in_label("新三个”", 1, 2)


def test_how_far_a_title_reaches() -> None:
    assert in_title(f"《{'新' * 60}3", 61)
    assert not in_title(f"《{'新' * 61}3", 62)
    assert in_title("《新3》", 2)
    assert not in_title("《新》3", 3)
    assert in_title("《新》《3", 4)
    assert in_title(f"《新3》{'新' * 200}", 2)
    assert in_title(f"{'新' * 100}《新3》", 102)
    assert not in_title(f"{'新' * 100}《新》3", 103)


@pytest.mark.parametrize(
    ("text", "at", "name", "article"),
    [
        ("新的一年", 2, "年", True),
        ("关键一年", 2, "年", True),
        ("这一天", 1, "天", True),
        ("用了一年", 2, "年", False),
        ("一年比一年好", 0, "年", True),
        ("一天天", 0, "天", False),
        ("新十年", 1, "年", True),
        ("新十道", 1, "道", False),
        ("这一道", 1, "道", False),
        ("这二年", 1, "年", False),
        ("十年树人，百年一新", 0, "年", False),
    ],
)
def test_one_as_an_article(text: str, at: int, name: str, article: bool) -> None:
    assert is_article(text, at, name) is article

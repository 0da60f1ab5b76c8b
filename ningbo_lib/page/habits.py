"""What holds for a page as a whole and helps to tell its titles: blank lines, numbers, words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence, Set
from typing import NamedTuple

from ningbo_lib.marks import is_han, pairs_of
from ningbo_lib.page.judging import Judged
from ningbo_lib.page.lines import Line

_LEAST_NUMBERS = 2  # on a page that numbers its sections
_LEAST_PAIRS, _SUMMARY = 4, 0.6  # of a line's character pairs, and how many of them said elsewhere


class Habits(NamedTuple):
    """Blank lines around lines are usual, sections are numbered; pairs of characters it has."""

    blocks_usual: bool
    numbered: bool
    pairs: Set[str]
    repeated: Set[str]


def habits_of(judged: Sequence[Judged]) -> Habits:
    """The habits of a page from its lines in order, bylines and the like already told."""
    apart = sum(item.line.blank_before and item.line.blank_after for item in judged)
    numbers = sum(
        item.role == "number"
        and below.role == ""
        and below.line.blank_after
        and not below.line.ended
        for item, below in itertools.pairwise(judged)
    )
    texts = [item.line.text for item in judged]
    short = [i.line.text for i in judged if i.role == "" and _may_stand_over(i.line)]
    return Habits(
        apart > 0.2 * len(judged),
        numbers >= _LEAST_NUMBERS,
        _known_pairs(texts),
        _repeated_pairs(texts, short),
    )


def _may_stand_over(line: Line) -> bool:
    return not (line.ended or line.justified) and (line.blank_before or line.blank_after)


def _repeated_pairs(texts: Sequence[str], titles: Sequence[str]) -> Set[str]:
    """Of the character pairs of lines that may be titles, those that two lines have."""
    asked = {pair for text in titles for pair in pairs_of(text)}
    once: set[str] = set()
    twice: set[str] = set()
    for text in texts:
        own = asked.intersection(pairs_of(text))
        twice |= own & once
        once |= own
    return twice


def is_summary(line: Line, repeated: Set[str]) -> bool:
    """Whether most of what a line says is said elsewhere on the page too, as by titles."""
    if not _may_stand_over(line):
        return False
    pairs = set(pairs_of(line.text))
    return len(pairs) >= _LEAST_PAIRS and len(pairs & repeated) >= _SUMMARY * len(pairs)


def _known_pairs(texts: Sequence[str]) -> Set[str]:
    """Of the character pairs that ends and beginnings of near lines make, those inside a line."""
    asked = {above[-1] + text[0] for above, text in itertools.pairwise(texts)}
    asked |= {above[-1] + below[0] for above, below in zip(texts, texts[2:], strict=False)}
    known: set[str] = set()
    for text in texts:
        known |= asked.intersection(pairs_of(text))
    return known


def known_around(judged: Sequence[Judged], i: int, pairs: Set[str]) -> bool:
    """Whether the text around line ``i`` goes on past it in a pair that the page has elsewhere."""
    if not 0 < i < len(judged) - 1:
        return False
    last = judged[i - 1].line.text[-1]
    first, below = judged[i].line.text[0], judged[i + 1].line.text[0]
    known = last + below in pairs and last + first not in pairs
    return known and not first.isdigit()  # anything may stand before a number


def known_below(judged: Sequence[Judged], i: int, pairs: Set[str]) -> bool:
    """Whether line ``i`` goes on in the one below in a pair that the page has elsewhere."""
    if i + 1 >= len(judged):
        return False
    last, first = judged[i].line.text[-1], judged[i + 1].line.text[0]
    return is_han(last) and is_han(first) and last + first in pairs

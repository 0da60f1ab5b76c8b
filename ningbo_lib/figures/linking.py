"""Where a number stands: its sentence, its clause, and the words since the number before it.

What these words say is asked elsewhere, one function a question over a ``Setting``: which way a
number moves (``directions``), against what (``bases``), of what time (``dating``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ningbo_lib.figures.quantities import Quantity

#: A line break within a list does not end its sentence.
_SENTENCE = re.compile(r"[。！？!?\n](?<![，；、,;]\n)[”’」』）]*+")
#: Up to and with the last mark that ends a clause; linking looks no further back than _REACH.
_LAST_CLAUSE = re.compile(r".*(?:[，；：。！？\n（）;!?]|,(?![0-9])|:(?![0-9]))", re.DOTALL)
_REACH = 60
#: Words between numbers come back again and again: what they say is read once.
remembered = lru_cache(maxsize=2048)
#: In front of the first end of a from–to pair, and behind it.
FROM = re.compile(r"[由从][^，到至]{0,12}$")
TO = re.compile(
    r"[^，。；]{0,8}(?:[到至]|(?:调整|转变?|变|改|升|降|增加|减少|提高|缩短|压缩|扩大)为)"
)


class Setting(NamedTuple):
    """Where a figure stands: starts of sentence and clause, and the words since what came last."""

    sentence: int
    clause: int
    prefix: str  # clause text before the figure
    gap: str  # the part of it behind the previous figure
    gap_start: int


def sentence_starts(text: str) -> list[int]:
    """Offsets where the sentences of ``text`` begin."""
    return [0, *[match.end() for match in _SENTENCE.finditer(text)]]


def sentence_at(text: str, start: int, starts: Sequence[int]) -> str:
    """The sentence of ``text`` around offset ``start``, with its closing marks."""
    index = bisect_right(starts, start)
    stop = starts[index] if index < len(starts) else len(text)
    return text[starts[index - 1] : stop].strip()


def settings(text: str, quantities: Sequence[Quantity], sentences: Sequence[int]) -> list[Setting]:
    """The setting of each quantity of ``text``, whose sentences start at ``sentences``."""
    found, previous = [], 0
    for quantity in quantities:
        start = quantity.start
        sentence = sentences[bisect_right(sentences, start) - 1]
        reach = max(sentence, start - _REACH)
        mark = _LAST_CLAUSE.match(text, reach, start)
        clause = mark.end() if mark else reach
        prefix = gap = text[clause:start]
        gap_start = clause
        if previous > clause:
            gap, gap_start = text[previous:start], previous
        found.append(Setting(sentence, clause, prefix, gap, gap_start))
        previous = quantity.stop
    return found


def opens_pair(text: str, quantity: Quantity, place: Setting) -> bool:
    """Is this the first end of a from–to pair (由20%提升到36%)?"""
    return begins_pair(place.gap) and bool(TO.match(text, quantity.stop))


def begins_pair(gap: str) -> bool:
    """Do the words before a number make it the first end of a pair (由去年的)?"""
    return ("由" in gap or "从" in gap) and bool(FROM.search(gap))


def is_pair(first: Setting, second: Setting) -> bool:
    """Whether two numbers are the ends of one change: 由8件增加到11件."""
    same = first.sentence == second.sentence
    return same and begins_pair(first.gap) and bool(TO.match(second.gap))


#: All that may stand between the two of a pair that belongs together.
AND = ("和", "、", "与", "及")
_COORDINATED = re.compile(r"\s*(?:、|和|与|及|以及|或)\s*$")


@remembered
def is_side_by_side(gap: str) -> bool:
    """Do the words between two numbers only join them (2.8和5.5平方米)?"""
    return bool(_COORDINATED.fullmatch(gap))


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last place in ``text`` that the pattern matches."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found

"""Kicker, headline and subtitle from the lines that stand over an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from ningbo_lib.marks import is_balanced, is_han
from ningbo_lib.page.dictionary import tagged, word_crosses
from ningbo_lib.page.judging import Judged, text_of

_NEEDS_MORE = re.compile(
    "(?:到底|究竟|如何|怎样|怎么|为何|能否)$|[着著们們他她的了在和与及或是为将把被从对向以而至到由于、，：]$"
)
#: A line that says when, and not yet what, is no title by itself.
_SAYS_WHEN = re.compile(
    "前?[一二三四1-4]季度|[上下]半年|(?:前[0-9一二三四五六七八九十]+个)?[0-9]*月|[今去明]年"
)
_CLINGING = "的了着著过過们們得地和暨"  # no element begins with one of these
_PIVOTS = frozenset({"让", "使", "令", "把", "将", "叫", "請", "请", "讓"})
_RESULT = "来來成为為出到入向于於起"  # with which verbs end that an object follows
_DASH = ("——", "—", "－－", "--")
_LABEL = 4  # characters of a section's name, as 民生一线
_SHORT_TITLE = 13  # characters that one line of a headline may well have
_COLUMN_NAME = 7  # characters that names as 走进小镇, 对话造船人 have at the most
_MOST_LINES = 8  # a head of more lines than this is taken line by line


class Head(NamedTuple):
    """The lines of each element of a head, in print order; empty where absent."""

    kicker: tuple[Judged, ...]
    headline: tuple[Judged, ...]
    subtitle: tuple[Judged, ...]


def read_head(lines: Sequence[Judged], body: str = "") -> Head:
    """Tell kicker, headline and subtitle apart.

    The lines are grouped into at most three elements so that the joins cost least, then named: a
    subtitle opens with a dash or stands right below the headline, a kicker stands above it, parted
    by a blank line.
    """
    if not lines:
        return Head((), (), ())
    groups = _grouped(lines, body)
    dashed = [i for i, group in enumerate(groups) if _is_set_below(group[0].line.text)]
    if dashed and dashed[0] > 0:
        above, below = groups[: dashed[0]], groups[dashed[0] :]
    elif len(groups) > 2 or (len(groups) == 2 and _has_subtitle(groups, lines)):
        above, below = groups[:-1], groups[-1:]
    else:
        above, below = groups, []
    if len(above) == 2 and _glued(*above) and _appeal(above[0]) >= _appeal(above[1]) + 1:
        above = above[::-1]  # some extractors give the larger print of a block first
    kicker = [line for group in above[:-1] for line in group]
    subtitle = [line for group in below for line in group]
    return Head(tuple(kicker), tuple(above[-1]), tuple(subtitle))


def _is_set_below(text: str) -> bool:
    """Whether a line is set as subtitles are: behind a dash, or the whole of it in brackets."""
    return text.startswith(_DASH) or (text[0] + text[-1] == "（）" and text.count("（") == 1)


def _has_subtitle(groups: Sequence[Sequence[Judged]], lines: Sequence[Judged]) -> bool:
    """Whether the lower of two elements is a subtitle, not the headline below a kicker.

    Either it adds one thing more to a line that reads as a headline by itself, or stands below one
    of two parts (…——…), or right below one and as long, in a head that has blank lines around it.
    """
    upper, lower = groups
    if any("——" in item.line.text[1:] for item in upper):
        return True
    lead = _appeal(upper) - _appeal(lower)
    spaced = lines[0].line.blank_before or lines[-1].line.blank_after
    wider = sum(i.line.width for i in lower) >= sum(i.line.width for i in upper)
    text = text_of(lower)
    below = bool(spaced) and wider and not lower[0].line.blank_before
    return (below and lead >= 0) or (lead >= 1 and _is_predicate(text))


def _is_predicate(text: str) -> bool:
    """Whether a line is one clause that says what is done, too long for a column's name."""
    verb = any(tag in ("v", "vd", "vi", "vn") for _, tag in tagged(text))
    return len(text) > _COLUMN_NAME and "，" not in text and verb


def _glued(upper: Sequence[Judged], lower: Sequence[Judged]) -> bool:
    """Whether two elements stand together, parted from what is around them."""
    return (
        upper[0].line.blank_before and not lower[0].line.blank_before and lower[-1].line.blank_after
    )


def _appeal(lines: Sequence[Judged]) -> float:
    """How much a title element reads as a headline does: a clause, of middle length."""
    text = text_of(lines)
    words = tagged(text)
    score = 1.0 * any(tag in ("v", "vd", "vi", "p") for _, tag in words)
    score += 1.0 if 8 <= len(text) <= 18 else -1.5 * (len(text) > 20)
    return score - 1.5 * (text.count("，") > 1)


def _grouped(lines: Sequence[Judged], body: str) -> list[list[Judged]]:
    """Lines joined into elements, at most three, at the least cost."""
    gaps = range(1, len(lines))
    costs = {gap: _join_cost(lines[gap - 1].line.text, lines[gap], body) for gap in gaps}
    if len(lines) > _MOST_LINES:
        best: Sequence[int] = gaps
    else:
        cuts = [cut for n in range(min(3, len(lines))) for cut in combinations(gaps, n)]
        best = min(cuts, key=lambda cut: (sum(costs[g] for g in gaps if g not in cut), len(cut)))
    edges = [0, *best, len(lines)]
    return [list(lines[a:b]) for a, b in pairwise(edges)]


def _join_cost(above: str, below: Judged, body: str) -> float:
    """Cost of reading two lines as one element; below zero where they plainly are one."""
    text = below.line.text
    if _is_set_below(text):
        return 9.0
    cost = 2.5 if below.line.blank_before else 1.5
    if word_crosses(above, text) or _reads_on(above, text, body):
        cost -= 3.5
    if _NEEDS_MORE.search(above) or text[0] in _CLINGING:
        cost -= 3.5
    if not is_balanced(above) and is_balanced(above + text):
        cost -= 4.0
    if below.line.width < 5 and len(above) > _LABEL:
        cost -= 2.6
    if not below.line.blank_before and _lacks_verb(above):
        cost -= 3.5
    if not _has_verb(above) and _opens_with_verb(text):
        cost -= 2.0 if _is_subject(above, text) else 1.0
    if _wants_object(above) and not _opens_with_verb(text):
        cost -= 2.0
    if not below.line.blank_before and _is_nominal_pair(above, text):
        cost -= 2.0
    if _SAYS_WHEN.match(above) and not _has_verb(above):
        cost -= 2.0
    return cost


def _is_nominal_pair(above: str, below: str) -> bool:
    """Whether neither of two lines says what is done, and both are short even for one title."""
    fits = len(above) > _LABEL and len(above + below) <= _SHORT_TITLE
    return fits and not (_has_verb(above) or _has_verb(below))


def _reads_on(above: str, below: str, body: str) -> bool:
    """Whether the characters on both sides of the line end stand together in the article."""
    return above[-1:] + below[:1] in body and is_han(above[-1]) and is_han(below[0])


def _lacks_verb(text: str) -> bool:
    """Whether a line begins with 让 or its like and does not say what is done."""
    words = tagged(text)
    pivot = bool(words) and words[0][0] in _PIVOTS
    return pivot and not any(tag.startswith("v") for _, tag in words[1:])


def _has_verb(text: str) -> bool:
    return any(tag in ("v", "vd", "vi") for _, tag in tagged(text))


def _is_subject(above: str, below: str) -> bool:
    """Whether a line is a plain name or noun and the next one says what it does."""
    verb, tag = tagged(below)[0]
    named = tagged(above)[0][1].startswith("n") and "，" not in above
    return named and tag == "v" and verb not in _PIVOTS


def _wants_object(text: str) -> bool:
    """Whether one clause ends with a verb made to be followed by its object, as 迎来, 建成."""
    verb, tag = tagged(text)[-1] if text else ("", "")
    return tag == "v" and len(verb) > 1 and verb[-1] in _RESULT and "，" not in text


def _opens_with_verb(text: str) -> bool:
    words = tagged(text)
    return bool(words) and words[0][1] in ("v", "vn", "vd", "d", "p")

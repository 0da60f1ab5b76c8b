"""Titles, captions and texts given to the article whose words they share."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence

from ningbo_lib.marks import pairs_of
from ningbo_lib.page.fitting import (
    Fit,
    Region,
    caption_groups,
    in_order,
)
from ningbo_lib.page.judging import Judged, text_of

_MOST_HEAD_LINES = 4  # a head of more lines may hold another article's
_MARGIN = 0.05  # by which a title's words must fit another article better
_OWN = 2.0  # how much likelier an article's own words are to return in it than another's
_SURE, _BEYOND_DOUBT = 3.0, 8.0  # log odds to give a text away, where a column is torn or not
_HEADED = 1.5  # what a pair of characters adds that the head of one of two articles has
_SPEAKS = 2.0  # what a speaker who speaks only in one of two articles adds to them
_LEAST, _MOST_STARTS = 40, 12  # characters of a text that is given away, places where it may begin
_MOST_APART = 8  # articles between a caption or title and its own
#: How much a caption's place counts: amid an article's text, after it, and at the page's end.
_AMID, _NEAR, _LAST = 0.3, 0.05, 0.01


def _near(regions: Sequence[Region], k: int) -> range:
    """The articles among which the owner of a line printed with article ``k`` is looked for."""
    return range(max(0, k - _MOST_APART), min(len(regions), k + _MOST_APART + 1))


def give_titles(regions: list[Region], fit: Fit) -> None:
    """Where the heads of articles side by side were read across, part them by their words."""
    for k, region in enumerate(regions):
        if len(region.head) <= _MOST_HEAD_LINES:
            continue
        for item in list(region.head):
            scores = {other: fit.coverage([item], other) for other in _near(regions, k)}
            owner = max(scores, key=lambda other: (scores[other], -other))
            if scores[owner] > scores[k] + _MARGIN:
                region.head.remove(item)
                regions[owner].head = in_order([regions[owner].head, [item]])


def give_texts(regions: Sequence[Region]) -> None:
    """Where a column was torn near the border of two articles, part their texts by their words.

    An extractor may read the head of the next article, or the rest of it, before the last columns
    of one; then the text at the end of the one shares its words with the other.
    """
    if not any(_torn(region) or _broken(region) for region in regions):
        return
    for upper, lower in itertools.pairwise(regions):
        least = _SURE if _torn(upper) or _torn(lower) else _BEYOND_DOUBT
        _give_end(lower, upper, least)
        _give_end(upper, lower, least)


def _torn(region: Region) -> bool:
    """Whether an article's text ends in mid sentence, or begins so."""
    texts = [item for item in region.flow if item.role == "text"]
    return bool(texts) and not texts[-1].line.ended


def _broken(region: Region) -> bool:
    """Whether amid an article a text breaks off, or one goes on with nothing, below blank lines."""
    texts = [item for item in region.flow if item.role == "text"]
    for above, below in itertools.pairwise(texts):
        begins = bool(below.speaker) or below.line.like_first
        goes_on = not begins and below.line.full
        if below.line.blank_before and (goes_on if above.line.ended else begins):
            return True
    return False


def _give_end(giver: Region, taker: Region, least: float) -> None:
    """Move the end of an article's text, and the titles in it, where it fits far better."""
    flow = giver.flow
    cuts = list(_starts(flow))[-_MOST_STARTS:]
    odds, at = max(zip(_odds(giver, cuts, taker), cuts, strict=True), default=(0.0, 0))
    if odds > least:
        giver.flow, taker.flow = flow[:at], taker.flow + flow[at:]


def _starts(flow: Sequence[Judged]) -> Iterator[int]:
    """Where in an article a text of another may begin: at a title or below a blank line."""
    for at, item in enumerate(flow[1:], start=1):
        if item.role == "title" or (item.role == "text" and item.line.blank_before):
            yield at


def _odds(giver: Region, cuts: Sequence[int], taker: Region) -> list[float]:
    """For each cut the log odds that the text from there on belongs to another article."""
    flow = giver.flow
    edges = itertools.pairwise((0, *cuts, len(flow)))
    parts = [_words(flow[start:stop]) for start, stop in edges]
    own_head, taken_head = _words(giver.head), _words(taker.head)
    left = Counter(own_head)  # what stays, by parts that have it
    left.update(word for part in parts for word in part)
    other, moved, size = taken_head | _words(taker.flow), set[str](), len(left)
    here = there = 0  # moved words that stay in this article only, that the other one only has
    odds: list[float] = []
    for at, part in zip(reversed(cuts), reversed(parts), strict=False):
        for word in part:
            left[word] -= 1
            gone = not left[word]
            size -= gone
            if word in other:
                there += gone
            elif word in moved:
                here -= gone
            else:
                here += not gone
        moved |= part
        known = size and other and len(moved) >= _LEAST
        said = _spoken(flow[:at], flow[at:], taker.flow)
        said += _HEADED * (len(moved & taken_head) - len(moved & own_head))
        odds.append(_weigh(here, there, size, len(other)) + said if known else 0.0)
    return odds[::-1]


def _weigh(here: int, there: int, own: int, other: int) -> float:
    """Log odds of so many words here and there between articles of so many words."""
    returns, chance = _OWN * other / (_OWN * other + own), other / (other + _OWN * own)
    return there * math.log(returns / chance) + here * math.log((1 - returns) / (1 - chance))


def _spoken(rest: Sequence[Judged], part: Sequence[Judged], taken: Sequence[Judged]) -> float:
    """What the speakers of a part add: do they speak in the rest or in the other article?"""
    speakers = {item.speaker for item in part} - {""}
    if not speakers:
        return 0.0
    own, other = ({item.speaker for item in flow} & speakers for flow in (rest, taken))
    return _SPEAKS * (len(other - own) - len(own - other))


def _words(flow: Sequence[Judged]) -> set[str]:
    return set(pairs_of(text_of([item for item in flow if item.role in ("text", "title")])))


def give_captions(regions: list[Region], fit: Fit) -> None:
    """Move each caption to the article whose words it shares; in doubt it stays where it is."""
    for k, region in enumerate(regions):
        last_text = max((i.place for i in region.flow if i.role == "text"), default=-1)
        for group in caption_groups(region.flow):
            after = _LAST if k == len(regions) - 1 else _NEAR
            nearness = _AMID if group[0].place < last_text else after
            scores = {
                other: fit.coverage(group, other) + nearness * (other == k)
                for other in _near(regions, k)
            }
            owner = max(scores, key=lambda other: (scores[other], -other))
            if owner != k:
                region.flow = [item for item in region.flow if item not in group]
                regions[owner].flow += group

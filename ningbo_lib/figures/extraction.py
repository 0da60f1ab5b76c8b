"""Stated figures: each number of a text with unit, bounds, direction, basis, meaning and time.

``find_figures`` reads the folded text in steps, each over all numbers: time phrases (``periods``),
numerals with their units (``quantities``), when each holds (``dating``), fact or plan (``plans``),
the year a reader assumes (``assumed``), which way it moves (``changes``), and what it measures
(``indicators``, ``subjects``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from ningbo_lib.columns_needed import require_type
from ningbo_lib.figures.apart import clear_first_ends, clear_plans
from ningbo_lib.figures.assumed import assume, tell_ages, tell_lengths, tell_what_there_is
from ningbo_lib.figures.changes import Change, changes
from ningbo_lib.figures.dated import YEAR_LENGTH, Dated, Origin
from ningbo_lib.figures.dating import periods
from ningbo_lib.figures.headlines import take_from_body
from ningbo_lib.figures.indicators import counted_in, indicators
from ningbo_lib.figures.labels import in_label, in_title
from ningbo_lib.figures.linking import (
    Setting,
    sentence_at,
    sentence_starts,
    settings,
)
from ningbo_lib.figures.mention_roles import dating_mentions
from ningbo_lib.figures.numerals import fold, set_marks
from ningbo_lib.figures.periods import Mention, find_mentions, mask_times
from ningbo_lib.figures.plans import Status, statuses, time_status
from ningbo_lib.figures.present import is_news, tells_news
from ningbo_lib.figures.quantities import Quantity, find_quantities, may_state
from ningbo_lib.figures.subjects import subjects

#: Plan words further off than this do not reach a date.
_FAR = 300


class Figure(NamedTuple):
    """One stated number; ``start`` and ``stop`` are offsets in the given text.

    ``low`` and ``high`` are in base units (元 not 亿元) and equal unless the text gives a range;
    for dates and calendar periods they are None and ``period`` says it all.
    """

    surface: str
    start: int
    stop: int
    kind: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    modifier: str
    direction: str | None
    basis: str | None
    indicator: str
    subject: str
    period: str
    period_from: Origin
    status: Status
    rule: str

    @property
    def value(self) -> Decimal:
        """The number; raises ``ValueError`` on a range, a time and a ratio of many (3∶46∶51)."""
        if self.low is None:
            what = "a ratio of many" if self.kind == "ratio" else "a time"
        elif self.low != self.high:
            what = f"a range, {self.low} to {self.high}"
        else:
            return self.low
        raise ValueError(f"{self.surface!r} is {what}; use low and high, or period")


def find_figures(text: str, *, published: date | None = None) -> list[Figure]:
    """Every stated number of ``text`` in order; ``published`` resolves 去年, 前2个月 and the like.

    Linear in the length of the text; any string is accepted, and odd ones give an empty list.
    Raises ``TypeError`` for what is no string or no date.
    """
    if not (isinstance(text, str) and isinstance(published, _DAY)):
        _refuse(text, published)
    folded = fold(text)
    if not may_state(folded):
        return []
    folded = set_marks(folded)
    mentions = find_mentions(folded, published)
    masked = mask_times(folded, mentions)
    amounts = find_quantities(masked)
    times = [mention for mention in mentions if _is_figure(folded, mention)]
    if not (amounts or times):
        return []
    starts = sentence_starts(folded)
    figures = []
    if amounts:
        places = settings(folded, amounts, starts)
        linked = _linked(folded, amounts, places, mentions, published)
        names = indicators(masked, amounts, places), subjects(masked, amounts, places)
        figures = [_amount(text, *found) for found in zip(amounts, linked, *names, strict=True)]
    for mention in times:
        sentence = sentence_at(folded, mention.start, starts)
        figures.append(_time(text, mention, time_status(sentence[:_FAR], mention, published)))
    return sorted(figures, key=attrgetter("start")) if amounts and times else figures


_DAY = (date, type(None))


def _refuse(text: object, published: object) -> None:
    """Say which of the two is of the wrong type; most texts are short, so it is asked only then."""
    require_type(text, str, name="the text", remedy="figures_table() reads a table of texts")
    remedy = 'write datetime.date.fromisoformat("2021-03-31")'
    require_type(published, date, name="published", remedy=remedy)


def _is_figure(folded: str, mention: Mention) -> bool:
    if not mention.numeric or in_title(folded, mention.start):
        return False
    return not in_label(folded, mention.start, mention.stop)


def _time(text: str, mention: Mention, state: Status) -> Figure:
    start, stop, iso = mention.start, mention.stop, mention.iso
    bound = _edge(text, stop)
    if bound == "at_most" and iso.endswith("-12"):  # 2019年底前 is some time of that year
        iso = iso[:YEAR_LENGTH]
    return Figure(
        text[start:stop], start, stop, mention.kind, None, None, "", bound, None, None,
        "", "", iso, "named" if iso else "", state, mention.rule,
    )  # fmt: skip


_EDGE = re.compile(r"(?P<at_most>[以之]?前(?![后列往期者]))|(?P<approx>前后|左右)")
_EDGE_STARTS = frozenset("以之前左")


def _edge(text: str, stop: int) -> str:
    """What the words behind a date make of it: 2019年底前, 7月5日前后, 上午9时许."""
    if text[stop - 1] == "许":
        return "approx"
    edge = text[stop : stop + 1] in _EDGE_STARTS and _EDGE.match(text, stop)
    return str(edge.lastgroup) if edge else "exact"


#: What the words around a quantity add to it.
_Links = tuple[Change, Dated, Status]


def _amount(text: str, q: Quantity, links: _Links, indicator: str, subject: str) -> Figure:
    (direction, basis), dated, state = links
    unit = q.unit or counted_in(text, q, indicator)
    return Figure(
        text[q.start : q.stop], q.start, q.stop, q.kind, q.low, q.high, unit, q.modifier,
        direction, basis, indicator, subject, dated.iso, dated.origin, state, q.rule,
    )  # fmt: skip


def _linked(
    folded: str,
    amounts: list[Quantity],
    places: list[Setting],
    mentions: list[Mention],
    published: date | None,
) -> Iterable[_Links]:
    times = dating_mentions(mentions, folded)
    dated = periods(folded, amounts, places, mentions, times, published)
    states = statuses(folded, amounts, places, dated, published)
    if "target" in states:
        clear_plans(dated, states, published)
        clear_first_ends(dated, places, states)
    if published is not None:
        tell_ages(dated, amounts, folded, published)
    undated = any(not period.iso for period in dated)
    if undated:
        news = published is not None and tells_news(times, published)
        assume(folded, amounts, places, dated, states, None if news else published)
    take_from_body(folded, amounts, dated, states)
    asked = undated or any(quantity.kind == "duration" for quantity in amounts)
    if asked and published and is_news(folded, times, published):
        tell_what_there_is(dated, folded, amounts, places, states, published)
        tell_lengths(dated, folded, amounts, places, published)
    return zip(changes(folded, amounts, places, dated), dated, states, strict=True)

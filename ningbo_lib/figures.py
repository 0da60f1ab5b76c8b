"""Stated figures: each number of a text with unit, bounds, direction, basis, meaning and time.

``find_figures`` reads in four passes over the folded text: time phrases (``periods``), numerals
with their units (``quantities``), the words around them (``linking``), and what they measure
(``indicators``).  ``figures_table`` does so for every paragraph of a frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from .indicators import indicators, subjects
from .labels import in_label, in_title
from .linking import (
    Links,
    Setting,
    assumed_period,
    basis,
    direction,
    governs,
    inherits_basis,
    periods,
    sentence_at,
    sentence_starts,
    settings,
    status,
    time_status,
)
from .numerals import fold
from .periods import Mention, find_mentions, mask_times
from .quantities import Quantity, find_quantities

Modifier = Literal["exact", "approx", "at_least", "over", "at_most", "under"]


#: Plan words further off than this do not reach a date.
_FAR = 300


@dataclass(frozen=True, slots=True)
class Figure:
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
    status: str
    rule: str

    @property
    def value(self) -> Decimal:
        """The number; raises ``ValueError`` on a range, and on a date, which has none."""
        if self.low is None or self.low != self.high:
            what = "a time" if self.low is None else f"a range, {self.low} to {self.high}"
            raise ValueError(f"{self.surface!r} is {what}; use low and high, or period")
        return self.low


def find_figures(text: str, *, published: date | None = None) -> list[Figure]:
    """Every stated number of ``text`` in order; ``published`` resolves 去年, 前2个月 and the like.

    Linear in the length of the text; any string is accepted, and odd ones give an empty list.
    """
    folded = fold(text)
    mentions = list(find_mentions(folded, published))
    masked = mask_times(folded, mentions)
    amounts = list(find_quantities(masked))
    if not (amounts or mentions):
        return []
    starts = sentence_starts(folded)
    places = settings(folded, amounts, starts)
    links = _link(folded, amounts, places, mentions, published)
    names, owners = indicators(masked, amounts, places), subjects(masked, amounts, places)
    figures = [_amount(text, *found) for found in zip(amounts, links, names, owners, strict=True)]
    for mention in mentions:
        if _is_figure(folded, mention):
            sentence = sentence_at(folded, mention.start, starts)
            state = time_status(sentence[:_FAR], mention, published)
            figures.append(_time(text, mention, state))
    return sorted(figures, key=lambda figure: figure.start)


def _is_figure(folded: str, mention: Mention) -> bool:
    if not mention.numeric or in_title(folded, mention.start):
        return False
    return not in_label(folded, mention.start, mention.stop)


def _time(text: str, mention: Mention, state: str) -> Figure:
    start, stop, iso = mention.start, mention.stop, mention.iso
    return Figure(
        text[start:stop],
        start,
        stop,
        mention.kind,
        None,
        None,
        "",
        "exact",
        None,
        None,
        "",
        "",
        iso,
        state,
        mention.rule,
    )


def _amount(text: str, q: Quantity, link: Links, indicator: str, subject: str) -> Figure:
    return Figure(
        text[q.start : q.stop], q.start, q.stop, q.kind, q.low, q.high, q.unit, q.modifier,
        link.direction, link.basis, indicator, subject, link.period, link.status, q.rule,
    )  # fmt: skip


def _link(
    folded: str,
    amounts: list[Quantity],
    places: list[Setting],
    mentions: list[Mention],
    published: date | None,
) -> list[Links]:
    dated = periods(folded, amounts, places, [m for m in mentions if governs(m, folded)], published)
    links: list[Links] = []
    last_change: tuple[Setting, str | None] | None = None
    way: str | None = None
    for quantity, place, period in zip(amounts, places, dated, strict=True):
        way = direction(folded, quantity, place, way)
        base = None
        if way:
            base = basis(folded, quantity, place)
            if base is None and last_change and inherits_basis(folded, place, last_change[0]):
                base = last_change[1] if last_change[1] != "since" else None
            last_change = (place, base)
        state = status(folded, quantity, place, period, published)
        period = period or assumed_period(quantity, state, published)
        links.append(Links(way, base, period, state))
    return links

"""Carry out the repairs, write them down, and know for every clean character its raw one."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from ningbo_lib.columns_needed import require_type
from ningbo_lib.page.repairs import REPAIRS, Repair, wanted_characters
from ningbo_lib.records import Span


class Change(NamedTuple):
    """One repair as made: raw ``text[start:stop]`` was ``before`` and is ``after``.

    Where both are equal the place was reported and left as it is.
    """

    rule: str
    start: int
    stop: int
    before: str
    after: str
    reason: str


_MOST_PIECES = 1000  # kept apart; those of a whole page would take many times its text
Note = Callable[[Change], object]


@dataclass(frozen=True)
class Cleaned:
    """A text after its repairs, with the log and the way back.

    ``origin[i]`` is the raw offset of ``text[i]``.
    """

    text: str
    repairs: tuple[Change, ...]
    origin: array[int] = field(repr=False)
    raw_length: int

    def to_raw(self, start: int, stop: int) -> Span:
        """The range of the raw text that ``text[start:stop]`` was made from.

        Raises ``IndexError`` for a range outside the text.
        """
        if not 0 <= start <= stop <= len(self.text):
            raise IndexError(f"{start}:{stop} is not within the {len(self.text)} clean characters")
        if start == stop:
            at = self.origin[start] if start < len(self.text) else self.raw_length
            return Span(at, at)
        return Span(self.origin[start], self.origin[stop - 1] + 1)

    def restore(self) -> str:
        """The raw text, put together from the clean text and the log alone."""
        chars = [""] * self.raw_length
        for place, char in zip(self.origin, self.text, strict=True):
            chars[place] = char
        for change in self.repairs:
            chars[change.start : change.stop] = change.before
        return "".join(chars)

    def __repr__(self) -> str:
        """How much was repaired; a notebook shows the lines."""
        return f"Cleaned({len(self.text):,} characters, {len(self.repairs):,} repairs)"

    def _repr_html_(self) -> str:
        from ningbo_lib.display import show_repairs  # loads pandas, which cleaning does not need

        return show_repairs(self)


#: Real pages settle in the first round, made-up ones within four.
_MOST_ROUNDS = 10


def clean(text: str) -> Cleaned:
    """Repair the characters and lines of a raw page, line structure untouched.

    Every change is in ``repairs``, in the order of the raw text.  A repair can make room for
    another (a mark that is wide now lets its neighbour be), so all are gone through until none
    finds anything: cleaning a clean text changes nothing.  Only where more than ten marks in a
    row hang on one another, as in ``!!!!!!!!!!!!``, some stay as they are.
    """
    changes: list[Change] = []
    cleaned = clean_unlogged(text, note=changes.append)
    changes = sorted(dict.fromkeys(changes), key=attrgetter("start", "stop"))
    return replace(cleaned, repairs=tuple(changes))


def clean_unlogged(text: str, *, note: Note | None = None) -> Cleaned:
    """``clean(text)`` with an empty log, for those who ask for the text and the way back alone.

    A page with a space between any two characters has a log of many times its size.  ``note`` is
    called with every change, in the order of the repairs.
    """
    remedy = "read a file with read_text() and give its .text"
    require_type(text, str, name="the text of a page", remedy=remedy)
    raw, origin = text, array("I", np.arange(len(text), dtype=np.uint32).tobytes())
    wanted = wanted_characters(text)
    idle = 0  # repairs in a row that changed nothing
    for repair in _MOST_ROUNDS * REPAIRS:
        before = text
        if repair.may_find(wanted):
            text, origin = _repaired(repair, text, origin, raw, note)
        idle += 1
        if text != before:
            wanted, idle = wanted_characters(text), 0
        elif idle == len(REPAIRS):
            break
    return Cleaned(text, (), origin, len(raw))


def _repaired(
    repair: Repair, text: str, origin: array[int], raw: str, note: Note | None
) -> tuple[str, array[int]]:
    """The text after one repair and the raw offsets of its characters."""
    parts: list[str] = []
    pieces: list[str] = []
    places = array("I")
    at = placed = 0
    for start, stop, after in repair.edits(text):
        if note:
            begin, end = origin[start], origin[stop - 1] + 1
            note(Change(repair.rule, begin, end, raw[begin:end], after, repair.reason))
        pieces += text[at:start], after
        if len(pieces) > _MOST_PIECES:
            parts.append("".join(pieces))
            pieces = []
        at = stop
        more = len(after) - (stop - start)
        if more:  # else the places stay as they are
            places += origin[placed : stop + min(more, 0)]
            places.extend([origin[stop - 1]] * more)
            placed = stop
    if not at:
        return text, origin
    places += origin[placed:]
    return "".join((*parts, *pieces, text[at:])), places

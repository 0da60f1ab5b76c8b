"""Carry out the repairs, write them down, and know for every clean character its raw one."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ningbo_lib.page.repairs import REPAIRS, Repair
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
    raw, origin = text, array("I", np.arange(len(text), dtype=np.uint32).tobytes())
    changes: list[Change] = []
    for _ in range(_MOST_ROUNDS):
        before = text
        for repair in REPAIRS:
            text, origin = _repaired(repair, text, origin, raw, changes)
        if text == before:
            break
    changes = sorted(dict.fromkeys(changes), key=lambda change: (change.start, change.stop))
    return Cleaned(text, tuple(changes), origin, len(raw))


def _repaired(
    repair: Repair, text: str, origin: array[int], raw: str, changes: list[Change]
) -> tuple[str, array[int]]:
    """The text after one repair, the raw offsets of its characters, and the log prolonged."""
    pieces: list[str] = []
    places = array("I")
    at = 0
    for start, stop, after in repair.edits(text):
        begin, end = origin[start], origin[stop - 1] + 1
        changes.append(Change(repair.rule, begin, end, raw[begin:end], after, repair.reason))
        pieces += text[at:start], after
        places += origin[at:start]
        own = min(len(after), stop - start)
        places += origin[start : start + own]
        places.extend([origin[stop - 1]] * (len(after) - own))
        at = stop
    if not pieces:
        return text, origin
    pieces.append(text[at:])
    places += origin[at:]
    return "".join(pieces), places

"""Carry out the repairs, write them down, and know for every clean character its raw one."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

from ningbo_lib.page.repairs import REPAIRS, Edit
from ningbo_lib.records import Span


@dataclass(frozen=True, slots=True)
class Change:
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


#: Real pages settle in the first round, made-up ones within four.
_MOST_ROUNDS = 10


def clean(text: str) -> Cleaned:
    """Repair the characters and lines of a raw page, line structure untouched.

    Every change is in ``repairs``, in the order of the raw text.  A repair can make room for
    another (a mark that is wide now lets its neighbour be), so all are gone through until none
    finds anything: cleaning a clean text changes nothing.  Only where more than ten marks in a
    row hang on one another, as in ``!!!!!!!!!!!!``, some stay as they are.
    """
    raw, origin = text, array("L", range(len(text)))
    changes: list[Change] = []
    for _ in range(_MOST_ROUNDS):
        before = text
        for repair in REPAIRS:
            edits = list(repair.edits(text))
            for edit in edits:
                start, stop = origin[edit.start], origin[edit.stop - 1] + 1
                changes.append(
                    Change(repair.rule, start, stop, raw[start:stop], edit.after, repair.reason)
                )
            text, origin = _apply(text, origin, edits) if edits else (text, origin)
        if text == before:
            break
    changes = sorted(dict.fromkeys(changes), key=lambda change: (change.start, change.stop))
    return Cleaned(text, tuple(changes), origin, len(raw))


def _apply(text: str, origin: array[int], edits: Iterable[Edit]) -> tuple[str, array[int]]:
    """The text after non-overlapping ``edits`` in order, and the raw offsets of its characters."""
    pieces: list[str] = []
    places = array("L")
    at = 0
    for start, stop, after in edits:
        pieces += text[at:start], after
        places += origin[at:start]
        own = min(len(after), stop - start)
        places += origin[start : start + own]
        places.extend([origin[stop - 1]] * (len(after) - own))
        at = stop
    pieces.append(text[at:])
    places += origin[at:]
    return "".join(pieces), places

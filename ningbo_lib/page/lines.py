"""The printed lines of a cleaned page, measured: width, column, blank lines around."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ningbo_lib.marks import NEVER_FIRST, em_width, ends_sentence
from ningbo_lib.page.bylines import is_byline
from ningbo_lib.page.cleaning import Cleaned
from ningbo_lib.page.spacing import CAPTION_GAP, SIGNED_END, is_justified

_UNBROKEN = re.compile(f"(?:[A-Za-z0-9.,%+/-]+|——|……|.)[{NEVER_FIRST}]*")
_ASCII = re.compile("[\x00-\x7f]")
_LINE_END = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")
INDENT = 2.0  # em by which a paragraph's first line is indented
FULL = 1.2  # em within which a line is as wide as its column
_SPARE = 0.6  # em that the next word must have had to spare before a line counts as short
_TIGHT = 0.25  # em that may seem free at the end of a full line
_NEAR = 18  # lines on either side that tell how wide the column is here
_LOOSE, _CLOSE_SHARE = 2.5, 0.5  # in a column at least this share of cut lines is this near it
#: A picture credit with more text behind it.
_CREDIT_INSIDE = re.compile("（[^（）]{1,20}(?:摄|攝|供图|供圖|图片|圖片)）(?=[^（）。，]{2})")
_LONGEST_BYLINE = 64  # characters at a line's end among which one may begin
_FAR_BEYOND = 2.0  # times a column: so long is no line of it
_AT_ONCE = 128  # lines measured at a time
_ACROSS = 1.25  # times its column: a line this wide was set across columns
NO_COLUMN = 30.0  # em; text set wider than this is not in columns
WRAPPED = 45.0  # em; a line beyond this is a paragraph, not a line of a column

Values = NDArray[Any]


@dataclass(slots=True)
class Line:
    """One printed line of a cleaned page; never changed.

    ``start`` is its offset in the clean text, ``number`` its line in the raw text (from 1),
    ``width`` its printed width in em, ``column`` that of the column it stands in (0 where lines
    are not wrapped); ``blank_before`` and ``blank_after`` say whether empty lines part it from
    its neighbours, ``justified`` that it was spread to fill its column, ``indent`` how many spaces
    it began with, ``next_word`` how wide the next line's first word is.

    From these follow: ``slack``, how many em it falls short of its column (negative if it is
    wider); ``room``, how many would have been left after the next line's first word; ``ended``,
    whether a sentence ends with it; ``full``, whether it fills its column (wider ones do not
    count); ``wide``, whether it was set across columns, or not in columns at all; ``like_first``,
    whether only an indent of two characters explains where it ends.
    """

    text: str
    start: int
    number: int
    width: float
    column: float
    blank_before: bool
    blank_after: bool
    justified: bool
    indent: int
    next_word: float
    slack: float = field(init=False, compare=False)
    room: float = field(init=False, compare=False)
    ended: bool = field(init=False, compare=False)
    full: bool = field(init=False, compare=False)
    wide: bool = field(init=False, compare=False)
    like_first: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Take the measures that follow from the others, once for all who ask."""
        slack, column = self.column - self.width, self.column
        self.slack = _shared(slack)
        self.room = _shared(slack - self.next_word)
        self.ended = ends_sentence(self.text)
        self.full = column > 0 and slack < FULL
        self.wide = column == 0 or self.width > _ACROSS * column or column > NO_COLUMN
        self.like_first = column > 0 and self._indented(slack)

    def _indented(self, slack: float) -> bool:
        room = slack - self.next_word
        if abs(slack - INDENT) <= _TIGHT and (room > -0.1 or not _ASCII.search(self.text)):
            return True  # just the indent; with digits or Latin letters the width is less sure
        return _TIGHT < room <= INDENT + _SPARE

    @property
    def stop(self) -> int:
        """Offset after the last character in the clean text."""
        return self.start + len(self.text)

    def falls_short(self, indent: float) -> bool:
        """Whether the next word would still have fitted: not the column ended this line."""
        return self.column > 0 and not self.justified and self.room > indent + _SPARE


@lru_cache(maxsize=1024)
def _shared(measure: float) -> float:
    """One object for equal measures: a page has many lines, and few different widths."""
    return measure


def printed_lines(raw: str, cleaned: Cleaned) -> list[Line]:
    """The lines of a cleaned page that hold anything, in the order of the page."""
    found = list(_pieces(cleaned.text))
    shapes = _without_margin(list(_shapes(raw, cleaned, (start for start, _ in found))))
    texts = [text for _, text in found]
    widths = [
        _shared(_printed_width(text, shape)) for text, shape in zip(texts, shapes, strict=True)
    ]
    columns = _columns(widths, texts, [shape.indent for shape in shapes])
    words = [*(_shared(em_width(_first_word(text))) for text in texts[1:]), 1.0]
    parted = (after > start + len(text) + 1 for (start, text), (after, _) in pairwise(found))
    blank = [True, *parted, True]
    return [
        Line(
            text=text,
            start=start,
            number=shape.number,
            width=widths[i],
            column=columns[i],
            blank_before=blank[i],
            blank_after=blank[i + 1],
            justified=shape.justified,
            indent=shape.indent,
            next_word=words[i],
        )
        for i, ((start, text), shape) in enumerate(zip(found, shapes, strict=True))
    ]


def _without_margin(shapes: list[_Shape]) -> list[_Shape]:
    """Indents from where the lines begin that begin first: a margin is no indent."""
    margin = min((shape.indent for shape in shapes), default=0)
    return [shape._replace(indent=shape.indent - margin) for shape in shapes] if margin else shapes


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Start and text of each line; bylines at its end, captions and what is beside them apart."""
    start = 0
    for line in text.split("\n"):
        begin = 0
        for stop, after in _cuts(line):
            if begin < stop:
                yield start + begin, line[begin:stop]
            begin = after
        if begin < len(line):
            yield start + begin, line[begin:]
        start += len(line) + 1


def _cuts(line: str) -> Sequence[tuple[int, int]]:
    if " " in line:
        near_end = SIGNED_END.finditer(line, max(0, len(line) - _LONGEST_BYLINE))
        signed = (gap.span() for gap in near_end if is_byline(line[gap.end() :]))
        if first := next(signed, None):
            return [first]
        if gap := CAPTION_GAP.search(line):  # no other space is left behind a full stop
            return [gap.span()]
    return [(m.end(), m.end()) for m in _CREDIT_INSIDE.finditer(line)] if "（" in line else ()


def _first_word(text: str) -> str:
    """What cannot be parted at a line end: a number, a Latin word or a character, and its marks."""
    match = _UNBROKEN.match(text)
    return match[0] if match else ""


class _Shape(NamedTuple):
    """How a raw line was printed; ``size`` and ``width`` are those without its indent."""

    number: int
    justified: bool
    indent: int
    size: int
    width: float


def _shapes(raw: str, cleaned: Cleaned, starts: Iterable[int]) -> Iterator[_Shape]:
    """For each clean offset the shape of the raw line in which it stands, in rising order."""
    number, begin = 1, 0
    ends = (match.span() for match in _LINE_END.finditer(raw))
    stop, after = next(ends, (len(raw), 0))
    shape: _Shape | None = None
    for start in starts:
        place = cleaned.origin[start]
        while stop < place:
            number, begin, shape = number + 1, after, None
            stop, after = next(ends, (len(raw), 0))
        shape = shape or _shape(number, raw[begin:stop])
        yield shape


def _shape(number: int, raw: str) -> _Shape:
    unindented = raw.lstrip()
    bare = unindented.rstrip()
    indent = len(raw) - len(unindented)
    return _Shape(number, is_justified(raw), indent, len(bare), _shared(em_width(bare)))


def _printed_width(text: str, shape: _Shape) -> float:
    """Width as printed: a line's own spaces count unless they only spread it."""
    if shape.justified or shape.size > 1.6 * len(text):
        return em_width(text)
    return shape.width


def _columns(widths: Sequence[float], texts: Sequence[str], indents: Sequence[int]) -> list[float]:
    """Width of the column around each line; 0 where the page is not set in lines.

    Lines that were cut by their column mostly end in mid sentence and are equally wide; text
    that was never wrapped ends its sentences, runs on far beyond any column, or has an indent on
    most lines, as paragraphs have.  A mark at a line's end may hang out of the column, so lines
    that end with one are not measured.
    """
    own = np.array(widths)
    cut = np.array([not ends_sentence(text) for text in texts], dtype=bool) & (own > 8)
    plain = cut & np.array([text[-1] not in NEVER_FIRST for text in texts], dtype=bool)
    columns = own * (own > WRAPPED)
    indented = np.array(indents) >= INDENT
    padded = [np.pad(values, _NEAR) for values in (own, cut, plain, indented, own > -1)]
    for first in range(0, len(own), _AT_ONCE):
        part = slice(first, min(first + _AT_ONCE, len(own)))
        rows = np.arange(part.start, part.stop)[:, None] + np.arange(2 * _NEAR + 1)
        near, near_cut, near_plain, near_indented, there = (values[rows] for values in padded)
        wrapped = np.asarray(2 * near_cut.sum(axis=1) > (near > 8).sum(axis=1))
        wrapped &= 2 * (near > WRAPPED / 1.5).sum(axis=1) <= there.sum(axis=1)
        wrapped &= own[part] <= WRAPPED
        wrapped &= 2 * near_indented.sum(axis=1) <= there.sum(axis=1)
        measured = np.where(near_plain.any(axis=1, keepdims=True), near_plain, near_cut)
        columns[part][wrapped] = _widest(near[wrapped], measured[wrapped])
    return [_shared(column) for column in columns.tolist()]


def _widest(near: Values, measured: Values) -> Values:
    """In each row the greatest width that a ninth of the measured lines share, and three at least.

    Lines out of proportion, as titles are, do not count.  Zero where fewer than half of the
    measured lines come near it, or a third of all run on far beyond it.
    """
    count = measured.sum(axis=1)
    ordered = np.sort(np.where(measured, near, np.inf), axis=1)
    middle = np.take_along_axis(ordered, (count // 2)[:, None], axis=1)
    usual = measured & (near <= 1.3 * middle)
    steps = np.where(usual, np.rint(4 * near), -9.0).astype(np.int16)
    alike = np.abs(steps[:, :, None] - steps[:, None, :]) <= 1
    support = np.where(usual, (alike & usual[:, None, :]).sum(axis=2, dtype=np.uint8), 0)
    enough = np.minimum(np.maximum(3, usual.sum(axis=1) / 9), support.max(axis=1, initial=0))
    widest = np.where(usual & (support >= enough[:, None]), steps, 0).max(axis=1, initial=0) / 4
    close = (measured & (np.abs(near - widest[:, None]) <= _LOOSE)).sum(axis=1)
    beyond = 3 * (near > _FAR_BEYOND * widest[:, None]).sum(axis=1) > (near > 0).sum(axis=1)
    return np.where((close >= _CLOSE_SHARE * count) & ~beyond, widest, 0.0)

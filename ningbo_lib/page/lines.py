"""The printed lines of a cleaned page, measured: width, column, blank lines around."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ningbo_lib.marks import NEVER_FIRST, em_width, ends_sentence
from ningbo_lib.page.bylines import is_byline
from ningbo_lib.page.cleaning import Cleaned
from ningbo_lib.page.spacing import SIGNED_END, is_justified

_UNBROKEN = re.compile(f"(?:[A-Za-z0-9.,%+/-]+|——|……|.)[{NEVER_FIRST}]*")
_ASCII = re.compile("[\x00-\x7f]")
INDENT = 2.0  # em by which a paragraph's first line is indented
FULL = 1.2  # em within which a line is as wide as its column
_SPARE = 0.6  # em that the next word must have had to spare before a line counts as short
_TIGHT = 0.25  # em that may seem free at the end of a full line
_NEAR = 18  # lines on either side that tell how wide the column is here
_LOOSE, _CLOSE_SHARE = 2.5, 0.5  # in a column at least this share of cut lines is this near it
_WHOLE = re.compile(".+")
#: A picture credit with more text behind it.
_CREDIT_INSIDE = re.compile("（[^（）]{1,20}(?:摄|攝|供图|供圖|图片|圖片)）(?=[^（）。，]{4})")
_WRAPPED = 45.0  # em; a line beyond this is a paragraph, not a line of a column


@dataclass(frozen=True)
class Line:
    """One printed line of a cleaned page.

    ``start`` is its offset in the clean text, ``number`` its line in the raw text (from 1),
    ``width`` its printed width in em, ``column`` that of the column it stands in (0 where lines
    are not wrapped); ``blank_before`` and ``blank_after`` say whether empty lines part it from
    its neighbours, ``justified`` that it was spread to fill its column, ``indent`` how many spaces
    it began with, ``next_word`` how wide the next line's first word is.
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

    @property
    def stop(self) -> int:
        """Offset after the last character in the clean text."""
        return self.start + len(self.text)

    @cached_property
    def slack(self) -> float:
        """How many em the line falls short of its column; negative if it is wider."""
        return self.column - self.width

    @cached_property
    def room(self) -> float:
        """How many em would have been left after the next line's first word; below zero, none."""
        return self.slack - self.next_word

    @cached_property
    def ended(self) -> bool:
        """Whether a sentence ends with the line."""
        return ends_sentence(self.text)

    @cached_property
    def full(self) -> bool:
        """Whether it fills its column (wider ones do not count)."""
        return self.column > 0 and self.slack < FULL

    @cached_property
    def wide(self) -> bool:
        """Whether it was set across columns, or not in columns at all."""
        return self.column == 0 or self.width > 1.6 * self.column or self.column > 30

    @cached_property
    def like_first(self) -> bool:
        """Whether only an indent of two characters explains where it ends."""
        if self.column <= 0 or self.justified:
            return False
        if abs(self.slack - INDENT) <= _TIGHT and not _ASCII.search(self.text):
            return True  # no digits or Latin letters, whose printed widths vary: just the indent
        return _TIGHT < self.room <= INDENT + _SPARE

    def falls_short(self, indent: float) -> bool:
        """Whether the next word would still have fitted: not the column ended this line."""
        return self.column > 0 and not self.justified and self.room > indent + _SPARE


def printed_lines(raw: str, cleaned: Cleaned) -> list[Line]:
    """The lines of a cleaned page that hold anything, in the order of the page."""
    found = list(_pieces(cleaned.text))
    shapes = _raw_lines(raw, cleaned, [match.start() for match in found])
    widths = [
        _printed_width(match[0], shape) for match, (_, shape) in zip(found, shapes, strict=True)
    ]
    columns = _columns(widths, [match[0] for match in found])
    lines = []
    for i, match in enumerate(found):
        number, shape = shapes[i]
        lines.append(
            Line(
                text=match[0],
                start=match.start(),
                number=number,
                width=widths[i],
                column=columns[i],
                blank_before=i == 0 or match.start() - found[i - 1].end() > 1,
                blank_after=i + 1 == len(found) or found[i + 1].start() - match.end() > 1,
                justified=is_justified(shape),
                next_word=em_width(_first_word(found[i + 1][0])) if i + 1 < len(found) else 1.0,
                indent=len(shape) - len(shape.lstrip(" \u3000\t")),
            )
        )
    return lines


def _pieces(text: str) -> Iterator[re.Match[str]]:
    """Matches of the lines; a byline at a line's end and captions side by side stand apart."""
    for line in re.finditer("[^\n]+", text):
        cuts = [
            gap.span() for gap in SIGNED_END.finditer(line[0]) if is_byline(line[0][gap.end() :])
        ]
        cuts = cuts[:1] or [(m.end(), m.end()) for m in _CREDIT_INSIDE.finditer(line[0])]
        edges = [(0, 0), *cuts, (len(line[0]),) * 2]
        for (_, start), (stop, _) in itertools.pairwise(edges):
            piece = _WHOLE.match(text, line.start() + start, line.start() + stop)
            if piece:
                yield piece


def _first_word(text: str) -> str:
    """What cannot be parted at a line end: a number, a Latin word or a character, and its marks."""
    match = _UNBROKEN.match(text)
    return match[0] if match else ""


def _raw_lines(raw: str, cleaned: Cleaned, starts: Sequence[int]) -> list[tuple[int, str]]:
    """Number and text of the raw line in which each clean offset stands."""
    ends = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
    found: list[tuple[int, str]] = []
    number, begin = 1, 0
    match = ends.search(raw)
    for start in starts:
        place = cleaned.origin[start]
        while match and match.start() < place:
            number, begin = number + 1, match.end()
            match = ends.search(raw, begin)
        found.append((number, raw[begin : match.start() if match else len(raw)]))
    return found


def _printed_width(clean: str, raw: str) -> float:
    """Width as printed: a line's own spaces count unless they only spread it."""
    bare = raw.strip(" \u3000\t")
    if is_justified(raw) or len(bare) > 1.6 * len(clean):
        return em_width(clean)
    return em_width(bare)


def _columns(widths: Sequence[float], texts: Sequence[str]) -> list[float]:
    """Width of the column around each line; 0 where the page is not set in lines.

    Lines that were cut by their column mostly end in mid sentence and are equally wide; text
    that was never wrapped ends its sentences, or runs on far beyond any column.  A mark at a
    line's end may hang out of the column, so lines that end with one are not measured.
    """
    marked = [text[-1] in NEVER_FIRST for text in texts]
    ended = [ends_sentence(text) for text in texts]
    columns = []
    for i, width in enumerate(widths):
        near = range(max(0, i - _NEAR), min(len(widths), i + _NEAR + 1))
        lines = [k for k in near if widths[k] > 8]
        cut = [k for k in lines if not ended[k]]
        plain = [widths[k] for k in cut if not marked[k]] or [widths[k] for k in cut]
        long_lines = sum(widths[k] > _WRAPPED / 1.5 for k in near)
        if width > _WRAPPED:
            columns.append(width)
        elif 2 * len(cut) <= len(lines) or 2 * long_lines > len(near):
            columns.append(0.0)
        else:
            column = _widest(plain)
            close = sum(abs(w - column) <= _LOOSE for w in plain)
            columns.append(column if close >= _CLOSE_SHARE * len(plain) else 0.0)
    return columns


def _widest(widths: Sequence[float]) -> float:
    """The greatest width that a ninth of the lines share, and three at least.

    Lines out of proportion, as titles are, do not count.
    """
    middle = sorted(widths)[len(widths) // 2]
    usual = Counter(round(4 * width) / 4 for width in widths if width <= 1.3 * middle)
    support = {
        width: usual[width - 0.25] + usual[width] + usual[width + 0.25] for width in [*usual]
    }
    enough = min(max(3, usual.total() / 9), max(support.values()))
    return max(width for width in support if support[width] >= enough)

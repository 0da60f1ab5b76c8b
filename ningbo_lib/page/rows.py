"""Lines of columns side by side that an extractor gave row by row, put back column by column.

Between two bylines every line stands apart, and the lines belong to two to six columns by turns.
Which line belongs to which column is searched for: the turn may be missed where a column has no
line in a row, and the lines of a column must read on.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ningbo_lib.page.pieces import Piece, hints, succession

_COLUMNS = range(2, 7)
_LEAST_LINES = 12  # pieces below this are no block of columns
_SINGLE = 0.7  # share of them that must be single lines
_BEAM = 16  # ways of dealing out the lines that are kept at each step
_MISSED = 2.0  # what a column costs that has no line in a row
_CLOSED = 2.0  # what it costs beyond that if it has none in any row below either
_LONGEST_HEAD = 2  # pieces at a block's end that may be no text
_GAIN = 6.0  # by which the columns must read better than the rows


class _Deal(NamedTuple):
    """One way of dealing out the lines read so far: its score, and the piece numbers by column.

    ``closed`` are the columns that have come to their foot.
    """

    score: float
    columns: tuple[tuple[int, ...], ...]
    turn: int
    closed: frozenset[int] = frozenset()


def by_rows(pieces: Sequence[Piece]) -> list[int]:
    """The order of the pieces, blocks that were read row by row turned into columns."""
    order: list[int] = []
    for block in _blocks(pieces):
        order += _columned(pieces, block)
    return order


def _blocks(pieces: Sequence[Piece]) -> Iterator[list[int]]:
    """The pieces between one byline, caption or sure title and the next."""
    for _, run in itertools.groupby(
        range(len(pieces)), lambda k: pieces[k].is_text or _is_line(pieces[k])
    ):
        yield list(run)


def _is_line(piece: Piece) -> bool:
    """Whether a title may be a line of text that was taken out of its column."""
    line = piece.lines[0].line
    return piece.role == "title" and (line.full or line.like_first) and not line.wide


def _columned(pieces: Sequence[Piece], block: list[int]) -> list[int]:
    """A block in the order of its columns; its last pieces may be the head of what follows."""
    single = sum(len(pieces[k].lines) == 1 for k in block)
    if len(block) < _LEAST_LINES or single < _SINGLE * len(block):
        return block
    follows = _Succession(pieces)
    best = max(
        (_dealt(follows, block, count) for count in _COLUMNS),
        key=lambda deal: _worth(follows, deal),
    )
    shorter = [
        _dealt(follows, block[:-rest], len(best.columns)) for rest in range(1, _LONGEST_HEAD + 1)
    ]
    best = max([best, *shorter], key=lambda deal: _worth(follows, deal))
    if _worth(follows, best) < follows.along(block) + _GAIN:
        return block
    order = [k for column in best.columns for k in column]
    return order + block[len(order) :]


class _Succession:
    """How well each piece stands behind another, asked often and weighed once."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.known: dict[tuple[int, int], float] = {}

    def __call__(self, before: int, after: int) -> float:
        if (before, after) not in self.known:
            upper, lower = self.pieces[before], self.pieces[after]
            score = succession(upper, lower) + (0.0 if upper.ended else hints(upper, lower))
            self.known[before, after] = score
        return self.known[before, after]

    def along(self, order: Sequence[int]) -> float:
        """The sum from piece to piece."""
        return sum(self(a, b) for a, b in itertools.pairwise(order))


def _worth(follows: _Succession, deal: _Deal) -> float:
    """The score of the columns, each at its foot going on with the next."""
    filled = [column for column in deal.columns if column]
    feet = itertools.pairwise(filled)
    return deal.score + sum(follows(left[-1], right[0]) for left, right in feet)


def _dealt(follows: _Succession, block: Sequence[int], count: int) -> _Deal:
    """The best way found to deal a block out to so many columns."""
    beam = [_Deal(0.0, ((),) * count, 0)]
    for k in block:
        options = [option for deal in beam for option in _options(follows, deal, k)]
        beam = sorted(options, key=lambda deal: -deal.score)[:_BEAM]
    return beam[0]


def _options(follows: _Succession, deal: _Deal, k: int) -> Iterator[_Deal]:
    """The next line put into the column whose turn it is, or into a later one.

    Columns passed over have no line in this row, or have come to their foot.
    """
    count = len(deal.columns)
    passed: list[int] = []
    for step in range(count):
        at = (deal.turn + step) % count
        if at in deal.closed:
            continue
        column = deal.columns[at]
        score = deal.score - _MISSED * len(passed) + (follows(column[-1], k) if column else 0.0)
        columns = (*deal.columns[:at], (*column, k), *deal.columns[at + 1 :])
        yield _Deal(score, columns, (at + 1) % count, deal.closed)
        if passed:
            closed = deal.closed.union(passed)
            yield _Deal(score - _CLOSED * len(passed), columns, (at + 1) % count, closed)
        passed.append(at)

"""Pieces of running text as printed, and how well one goes on with another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ningbo_lib.marks import NEVER_FIRST, is_balanced, is_han, open_marks
from ningbo_lib.page.dictionary import word_crosses
from ningbo_lib.page.judging import Judged

_SURE_TITLE = 5.0  # score from which a title is not taken for anything else
_REMNANT = 4  # characters; a piece this short is the end of something
LINK = 3.0  # what a word that goes on over the gap speaks for joining two pieces


@dataclass
class Piece:
    """Lines of text with no blank line between, or one line that is no text."""

    lines: list[Judged]

    @property
    def role(self) -> str:
        """What its lines are."""
        return self.lines[0].role

    @property
    def is_text(self) -> bool:
        """Whether it is running text, or a title that may be a first line torn off."""
        first = self.lines[0]
        torn = first.role == "title" and first.line.like_first and first.score < _SURE_TITLE
        return first.role == "text" or torn

    @cached_property
    def text(self) -> str:
        """Its lines put together."""
        return "".join(item.line.text for item in self.lines)

    @property
    def ended(self) -> bool:
        """Whether a sentence ends with it."""
        return self.lines[-1].line.ended

    @cached_property
    def pending(self) -> str:
        """Opening marks that it leaves unclosed."""
        return open_marks(self.text)

    @cached_property
    def balanced(self) -> bool:
        """Whether all its marks have their partners."""
        return is_balanced(self.text)

    @cached_property
    def fresh(self) -> bool:
        """Whether it plainly begins a paragraph."""
        first = self.lines[0].line
        return bool(self.lines[0].speaker) or (first.like_first and not first.ended)

    @property
    def remnant(self) -> bool:
        """Whether it can be nothing but the end of something."""
        return not self.fresh and (
            self.lines[0].line.text.startswith(tuple(NEVER_FIRST))
            or (self.ended and len(self.text) <= _REMNANT)
        )

    @property
    def continuing(self) -> bool:
        """Whether it plainly goes on with something."""
        first = self.lines[0].line
        return first.column > 0 and not self.fresh and (self.remnant or first.full)


def pieces_of(flow: Sequence[Judged]) -> list[Piece]:
    """The pieces of a page, in its order."""
    pieces: list[Piece] = []
    for item in flow:
        joins = pieces and pieces[-1].role == item.role == "text" and not item.line.blank_before
        if joins:
            pieces[-1].lines.append(item)
        else:
            pieces.append(Piece([item]))
    return pieces


def fit(open_piece: Piece, piece: Piece) -> float:
    """How well one piece goes on with another that stops in mid sentence."""
    pending = open_piece.pending
    closes = bool(pending) and not piece.balanced and is_balanced(pending + piece.text)
    score = LINK * word_crosses(open_piece.text, piece.text)
    score += 1.0 * (open_piece.text[-1].isdigit() and is_han(piece.text[0]))  # and its unit
    return score + LINK * closes - 1.0 * (bool(pending) and not closes)


def succession(before: Piece, piece: Piece) -> float:
    """How well one piece of running text stands behind another."""
    if not before.ended:
        return fit(before, piece) - 2.0 * piece.fresh
    if piece.continuing:
        return -4.0 if piece.remnant else -2.0
    return 0.0

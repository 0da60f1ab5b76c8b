"""Pieces of running text as printed, and how well one goes on with another."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from ningbo_lib.marks import NEVER_FIRST, is_balanced, is_han, open_marks, pairs_of
from ningbo_lib.page.dictionary import first_word, last_word, word_crosses
from ningbo_lib.page.judging import Judged, text_of

_SURE_TITLE = 5.0  # score from which a title is not taken for anything else
_REMNANT = 4  # characters; a piece this short is the end of something
LINK = 3.0  # what a word that goes on over the gap speaks for joining two pieces
_KNOWN, _KNOWN_WORD = 1.5, 0.5  # what characters speak that stand together elsewhere, in a word too
_MOST_PIECES = 2000  # of one page; longer ones are not read for the characters they repeat
#: Word classes, as jieba tags them, of which the second stands behind the first: numbers before
#: measures, 的 before nouns …; and such as part there.  Each shifts the odds by two to three.
_GO_ON = {("uj", "n"), ("m", "q"), ("m", "m"), ("v", "ul"), ("d", "v"), ("n", "f")}
_PART = {("n", "q"), ("n", "m"), ("m", "v"), ("x", "m")}


@dataclass
class Piece:
    """Lines of text with no blank line between, or one line that is no text.

    ``known`` are the character pairs of the page that two pieces may make.
    """

    lines: list[Judged]
    known: Set[str] = frozenset()

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
        return text_of(self.lines)

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
    if len(pieces) <= _MOST_PIECES:
        known = _known_pairs(flow, pieces)
        for piece in pieces:
            piece.known = known
    return pieces


def _known_pairs(flow: Sequence[Judged], pieces: Sequence[Piece]) -> Set[str]:
    """The page's pairs that the end of one piece and the beginning of another may make."""
    lasts = {piece.lines[-1].line.text[-1] for piece in pieces}
    firsts = {piece.lines[0].line.text[0] for piece in pieces}
    pairs = (pair for item in flow for pair in pairs_of(item.line.text))
    return {pair for pair in pairs if pair[0] in lasts and pair[1] in firsts}


def fit(open_piece: Piece, piece: Piece) -> float:
    """How well one piece goes on with another that stops in mid sentence."""
    pending = open_piece.pending
    closes = bool(pending) and not piece.balanced and is_balanced(pending + piece.text)
    score = LINK * word_crosses(open_piece.text, piece.text)
    score += 1.0 * (open_piece.text[-1].isdigit() and is_han(piece.text[0]))  # and its unit
    return score + LINK * closes - 2.0 * (bool(pending) and not closes)


def hints(open_piece: Piece, piece: Piece) -> float:
    """The lesser signs that one piece goes on with another: known pairs, classes of words.

    Too weak for a choice between a few far pieces, they tell columns apart line by line.
    """
    crosses = word_crosses(open_piece.text, piece.text)
    classes = last_word(open_piece.text)[1], first_word(piece.text)[1]
    score = 1.0 * (classes in _GO_ON) - 1.0 * (classes in _PART)
    if open_piece.text[-1] + piece.text[0] in open_piece.known:
        score += _KNOWN_WORD if crosses else _KNOWN
    return score


def succession(before: Piece, piece: Piece) -> float:
    """How well one piece of running text stands behind another."""
    if not before.ended:
        return fit(before, piece) - 2.0 * piece.fresh
    if piece.continuing:
        return -4.0 if piece.remnant else -2.0
    return 0.0

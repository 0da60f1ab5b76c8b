"""Put the pieces of paragraphs back together where a page's columns were read across.

Some extractors give first the foot of one column, then that of the next, and only then the tops
on which both go on.  It shows where a piece begins in mid sentence although the text before it has
ended, and an earlier piece stopped in mid sentence although a new paragraph followed it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ningbo_lib.marks import NEVER_FIRST, ends_sentence, is_balanced, open_marks
from ningbo_lib.page.dictionary import word_crosses
from ningbo_lib.page.judging import Judged, is_full, like_first_line

_REMNANT = 4  # characters; a piece this short is the end of something


@dataclass
class _Piece:
    """Lines of text with no blank line between, or one line that is no text."""

    lines: list[Judged]

    @property
    def is_text(self) -> bool:
        return self.lines[0].role == "text"

    @property
    def text(self) -> str:
        return "".join(item.line.text for item in self.lines)

    @property
    def ended(self) -> bool:
        return ends_sentence(self.lines[-1].line.text)

    @property
    def fresh(self) -> bool:
        """Whether it plainly begins a paragraph."""
        first = self.lines[0].line
        indented = like_first_line(replace(first, justified=False))
        return bool(self.lines[0].speaker) or (indented and not ends_sentence(first.text))

    @property
    def orphan(self) -> bool:
        """Whether it cannot begin a paragraph: an end, or a mark that closes nothing."""
        first = self.lines[0].line.text
        return self.continuing and (
            first.startswith(tuple(NEVER_FIRST))
            or len(self.text) <= _REMNANT
            or (not is_balanced(self.text) and not open_marks(self.text))
        )

    @property
    def continuing(self) -> bool:
        """Whether it plainly goes on with something."""
        first = self.lines[0].line
        if self.fresh or first.column <= 0:
            return False
        remnant = self.ended and len(self.text) <= _REMNANT
        return remnant or is_full(first) or first.text.startswith(tuple(NEVER_FIRST))


def unweave(flow: Sequence[Judged]) -> list[Judged]:
    """The flow with such pieces joined to what they continue; as it was where there are none."""
    pieces = _pieces(flow)
    if not _is_woven(pieces):
        return list(flow)
    following: dict[int, int] = {}
    waiting: list[int] = []
    last = -1
    for k, piece in enumerate(pieces):
        if not piece.is_text:
            continue
        able = [
            e
            for e in waiting
            if piece.continuing or e == last or word_crosses(pieces[e].text, piece.text)
        ]
        if able and not piece.fresh:
            best = max(able, key=lambda e: (_fit(pieces[e], piece), -e))
            following[best] = k
            waiting.remove(best)
        if not piece.ended:
            waiting.append(k)
        last = k
    placed: set[int] = set(following.values())
    ordered: list[Judged] = []
    for k in range(len(pieces)):
        at: int | None = None if k in placed else k
        while at is not None:
            ordered += pieces[at].lines
            at = following.get(at)
    return ordered


def _pieces(flow: Sequence[Judged]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for item in flow:
        joins = pieces and pieces[-1].is_text and item.role == "text" and not item.line.blank_before
        if joins:
            pieces[-1].lines.append(item)
        else:
            pieces.append(_Piece([item]))
    return pieces


def _is_woven(pieces: Sequence[_Piece]) -> bool:
    """Whether a piece goes on after a finished one, and one before it broke off at a new start."""
    texts = [piece for piece in pieces if piece.is_text]
    broken_off = False
    for before, piece in itertools.pairwise(texts):
        if broken_off and piece.orphan and before.ended:
            return True
        broken_off = broken_off or (not before.ended and piece.fresh)
    return False


def _fit(open_piece: _Piece, piece: _Piece) -> float:
    """How well one piece goes on with another; of equals the one that waits longest is served."""
    pending = open_marks(open_piece.text)
    closes = not is_balanced(piece.text) and is_balanced(pending + piece.text)
    score = 3.0 * word_crosses(open_piece.text, piece.text)
    return score + 3.0 * (bool(pending) and closes) - 1.0 * (bool(pending) and not closes)

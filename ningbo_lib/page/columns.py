"""Put the pieces of paragraphs back together where a page's columns were read across.

Some extractors give first the foot of one column, then that of the next, and only then the tops
on which both go on.  It shows where a piece begins in mid sentence although the text before it has
ended, and an earlier piece stopped in mid sentence although a new paragraph followed it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from ningbo_lib.page.dictionary import word_crosses
from ningbo_lib.page.judging import Judged
from ningbo_lib.page.pieces import LINK, Piece, fit, hints, pieces_of, succession
from ningbo_lib.page.rows import by_rows

_BOUNDS = ("title", "byline", "number")
_REACH = 12  # pieces of text on either side among which one is looked for that goes on
_MARGIN = 3.5  # by which another order must read better than the printed one
_NATURAL, _LOOSE = 2.5, 1.5  # what speaks for joining two pieces
_FAR = 0.1  # what each piece between them speaks against it
_MOVED = 0.5  # what each piece moved out of its row or column costs
_BESIDE = 0.5  # what speaks for the next piece where one goes on already
_ELSEWHERE = 2.0  # what speaks against it where another article begins between them


def unweave(page: Sequence[Judged]) -> list[Judged]:
    """The page with pieces put behind what they go on with; as it was where that reads no better.

    Two ways in which columns are read across are tried: their pieces by turns, as in the rows of a
    table, and single columns displaced.
    """
    pieces = pieces_of(page)
    printed = list(range(len(pieces)))
    if not _may_be_woven(pieces):
        return list(page)
    rows = by_rows(pieces)
    ways = [(printed, printed), (rows, rows)]
    ways += [(printed, _by_turns(pieces)), (printed, _displaced(pieces))]
    ways.append((rows, [rows[k] for k in _displaced([pieces[k] for k in rows])]))
    worth = [_sense(pieces, order) - _MOVED * _moved(base, order) for base, order in ways]
    best = max(range(len(ways)), key=worth.__getitem__)
    if worth[best] < worth[0] + _MARGIN:
        return list(page)
    return [item for k in ways[best][1] for item in pieces[k].lines]


def _moved(base: Sequence[int], order: Sequence[int]) -> int:
    """How many pieces stand behind another one than before."""
    return len(set(itertools.pairwise(order)) - set(itertools.pairwise(base)))


def _may_be_woven(pieces: Sequence[Piece]) -> bool:
    """Whether a piece breaks off at a new start, and one goes on after a finished one."""
    texts = [piece for piece in pieces if piece.is_text]
    pairs = list(itertools.pairwise(texts))
    return any(not a.ended and b.fresh for a, b in pairs) and any(
        a.ended and b.continuing for a, b in pairs
    )


def _sense(pieces: Sequence[Piece], order: Sequence[int]) -> float:
    """How well the pieces of running text go on with each other in this order."""
    texts = [pieces[k] for k in order if pieces[k].is_text]
    return sum(succession(before, piece) for before, piece in itertools.pairwise(texts))


def _by_turns(pieces: Sequence[Piece]) -> list[int]:
    """Each piece behind the one that waits longest, where it may go on with one."""
    following: dict[int, int] = {}
    waiting: list[int] = []
    last = -1
    for k, piece in enumerate(pieces):
        if piece.role == "byline":
            waiting = []
        if not piece.is_text:
            continue
        able = [
            e
            for e in waiting
            if piece.continuing or e == last or word_crosses(pieces[e].text, piece.text)
        ]
        if able and not piece.fresh:
            best = max(able, key=lambda e: (_by_sense(pieces, e, k, last), -e))
            following[best] = k
            waiting.remove(best)
        if not piece.ended:
            waiting = [*waiting, k][-_REACH:]
        last = k
    placed = set(following.values())
    ordered: list[int] = []
    for k in range(len(pieces)):
        at: int | None = None if k in placed else k
        while at is not None:
            ordered.append(at)
            at = following.get(at)
    return ordered


def _by_sense(pieces: Sequence[Piece], e: int, k: int, last: int) -> float:
    """How well piece ``k`` goes on with ``e``; the last line of a column may stand by itself."""
    beside = e == last and pieces[e].continuing
    return fit(pieces[e], pieces[k]) + hints(pieces[e], pieces[k]) + _BESIDE * beside


def _displaced(pieces: Sequence[Piece]) -> list[int]:
    """Each piece that follows nothing put behind one that breaks off.

    From amid another article it takes along what follows, to the next title, byline or such piece.
    """
    behind, ahead = _split_moves(pieces)
    runs = _runs(pieces, behind, set(ahead.values()))
    starts = {run[0]: run for run in runs}
    moved = {*behind.values(), *ahead.values()}
    waiting = [k for run in reversed(runs) if run[0] not in moved for k in reversed(run)]
    ordered: list[int] = []
    while waiting:
        k = waiting.pop()
        if k in ahead:
            waiting += [k, *reversed(starts[ahead.pop(k)])]
            continue
        ordered.append(k)
        if k in behind:
            waiting += reversed(starts[behind[k]])
    if len(ordered) < len(pieces):
        return list(range(len(pieces)))  # pieces that wait for each other
    return ordered


def _split_moves(pieces: Sequence[Piece]) -> tuple[dict[int, int], dict[int, int]]:
    """Pieces moved behind those that break off, and broken-off pieces moved ahead of others.

    Where an article's text was printed before what it goes on with, the shorter piece is the one
    out of its place, unless a title stands over it.
    """
    behind = _moves(pieces, [k for k, piece in enumerate(pieces) if piece.is_text])
    ahead: dict[int, int] = {}
    for e, s in list(behind.items()):
        shorter = len(pieces[e].lines) <= len(pieces[s].lines)
        titled = e > 0 and pieces[e - 1].role == "title"
        if s < e and shorter and not titled and not _signed_between(pieces, s, e):
            ahead[s] = e
            del behind[e]
    for s, e in list(ahead.items()):
        if e in behind.values():  # it has a place already
            behind[e] = s
            del ahead[s]
    return behind, ahead


def _moves(pieces: Sequence[Piece], texts: Sequence[int]) -> dict[int, int]:
    """Piece that breaks off -> the piece, not the next one, with which it goes on."""
    broken = {
        e
        for e, nxt in zip(texts, [*texts[1:], None], strict=True)
        if not pieces[e].ended and (nxt is None or pieces[nxt].fresh)
    }
    orphans = {
        s
        for prev, s in zip([None, *texts], texts, strict=False)
        if pieces[s].continuing and (prev is None or pieces[prev].ended)
    }
    edges = sorted(_edges(pieces, texts, broken, orphans))
    following: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, _, e, s, natural in edges:
        if e not in following and s not in taken:
            following[e] = -1 if natural else s
            taken.add(s)
    return {e: s for e, s in following.items() if s >= 0}


def _edges(
    pieces: Sequence[Piece], texts: Sequence[int], broken: set[int], orphans: set[int]
) -> Iterator[tuple[float, int, int, int, int, bool]]:
    """Pairs that may go together: what speaks against it, and whether they are neighbours."""
    for i, e in enumerate(texts):
        if pieces[e].ended:
            continue
        for j in range(max(0, i - _REACH), min(len(texts), i + _REACH + 1)):
            s = texts[j]
            if s == e or pieces[s].fresh:
                continue
            reads = fit(pieces[e], pieces[s])
            natural = j == i + 1
            loose = (e in broken) + (s in orphans)
            if not natural and (loose == 0 or (loose == 1 and reads < LINK)):
                continue
            weight = reads + (_NATURAL if natural else _LOOSE * loose) - 0.3 * (j < i)
            weight -= _FAR * abs(j - i)
            weight -= _ELSEWHERE * _signed_between(pieces, min(e, s), max(e, s))
            yield -weight, i, j, e, s, natural


def _runs(pieces: Sequence[Piece], behind: dict[int, int], single: set[int]) -> list[list[int]]:
    """The page cut where a piece that is moved begins and where what it takes along ends."""
    source = {s: e for e, s in behind.items()}
    runs: list[list[int]] = [[]]
    alone = False  # within an article a piece is moved alone: what follows it is at its place
    for k, piece in enumerate(pieces):
        cut = runs[-1] and (runs[-1][0] in source or runs[-1][0] in single)
        ends = cut and (alone or piece.role in _BOUNDS)
        if k in source or k in single or ends or not runs[-1]:
            if runs[-1]:
                runs.append([])
            alone = k in single or (k in source and not _signed_between(pieces, source[k], k))
        runs[-1].append(k)
    return runs


def _signed_between(pieces: Sequence[Piece], start: int, stop: int) -> bool:
    """Whether another article begins between two pieces."""
    return any(piece.role == "byline" for piece in pieces[start:stop])

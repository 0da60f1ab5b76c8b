"""Numerals with the units behind them, alone or joined to ranges and lists."""

from __future__ import annotations

import re
from typing import NamedTuple

from ningbo_lib.figures.compounds import DIVISIBLE, Finer, finer_part
from ningbo_lib.figures.numerals import (
    NUMERAL,
    Numeral,
    NumeralError,
    plain,
    read_numeral,
    to_decimal,
)
from ningbo_lib.figures.units import PIECE, UNITS, Unit, counts_pieces, unit_at

_NUMERAL = re.compile(NUMERAL)
_RANGE = re.compile(r"—{1,2}|[-–~～至到]")
_LIST = re.compile(r"[、和与及或]|以及")
#: What a range or list mark begins with.
_JOINTS = frozenset("—-–~～至到、和与及或以")
_SCALE_TAIL = re.compile(r"[百千万亿]+$")
_PAIR = re.compile(r"[从由自](?:约|近|的)?$")
_BELOW = re.compile("零下|[-−－]")
_POINTS = re.compile(r"个[、和与及][0-9]++(?:\.[0-9]++)?+个百分点")
_DOUBLE = 2


class Term(NamedTuple):
    """One numeral with the unit right behind it, if any."""

    start: int
    stop: int
    numeral: Numeral
    words: str
    unit: Unit | None
    name: str
    below: bool = False


def term_at(text: str, at: int) -> Term | None:
    """The numeral at ``at`` with its unit, ``None`` if there is none that reads."""
    match = _NUMERAL.match(text, at)
    if not match:
        return None
    words, end = match[0], match.end()
    try:
        numeral = read_numeral(words)
    except NumeralError:
        return None
    name, unit = unit_at(text, end)
    if name == "块" and counts_pieces(text, at, end):
        unit = PIECE
    if name == "个" and _POINTS.match(text, end):  # 2.1个和3.5个百分点
        unit = UNITS["个百分点"]
    term = Term(at, end + len(name), numeral, words, unit, name)
    while term.name in DIVISIBLE and (finer := finer_part(text, term.name, term.stop)):
        term = _compound(term, finer)
    return term


def _signed(text: str, at: int) -> Term | None:
    """The second end of a range, which may be below nought: -3至-1度."""
    sign = _BELOW.match(text, at)
    if sign is None:
        return term_at(text, at)
    term = term_at(text, sign.end())
    if term is None:
        return None
    low, high, vagueness = term.numeral
    return term._replace(start=at, numeral=Numeral(-high, -low, vagueness), below=True)


def _compound(term: Term, finer: Finer) -> Term:
    """三元五角: one number, in the unit of the whole."""
    low, high = (plain(v * finer.factor + finer.addition) for v in term.numeral[:2])
    numeral = Numeral(low, high, term.numeral.vagueness)
    name = finer.name
    return term._replace(stop=finer.stop, numeral=numeral, unit=UNITS[name], name=name)


def chain(text: str, term: Term) -> tuple[list[Term], bool]:
    """The terms from ``term`` to the first with a unit, and whether they are a range's ends."""
    terms, ranges = [term], True
    while True:
        if text[term.stop : term.stop + 1] not in _JOINTS:
            return terms, False
        mark = _RANGE.match(text, term.stop)
        if mark is None and term.unit is None:
            mark = _LIST.match(text, term.stop)
        following = _signed(text, mark.end()) if mark else None
        if mark is None or following is None:
            return terms, False
        is_range = bool(_RANGE.match(mark[0]))
        if term.unit and (following.unit is None or following.unit.unit != term.unit.unit):
            return terms, False
        if term.unit and _PAIR.search(text, max(0, term.start - 4), term.start):
            return terms, False
        terms.append(following)
        ranges = is_range and ranges
        if is_range and following.unit:
            return terms if ranges else terms[-2:], True
        term = following


def share(term: Term, last: Term, *, rising: bool = False) -> Term:
    """Unit and scale of the last term: 10至20亿元, 10至8万元; but 5000至1万元: a range that
    falls does not fall from the double.
    """
    if term.unit is not None or term is last:
        return term
    scale = _SCALE_TAIL.search(last.words)
    if scale and not _SCALE_TAIL.search(term.words):
        factor = to_decimal("一" + scale[0])
        if not rising or term.numeral.low * factor < last.numeral.low * _DOUBLE:
            low, high = (plain(value * factor) for value in term.numeral[:2])
            term = term._replace(numeral=Numeral(low, high, term.numeral.vagueness))
    return term._replace(unit=last.unit, name=last.name)

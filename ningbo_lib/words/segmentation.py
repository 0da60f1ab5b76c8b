"""Where words begin and end in a text: numbers and Latin cut by rule, Chinese by jieba.

Runs of common Chinese characters and marks go to jieba's own algorithm and dictionary, in its Rust
version ``rjieba`` when that is installed: on such runs both give the same words (the tests
compare them).  Everything else, on which the two differ, is cut here.

The work is done on whole arrays: each distinct word is looked at once, and a cut is a flag
at the character where a word begins, so that joining words is clearing flags.
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ningbo_lib.lexicons import PACKAGED, read_lexicon

Ints = npt.NDArray[np.int64]
Objects = npt.NDArray[np.object_]
Cut = Callable[[str], list[str]]

#: The characters jieba's model knows; each other character is a word of its own to jieba.
COMMON_HAN = "\u4e00-\u9fd5"
#: Marks that may stay in a run: both versions of the engine give each as a word of its own.
MARKS = "，。、；：？！“”‘’（）《》"

_D = "0-9０-９"
_L = "A-Za-zＡ-Ｚａ-ｚ\u00c0-\u024f"
_DECIMAL = rf"[{_D}]+(?:[,，][{_D}]{{3}}(?![{_D}]))*(?:[.．][{_D}]+)*"
_END = r"(?:底(?![层部气线座蕴子])|末(?![端位梢尾]))"
_DATE = (
    rf"[{_D}]{{4}}年(?:[{_D}]{{1,2}}月(?:[{_D}]{{1,2}}[日号]|{_END})?|{_END})?"
    rf"|[{_D}]{{1,2}}月(?:[{_D}]{{1,2}}[日号]|{_END})?"
    rf"|[{_D}]{{4}}(?:-[{_D}]{{1,2}}-|/[{_D}]{{1,2}}/)[{_D}]{{1,2}}(?![{_D}])"
    rf"|[{_D}]{{1,3}}[年月天周日](?=[前后来内间以])"
)
#: A letter somewhere makes it a name (5G, supOS, C919, Y-space), else it is a number.
_NAME = rf"[{_D}]*[{_L}][{_L}{_D}]*(?:[-_.&'’@/][{_L}{_D}]+)*"
_SCALE = "(?:[十百万亿]|千(?![瓦米克卡帕伏赫焦]))"
_NUMBER = rf"{_DECIMAL}(?:[%％‰]|{_SCALE}+)?(?:[-–—~～]{_DECIMAL}(?:[%％‰]|{_SCALE}+)?)*"
#: A piece cut here, and the run behind it that goes to the engine.
_PIECE = re.compile(
    rf"(\n|[^\S\n]+|{_DATE}|{_NAME}|{_NUMBER}|—+|…+|.)([{COMMON_HAN}{MARKS}]*)", re.DOTALL
)
_VERSION = re.compile(rf"[{_D}][.．][{_D}]+$")
_NUMERALS = (
    re.compile("百分之[零〇一二三四五六七八九十百点几]+"),
    re.compile("(?:一九|二[〇零一])[零〇一二三四五六七八九]{2}年"),
)
#: Runs handed over in one call: few enough that their words are numbered and gone before the
#: next are made, in the same memory, which saves a third of the engine's time on long texts.
_RUNS = 100


class Words(NamedTuple):
    """The words of a text: ``distinct[codes[i]]`` begins at character ``starts[i]``."""

    codes: Ints
    distinct: Objects
    starts: Ints


def jieba_file() -> Path:
    """jieba's dictionary file, found without importing jieba (its import sets up a logger)."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ImportError("jieba is not installed; run: pip install jieba")
    return Path(spec.origin).with_name("dict.txt")


@lru_cache(maxsize=1)
def dictionary() -> dict[str, str]:
    """jieba's words (349,045) with the part of speech its dictionary gives each."""
    with jieba_file().open(encoding="utf-8") as lines:
        rows = (line.split() for line in lines)
        return {row[0]: row[2] for row in rows}


@lru_cache(maxsize=1)
def engine() -> Cut:
    """The cutter for runs of common characters: ``rjieba``, or ``jieba`` where there is none."""
    try:
        import rjieba
    except ImportError:
        return jieba_cut()
    cut: Cut = rjieba.Jieba().cut
    return cut


def jieba_cut() -> Cut:
    """The cutter of a private jieba tokenizer.

    It is filled here rather than by jieba's ``initialize``, which reads a cache from the
    shared temporary folder without asking who wrote it, and prints log lines.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's import warns about pkg_resources
        import jieba
    private = jieba.Tokenizer()
    with jieba_file().open("rb") as lines:
        private.FREQ, private.total = private.gen_pfdict(lines)
    private.initialized = True
    cut: Cut = private.lcut
    return cut


def cut(text: str, terms: re.Pattern[str] | None = None) -> Words:
    """``text`` in words, spaces and marks, with the matches of ``terms`` whole."""
    plain = _cut_runs(text)
    before = np.zeros(len(text) + 1, dtype=np.bool_)
    before[plain.starts] = before[-1] = True
    flags = bytearray(before)
    _join_units(text, flags)
    if terms is not None:
        _join_terms(text, flags, terms)
    return _regroup(text, flags, before, plain)


def _cut_runs(text: str) -> Words:
    """Cut the runs in the engine, a line feed before each for the piece that stands there."""
    pieces, runs = _pieces(text)
    index: defaultdict[str, int] = defaultdict()
    index.default_factory = index.__len__  # a new word gets the next number
    chunks = ("\n" + "\n".join(runs[i : i + _RUNS]) for i in range(0, len(runs), _RUNS))
    words = chain.from_iterable(map(engine(), chunks))
    codes = np.fromiter(map(index.__getitem__, words), dtype=np.int64)
    codes[codes == index["\n"]] = [index[piece] for piece in pieces]
    distinct = np.array(list(index), dtype=object)
    lengths = np.fromiter(map(len, index), dtype=np.int64)[codes[1:]]
    return Words(codes[1:], distinct, np.cumsum(lengths) - lengths)


def _pieces(text: str) -> tuple[list[str], list[str]]:
    """The pieces and the run behind each; the first is a line feed before the text."""
    parts = _PIECE.split("\n" + text)  # nothing, piece, run, nothing, piece, run … nothing
    return parts[1::3], parts[2::3]


@lru_cache(maxsize=1)
def _number_with_unit() -> re.Pattern[str]:
    """The end of a number and, as a group, the longest unit that fits behind it."""
    units = {*_first_column("units.tsv"), *_first_column("measure_words.tsv")}
    units |= {"年", "月", "日", "号", "年代", "世纪"}
    first = re.escape("".join(sorted({unit[0] for unit in units})))  # spares trying each unit
    return re.compile(rf"[{_D}]{_SCALE}*(?=[多余来几{first}])([多余来几]?{trie(units)})")


def _first_column(name: str) -> list[str]:
    """The words of a packaged lexicon, whatever its other columns say of them."""
    lines = (PACKAGED / name).read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    return [row.split("\t")[0] for row in rows[1:]]


@lru_cache(maxsize=1)
def _counted_nouns() -> dict[str, str]:
    """Measure words of two characters or more, and what may not follow (平台 before 面)."""
    rows = read_lexicon("measure_words.tsv", ("word", "group", "not_before"))
    units = set(_first_column("units.tsv"))
    nouns = (row for row in rows if len(row["word"]) > 1 and row["word"] not in units)
    return {row["word"]: row["not_before"] for row in nouns}


def _join_units(text: str, flags: bytearray) -> None:
    """Join a number with its unit where the engine, too, cuts behind the unit.

    A noun is counted in whole numbers, so the version in 2.0平台 stays apart.
    """
    nouns = _counted_nouns()
    for match in _number_with_unit().finditer(text):
        start, stop = match.span(1)
        first = flags.rfind(1, 0, start)
        if not (flags[start] and flags[stop] and text[first].isdecimal()):
            continue
        noun = nouns.get(match[1])
        if noun is None or not (_VERSION.search(text, first, start) or text[stop] in noun):
            flags[start:stop] = bytes(stop - start)
    for pattern in _NUMERALS:
        for match in pattern.finditer(text):
            _force(text, flags, *match.span())


def _join_terms(text: str, flags: bytearray, terms: re.Pattern[str]) -> None:
    """Make each match of ``terms`` one word: leftmost first, then longest."""
    match = terms.search(text)
    while match:
        start, stop = match.span()
        if flags[start] and flags[stop]:
            flags[start + 1 : stop] = bytes(stop - start - 1)
        elif _wins(text, flags, start, stop):
            _force(text, flags, start, stop)
        else:
            match = terms.match(text, start, stop - 1) or terms.search(text, start + 1)
            continue
        match = terms.search(text, stop)


def _wins(text: str, flags: bytearray, start: int, stop: int) -> bool:
    """Whether a term takes its place from the words the engine has put across its edges.

    A word the engine made up (it is in no dictionary) always yields.  A dictionary word, a
    number or a Latin word stays if the term lies inside it (工业 in 工业化), or if the term is
    short and either the engine knows it and has weighed it here (中国 in 发展中国家), or both of
    its edges would break a word (科创 in 学科创新).
    """
    left, right = flags.rfind(1, 0, start + 1), flags.find(1, stop)
    if flags.find(1, left + 1) == right:
        return not _is_word(text[left:right])
    head = text[left : flags.find(1, left + 1)]
    tail = text[flags.rfind(1, 0, right) : right]
    broken = [left < start and _is_word(head), right > stop and _is_word(tail)]
    if stop - start > 3 or not any(broken):
        return True
    return not all(broken) and text[start:stop] not in dictionary()


def _is_word(text: str) -> bool:
    return text in dictionary() or not _RUN.fullmatch(text)


_RUN = re.compile(f"[{COMMON_HAN}]+")


def _force(text: str, flags: bytearray, start: int, stop: int) -> None:
    """Cut at both edges of a term and cut anew what is left of the words it broke."""
    left, right = flags.rfind(1, 0, start + 1), flags.find(1, stop)
    flags[start + 1 : stop] = bytes(stop - start - 1)
    flags[start] = flags[stop] = 1
    for begin, end in ((left, start), (stop, right)):
        flags[begin + 1 : end] = bytes(max(0, end - begin - 1))
        place = begin
        for word in _cut_again(text[begin:end]):
            flags[place] = 1
            place += len(word)


def _cut_again(text: str) -> list[str]:
    pieces, runs = _pieces(text)
    rest = iter(pieces[1:])
    return [next(rest) if word == "\n" else word for word in engine()("\n".join(runs))]


def _regroup(text: str, flags: bytearray, before: npt.NDArray[np.bool_], plain: Words) -> Words:
    """The words between the flags; those that did not change keep their codes."""
    edges = np.flatnonzero(np.frombuffer(flags, dtype=np.bool_))
    starts, stops = edges[:-1], edges[1:]
    number = np.cumsum(before)[edges] - 1  # of the plain word at each edge
    same = before[starts] & before[stops] & (np.diff(number) == 1)
    codes = plain.codes[number[:-1]]
    changed = [text[a:b] for a, b in zip(starts[~same], stops[~same], strict=True)]
    fresh, extra = pd.factorize(np.array(changed, dtype=object))
    codes[~same] = fresh + len(plain.distinct)
    return Words(codes, np.concatenate([plain.distinct, extra]), starts)


def trie(words: Iterable[str]) -> str:
    """A pattern that matches the longest of ``words``, in time that does not grow with them.

    >>> trie(["工业", "工业化"])
    '工业(?:化)?'
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branches(root)


def _branches(node: dict[str, Any]) -> str:
    ways = [re.escape(c) + _branches(child) for c, child in sorted(node.items()) if c]
    if not ways:
        return ""
    if "" in node:
        return f"(?:{'|'.join(ways)})?"
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"

"""Where words begin and end in a text: numbers and Latin cut by rule, Chinese by jieba.

Runs of common Chinese characters and marks go to jieba's own algorithm and dictionary, in its Rust
version ``rjieba`` when that is installed: on such runs both give the same words (the tests
compare them).  Everything else, on which the two differ, is cut here.

The work is done on whole arrays: each distinct word is looked at once, and a cut is a flag
at the character where a word begins, so that joining words is clearing flags.
"""

from __future__ import annotations

import re
import sys
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
_DIGITS = "0123456789０１２３４５６７８９"
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
_CENTURIES = ("一九", "二〇", "二零", "二一")
#: One pattern for each way to begin: a search for fixed characters is ten times quicker.
_NUMERALS = (
    re.compile("百分之[零〇一二三四五六七八九十百点几]+"),
    *(re.compile(f"{century}[零〇一二三四五六七八九]{{2}}年") for century in _CENTURIES),
)
#: Runs handed over in one call: few enough that their words are measured and gone before the
#: next are made, in the same memory, which saves a third of the engine's time on long texts.
_RUNS = 100
#: Words of so many characters are compared as numbers: 21 bits hold any character.
_SHORT = 3


class Words(NamedTuple):
    """The words of a text: ``distinct[codes[i]]`` begins at character ``starts[i]``."""

    codes: Ints
    distinct: Objects
    starts: Ints


class Terms(NamedTuple):
    """Words to keep whole, and the lengths of those that begin with two given characters."""

    words: frozenset[str]
    lengths: dict[str, list[int]]  # longest first


def terms_of(words: Iterable[str]) -> Terms:
    """The table in which ``cut`` looks terms up, in time that hardly grows with their number."""
    whole = frozenset(words)
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for word in whole:
        lengths[word[:2]].add(len(word))
    for head, found in lengths.items():
        if head[0] in whole:
            found.add(1)
    return Terms(whole, {head: sorted(found, reverse=True) for head, found in lengths.items()})


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


def cut(text: str, terms: Terms | None = None) -> Words:
    """``text`` in words, spaces and marks, with the places of ``terms`` whole."""
    # two noughts behind, so that there are a second and a third character at every place
    encoded = f"{text}\0\0".encode("utf-32-le", "surrogatepass")
    characters = np.frombuffer(encoded, dtype=np.uint32).astype(np.int64)
    flags = _cut_runs(text)
    _join_units(text, flags, _number_ends(characters))
    if terms is not None:
        _join_terms(text, flags, terms, _may_begin(characters, terms))
    edges = np.flatnonzero(np.frombuffer(flags, dtype=np.bool_))
    return _numbered(text, edges, characters)


def _cut_runs(text: str) -> bytearray:
    """Flags at the edges of words: the runs go to the engine, a line feed for each piece.

    Only how long each word is comes back: the words themselves stand in the text.
    """
    pieces, runs = _pieces(text)
    chunks = ("\n" + "\n".join(runs[i : i + _RUNS]) for i in range(0, len(runs), _RUNS))
    widths = _lengths(chain.from_iterable(map(engine(), chunks)))
    spans = 1 + _lengths(runs)
    feeds = np.cumsum(spans) - spans
    widths[np.searchsorted(np.cumsum(widths), feeds, side="right")] = _lengths(pieces)
    flags = np.zeros(len(text) + 1, dtype=np.bool_)
    flags[np.cumsum(widths) - 1] = True  # less the line feed before the text
    return bytearray(flags)


def _lengths(words: Iterable[str]) -> Ints:
    return np.fromiter(map(len, words), dtype=np.int64)


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


def _number_ends(characters: Ints) -> list[int]:
    """Where the last digit of a row of digits stands."""
    digits = _among(characters, _DIGITS)
    places: list[int] = np.flatnonzero(digits[:-2] & ~digits[1:-1]).tolist()
    return places


def _join_units(text: str, flags: bytearray, places: list[int]) -> None:
    """Join a number with its unit where the engine, too, cuts behind the unit.

    A noun is counted in whole numbers, so the version in 2.0平台 stays apart.
    """
    nouns, pattern = _counted_nouns(), _number_with_unit()
    for match in filter(None, (pattern.match(text, place) for place in places)):
        start, stop = match.span(1)
        first = flags.rfind(1, 0, start)
        if not (flags[start] and flags[stop] and text[first].isdecimal()):
            continue
        noun = nouns.get(match[1])
        if noun is None or not (_VERSION.search(text, first, start) or text[stop] in noun):
            flags[start:stop] = bytes(stop - start)
    for numeral in _NUMERALS:
        for match in numeral.finditer(text):
            _force(text, flags, *match.span())


def _may_begin(characters: Ints, terms: Terms) -> list[int]:
    """Where the first two characters are the first and the second of some terms."""
    heads = list(terms.lengths)
    found = _among(characters[:-2], {head[0] for head in heads})
    if all(len(head) > 1 for head in heads):
        found &= _among(characters[1:-1], {head[1] for head in heads})
    places: list[int] = np.flatnonzero(found).tolist()
    return places


def _among(characters: Ints, wanted: Iterable[str]) -> npt.NDArray[np.bool_]:
    table = np.zeros(sys.maxunicode + 1, dtype=np.bool_)
    table[list(map(ord, wanted))] = True
    return table[characters]


def _join_terms(text: str, flags: bytearray, terms: Terms, places: list[int]) -> None:
    """Make terms at ``places`` one word each: leftmost first, then longest."""
    free = 0
    for start in places:
        if start < free:
            continue
        head = text[start : start + 2]
        for length in terms.lengths.get(head) or terms.lengths.get(head[0]) or ():
            stop = start + length
            if text[start:stop] not in terms.words:
                continue
            if flags[start] and flags[stop]:
                flags[start + 1 : stop] = bytes(length - 1)
            elif _wins(text, flags, start, stop):
                _force(text, flags, start, stop)
            else:
                continue
            free = stop
            break


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


def _numbered(text: str, edges: Ints, characters: Ints) -> Words:
    """The words between the edges, equal ones with one number, in order of first sight.

    Up to three characters fit in 63 bits, which are quicker told apart than strings.
    """
    starts, stops = edges[:-1], edges[1:]
    widths = stops - starts
    keys = characters[starts]
    for place in range(1, _SHORT):
        keys |= (characters[starts + place] * (widths > place)) << 21 * place
    long = np.flatnonzero(widths > _SHORT)
    spelled = [text[a:b] for a, b in zip(starts[long].tolist(), stops[long].tolist(), strict=True)]
    keys[long] = ~pd.factorize(np.array(spelled, dtype=object))[0]
    codes, keys = pd.factorize(keys)
    first = np.empty(len(keys), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # the last to be written is the first place
    spans = zip(starts[first].tolist(), stops[first].tolist(), strict=True)
    return Words(codes, np.array([text[a:b] for a, b in spans], dtype=object), starts)


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

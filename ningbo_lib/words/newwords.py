"""Suggest terms a dictionary does not have, for a person to accept or refuse."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from math import fsum, log2

import pandas as pd

from ningbo_lib.lexicons import read_lexicon
from ningbo_lib.words.segmentation import COMMON_HAN, cut, dictionary

_RUN = re.compile(f"[{COMMON_HAN}]+")
_LONGEST = 7
_PASSAGE = 8
_COLUMNS = {"term": "str", "n": "int64", "pmi": "float64", "entropy": "float64", "passages": "str"}


def suggest_terms(
    texts: Iterable[str],
    *,
    min_count: int = 4,
    min_pmi: float = 3.0,
    min_entropy: float = 1.5,
    stop: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Strings of 3 to 7 characters that hold together and stand free, commonest first.

    ``pmi`` is the pointwise mutual information, in bits, of the two parts at the weakest place
    to divide the string: how much more often they meet than by chance.  ``entropy`` is the
    lower of the entropies, in bits, of the characters before and after it: how free its
    surroundings are; a mark or the edge of a text counts each time as a new neighbour.  After
    Jin and Tanaka-Ishii 2006, "Unsupervised segmentation of Chinese text by use of branching
    entropy".  Words of jieba's dictionary are left out, and strings that begin or end with a
    word of ``stop`` (the characters of ``function_words.tsv`` unless given), or in the midst of
    a word at most of their places (化建设 of 现代化建设).  ``passages`` shows three places.  The
    order of the texts does not matter.  Raises ``ValueError`` for one string in place of texts.
    """
    if isinstance(texts, str):
        raise ValueError("texts is one string; give a list of texts")
    if isinstance(texts, pd.DataFrame) or not isinstance(texts, Iterable):
        kind = "table" if isinstance(texts, pd.DataFrame) else type(texts).__name__
        raise ValueError(
            f'texts is a {kind}; give texts, as in suggest_terms(corpus.paragraphs["text"])'
        )
    edges = tuple(_function_characters() if stop is None else _words(stop))
    whole = "\n".join(sorted(texts))
    runs = [match[0] for match in _RUN.finditer(whole)]
    counts = _count(runs)
    characters = sum(map(len, runs))
    strong = {
        string: pmi
        for string, n in counts.items()
        if n >= min_count
        and _may_be_term(string, edges)
        and (pmi := _weakest_pmi(string, counts, characters)) >= min_pmi
    }
    entropy = _freedom(runs, strong)
    midst = _inside_words(whole)
    rows = [
        (string, counts[string], strong[string], entropy[string], _passages(whole, places))
        for string in sorted(strong, key=lambda string: (-counts[string], string))
        if entropy[string] >= min_entropy
        and (places := _places(string, whole))
        and _stands_free(midst, places)
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)


def _count(runs: Iterable[str]) -> Counter[str]:
    """Counts of all strings of up to seven characters."""
    counts: Counter[str] = Counter()
    for run in runs:
        for length in range(1, min(_LONGEST, len(run)) + 1):
            counts.update(run[i : i + length] for i in range(len(run) - length + 1))
    return counts


@lru_cache(maxsize=1)
def _function_characters() -> frozenset[str]:
    return frozenset(row["word"] for row in read_lexicon("function_words.tsv", ("word", "class")))


def _words(stop: Iterable[str]) -> list[str]:
    if isinstance(stop, str):
        raise ValueError(f"stop is one string; write [{stop!r}] for one word")
    return sorted(filter(None, stop))


def _may_be_term(string: str, edges: tuple[str, ...]) -> bool:
    inside = not string.startswith(edges) and not string.endswith(edges)
    return len(string) > 2 and inside and string not in dictionary()


def _weakest_pmi(string: str, counts: Counter[str], characters: int) -> float:
    parts = ((string[:i], string[i:]) for i in range(1, len(string)))
    return min(log2(counts[string] * characters / (counts[a] * counts[b])) for a, b in parts)


def _freedom(runs: list[str], strings: Iterable[str]) -> dict[str, float]:
    """The lower of the entropies of the neighbours on either side, for each string."""
    wanted = set(strings)
    before: defaultdict[str, Counter[str]] = defaultdict(Counter)
    after: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for number, run in enumerate(runs):
        edge = f"edge {number}"
        for length in range(3, min(_LONGEST, len(run)) + 1):
            for i in range(len(run) - length + 1):
                if (string := run[i : i + length]) in wanted:
                    before[string][run[i - 1] if i else edge] += 1
                    after[string][run[i + length] if i + length < len(run) else edge] += 1
    return {s: min(_entropy(before[s]), _entropy(after[s])) for s in sorted(wanted)}


def _entropy(neighbours: Counter[str]) -> float:
    total = neighbours.total()
    return -fsum(n / total * log2(n / total) for n in neighbours.values()) + 0.0


def _places(string: str, whole: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(string), whole)]


def _inside_words(whole: str) -> frozenset[int]:
    """Offsets in the midst of a word of the dictionary, where jieba cuts with no term given."""
    words = cut(whole)
    known = [word in dictionary() for word in words.distinct]
    inside: set[int] = set()
    for code, start in zip(words.codes.tolist(), words.starts.tolist(), strict=True):
        if known[code]:
            inside.update(range(start + 1, start + len(words.distinct[code])))
    return frozenset(inside)


def _stands_free(midst: frozenset[int], places: list[tuple[int, int]]) -> bool:
    """Whether at half of its places or more the string does not begin or end inside a word."""
    return 2 * sum(a not in midst and b not in midst for a, b in places) >= len(places)


def _passages(whole: str, places: list[tuple[int, int]]) -> str:
    """The first three places with some characters of the same text around them."""
    found = []
    for start, stop in places[:3]:
        before = whole[max(0, start - _PASSAGE) : start].rpartition("\n")[2]
        after = whole[stop : stop + _PASSAGE].partition("\n")[0]
        found.append(before + whole[start:stop] + after)
    return " | ".join(found)

"""Suggest terms a dictionary does not have, for a person to accept or refuse."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from math import log2

import pandas as pd

from ningbo_lib.lexicons import read_lexicon
from ningbo_lib.segmentation import COMMON_HAN, dictionary

_RUN = re.compile(f"[{COMMON_HAN}]+")
_LONGEST = 7
_PASSAGE = 8
_COLUMNS = {"term": "str", "n": "int64", "pmi": "float64", "entropy": "float64", "passages": "str"}


def suggest_terms(
    texts: Iterable[str], *, min_count: int = 4, min_pmi: float = 3.0, min_entropy: float = 1.5
) -> pd.DataFrame:
    """Strings of 3 to 7 characters that hold together and stand free, commonest first.

    ``pmi`` is the pointwise mutual information, in bits, of the two parts at the weakest place
    to divide the string: how much more often they meet than by chance.  ``entropy`` is the
    lower of the entropies, in bits, of the characters before and after it: how free its
    surroundings are; a mark or the edge of a text counts each time as a new neighbour.  After
    Jin and Tanaka-Ishii 2006, "Unsupervised segmentation of Chinese text by use of branching
    entropy".  Words of jieba's dictionary are left out, and strings that begin or end with a
    function character.  ``passages`` shows the first three places.
    """
    texts = list(texts)
    runs = [(text, match) for text in texts for match in _RUN.finditer(text)]
    counts = _count(match[0] for _, match in runs)
    characters = sum(len(match[0]) for _, match in runs)
    strong = {
        string: pmi
        for string, n in counts.items()
        if n >= min_count
        and _may_be_term(string)
        and (pmi := _weakest_pmi(string, counts, characters)) >= min_pmi
    }
    entropy = _freedom(runs, strong)
    chosen = sorted((s for s in strong if entropy[s] >= min_entropy), key=lambda s: (-counts[s], s))
    rows = [(s, counts[s], strong[s], entropy[s], _passages(s, texts)) for s in chosen]
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


def _may_be_term(string: str) -> bool:
    edges = {string[0], string[-1]}
    return len(string) > 2 and not edges & _function_characters() and string not in dictionary()


def _weakest_pmi(string: str, counts: Counter[str], characters: int) -> float:
    parts = ((string[:i], string[i:]) for i in range(1, len(string)))
    return min(log2(counts[string] * characters / (counts[a] * counts[b])) for a, b in parts)


def _freedom(runs: list[tuple[str, re.Match[str]]], strings: Iterable[str]) -> dict[str, float]:
    """The lower of the entropies of the neighbours on either side, for each string."""
    wanted = set(strings)
    before: defaultdict[str, Counter[str]] = defaultdict(Counter)
    after: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for number, (_, match) in enumerate(runs):
        run, edge = match[0], f"edge {number}"
        for length in range(3, min(_LONGEST, len(run)) + 1):
            for i in range(len(run) - length + 1):
                if (string := run[i : i + length]) in wanted:
                    before[string][run[i - 1] if i else edge] += 1
                    after[string][run[i + length] if i + length < len(run) else edge] += 1
    return {s: min(_entropy(before[s]), _entropy(after[s])) for s in sorted(wanted)}


def _entropy(neighbours: Counter[str]) -> float:
    total = neighbours.total()
    return -sum(n / total * log2(n / total) for n in neighbours.values()) + 0.0


def _passages(string: str, texts: list[str]) -> str:
    found = []
    for text in texts:
        for match in re.finditer(re.escape(string), text):
            found.append(text[max(0, match.start() - _PASSAGE) : match.end() + _PASSAGE])
            if len(found) == 3:
                return " | ".join(found)
    return " | ".join(found)

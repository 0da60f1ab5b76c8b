"""Threads: what two groups of texts both speak of, named precisely enough to be the same thing.

A word that both years share is mostly a common word, or what every article is about.  A thread
is a term that general Chinese hardly uses, that both sides use all the same, and that only some
of the articles have.  No list of names is needed: rarity comes from jieba's dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from math import log2
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ningbo_lib.columns_needed import require_columns, require_each
from ningbo_lib.topics.incidence import one_of_each
from ningbo_lib.words.matching import adjoins_next, in_reading_order, is_word, match_terms, rebuild
from ningbo_lib.words.segmentation import dictionary, jieba_file
from ningbo_lib.words.tokens import stop_words

#: Tokens a term may be made of, so that a name the tokenizer cut is still found whole.
LONGEST = 4

Floats = NDArray[np.float64]

_FOREIGN = re.compile(r"[\x20-\x7e]+|[^\x20-\x7e]+")
_SENTENCE_END = re.compile(r"(?<=[。！？!?])[”’」』）)]*")


def shared_threads(
    tokens: pd.DataFrame,
    *,
    target: object,
    reference: object,
    by: str = "year",
    top: int = 20,
    stop: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Terms of both groups by how unlikely it is that they share them by chance, best first.

    Candidates are runs of one to four adjoining words that begin and end with no stop word
    (``stop_words()`` unless ``stop`` is given) and stand in both groups, however they are cut;
    one that on some side only ever stands inside a longer candidate is left out.
    score = spread · log2(1 / e) · (log2 n_target + log2 n_reference) / 2, where

    * e = words of the larger side · 2^-bits are the mentions general Chinese would have there,
      so log2(1 / e) is the surprise of one mention (0 where e > 1);
    * n are the mentions: their geometric mean counts, and by its logarithm, for a word once used
      is soon used again (Church 2000, "Two Noriegas").  A term used once on either side scores
      0: it may be a coincidence, and stands below all others, the rarest first;
    * bits is what a unigram model of jieba's dictionary needs to write the term:
      Σ -log2(frequency / total) over its best segmentation;
    * spread is log2(A / a) / log2(A / 2) for a term in a of A articles: 1 for one article a
      side, 0 for a term that all articles have and that tells no two apart (1 if A is 2).

    Columns: term, score, bits, name (whether a word of it is a place or a body in
    jieba's dictionary), target_n, reference_n, paragraphs, articles, target_passage,
    reference_passage (the sentence of the first mention; ``thread_passages`` has them all).
    Raises ``ValueError`` for a group that does not occur, two groups that are the same, and a
    column that is not there.
    """
    ordered = _two_sides(tokens, target, reference, by)
    found = _candidates(
        ordered,
        (ordered[by] == target).to_numpy(),
        stop_words() if stop is None else frozenset(stop),
    )
    words = is_word(ordered)
    sizes = [int((words & (ordered[by] == side)).sum()) for side in (target, reference)]
    frame = _scored(_without_parts(found), sizes, ordered["article_id"].nunique()).head(top)
    frame.insert(3, "name", np.array([_is_name(term) for term in frame["term"]], dtype=bool))
    passages = thread_passages(ordered, frame["term"], by=by)
    for side, value in (("target", target), ("reference", reference)):
        first = passages[passages["group"] == value].drop_duplicates("term")
        frame[f"{side}_passage"] = frame["term"].map(first.set_index("term")["passage"])
    kinds = dict.fromkeys(("term", "target_passage", "reference_passage"), str)
    frame = frame.reset_index(drop=True).astype(kinds)
    frame.attrs = dict(tokens.attrs)
    return frame


def thread_passages(
    tokens: pd.DataFrame, terms: Iterable[str], *, by: str = "year"
) -> pd.DataFrame:
    """Every mention of the terms with its sentence, in reading order within each term.

    Columns: term, group, article_id, paragraph_id, start, stop (offsets of the term in the
    paragraph), passage.
    """
    require_columns(tokens, "article_id", "token", by)
    ordered = in_reading_order(tokens)
    remedy = 'such as ["创新", "港口"]'
    asked = list(dict.fromkeys(require_each(terms, str, name="the terms", remedy=remedy)))
    parts = [
        _mentions(near, term, by) for term, near in zip(asked, _near(ordered, asked), strict=True)
    ]
    columns = ["term", "group", "article_id", "paragraph_id", "start", "stop", "passage"]
    rows = [row for part in parts for row in part]
    kinds: dict[str, Any] = dict.fromkeys(("term", "article_id", "paragraph_id", "passage"), str)
    kinds |= {"start": np.int64, "stop": np.int64, "group": tokens[by].dtype}
    frame = pd.DataFrame(rows, columns=columns).astype(kinds)
    frame.attrs = dict(tokens.attrs)
    return frame


def description_bits(term: str) -> float:
    """Bits a unigram model of jieba's dictionary needs for ``term``, by its best segmentation.

    A character or foreign word the dictionary lacks costs as much as its rarest word.

    >>> round(description_bits("实验室"), 1)
    14.7
    """
    return sum(cost for _, cost in _pieces(term))


# --- candidates ---------------------------------------------------------------------------------


def _two_sides(tokens: pd.DataFrame, target: object, reference: object, by: str) -> pd.DataFrame:
    require_columns(tokens, "article_id", "token", by)
    one_of_each(tokens[by], by, target=target, reference=reference)
    return in_reading_order(tokens[tokens[by].isin([target, reference])])


class _Runs(NamedTuple):
    """Runs of tokens: where they begin and the hash of the string each spells."""

    rows: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    length: int


def _candidates(
    ordered: pd.DataFrame, in_target: NDArray[np.bool_], stop: frozenset[str]
) -> pd.DataFrame:
    """Strings both sides have, counted over all the ways they are cut into words."""
    token = ordered["token"].to_numpy(dtype=object)
    edges = is_word(ordered) & ~ordered["token"].isin(stop)
    if "kind" in ordered:
        edges &= ordered["kind"].isin(["word", "latin"])
    runs = list(_runs(token, ordered, edges.to_numpy(dtype=bool)))
    by_side = [
        np.concatenate([each.hashes[in_target[each.rows] == side] for each in runs])
        for side in (True, False)
    ]
    shared = np.intersect1d(by_side[0], by_side[1])
    parts = []
    for each in runs:
        rows = each.rows[np.isin(each.hashes, shared)]
        spelled = ["".join(token[row : row + each.length]) for row in rows]
        parts.append(pd.DataFrame({"term": pd.Series(spelled, dtype=object), "row": rows}))
    return _counted(ordered, pd.concat(parts), in_target)


def _runs(token: Any, ordered: pd.DataFrame, edge: NDArray[np.bool_]) -> Iterator[_Runs]:
    """Runs of one to ``LONGEST`` adjoining words that begin and end at an ``edge``."""
    joined = adjoins_next(ordered)
    words = is_word(ordered).to_numpy(dtype=bool)
    rows = np.flatnonzero(edge)
    spelled = token[rows]
    for length in range(1, LONGEST + 1):
        last = rows + length - 1
        ends = edge[last]
        yield _Runs(rows[ends], pd.util.hash_array(spelled[ends]), length)
        grows = joined[last] & (last + 1 < len(words))
        grows[grows] &= words[last[grows] + 1]
        rows, spelled = rows[grows], spelled[grows] + token[last[grows] + 1]


def _counted(ordered: pd.DataFrame, found: pd.DataFrame, in_target: Any) -> pd.DataFrame:
    frame = found[found["term"].str.len() > 1]
    rows = frame["row"].to_numpy(dtype=np.int64)
    frame = frame.assign(
        hit=in_target[rows],
        paragraph_id=ordered["paragraph_id"].to_numpy()[rows],
        article_id=ordered["article_id"].to_numpy()[rows],
    )
    counted = frame.groupby("term", sort=True).agg(
        target_n=("hit", "sum"),
        mentions=("hit", "size"),
        paragraphs=("paragraph_id", "nunique"),
        articles=("article_id", "nunique"),
    )
    counted["reference_n"] = counted.pop("mentions") - counted["target_n"]
    return counted.reset_index().astype({"target_n": np.int64})


def _without_parts(found: pd.DataFrame) -> pd.DataFrame:
    """Drop what on some side only ever is part of something longer."""
    counts = dict(
        zip(found["term"], zip(found["target_n"], found["reference_n"], strict=True), strict=True)
    )
    parts = {
        part
        for term, longer in counts.items()
        for part in _substrings(term)
        if part in counts and any(a <= b for a, b in zip(counts[part], longer, strict=True))
    }
    return found[~found["term"].isin(parts)]


def _substrings(term: str) -> set[str]:
    cuts = [(i, j) for i in range(len(term)) for j in range(i + 2, len(term) + 1)]
    return {term[i:j] for i, j in cuts} - {term}


# --- score --------------------------------------------------------------------------------------


def _scored(found: pd.DataFrame, sizes: list[int], articles: int) -> pd.DataFrame:
    bits = np.array([description_bits(term) for term in found["term"]], dtype=float)
    spread = np.ones(len(found))
    if articles > 2:
        spread = np.log2(articles / found["articles"].to_numpy(float)) / log2(articles / 2)
    mentions = found["target_n"].to_numpy(float) * found["reference_n"].to_numpy(float)
    once = spread * surprise(bits, max(sizes))
    order = ["term", "score", "bits", "target_n", "reference_n", "paragraphs", "articles"]
    frame = found.assign(score=once * np.log2(mentions) / 2, bits=bits, once=once)
    frame = frame.sort_values(["score", "once", "term"], ascending=[False, False, True])
    return frame[order]


def surprise(bits: Floats, words: int) -> Floats:
    """log2(1 / e) with e = words · 2^-bits, the mentions expected; 0 where e is above 1."""
    return np.maximum(bits - log2(words), 0.0)


@lru_cache(maxsize=1)
def _costs() -> tuple[dict[str, float], float]:
    """Bits of every word of jieba's dictionary, and of a word seen once."""
    with jieba_file().open(encoding="utf-8") as lines:
        counts = {word: int(n) for word, n, *_ in (line.split() for line in lines) if int(n)}
    total = log2(sum(counts.values()))
    return {word: total - log2(n) for word, n in counts.items()}, total


def _pieces(term: str) -> list[tuple[str, float]]:
    """The words of the cheapest segmentation, each with its bits."""
    costs, unknown = _costs()
    pieces: list[tuple[str, float]] = []
    for part in _FOREIGN.findall(term):
        pieces += [(part, unknown)] if part.isascii() else _cheapest(part, costs, unknown)
    return pieces


def _cheapest(text: str, costs: dict[str, float], unknown: float) -> list[tuple[str, float]]:
    best = [(0.0, len(text))] * (len(text) + 1)  # bits from here on, end of the first word
    for start in range(len(text) - 1, -1, -1):
        tails = [(unknown + best[start + 1][0], start + 1)]
        for stop in range(start + 1, len(text) + 1):
            if text[start:stop] in costs:
                tails.append((costs[text[start:stop]] + best[stop][0], stop))
        best[start] = min(tails)
    pieces: list[tuple[str, float]] = []
    at = 0
    while at < len(text):
        stop = best[at][1]
        pieces.append((text[at:stop], best[at][0] - best[stop][0]))
        at = stop
    return pieces


def _is_name(term: str) -> bool:
    """Whether jieba's dictionary calls a word of the term a place or a body."""
    known = dictionary()
    return any(known.get(word, "")[:2] in ("ns", "nt") for word, _ in _pieces(term))


# --- passages -----------------------------------------------------------------------------------


def _near(ordered: pd.DataFrame, terms: list[str]) -> Iterator[pd.DataFrame]:
    """For each term the paragraphs that have a token it could begin with."""
    token, words = pd.factorize(ordered["token"])
    paragraph, names = pd.factorize(ordered["paragraph_id"])
    for term in terms:
        opens = np.array([term.startswith(word) for word in words], dtype=bool)
        has = np.zeros(len(names), dtype=bool)
        has[paragraph[opens[token]]] = True
        yield ordered.iloc[np.flatnonzero(has[paragraph])].reset_index(drop=True)


def _mentions(ordered: pd.DataFrame, term: str, by: str) -> Iterator[tuple[Any, ...]]:
    rows = match_terms(ordered, {term})["row"].to_numpy()
    found = ordered["paragraph_id"].iloc[rows]
    texts = rebuild(ordered[ordered["paragraph_id"].isin(found)])
    for row in rows:
        at = ordered.iloc[row]
        text = texts[at["paragraph_id"]]
        start = int(at["start"]) if "start" in ordered else text.index(term)
        sentence = _sentence(text, start)
        yield (
            term,
            at[by],
            at["article_id"],
            at["paragraph_id"],
            start,
            start + len(term),
            sentence,
        )


def _sentence(text: str, at: int) -> str:
    cuts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return next(text[a:b].strip() for a, b in pairwise(sorted(set(cuts))) if a <= at < b)

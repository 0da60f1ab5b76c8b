"""Find terms in a tokens frame, whatever tokenizer cut it, and give the text back."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ningbo_lib.columns_needed import require_columns

#: Kinds of token that are no words and stay out of every denominator.
NOT_WORDS = frozenset({"punctuation", "space"})


def in_reading_order(tokens: pd.DataFrame) -> pd.DataFrame:
    """The rows by paragraph and offset, numbered from 0; the row order given never matters.

    Raises ``ValueError`` when there is no column ``token`` or ``paragraph_id``.
    """
    require_columns(tokens, "token", "paragraph_id")
    keys = ["paragraph_id", *(["start"] if "start" in tokens else [])]
    return tokens.sort_values(keys, kind="stable", ignore_index=True)


def is_word(tokens: pd.DataFrame) -> pd.Series:
    """True where the token counts as a word: not punctuation, not space.

    Raises ``ValueError`` when there is no column ``kind``, which says so.
    """
    require_columns(tokens, "kind")
    return ~tokens["kind"].isin(NOT_WORDS)


def match_terms(ordered: pd.DataFrame, terms: Collection[str]) -> pd.DataFrame:
    """Where the terms stand: one row a match, ``row`` (first token of the match) and ``term``.

    A match is a run of adjoining tokens that together spell a term; matches never overlap and
    the leftmost longest wins, so 数字化 is not counted again inside a matched 数字化改革.
    ``ordered`` comes from ``in_reading_order``.  Raises ``ValueError`` for one string in place
    of several terms, which would be read as its characters.
    """
    if isinstance(terms, str):
        raise ValueError(f"the terms are one string; write [{terms!r}] for one term")
    found = list(_matches(ordered, frozenset(terms) - {""}))
    frame = pd.DataFrame(found, columns=["row", "term"])
    return frame.astype({"row": np.int64, "term": str})


def rebuild(ordered: pd.DataFrame) -> pd.Series:
    """Text of each paragraph from its tokens, indexed by paragraph_id.

    A gap in the offsets (tokens filtered out by the caller) is kept as that many spaces.
    """
    names = ordered["paragraph_id"].to_numpy(dtype=object)
    pieces = ordered["token"].tolist()
    if {"start", "stop"} <= set(ordered.columns):
        before = ordered["stop"].shift(fill_value=0)
        first = ordered["paragraph_id"] != ordered["paragraph_id"].shift()
        gaps = (ordered["start"] - before.mask(first, 0)).clip(lower=0).to_numpy(dtype=int)
        for row in np.flatnonzero(gaps):
            pieces[row] = " " * gaps[row] + pieces[row]
    starts = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1)] if len(names) else []
    texts = ["".join(pieces[a:b]) for a, b in pairwise([*starts, len(names)])]
    return pd.Series(texts, index=pd.Index(names[starts], dtype=object), dtype=object)


def adjoins_next(ordered: pd.DataFrame) -> NDArray[np.bool_]:
    """True where a token's next row continues it in the same paragraph without a gap."""
    same = ordered["paragraph_id"].eq(ordered["paragraph_id"].shift(-1))
    if {"start", "stop"} <= set(ordered.columns):
        same &= ordered["stop"].eq(ordered["start"].shift(-1))
    return same.to_numpy(dtype=bool)


def _matches(ordered: pd.DataFrame, terms: frozenset[str]) -> Iterator[tuple[int, str]]:
    codes, words = pd.factorize(ordered["token"])
    joined = adjoins_next(ordered)
    prefixes = {term[:stop] for term in terms for stop in range(1, len(term))}
    opens = np.fromiter((w in terms or w in prefixes for w in words), dtype=bool, count=len(words))
    free = 0
    for row in np.flatnonzero(opens[codes]) if len(codes) else ():
        if row < free:
            continue
        spelled, best = "", ""
        for at in range(row, len(codes)):
            spelled += words[codes[at]]
            if spelled in terms:
                best, free = spelled, at + 1
            if spelled not in prefixes or not joined[at]:
                break
        if best:
            yield int(row), best

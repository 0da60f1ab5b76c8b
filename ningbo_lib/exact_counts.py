"""Counts whose every column adds up exactly, so that no way of cutting a corpus shows in them.

Sums of rates as floating-point numbers depend in their last digits on the order of adding.  Here
a rate is kept as digits to the base 2^20, four integers, and integers add up the same in any
order: 80 binary places, more than a float has.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ningbo_lib.words.counting import article_counts, count_terms, in_order, one_tokenizer

Integers = npt.NDArray[np.int64]

_BITS, _DIGITS = 20, 4
_RATES = ("rate_sum", "rate_sq_sum")
_WHOLE = ("n", "articles", "paragraphs")
_PLACES = [f"{name}_{place}" for name in _RATES for place in range(_DIGITS)]


def partial_counts(tokens: pd.DataFrame, by: str = "year") -> pd.DataFrame:
    """The counts of ``count_terms`` for a partition of whole articles, in integers alone."""
    cells = article_counts(tokens, by)
    n, size = cells["n"].to_numpy(np.int64), cells["size"].to_numpy(np.int64)
    digits = [*_digits(n, size), *_digits(n**2, size**2)]
    cells = cells[[by, "term"]].assign(**dict(zip(_PLACES, digits, strict=True)))
    sums = cells.groupby([by, "term"], as_index=False).sum()
    table = count_terms(tokens, by).drop(columns=["per_10k", *_RATES])
    table = table.merge(sums, on=[by, "term"]).sort_values([by, "term"], ignore_index=True)
    table.attrs = dict(tokens.attrs)
    return table


def add_counts(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """The counts of two partitions together; associative and commutative to the last bit."""
    by = str(first.columns[0])
    both = pd.concat([first, second])
    terms = both[[by, "term", *_WHOLE, *_PLACES]].groupby([by, "term"], as_index=False).sum()
    groups = [part[[by, "total", "articles_total"]].drop_duplicates() for part in (first, second)]
    totals = pd.concat(groups).groupby(by, as_index=False).sum()
    table = terms.merge(totals, on=by)[[name for name in first.columns if name != "tokenizer"]]
    table.attrs = one_tokenizer([first, second])
    return table


def finished_counts(counts: pd.DataFrame) -> pd.DataFrame:
    """The table of ``count_terms`` from added partial counts; rates are rounded once, here."""
    by = str(counts.columns[0])
    sums = {name: _rounded(counts, name) for name in _RATES}
    origin = counts.copy(deep=False)
    origin.attrs = one_tokenizer([counts])
    totals = counts.groupby(by)[["total", "articles_total"]].first()
    return in_order(counts.assign(**sums), totals, origin)


def _digits(numerator: Integers, denominator: Integers) -> list[Integers]:
    """The first digits of a fraction to the base 2^20, for articles of up to two million words."""
    found, rest = [], numerator
    for _ in range(_DIGITS):
        found.append((rest << _BITS) // denominator)
        rest = (rest << _BITS) % denominator
    return found


def _rounded(counts: pd.DataFrame, name: str) -> list[float]:
    columns = [counts[f"{name}_{place}"].tolist() for place in range(_DIGITS)]
    whole = (
        sum(digit << _BITS * (_DIGITS - 1 - place) for place, digit in enumerate(row))
        for row in zip(*columns, strict=True)
    )
    return [value / (1 << _BITS * _DIGITS) for value in whole]

"""Tests of a difference between two groups of articles, the article being the unit.

Words of one article are not independent of each other, so no test here sees single words:
each looks at the share a term has in each article.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

Floats = npt.NDArray[np.float64]

#: With fewer articles than this on a side no test is made.
MIN_ARTICLES = 5
#: Up to this many ways to divide the articles all are tried; above, this many less one.
MAX_WAYS = 20_000
RANDOM_WAYS = 9_999
_SEED = 20_210_315
_BLOCK = 2_000_000


def rate_matrix(cells: pd.DataFrame, articles: list[str], terms: list[str]) -> Floats:
    """Share of each term in each article, articles x terms, from counts by article."""
    rows = pd.Index(articles).get_indexer(pd.Index(cells["article_id"]))
    columns = pd.Index(terms).get_indexer(pd.Index(cells["term"]))
    chosen = (rows >= 0) & (columns >= 0)
    matrix = np.zeros((len(articles), len(terms)))
    shares = (cells["n"] / cells["size"]).to_numpy(dtype=np.float64)
    matrix[rows[chosen], columns[chosen]] = shares[chosen]
    return matrix


def permutation_test(rates: Floats, in_target: npt.NDArray[np.bool_]) -> Floats:
    """Two-sided p of the difference in mean article rate, one for each column of ``rates``.

    All divisions of the articles in groups of these sizes are tried when there are at most
    20,000 of them (then p is exact); otherwise 9,999 random ones with a fixed seed, where the
    observed division counts as one more (Phipson and Smyth 2010, p = (b + 1) / (m + 1)).
    """
    return _share_beyond(rates, in_target, RANDOM_WAYS, largest=False)


def family_test(rates: Floats, in_target: npt.NDArray[np.bool_]) -> Floats:
    """p of each column of ``rates`` against the largest difference of all columns.

    Differences are in standard deviations of their column.  A p of at most .05 anywhere in the
    table comes in at most 5 % of tables in which the articles could be exchanged (Westfall and
    Young 1993, sec. 2.3, single-step maxT); random divisions, if any, are 999.
    """
    scale = rates.std(axis=0)
    return _share_beyond(rates / np.where(scale > 0, scale, 1.0), in_target, 999, largest=True)


def _share_beyond(
    rates: Floats, in_target: npt.NDArray[np.bool_], ways: int, *, largest: bool
) -> Floats:
    """Share of divisions where a column, or the ``largest`` of them, differs as much as seen."""
    size, target = len(in_target), int(in_target.sum())
    expected = rates.mean(axis=0)
    reach = np.abs(rates[in_target].mean(axis=0) - expected)
    as_far = reach - 1e-12 * (np.abs(expected) + reach)  # equal sums may differ by rounding
    exact = comb(size, target) <= MAX_WAYS
    tried, beyond = 0, np.zeros(rates.shape[1])
    rows = max(1, _BLOCK // max(size, rates.shape[1], 1))
    for masks in _all_ways(size, target, rows) if exact else _random_ways(size, target, rows, ways):
        far = np.abs(masks.astype(float) @ rates / target - expected)
        beyond += ((far.max(axis=1, keepdims=True) if largest else far) >= as_far).sum(axis=0)
        tried += len(masks)
    p: Floats = beyond / tried if exact else (beyond + 1) / (tried + 1)
    return p


def _all_ways(size: int, target: int, rows: int) -> Iterator[npt.NDArray[np.bool_]]:
    chosen = np.array(list(combinations(range(size), target)), dtype=np.int64)
    masks = np.zeros((len(chosen), size), dtype=bool)
    np.put_along_axis(masks, chosen, True, axis=1)
    yield from (masks[start : start + rows] for start in range(0, len(masks), rows))


def _random_ways(size: int, target: int, rows: int, ways: int) -> Iterator[npt.NDArray[np.bool_]]:
    """``rows`` at a time, so that ten thousand articles do not fill the memory."""
    random = np.random.default_rng(_SEED)
    for start in range(0, ways, rows):
        draws = random.random((min(rows, ways - start), size))
        yield draws.argsort(axis=1) < target


def welch_test(sums: Floats, squares: Floats, sizes: tuple[int, int]) -> Floats:
    """Two-sided p of Welch's t on article rates, from their sums: arrays of 2 x terms.

    ``sums`` and ``squares`` hold the sum of the rates and of their squares over the articles of
    either group (Welch 1947).  Terms without any variation get p = 1.
    """
    n = np.array(sizes, dtype=float)[:, None]
    means = sums / n
    variance = np.maximum(squares - n * means**2, 0.0) / (n - 1)
    error = variance / n
    total = error.sum(axis=0)
    moving = total > 1e-24
    safe = np.where(moving, total, 1.0)
    t = (means[0] - means[1]) / np.sqrt(safe)
    freedom = safe**2 / np.maximum((error**2 / (n - 1)).sum(axis=0), 1e-300)
    p: Floats = np.where(moving, 2 * stats.t.sf(np.abs(t), np.where(moving, freedom, 1.0)), 1.0)
    return p


def adjusted(p: Floats) -> Floats:
    """q values: the false discovery rate at each p (Benjamini and Hochberg 1995)."""
    q: Floats = stats.false_discovery_control(p) if len(p) else p
    return q


def smallest_p(target: int, reference: int) -> float:
    """The smallest two-sided p a permutation of so many articles can give."""
    ways = comb(target + reference, target)
    return (2 if target == reference else 1) / ways if ways else 1.0

"""Do the same topics come back when a fifth of the texts is left out, or from other starts?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linear_sum_assignment

from ningbo_lib.progress import watched
from ningbo_lib.topics.models import Fit, Floats, Model, fit

#: Terms of a topic that are compared and shown.
TOP = 10
#: Share of the units kept in a subsample, and how often each way of refitting is tried.
KEPT, SUBSAMPLES, STARTS = 0.8, 10, 5


class Refits(NamedTuple):
    """What the fits made again agree on."""

    stability: pd.DataFrame
    shares: pd.DataFrame


def refit(
    data: sparse.csr_matrix, first: Fit, groups: pd.Series, *, model: Model, seed: int
) -> Refits:
    """Fit again on ten subsamples and from five starts; compare all pairs of fits of a kind."""
    samples = [_subsample(data.shape[0], seed, i) for i in range(SUBSAMPLES)]
    topics = len(first.topics)
    partial = [
        fit(data[rows], topics, model=model, seed=seed)
        for rows in watched(samples, "fitting without a fifth")
    ]
    starts = [
        fit(data, topics, model=model, seed=seed + 1 + i, other_start=True)
        for i in watched(range(STARTS), "fitting from other starts")
    ]
    stability = pd.DataFrame(
        [_agreement("a fifth left out", partial), _agreement("other starts", starts)]
    )
    everything = np.arange(data.shape[0])
    tried = [(first, everything), *zip(partial, samples, strict=True)]
    tried += [(one, everything) for one in starts]
    return Refits(stability, _shares(first, tried, groups))


def top_terms(topics: Floats) -> list[frozenset[int]]:
    """Columns of the ten largest weights of each topic; a weight of nought is no term."""
    return [frozenset(i for i, _ in best) for best in ranked_terms(topics)]


def ranked_terms(topics: Floats) -> list[list[tuple[int, float]]]:
    """Column and share of the ten largest weights of each topic, the largest first."""
    shares = np.round(topics / topics.sum(axis=1, keepdims=True), 9)
    return [
        [(int(i), float(row[i])) for i in np.argsort(-row, kind="stable")[:TOP] if row[i] > 0]
        for row in shares
    ]


def matched(
    one: Sequence[frozenset[int]], other: Sequence[frozenset[int]]
) -> tuple[float, NDArray[np.int64]]:
    """Mean Jaccard of the best matching of two fits' topics, and the matching.

    Jaccard is |A ∩ B| / |A ∪ B|; the matching that makes the mean largest is found by the
    Hungarian method (Kuhn 1955; Greene, O'Callaghan & Cunningham 2014, eq. 3 without ranks).
    """
    table = np.array([[len(a & b) / max(len(a | b), 1) for b in other] for a in one])
    rows, columns = linear_sum_assignment(table, maximize=True)
    return float(table[rows, columns].mean()), columns


def _subsample(units: int, seed: int, turn: int) -> NDArray[np.int64]:
    drawn = np.random.default_rng([seed, turn]).permutation(units)[: int(KEPT * units)]
    return np.sort(drawn)


def _agreement(source: str, fits: list[Fit]) -> dict[str, object]:
    tops = [top_terms(each.topics) for each in fits]
    pairs = [matched(a, b)[0] for a, b in combinations(tops, 2)]
    return {
        "source": source,
        "fits": len(fits),
        "jaccard": float(np.mean(pairs)),
        "lowest": min(pairs),
        "highest": max(pairs),
    }


def _shares(
    first: Fit, tried: Sequence[tuple[Fit, NDArray[np.int64]]], groups: pd.Series
) -> pd.DataFrame:
    """Mean share of each topic in each group in every fit, topics matched to the first's."""
    tops = top_terms(first.topics)
    parts = []
    for number, (one, rows) in enumerate(tried):
        order = matched(tops, top_terms(one.topics))[1]
        means = pd.DataFrame(one.shares[:, order]).groupby(groups.to_numpy()[rows]).mean()
        long = means.rename_axis("group").reset_index().melt("group", None, "topic", "share")
        parts.append(long.assign(fit=number, topic=long["topic"].astype(np.int64) + 1))
    return pd.concat(parts, ignore_index=True)[["fit", "topic", "group", "share"]]

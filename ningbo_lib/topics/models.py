"""Two topic models of scikit-learn behind one call, the same on any number of threads."""

from __future__ import annotations

import warnings
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfTransformer
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

Floats = NDArray[np.float64]
Model = Literal["nmf", "lda"]

#: From so many units on LDA learns from batches in turn instead of all texts at once.
MANY_UNITS = 2000


class Fit(NamedTuple):
    """Topics in order of their size in the texts."""

    topics: Floats  # topics × terms, not negative
    shares: Floats  # units × topics; a row sums to 1


def tf_idf(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Weights (1 + ln n) × (1 + ln((1 + N) / (1 + df))), each unit's row of length 1."""
    return sparse.csr_matrix(TfidfTransformer(sublinear_tf=True).fit_transform(counts))


def fit(
    data: sparse.csr_matrix, n_topics: int, *, model: Model, seed: int, other_start: bool = False
) -> Fit:
    """Fit one model; ``other_start`` begins NMF at random instead of at the SVD.

    Raises ``ValueError`` for a model that is neither "nmf" nor "lda".
    """
    if model not in ("nmf", "lda"):
        raise ValueError(f"no model {model!r}; there are 'nmf' and 'lda'")
    make = _nmf(n_topics, seed, other_start) if model == "nmf" else _lda(n_topics, seed, data)
    with threadpool_limits(limits=1), warnings.catch_warnings():
        # a fit that has not quite settled shows in the stability, which is always measured
        warnings.simplefilter("ignore", ConvergenceWarning)
        weights = make.fit_transform(data)
    topics = make.components_
    if model == "nmf":
        weights = weights * topics.sum(axis=1)
    shares = _to_one(weights)
    order = np.argsort(-np.round(shares.mean(axis=0), 9), kind="stable")
    return Fit(topics[order], shares[:, order])


def _nmf(n_topics: int, seed: int, other_start: bool) -> NMF:
    start = "random" if other_start else "nndsvda"
    return NMF(n_topics, init=start, max_iter=200, random_state=seed)


def _lda(n_topics: int, seed: int, data: sparse.csr_matrix) -> LatentDirichletAllocation:
    if data.shape[0] < MANY_UNITS:
        return LatentDirichletAllocation(n_topics, max_iter=30, random_state=seed)
    return LatentDirichletAllocation(
        n_topics, learning_method="online", batch_size=256, max_iter=2, random_state=seed
    )


def _to_one(weights: Floats) -> Floats:
    """Rows scaled to the sum 1; a row of noughts belongs to every topic alike."""
    sums = weights.sum(axis=1, keepdims=True)
    even = np.full_like(weights, 1 / weights.shape[1])
    np.divide(weights, sums, out=even, where=sums > 0)
    return even

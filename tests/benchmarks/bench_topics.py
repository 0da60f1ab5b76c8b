"""What ``fit_topics`` adds to scikit-learn's own time, on the same made-up corpus, in one run.

    python tests/benchmarks/bench_topics.py [articles]

``sklearn`` is NMF on a ready matrix; ``fit_topics`` is the whole way from a tokens frame.  The
stability is measured when it is first looked at, and its 15 further fits are timed apart.
Ratios mean something, seconds depend on the machine.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfTransformer

from ningbo_lib.topics.fitted import fit_topics
from ningbo_lib.topics.theme_changes import compare_themes
from ningbo_lib.topics.themes import theme_shares

TERMS, TOPICS, WORDS = 10_000, 20, 146


def made_up(articles: int, seed: int = 0) -> pd.DataFrame:
    """Tokens of articles that each mix a few of twenty topics over a Zipf vocabulary."""
    random = np.random.default_rng(seed)
    usual = 1 / np.arange(1, TERMS + 1)
    weights = random.gamma(0.1, 1, (TOPICS, TERMS)) * usual + 0.02 * usual
    bounds = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
    mixes = np.cumsum(random.dirichlet(np.full(TOPICS, 0.1), articles), axis=1)
    article = np.repeat(np.arange(articles), WORDS)
    topic = (random.random(len(article))[:, None] > mixes[article]).sum(axis=1).clip(0, TOPICS - 1)
    token = np.empty(len(article), dtype=np.int64)
    for each in range(TOPICS):
        here = np.flatnonzero(topic == each)
        token[here] = np.searchsorted(bounds[each], random.random(len(here))).clip(0, TERMS - 1)
    names = np.array([chr(0x4E00 + i // 100) + chr(0x5000 + i % 100) for i in range(TERMS)])
    place = np.tile(np.arange(WORDS), articles)
    ids = pd.Series(article).astype(str)
    frame = pd.DataFrame({"article_id": ids, "paragraph_id": ids + "-" + (place // 15).astype(str)})
    start = 2 * (place % 15)
    frame = frame.assign(year=2021 + 3 * (article % 2), token=names[token], start=start)
    return frame.assign(stop=start + 2, tag="n", kind="word")


def timed(name: str, work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - started
    print(f"{name:<44} {seconds:7.2f} s")
    return seconds, result


def main(articles: int) -> None:
    tokens = made_up(articles)
    print(f"{articles:,} articles, {len(tokens):,} words")
    row, column = (pd.factorize(tokens[name])[0] for name in ("article_id", "token"))
    counts = pd.DataFrame({"row": row, "column": column}).value_counts().reset_index()
    matrix = sparse.csr_matrix((counts["count"].astype(float), (counts["row"], counts["column"])))
    data = TfidfTransformer(sublinear_tf=True).fit_transform(matrix)
    model = NMF(TOPICS, init="nndsvda", random_state=0)
    own, _ = timed("scikit-learn's NMF on a ready matrix", lambda: model.fit_transform(data))
    ours, topics = timed("fit_topics", lambda: fit_topics(tokens, TOPICS, unit="article"))
    refits, score = timed("its stability, 15 fits", lambda: topics.score)
    print(
        f"fit_topics / scikit-learn {ours / own:.1f}; a refit {refits / 15 / own:.1f}; {score:.2f}"
    )
    themes = {str(n): tokens["token"].iloc[n * 50 : n * 50 + 12].tolist() for n in range(6)}
    timed("theme_shares by year", lambda: theme_shares(tokens, themes))
    sides = {"target": 2024, "reference": 2021}
    timed("compare_themes", lambda: compare_themes(tokens, themes, **sides))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

"""Small tables of tokens for the tests of counts and keyness."""

from __future__ import annotations

import numpy as np
import pandas as pd


def tokens_of(articles: dict[tuple[object, str], list[str]]) -> pd.DataFrame:
    """Tokens from ``{(year, article): [paragraph, ...]}``, words divided by spaces."""
    rows = [
        (year, article, f"{article}-{i}", word, "word")
        for (year, article), paragraphs in articles.items()
        for i, text in enumerate(paragraphs)
        for word in text.split()
    ]
    table = pd.DataFrame(rows, columns=["year", "article_id", "paragraph_id", "token", "kind"])
    return table.astype({"article_id": "str", "paragraph_id": "str", "token": "str", "kind": "str"})


def drawn_articles(number: int, seed: int) -> pd.DataFrame:
    """Articles that each have favourite words: bursty, as real ones are, and of one population."""
    rng = np.random.default_rng(seed)
    vocabulary = np.array([f"w{i:03d}" for i in range(150)])
    base = 1 / np.arange(4, 154)
    frames = []
    for i in range(number):
        chances = rng.gamma(0.6, base / 0.6) + 1e-9
        words = rng.choice(vocabulary, size=rng.integers(250, 600), p=chances / chances.sum())
        frames.append(pd.DataFrame({"article_id": f"a{i:03d}", "token": words}))
    table = pd.concat(frames, ignore_index=True).astype("str")
    return table.assign(paragraph_id=table["article_id"], kind="word", year=2021)

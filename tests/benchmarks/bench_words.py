"""Throughput of ``tokenize`` beside jieba's own, on the same made-up text, in one run.

    python tests/benchmarks/bench_words.py [characters]

``jieba`` is ``lcut`` alone, a list of strings for each text; ``tokenize`` is the whole way from
a frame of texts to a frame of tokens with offsets, part of speech and kind, with sixty terms.
Ratios mean something, seconds depend on the machine; the runs take turns, and the best of each
counts, once by the processor's time of this process and once by the clock.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from itertools import accumulate

import pandas as pd

from ningbo_lib.words import segmentation
from ningbo_lib.words.counting import count_terms
from ningbo_lib.words.tokens import TokenizerSpec, tokenize

RUNS = 5
VOCABULARY = 12_000  # draws; about what three megabytes of newspaper text have
MARKS = ["，"] * 8 + ["。"] * 4 + ["、", "“", "”", "；", "2021年", "36.2%", "1.5亿元", "5G", "AI"]


def made_up(characters: int, seed: int = 1) -> pd.DataFrame:
    """Paragraphs with a vocabulary of some thousand words (Zipf), marks and numbers."""
    rng = random.Random(seed)
    rows = [line.split() for line in segmentation.jieba_file().read_text("utf-8").splitlines()]
    rows = rng.choices(rows, [int(row[1]) for row in rows], k=VOCABULARY)
    words, upto = [row[0] for row in rows], list(accumulate(1 / (i + 5) for i in range(len(rows))))
    texts, size = [], 0
    while size < characters:
        pieces = [
            "".join(rng.choices(words, cum_weights=upto, k=rng.randint(3, 8))) + rng.choice(MARKS)
            for _ in range(rng.randint(4, 14))
        ]
        texts.append("".join(pieces))
        size += len(texts[-1])
    ids = [f"p{i}" for i in range(len(texts))]
    articles = [f"a{i // 12}" for i in range(len(texts))]
    return pd.DataFrame({"paragraph_id": ids, "article_id": articles, "year": 2021, "text": texts})


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Processor time of this process and time by the clock."""
    began = time.process_time(), time.perf_counter()
    result = work()
    taken = time.process_time() - began[0], time.perf_counter() - began[1]
    del result  # giving the memory back belongs to no one's time
    return taken


def main(characters: int) -> None:
    frame = made_up(characters)
    texts = frame["text"].tolist()
    terms = random.Random(2).sample([w for w in segmentation.dictionary() if len(w) > 2], 60)
    spec = TokenizerSpec(tuple((term, "n") for term in terms))
    tokens = tokenize(frame, spec)
    jieba, rjieba = segmentation.jieba_cut(), segmentation.engine()
    works: dict[str, Callable[[], object]] = {
        "jieba.lcut": lambda: [jieba(text) for text in texts],
        "engine alone": lambda: [rjieba(text) for text in texts],
        "tokenize": lambda: tokenize(frame, spec),
        "count_terms": lambda: count_terms(tokens),
    }
    runs = [{name: seconds(work) for name, work in works.items()} for _ in range(RUNS)]
    size = sum(map(len, texts))
    print(f"{size:,} characters, {len(tokens):,} tokens, best of {RUNS}")
    for name in works:
        best = [min(run[name][clock] for run in runs) for clock in (0, 1)]
        ratio = [min(run["jieba.lcut"][clock] for run in runs) / best[clock] for clock in (0, 1)]
        print(
            f"{name:14}{size / best[0] / 1000:9,.0f} thousand characters/s"
            f" {ratio[0]:6.1f} x jieba, {ratio[1]:5.1f} by the clock"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)

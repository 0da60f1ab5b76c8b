"""All ratios in one run, as a Markdown table: ``make bench``, quicker with ``ARGS=--quick``.

    python tests/benchmarks/bench.py [--quick]

Text is made up here, pages with wrapped lines, from the words of jieba's dictionary by a Zipf law.
Each row sets a function beside something that everyone knows on the same text, so that the ratio
means the same on any machine; seconds do not.  The best of some runs is taken.  ``--quick``
leaves out the largest page and the notebooks.  The table goes to ``build/benchmarks.md``.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from bench_figures import DAY, PLAIN, RAW, over, together
from bench_words import made_up
from sklearn.feature_extraction.text import CountVectorizer

import ningbo_lib as nb
from ningbo_lib.words.coded import COUNTED_KINDS
from ningbo_lib.words.segmentation import jieba_cut

ROOT = Path(__file__).resolve().parents[2]
DENSE = ROOT / "tests" / "cases" / "figures" / "other_kinds.tsv"
RESULT = ROOT / "build" / "benchmarks.md"
RUNS = 3
PAGE_PARAGRAPHS = 12
WIDTH = 18
SIZES = (0.1, 1.0, 10.0)  # megabytes
VERSIONS = ("pandas", "numpy", "jieba", "rjieba", "scikit-learn", "pyarrow")
Row = tuple[str, str, str, str]


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Processor time, which other programs on the machine disturb less than the clock."""
    spent = []
    for _ in range(runs):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


def race(**works: Callable[[], object]) -> dict[str, float]:
    """The best time of each; they take turns, so that a busy moment of the machine hits all."""
    rounds = [{name: seconds(work, runs=1) for name, work in works.items()} for _ in range(9)]
    return {name: min(each[name] for each in rounds) for name in works}


def pages(characters: int, seed: int = 1) -> list[str]:
    """Newspaper pages of one article each: byline, headline, indented and wrapped paragraphs."""
    texts = made_up(characters, seed)["text"].tolist()
    return [
        page(number, texts[start : start + PAGE_PARAGRAPHS])
        for number, start in enumerate(range(0, len(texts), PAGE_PARAGRAPHS))
    ]


def page(number: int, paragraphs: list[str]) -> str:
    lines = [line for text in paragraphs for line in wrapped(f"　　{text}。")]
    return "\n".join([f"港区新建码头{number}座投入使用", "", "本报记者 林晓", "", *lines, ""])


def wrapped(text: str) -> list[str]:
    return [text[start : start + WIDTH] for start in range(0, len(text), WIDTH)]


def joined(text: str) -> str:
    """What parsing is measured against: one pass of plain Python over the same lines."""
    return "".join(line.strip() for line in text.splitlines())


def ratio(name: str, ours: float, other: float, target: str, *, limit: float | None = None) -> Row:
    """A row where ours may take ``limit`` times the other's time, or just tells how many."""
    met = "–" if limit is None else verdict(ours <= limit * other)
    return (name, f"{ours / other:.2f} times its time", target, met)


def verdict(met: bool) -> str:
    return "yes" if met else "**missed**"


# --- the rows -------------------------------------------------------------------------------------


def parsing(texts: list[str], quick: bool) -> Iterator[Row]:
    plain = seconds(lambda: [joined(text) for text in texts])
    for name, work in (("parse_page", nb.parse_page), ("clean", nb.clean)):
        ours = seconds(partial(each, work, texts))
        about = f"{name} on pages, against joining their lines in plain Python"
        yield ratio(about, ours, plain, "≤ 30 times", limit=30)
        yield from growing(name, work, "\n".join(texts), SIZES[:-1] if quick else SIZES)


def each(work: Callable[[str], object], texts: list[str]) -> None:
    for text in texts:
        work(text)


def growing(
    name: str, work: Callable[[str], object], whole: str, sizes: tuple[float, ...]
) -> Iterator[Row]:
    """Time and memory on one page of growing size, in megabytes of UTF-8."""
    costs, peaks = [], []
    for megabytes in sizes:
        characters = int(megabytes * 1e6 / len(whole.encode()) * len(whole))
        text = (whole * (characters // len(whole) + 1))[:characters]
        costs.append(seconds(partial(work, text), runs=1) / megabytes)
        peaks.append(peak(partial(work, text)) / (megabytes * 1e6))
    at = " / ".join(f"{size:g}" for size in sizes)
    shown = " / ".join(f"{cost:.2f}" for cost in costs) + " s/MB"
    linear = max(costs) < 2 * min(costs)
    yield (f"{name} on one page of {at} MB", shown, "linear", verdict(linear))
    shown = " / ".join(f"{bytes_:.0f}" for bytes_ in peaks) + " bytes a byte"
    yield (f"{name}, its peak memory on them", shown, "≤ 20", verdict(max(peaks) <= 20))


def peak(work: Callable[[], object]) -> int:
    """Bytes allocated at most at one time, the result among them."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def words(frame: pd.DataFrame) -> Iterator[Row]:
    texts = frame["text"].tolist()
    nb.tokenize(frame.head(1))
    jieba = jieba_cut()
    other = seconds(lambda: [jieba(text) for text in texts])
    ours = seconds(lambda: nb.tokenize(frame))
    yield ratio("tokenize, against jieba.lcut", ours, other, "≤ 0.10 times", limit=0.1)


def figures() -> Iterator[Row]:
    """On the raw pages as they are; on their clean paragraphs, with twice as many figures a
    character; and on made-up communiqués and news, where one character in 15 begins a figure.
    A figure costs about as much as a plain pass over 700 characters.
    """
    pages = [path.read_text("utf-8") for path in sorted(RAW.glob("*.txt"))]
    paragraphs = nb.read_corpus(RAW).paragraphs["text"].tolist()
    dense = pd.read_csv(DENSE, sep="\t")["sentence"].drop_duplicates().tolist()
    read = partial(nb.find_figures, published=DAY)
    name = "find_figures, against one compiled pattern of numerals and units"
    kinds = ((pages, "raw pages", 12), (paragraphs, "their paragraphs", 12), (dense, "dense", 100))
    for texts, where, limit in kinds:
        works = {"plain": partial(over, PLAIN.findall, texts), "ours": partial(over, read, texts)}
        best = together(works)
        yield ratio(
            f"{name}: {where}", best["ours"], best["plain"], f"≤ {limit} times", limit=limit
        )


def counting(tokens: pd.DataFrame) -> Iterator[Row]:
    lists = tokens.groupby("article_id")["token"].agg(list).tolist()
    counts = nb.count_terms(tokens)
    assert len(grouped(tokens)) == len(counts)
    best = race(
        scikit=lambda: CountVectorizer(analyzer=lambda words: words).fit_transform(lists),
        n_alone=lambda: tokens.groupby(["year", "token"]).size(),
        grouped=lambda: grouped(tokens),
        count_terms=lambda: nb.count_terms(tokens),
        keyness=lambda: nb.keyness(counts, 2024, 2021),
    )
    for name, work in (("count_terms", "count_terms"), ("keyness of ready counts", "keyness")):
        ours = best[work]
        yield ratio(f"{name}, against CountVectorizer", ours, best["scikit"], "< 1", limit=1)
        peer = f"{name}, against pandas groupby for the columns of count_terms"
        yield ratio(peer, ours, best["grouped"], "< 1", limit=1)
    peer = "count_terms, against pandas groupby for the column n alone"
    yield ratio(peer, best["count_terms"], best["n_alone"], "–")


def grouped(tokens: pd.DataFrame) -> pd.DataFrame:
    """The numbers of count_terms, as one writes them with pandas."""
    words = tokens[tokens["kind"].isin(COUNTED_KINDS)]
    sizes = words.groupby(["year", "article_id"], as_index=False).size()
    cells = words.groupby(["year", "article_id", "token"], as_index=False).agg(n=("kind", "size"))
    cells = cells.merge(sizes, on=["year", "article_id"])
    cells["rate"] = cells["n"] / cells["size"]
    cells["rate_sq"] = cells["rate"] ** 2
    table = cells.groupby(["year", "token"], as_index=False).agg(
        n=("n", "sum"),
        articles=("n", "size"),
        rate_sum=("rate", "sum"),
        rate_sq_sum=("rate_sq", "sum"),
    )
    paragraphs = words.groupby(["year", "token"])["paragraph_id"].nunique()
    totals = sizes.groupby("year").agg(total=("size", "sum"), articles_total=("size", "size"))
    return table.assign(paragraphs=paragraphs.to_numpy()).merge(totals, on="year")


def whole_analysis(texts: list[str]) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        write_pages(Path(folder), texts)
        ours = seconds(lambda: analysis(Path(folder)), runs=1)
    jieba = jieba_cut()
    alone = seconds(lambda: [jieba(joined(text)) for text in texts], runs=1)
    name = "read_corpus to keyness and figures, against jieba.lcut alone"
    yield ratio(name, ours, alone, "< 1", limit=1)


def analysis(folder: Path) -> None:
    corpus = nb.read_corpus(folder)
    nb.keyness(nb.count_terms(nb.tokenize(corpus.paragraphs)), 2024, 2021)
    nb.figures_table(corpus.paragraphs)


def write_pages(folder: Path, texts: list[str]) -> None:
    for number, text in enumerate(texts):
        day = date(2021 + 3 * (number % 2), 1, 1) + timedelta(days=number // 2 % 360)
        (folder / f"{day}_{number:05d}.txt").write_text(text, "utf-8")


IMPORT = """
import sys, time
started = time.perf_counter()
import ningbo_lib
spent = time.perf_counter() - started
print(spent, *[name for name in ("jieba", "matplotlib", "sklearn") if name in sys.modules])
"""
PEAK = """
import resource, sys
import ningbo_lib as nb
parts = nb.cut_corpus(sys.argv[1], megabytes=0.2)
for part in parts:
    nb.analyse_partition(part, sys.argv[2])
nb.merged_counts(parts, sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def printed(code: str, *arguments: str) -> list[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def importing() -> Iterator[Row]:
    runs = [printed(IMPORT) for _ in range(RUNS)]
    spent, loaded = min(float(run[0]) for run in runs), runs[0][1:]
    shown = f"{spent:.3f} s, loaded with it: {', '.join(loaded) or 'none of the heavy ones'}"
    yield ("import ningbo_lib", shown, "< 0.3 s", verdict(spent < 0.3 and not loaded))


def memory(texts: list[str]) -> Iterator[Row]:
    peaks = []
    for times in (1, 4, 16):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "texts").mkdir()
            write_pages(Path(folder) / "texts", texts * times)
            peaks += map(int, printed(PEAK, f"{folder}/texts", f"{folder}/out"))
    shown = " / ".join(f"{peak} MB" for peak in peaks)
    size = sum(map(len, texts)) * 3 / 1e6
    name = f"peak memory, {size:.1f} MB of text times 1 / 4 / 16 in partitions of 0.2 MB"
    yield (name, shown, "flat", verdict(max(peaks) < 1.1 * peaks[0]))


def notebooks() -> Iterator[Row]:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, str(ROOT / "notebooks/run.py")], capture_output=True, text=True, check=True
    )
    spent = time.perf_counter() - started
    found = re.search(r"^(\d+) notebooks", done.stdout, re.MULTILINE)
    yield (f"{found[1] if found else 'all'} notebooks", f"{spent:.0f} s by the clock", "–", "–")


# --- the table ------------------------------------------------------------------------------------


def main(arguments: list[str]) -> None:
    quick = "--quick" in arguments
    texts = pages(300_000)
    frame = made_up(300_000)
    frame["year"] = [2021 + 3 * (int(name[1:]) % 2) for name in frame["article_id"]]
    tokens = nb.tokenize(frame)
    rows = [
        *parsing(texts, quick),
        *words(frame),
        *figures(),
        *counting(tokens),
        *whole_analysis(texts),
        *importing(),
        *memory(texts[: len(texts) // 4]),
        *(() if quick else notebooks()),
    ]
    text = table(rows)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, "utf-8")
    print(text)


def table(rows: list[Row]) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    head = [
        f"Measured {date.today()} on {platform.machine()}, {os.cpu_count()} processors, "
        f"{platform.system()}, Python {platform.python_version()}; {packages}.",
        "",
        "| what | found | target | met |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *(f"| {' | '.join(row)} |" for row in rows), ""])


if __name__ == "__main__":
    main(sys.argv[1:])

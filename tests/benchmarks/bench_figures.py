"""Cost of ``find_figures`` against one plain pass, and against other extractors if installed.

    python tests/benchmarks/bench_figures.py [FOLDER]

All in one run on the same text: the raw pages, or every .txt of FOLDER.  The plain pass is one
compiled pattern of a numeral and thirty units.  JioNLP and Recognizers-Text are measured only
where they are installed (``pip install jionlp recognizers-text-suite``).
"""

from __future__ import annotations

import importlib
import re
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from ningbo_lib.figures import find_figures

RAW = Path(__file__).parents[2] / "data" / "raw"
PLAIN = re.compile(
    r"(?:[0-9]+(?:[,.][0-9]+)*|[零〇一二三四五六七八九十百千万亿两]+)(?:多|余)?(?:万|亿|万亿)?"
    r"(?:元|美元|%|％|个百分点|倍|成|人|名|户|家|个|件|项|台|辆|套|吨|公斤|公里|米|平方米|立方米|千瓦时"
    r"|亩|年|月|日|天|小时|次|位)"
)
SHAPES = {
    "9": "9",
    "亿": "亿",
    "一二三": "一二三",
    "1-": "1-",
    "3亿元，": "3亿元，",
    "（）": "（" * 99 + "）" * 99,
}


def seconds(work: Callable[[], object], *, rounds: int = 5) -> float:
    """The best of several runs."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def peers() -> dict[str, Callable[[str], object]]:
    """Other extractors that are installed, by name."""
    found: dict[str, Callable[[str], object]] = {}
    try:
        jionlp = importlib.import_module("jionlp")
        found["JioNLP money"] = jionlp.ner.extract_money
        found["JioNLP time"] = jionlp.ner.extract_time
    except ImportError:
        pass
    try:
        numbers = importlib.import_module("recognizers_number_with_unit")
        found["Recognizers-Text currency"] = lambda text: numbers.recognize_currency(text, "zh-cn")
    except ImportError:
        pass
    return found


def main(arguments: list[str]) -> None:
    """Print characters a second and multiples of the plain pass."""
    folder = Path(arguments[0]) if arguments else RAW
    text = "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.txt")))
    paragraphs = [p for p in re.split(r"\n+", text) if p] if arguments else text.split("\n\n")
    day = date(2021, 3, 30)
    base = seconds(lambda: PLAIN.findall(text), rounds=15)
    print(
        f"{len(text):,} characters; plain pass {len(text) / base / 1e6:.1f} M characters a second"
    )
    ours = seconds(lambda: find_figures(text, published=day))
    print(f"find_figures, one text:      {ours / base:6.1f} plain passes, "
          f"{len(find_figures(text))} figures")  # fmt: skip
    parts = seconds(lambda: [find_figures(p, published=day) for p in paragraphs])
    print(f"find_figures, by paragraph:  {parts / base:6.1f} plain passes")
    for name, read in peers().items():
        cost = seconds(lambda read=read: [read(p) for p in paragraphs], rounds=1)
        print(f"{name + ':':28s} {cost / base:6.1f} plain passes")
    print("growth: seconds at 4, 64, 512 thousand and 1 million characters")
    for name, unit in SHAPES.items():
        costs = [growth(unit, size) for size in (4_000, 64_000, 512_000, 1_000_000)]
        print(f"  {name:6s}", *(f"{cost:9.3f}" for cost in costs))


def growth(unit: str, size: int) -> float:
    """Seconds for ``size`` characters of one unit repeated."""
    text = (unit * (size // len(unit) + 1))[:size]
    return seconds(lambda: find_figures(text), rounds=1)


if __name__ == "__main__":
    main(sys.argv[1:])

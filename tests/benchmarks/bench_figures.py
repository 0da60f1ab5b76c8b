"""Cost of ``find_figures`` against one plain pass, and against other extractors if installed.

    python tests/benchmarks/bench_figures.py [FOLDER [GOLD ...]]

All in one run on the same text: the raw pages, or every .txt of FOLDER.  The plain pass is one
compiled pattern of a numeral and thirty units, run over the same pieces of text.  Accuracy is
measured on money and percentages of data/gold/figures.csv and every other table GOLD.  JioNLP
and Recognizers-Text take part where they are installed; the latter needs an older emoji:
``pip install jionlp recognizers-text-suite "emoji<2"``.
"""

from __future__ import annotations

import importlib
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Any

from ningbo_lib.figures.extraction import find_figures
from ningbo_lib.figures.scores import read_gold

Ends = tuple[Decimal | None, Decimal | None]
Found = tuple[int, int, Ends]  # start, stop, both ends of the value

RAW = Path(__file__).parents[2] / "data" / "raw"
GOLD = Path(__file__).parents[2] / "data" / "gold" / "figures.csv"
DAY = date(2021, 3, 30)
ASKED = ("money", "percent")
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
    """The best of several runs, in seconds of this process."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def together(works: dict[str, Callable[[], object]], *, rounds: int = 15) -> dict[str, float]:
    """The best time of each, taken in turns, so that a busy machine is busy for all of them."""
    best = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            best[name] = min(best[name], seconds(work, rounds=1))
    return best


def peers() -> dict[str, Callable[[str], list[Found]]]:
    """Other extractors that are installed: text to (start, stop, value) of money and percent."""
    found: dict[str, Callable[[str], list[Found]]] = {}
    with suppress(ImportError):
        found["JioNLP"] = jionlp_reader(importlib.import_module("jionlp"))
    with suppress(ImportError):
        units = importlib.import_module("recognizers_number_with_unit")
        numbers = importlib.import_module("recognizers_number")
        found["Recognizers-Text"] = recognizers_reader(units, numbers)
    return found


def jionlp_reader(jionlp: Any) -> Callable[[str], list[Found]]:
    """Its money rule; it has none for percentages."""

    def read(text: str) -> list[Found]:
        found = jionlp.ner.extract_money(text, with_parsing=True) or []
        return [(*money["offset"], ends(money["detail"]["num"])) for money in found]

    return read


def recognizers_reader(units: Any, numbers: Any) -> Callable[[str], list[Found]]:
    """Its currency and percentage models."""

    def read(text: str) -> list[Found]:
        found = [
            *units.recognize_currency(text, "zh-cn"),
            *numbers.recognize_percentage(text, "zh-cn"),
        ]
        return [(m.start, m.end + 1, ends((m.resolution or {}).get("value"))) for m in found]

    return read


def ours(text: str) -> list[Found]:
    """The same kinds as the peers give."""
    found = (f for f in find_figures(text, published=DAY) if f.kind in ASKED)
    return [(f.start, f.stop, (f.low, f.high)) for f in found]


def ends(value: object) -> Ends:
    """Both ends of what a peer calls a value: a number, a list of two, 10.5%."""
    pieces = value if isinstance(value, list) else [value]
    try:
        low, *rest = [Decimal(str(piece).rstrip("%").replace(",", "")) for piece in pieces]
    except InvalidOperation:
        return None, None
    return low, rest[0] if rest else low


def accuracy(read: Callable[[str], list[Found]], gold: Path) -> str:
    """Right of annotated, by kind, and false: right has both ends, over annotated characters."""
    rows = [row for row in read_gold(gold).to_dict("records") if row["figure"] == "1"]
    right, asked, false = Counter[str](), Counter[str](), 0
    for sentence in dict.fromkeys(str(row["sentence"]) for row in rows):
        free = read(sentence)
        for row in (r for r in rows if r["sentence"] == sentence and r["kind"] in ASKED):
            asked[row["kind"]] += 1
            fitting = next((one for one in free if fits(sentence, one, row)), None)
            if fitting:
                right[row["kind"]] += 1
                free.remove(fitting)
        false += len(free)
    counts = ", ".join(f"{kind} {right[kind]} of {asked[kind]}" for kind in ASKED)
    return f"{counts}, {false} false"


def fits(sentence: str, one: Found, row: dict[Any, Any]) -> bool:
    start, stop, (low, high) = one
    surface = sentence[start:stop]
    if surface not in row["surface"] and row["surface"] not in surface:
        return False
    return (low, high) == (Decimal(row["low"]), Decimal(row["high"]))


def over(read: Callable[[str], object], pieces: list[str]) -> None:
    for piece in pieces:
        read(piece)


def speed(pieces: list[str]) -> str:
    """Cost of ``find_figures`` in plain passes over the same pieces."""
    read = partial(find_figures, published=DAY)
    works: dict[str, Callable[[], object]] = {
        "plain": partial(over, PLAIN.findall, pieces),
        "ours": partial(over, read, pieces),
    }
    best = together(works)
    ratio = best["ours"] / best["plain"]
    pace = sum(map(len, pieces)) / best["plain"] / 1e6
    return f"{ratio:.1f} plain passes of {pace:.1f} M characters a second, {len(pieces):,} pieces"


def main(arguments: list[str]) -> None:
    """Print characters a second, multiples of the plain pass, accuracy and growth."""
    folder = Path(arguments[0]) if arguments else RAW
    text = "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.txt")))
    parts = {"one text": [text], "by paragraph": re.split(r"\n\n+", text)}
    parts["line by line"] = [line for line in text.split("\n") if line]
    for name, pieces in parts.items():
        print(f"find_figures, {name}: {speed(pieces)}")
    lines = parts["line by line"]
    plain = seconds(partial(over, PLAIN.findall, lines), rounds=15)
    readers = {"find_figures": ours, **peers()}
    for name, read in readers.items():
        cost = seconds(partial(over, read, lines), rounds=1)
        print(f"{name + ', money and percent:':36s} {cost / plain:8.1f} plain passes")
    for gold in [GOLD, *map(Path, arguments[1:])]:
        for name, read in readers.items():
            print(f"{gold.name}: {name:18s} {accuracy(read, gold)}")
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

"""Score the figure extractor against hand annotation, or one annotation against another.

    python tests/score_figures.py GOLD [OTHER] [--errors]

GOLD and OTHER are tables (.tsv or .csv) with the columns of data/gold/figures-guide.md.  A figure
is right when its span overlaps the annotated one and kind, low and high agree; the other columns
are scored over the figures that are right.  Sentences are read one by one, as annotated.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ningbo_lib.figures import find_figures

ATTRIBUTES = ("unit", "modifier", "direction", "basis", "status", "period", "indicator")
TIMES = ("date", "period")


class Row(NamedTuple):
    """One figure of a sentence, annotated or found."""

    start: int
    stop: int
    surface: str
    kind: str
    low: Decimal | None
    high: Decimal | None
    attributes: dict[str, str]


class Score(NamedTuple):
    """Counts that add up over files."""

    gold: int
    found: int
    right: int
    agree: dict[str, int]
    asked: dict[str, int]
    errors: list[str]


def read_gold(path: str | Path) -> pd.DataFrame:
    """The annotation table as text, empty cells as ``""``."""
    path = Path(path)
    separator = "\t" if path.suffix == ".tsv" else ","
    return pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False)


def annotated(rows: pd.DataFrame) -> list[Row]:
    """The figures of one sentence's annotation rows, in text order."""
    found = []
    for row in rows[rows["figure"] == "1"].to_dict("records"):
        start = -1
        for _ in range(int(row["nth"] or 1)):
            start = row["sentence"].find(row["surface"], start + 1)
        low, high = (_number(row[name]) for name in ("low", "high"))
        if row["kind"] in TIMES:
            low = high = None
        attributes = {name: row[name] for name in ATTRIBUTES}
        stop = start + len(row["surface"])
        found.append(Row(start, stop, row["surface"], row["kind"], low, high, attributes))
    return sorted(found)


def _number(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if text else None


def predicted(sentence: str, published: date) -> list[Row]:
    """What the extractor finds in one sentence."""
    return [
        Row(
            f.start, f.stop, f.surface, f.kind, f.low, f.high,
            {name: getattr(f, name) or "" for name in ATTRIBUTES},
        )
        for f in find_figures(sentence, published=published)
    ]  # fmt: skip


def published_of(text_id: str) -> date:
    """Reports open on 5 March; the two texts have the dates of data/raw/corpus.toml."""
    digits = "".join(c for c in text_id if c.isdigit())
    return {"2021": date(2021, 3, 31), "2024": date(2024, 3, 11)}.get(
        text_id[:4], date(int(digits[:4]), 3, 5)
    )


def agrees(name: str, gold: str, other: str) -> bool:
    """Equal; indicators agree when the shorter is at least half inside the longer."""
    if name != "indicator":
        return gold == other
    shorter, longer = sorted((gold, other), key=len)
    common = sum(min(shorter.count(c), longer.count(c)) for c in set(shorter))
    return bool(shorter) and common * 2 >= len(shorter)


def score(gold: Iterable[list[Row]], other: Iterable[list[Row]], names: Iterable[str]) -> Score:
    """Match sentence by sentence, first to first overlapping."""
    total = Score(0, 0, 0, dict.fromkeys(ATTRIBUTES, 0), dict.fromkeys(ATTRIBUTES, 0), [])
    counts = [0, 0, 0]
    for want, got, name in zip(gold, other, names, strict=True):
        counts[0] += len(want)
        counts[1] += len(got)
        pairs, errors = match(want, got)
        counts[2] += len(pairs)
        total.errors.extend(f"{error}  <{name}>" for error in errors)
        for left, right in pairs:
            compare(left, right, total, name)
    return total._replace(gold=counts[0], found=counts[1], right=counts[2])


def match(want: list[Row], got: list[Row]) -> tuple[list[tuple[Row, Row]], list[str]]:
    """Pairs that agree in place, kind and value, and what is left over, in words."""
    pairs, errors, free = [], [], list(got)
    for row in want:
        near = [g for g in free if g.start < row.stop and row.start < g.stop]
        same = [g for g in near if (g.kind, g.low, g.high) == (row.kind, row.low, row.high)]
        if same:
            pairs.append((row, same[0]))
            free.remove(same[0])
        else:
            seen = "; ".join(f"{g.surface} {g.kind} {g.low} {g.high}" for g in near)
            errors.append(f"missed {row.surface} {row.kind} {row.low} {row.high} | got {seen}")
    errors += [f"false {g.surface} {g.kind} {g.low}" for g in free]
    return pairs, errors


def compare(left: Row, right: Row, total: Score, name: str) -> None:
    """Add one pair's attributes to the counts."""
    for attribute in ATTRIBUTES:
        gold, other = left.attributes[attribute], right.attributes[attribute]
        if attribute in ("indicator", "unit") and (left.kind in TIMES or not gold):
            continue
        total.asked[attribute] += 1
        if agrees(attribute, gold, other):
            total.agree[attribute] += 1
        else:
            total.errors.append(f"{attribute}: {left.surface}: {gold!r} not {other!r}  <{name}>")


def report(result: Score) -> str:
    """Precision, recall, F1 and the share right of each attribute."""
    precision, recall = result.right / result.found, result.right / result.gold
    f1 = 2 * precision * recall / (precision + recall)
    lines = [
        f"figures {result.gold}, found {result.found}, right {result.right}: "
        f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"
    ]
    for name in ATTRIBUTES:
        asked = result.asked[name]
        lines.append(
            f"  {name:10s} {result.agree[name]:4d}/{asked:<4d} {result.agree[name] / max(asked, 1):.3f}"
        )
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    """Print the scores, and with --errors each error."""
    files = [a for a in arguments if not a.startswith("--")]
    tables = [read_gold(file) for file in files]
    keys = list(dict.fromkeys((r.text_id, r.sentence) for t in tables for r in t.itertuples()))
    sides = [
        [annotated(t[(t["text_id"] == k[0]) & (t["sentence"] == k[1])]) for k in keys]
        for t in tables
    ]
    if len(sides) == 1:
        sides.append([predicted(sentence, published_of(text_id)) for text_id, sentence in keys])
    result = score(sides[0], sides[1], [sentence for _, sentence in keys])
    print(report(result))
    if "--errors" in arguments:
        print("\n".join(result.errors))


if __name__ == "__main__":
    main(sys.argv[1:])

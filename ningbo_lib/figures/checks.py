"""Do the stated figures agree with each other?  Arithmetic only: reported, never repaired.

Three checks, each within one article, one unit and one period: parts that follow 其中 add up to
their total; the growth of a total is the mean of its parts' growth, weighted by last year's
amounts; a share is part over total.  A check says which figures it took; whether they speak of
the same thing is for the reader to judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd

from ningbo_lib.columns_needed import require_columns

COLUMNS = ("article_id", "check", "stated", "computed", "holds", "figures", "sentence")
_NEEDED = (
    *("article_id", "paragraph_id", "sentence", "surface", "kind", "low", "high", "unit"),
    *("modifier", "direction", "indicator", "period"),
)
_AMOUNTS = ("money", "count", "measure")
_NAMES_OF_SHARES = ("比例", "比重", "占", "份额")
_SHARES = ("percent", "proportion")
#: Relative room for 约 and 左右, and for 近: below, but by no more than this.
_ABOUT = 0.1

Row = dict[str, Any]


def check_figures(figures: pd.DataFrame) -> pd.DataFrame:
    """Every check that the figures of ``figures_table`` allow.

    Columns: article_id, check (sum, growth or share), stated (the figure as printed), computed
    (what the others give, in its unit), holds (does that fit, given its bound and its printed
    digits), figures (the ones used), sentence.  Empty without anything to check.
    """
    require_columns(figures, *_NEEDED, of="figures")
    rows: list[Row] = []
    for _, article in figures.groupby("article_id", sort=True):
        records = [{str(k): v for k, v in r.items()} for r in article.to_dict("records")]
        stated = [r for r in records if r["kind"] not in ("date", "period")]
        for check in (_sums, _shares):
            rows += check(stated)
    dtypes = dict.fromkeys(COLUMNS, "str") | {"computed": "float64", "holds": "bool"}
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dtypes)


def _sums(rows: list[Row]) -> Iterator[Row]:
    for total, growth, parts in _totals(rows):
        amounts = [part for part, _ in parts]
        names = [*amounts, total]
        value = sum(float(part["low"]) for part in amounts)
        yield _row("sum", total, value, names)
        rates = [rate for _, rate in parts if rate is not None]
        if growth is not None and len(rates) == len(parts):
            before = sum(
                float(part["low"]) / (1 + _rate(rate))
                for part, rate in zip(amounts, rates, strict=True)
            )
            yield _row("growth", growth, (value / before - 1) * 100, [*names, *rates])


def _totals(rows: list[Row]) -> Iterator[tuple[Row, Row | None, list[tuple[Row, Row | None]]]]:
    """A total with its growth, and the two or more parts of the next sentence with 其中."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["paragraph_id"], row["sentence"]), []).append(row)
    for (place, first), (following, second) in pairwise(groups):
        if place != following or not second.startswith("其中"):
            continue
        head, parts = _with_growth(groups[place, first]), _with_growth(groups[following, second])
        like = [p for p in parts if head and _comparable(p[0], head[-1][0])]
        if len(like) > 1:
            yield *head[-1], like


def _with_growth(rows: list[Row]) -> list[tuple[Row, Row | None]]:
    """Each amount with the rate of change right behind it."""
    pairs = []
    for row, following in pairwise([*rows, {"kind": ""}]):
        if row["kind"] in _AMOUNTS and not row["direction"]:
            rate = following if following["kind"] == "percent" and following["direction"] else None
            pairs.append((row, rate))
    return pairs


def _rate(row: Row) -> float:
    sign = -1 if row["direction"] == "decrease" else 1
    return sign * float(row["low"]) / 100


def _shares(rows: list[Row]) -> Iterator[Row]:
    """占X的20%: the amount before it over a total that shares a word with X; for a share by
    name (出口比例), of two amounts before it in its sentence, the smaller over the larger."""
    for place, share in enumerate(rows):
        if share["kind"] not in _SHARES or share["direction"]:
            continue
        before = [r for r in rows[:place] if r["sentence"] == share["sentence"]]
        amounts = [r for r in before if r["kind"] in _AMOUNTS and not r["direction"]]
        named = share["indicator"].partition("占")[2]
        part, totals = {}, []
        if named and amounts:
            part = amounts[-1]
            totals = [r for r in rows if _is_total(r, part, named)]
            totals.sort(key=lambda r: (-_kinship(part, r), len(r["indicator"])))
        elif any(word in share["indicator"] for word in _NAMES_OF_SHARES):
            pair = sorted(amounts[-2:], key=lambda r: float(r["low"]))
            part, totals = (pair[0], pair[1:]) if len(pair) == 2 else ({}, [])
            totals = [r for r in totals if _comparable(part, r)]
        for total in totals[:1]:
            yield _row(
                "share", share, float(part["low"]) / float(total["low"]) * 100, [part, total]
            )


def _kinship(part: Row, total: Row) -> int:
    """Pairs of characters of the part's name that the total's sentence repeats."""
    name = part["indicator"]
    return sum(
        1 for pair in {name[i : i + 2] for i in range(len(name) - 1)} if pair in total["sentence"]
    )


def _is_total(row: Row, part: Row, named: str) -> bool:
    larger = _comparable(row, part) and float(row["low"]) > float(part["low"])
    return larger and any(named[i : i + 2] in row["indicator"] for i in range(len(named) - 1))


def _comparable(row: Row, other: Row) -> bool:
    same = all(row[name] == other[name] for name in ("kind", "unit", "period"))
    return same and row["low"] == row["high"] and float(other["low"]) > 0


def _row(check: str, stated: Row, value: float, used: list[Row]) -> Row:
    return {
        "article_id": stated["article_id"],
        "check": check,
        "stated": stated["surface"],
        "computed": round(value, 2),
        "holds": _holds(stated, value),
        "figures": "; ".join(f"{r['indicator']} {r['surface']}" for r in used),
        "sentence": stated["sentence"],
    }


def _holds(stated: Row, value: float) -> bool:
    low, high = float(stated["low"]), float(stated["high"])
    match stated["modifier"]:
        case "approx":
            return low * (1 - _ABOUT) <= value <= high * (1 + _ABOUT)
        case "at_least" | "over":
            return value >= low
        case "at_most":
            return value <= high
        case "under":
            return high * (1 - 2 * _ABOUT) <= value <= high
    return low - _half_step(stated) <= value <= high + _half_step(stated)


def _half_step(stated: Row) -> float:
    """Half a unit of the last printed digit, on the scale of the value."""
    value = stated["low"]
    digits = len(str(value).rstrip("0").replace(".", "").lstrip("0")) or 1
    exponent = value.adjusted() - digits + 1
    return float(f"5e{exponent - 1}")

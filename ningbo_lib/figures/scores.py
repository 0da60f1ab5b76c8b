"""How far the figures found agree with figures annotated by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ningbo_lib.columns_needed import require_columns

ATTRIBUTES = ("unit", "modifier", "direction", "basis", "status", "period", "indicator")
_TIMES = ("date", "period")
_VERDICTS = ["sentence", "surface", "found", "verdict", "detail"]

Rows = list[dict[str, Any]]


class Verdicts(NamedTuple):
    """Pairs of annotated and found rows that agree in kind and value, and what is left over."""

    pairs: list[tuple[dict[str, Any], dict[str, Any]]]
    missed: Rows
    false: Rows


def read_gold(path: str | Path) -> pd.DataFrame:
    """An annotation table (.csv or .tsv) as text, empty cells as ``""``.

    Raises ``ValueError`` naming the columns it lacks.
    """
    path = Path(path)
    separator = "\t" if path.suffix == ".tsv" else ","
    gold = pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False)
    lacking = {"sentence", "surface", "figure", "kind", "low", "high", *ATTRIBUTES} - {*gold}
    if lacking:
        raise ValueError(f"{path} lacks the columns {', '.join(sorted(lacking))}")
    return gold


def score_figures(found: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """One row a measure: ``measure, right, of, share``.

    A figure is right when it stands in the same sentence over the same characters, with the
    kind and both ends of the value annotated.  Attributes are scored over the right ones; an
    indicator agrees when half of the shorter phrase is in the longer.
    """
    verdicts = match_figures(found, gold)
    right = len(verdicts.pairs)
    expected, seen = right + len(verdicts.missed), right + len(verdicts.false)
    rows = [("precision", right, seen), ("recall", right, expected)]
    rows.append(("F1", 2 * right, seen + expected))
    for name in ATTRIBUTES:
        asked = [pair for pair in verdicts.pairs if _asked(name, pair[0])]
        rows.append((name, sum(agrees(name, *pair) for pair in asked), len(asked)))
    table = pd.DataFrame(rows, columns=["measure", "right", "of"])
    return table.assign(share=(table["right"] / table["of"].where(table["of"] > 0)).round(3))


def figure_errors(found: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """One row an error: missed and false figures, then attributes that differ."""
    verdicts = match_figures(found, gold)
    rows = [(r["sentence"], r["surface"], "", "missed", r["kind"]) for r in verdicts.missed]
    rows += [(r["sentence"], "", r["surface"], "false", r["kind"]) for r in verdicts.false]
    for want, got in verdicts.pairs:
        for name in ATTRIBUTES:
            if _asked(name, want) and not agrees(name, want, got):
                detail = f"{want[name] or 'none'}, found {got[name] or 'none'}"
                rows.append((want["sentence"], want["surface"], got["surface"], name, detail))
    return pd.DataFrame(rows, columns=_VERDICTS).astype("str")


def match_figures(found: pd.DataFrame, gold: pd.DataFrame) -> Verdicts:
    """Pair rows sentence by sentence, each annotated figure with the first that fits."""
    needed = ("sentence", "surface", "kind", "low", "high", *ATTRIBUTES)
    require_columns(found, *needed, of="figures")
    require_columns(gold, "figure", *needed, of="annotations")
    verdicts = Verdicts([], [], [])
    wanted = _by_sentence(gold[gold["figure"] == "1"])
    given = _by_sentence(found)
    for sentence in dict.fromkeys([*wanted, *given]):
        free = given.get(sentence, [])
        for row in wanted.get(sentence, []):
            fitting = next((other for other in free if _same(row, other)), None)
            if fitting is None:
                verdicts.missed.append(row)
            else:
                verdicts.pairs.append((row, fitting))
                free.remove(fitting)
        verdicts.false.extend(free)
    return verdicts


def _by_sentence(table: pd.DataFrame) -> dict[str, Rows]:
    groups: dict[str, Rows] = {}
    for row in table.to_dict("records"):
        groups.setdefault(str(row["sentence"]), []).append({str(k): v for k, v in row.items()})
    return groups


def _same(want: dict[str, Any], got: dict[str, Any]) -> bool:
    if want["kind"] != got["kind"]:
        return False
    if want["surface"] not in got["surface"] and got["surface"] not in want["surface"]:
        return False
    if want["kind"] in _TIMES:
        return True
    return all(_number(want[end]) == _number(got[end]) for end in ("low", "high"))


def _number(value: Any) -> Decimal | None:
    text = f"{value}".replace(",", "")
    return Decimal(text) if text and text != "None" else None


def _asked(name: str, want: dict[str, Any]) -> bool:
    """Times have neither unit nor indicator, and an empty one cannot be compared."""
    return name not in ("unit", "indicator") or (want["kind"] not in _TIMES and bool(want[name]))


def agrees(name: str, want: dict[str, Any], got: dict[str, Any]) -> bool:
    """Equal; for indicators, half of the shorter phrase inside the longer."""
    left, right = str(want[name] or ""), str(got[name] or "")
    if name != "indicator":
        return left == right
    shorter, longer = sorted((left, right), key=len)
    common = sum(min(shorter.count(c), longer.count(c)) for c in sorted(set(shorter)))
    return bool(shorter) and common * 2 >= len(shorter)

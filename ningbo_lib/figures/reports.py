"""Stated figures as a person reads them: a table in words, two groups side by side."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ningbo_lib.columns_needed import require_columns

_BOUNDS = {
    "exact": "",
    "approx": "≈",
    "at_least": "≥",
    "over": ">",
    "at_most": "≤",
    "under": "<",
}
_ORIGINS = {"named": "", "carried": " ↑", "assumed": " *", "": ""}
_SAID = ("kind", "surface", "indicator")
_TIMES = ("date", "period")
#: 全市, 我市 and 本市 are one.
_OUR = "^[全我本](?=[省市县区州国]$)"


def figures_in_words(figures: pd.DataFrame) -> pd.DataFrame:
    """The table of ``figures_table`` for reading, its rows in their order and with their index.

    Columns, all text: surface; value, in base units, commas between thousands, with the bound
    that the text gives (≈ about, ≥ at least, > more than, ≤ at most, < just under), both ends of
    a range, № before a rank, empty for times; change, direction and basis; measures; period, with
    ↑ where it is carried from an earlier sentence and * where it is assumed; plan, "target" or
    empty; line of the file, empty where none is known.  Raises ``ValueError`` naming a missing
    column.
    """
    needed = ("low", "high", "unit", "modifier", "direction", "basis", "period", "period_from")
    require_columns(figures, *_SAID, *needed, "status", "raw_line", of="figures")
    numbers = figures["raw_line"]
    return pd.DataFrame(
        {
            "surface": figures["surface"],
            "value": [_value(row) for row in figures.to_dict("records")],
            "change": (figures["direction"] + " " + figures["basis"]).str.strip(),
            "measures": figures["indicator"],
            "period": figures["period"] + figures["period_from"].map(_ORIGINS),
            "plan": figures["status"].where(figures["status"] == "target", ""),
            "line": ["" if pd.isna(line) else f"{line}" for line in numbers],
        },
        index=figures.index,
        dtype="str",
    )


def _value(row: dict[Any, Any]) -> str:
    if row["low"] is None:
        return ""
    number = "–".join(f"{end:,}" for end in dict.fromkeys((row["low"], row["high"])))
    unit = "%" if row["unit"] == "percent" else row["unit"]
    if row["kind"] == "ordinal":
        number = f"№ {number}"
    elif row["kind"] == "duration" and unit == "月":
        unit = "个月"  # 月 alone would be a month of the calendar
    return f"{_BOUNDS[row['modifier']]}{number} {unit}".strip()


def figures_side_by_side(figures: pd.DataFrame, by: str = "year") -> pd.DataFrame:
    """What each group states, kind by kind: indicator and figure, in the order of the texts.

    One row a kind that some group has, dates and periods left out; one column a group, "" where it
    has none.  Raises ``ValueError`` naming a missing column.
    """
    require_columns(figures, *_SAID, by, of="figures")
    amounts = figures[~figures["kind"].isin(_TIMES)]
    said = (amounts["indicator"] + " " + amounts["surface"]).str.strip()
    cells = said.groupby([amounts["kind"], amounts[by]]).agg(
        lambda group: "; ".join(dict.fromkeys(group))
    )
    return cells.unstack(by).fillna("").astype("str").rename_axis(columns=None)


def figures_stated_twice(figures: pd.DataFrame, by: str = "year") -> pd.DataFrame:
    """Amounts that two groups state of one indicator in one unit: what can be compared at all.

    One row a pair, the smaller group first.  Columns: indicator, unit, then for each side ``by``,
    surface, subject and period, with the endings ``_1`` and ``_2``.  Two subjects that are named
    must be the same (全市 and 我市 are); where one is not, the reader decides.  Raises
    ``ValueError`` naming a missing column.
    """
    require_columns(figures, *_SAID, "unit", "subject", "period", by, of="figures")
    amounts = figures[~figures["kind"].isin(_TIMES) & (figures["indicator"] != "")]
    sides = amounts[["indicator", "unit", by, "surface", "subject", "period"]]
    pairs = sides.merge(sides, on=["indicator", "unit"], suffixes=("_1", "_2"))
    whose = [pairs[f"subject_{side}"].str.replace(_OUR, "", regex=True) for side in (1, 2)]
    same = (whose[0] == whose[1]) | (whose[0] == "") | (whose[1] == "")
    return pairs[same & (pairs[f"{by}_1"] < pairs[f"{by}_2"])].reset_index(drop=True)

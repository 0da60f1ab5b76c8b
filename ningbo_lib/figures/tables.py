"""Figures as a frame."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd

from ningbo_lib.columns_needed import require_columns
from ningbo_lib.evidence import raw_line
from ningbo_lib.figures.extraction import find_figures
from ningbo_lib.figures.linking import sentence_at, sentence_starts

_CARRIED = ("article_id", "paragraph_id", "year", "published")
_DTYPES = {
    "article_id": "str",
    "paragraph_id": "str",
    "year": "int64",
    "published": "datetime64[us]",
    "surface": "str",
    "kind": "str",
    "low": "object",
    "high": "object",
    "unit": "str",
    "modifier": "str",
    "direction": "str",
    "basis": "str",
    "indicator": "str",
    "subject": "str",
    "period": "str",
    "period_from": "str",
    "status": "str",
    "rule": "str",
    "sentence": "str",
    "start": "int64",
    "stop": "int64",
    "raw_line": "Int64",
}


def figures_table(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """One row a figure, in the order of the rows of ``paragraphs``.

    Needs the columns article_id, paragraph_id, year, published and text; raw_lines (pairs
    ``offset:line``) gives ``raw_line``, missing without it.  ``low`` and ``high`` hold ``Decimal``
    in base units, None for dates; ``start`` and ``stop`` are offsets in the paragraph.  Empty
    ``direction`` and ``basis`` mean none.  ``status`` is actual or target; ``period_from`` says
    how the period is known: named (with the figure), carried (from an earlier sentence), assumed
    (from the date of publication), or empty where there is no period.  ``kind``, ``modifier``
    and the rest are those of ``Figure``.  Raises ``ValueError`` naming a missing column.
    """
    require_columns(paragraphs, *_CARRIED, "text", of="paragraphs")
    rows = [row for paragraph in paragraphs.to_dict("records") for row in _rows(paragraph)]
    dtypes = {**_DTYPES, "published": paragraphs["published"].dtype}
    return pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes)


def _rows(paragraph: dict[Hashable, Any]) -> list[dict[str, object]]:
    text, published = str(paragraph["text"]), _as_date(paragraph["published"])
    lines = str(paragraph.get("raw_lines") or "")
    found, starts = [], sentence_starts(text)
    for figure in find_figures(text, published=published):
        row: dict[str, object] = {name: paragraph[name] for name in _CARRIED}
        row |= figure._asdict()
        row["direction"], row["basis"] = figure.direction or "", figure.basis or ""
        row["sentence"] = sentence_at(text, figure.start, starts)
        row["raw_line"] = raw_line(lines, figure.start) or None
        found.append(row)
    return found


def _as_date(published: object) -> date | None:
    moment = pd.Timestamp(published) if published is not None else pd.NaT  # type: ignore[arg-type]
    return None if pd.isna(moment) else moment.date()

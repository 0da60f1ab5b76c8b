"""Figures as a frame."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from itertools import groupby, zip_longest
from typing import Any

import pandas as pd

from ningbo_lib.columns_needed import require_columns
from ningbo_lib.evidence import raw_line
from ningbo_lib.figures.extraction import find_figures
from ningbo_lib.figures.linking import sentence_at, sentence_starts
from ningbo_lib.records import SECTION_BREAK

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
    ``offset:line``) gives ``raw_line``, missing without it.  Rows of one article that follow each
    other are read as one text, as a reader does: what a paragraph leaves unsaid, above all the
    time, may stand in one before it, or in the heading of its ``section``, if there is that column.
    A row with an empty article_id is read alone.  ``low`` and
    ``high`` hold ``Decimal`` in base units, None for dates; ``start`` and ``stop`` are offsets in
    the paragraph.  Empty ``direction`` and ``basis`` mean none.  ``status`` is actual or target;
    ``period_from`` says how the period is known: named (with the figure), carried (from an
    earlier sentence), assumed (from the date of publication), or empty where there is no period.
    ``kind``, ``modifier`` and the rest are those of ``Figure``.  Raises ``ValueError`` naming a
    missing column.
    """
    require_columns(paragraphs, *_CARRIED, "text", of="paragraphs")
    rows = [row for article in _articles(paragraphs) for row in _rows(article)]
    dtypes = {**_DTYPES, "published": paragraphs["published"].dtype}
    return pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes)


_Paragraph = dict[Hashable, Any]


def _articles(paragraphs: pd.DataFrame) -> Iterator[list[_Paragraph]]:
    """Rows side by side of one article and day; each row alone that names no article."""
    for (article, _), group in groupby(paragraphs.to_dict("records"), key=_article_and_day):
        rows = list(group)
        yield from [rows] if article else [[row] for row in rows]


def _article_and_day(paragraph: _Paragraph) -> tuple[object, date | None]:
    return paragraph["article_id"], _as_date(paragraph["published"])


def _rows(article: Sequence[_Paragraph]) -> list[dict[str, object]]:
    texts = [str(paragraph["text"]) for paragraph in article]
    whole, begins = _as_one_text(article, texts)
    cut = [sentence_starts(text) for text in texts]
    found = []
    for figure in find_figures(whole, published=_as_date(article[0]["published"])):
        number = bisect_right(begins, figure.start) - 1
        start, stop = figure.start - begins[number], figure.stop - begins[number]
        if number < 0 or start >= len(texts[number]):
            continue  # in the heading of a section
        paragraph = article[number]
        row: dict[str, object] = {name: paragraph[name] for name in _CARRIED}
        row |= figure._replace(start=start, stop=stop)._asdict()
        row["direction"], row["basis"] = figure.direction or "", figure.basis or ""
        row["sentence"] = sentence_at(texts[number], start, cut[number])
        row["raw_line"] = raw_line(str(paragraph.get("raw_lines") or ""), start) or None
        found.append(row)
    return found


def _as_one_text(article: Sequence[_Paragraph], texts: Sequence[str]) -> tuple[str, list[int]]:
    """The paragraphs line by line, each section below its heading, and where each begins."""
    lines: list[str] = []
    begins: list[int] = []
    above: list[str] = []
    position = 0
    for paragraph, text in zip(article, texts, strict=True):
        headings = str(paragraph.get("section") or "").split(SECTION_BREAK)
        pairs = enumerate(zip_longest(above, headings))
        differs = next((depth for depth, (old, new) in pairs if old != new), len(headings))
        opens = [heading for heading in headings[differs:] if heading]
        begins.append(position + sum(len(line) + len(_BREAK) for line in opens))
        position = begins[-1] + len(text) + len(_BREAK)
        lines += [*opens, text]
        above = headings
    return _BREAK.join(lines), begins


_BREAK = "\n"


def _as_date(published: object) -> date | None:
    moment = pd.Timestamp(published) if published is not None else pd.NaT  # type: ignore[arg-type]
    return None if pd.isna(moment) else moment.date()

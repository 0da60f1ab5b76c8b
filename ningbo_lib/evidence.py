"""The passages behind a number: concordance lines and marked text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from itertools import cycle
from typing import NamedTuple

import pandas as pd

from ningbo_lib.columns_needed import require_columns, require_type
from ningbo_lib.wording import Language, Say, say_in

_CARRIED = ("article_id", "year", "paragraph_id")
#: Light grounds for black text, apart in grey print by the line under the word.
_GROUNDS = ("#fbe3c8", "#d6e4f2", "#e2efd5", "#eedff0", "#f5f0b8", "#dedede")
_LINES = ("solid", "double", "dashed", "dotted")


class Html(str):
    """A piece of HTML that a notebook shows as what it says."""

    def _repr_html_(self) -> str:
        return str(self)


def concordance(frame: pd.DataFrame, term: str, *, width: int = 16) -> pd.DataFrame:
    """Every occurrence of ``term`` in the ``text`` column with ``width`` characters either side.

    Columns: ``article_id``, ``year`` and ``paragraph_id`` where ``frame`` has them, ``left``,
    ``keyword``, ``right``, ``start`` (offset in the text) and, where ``frame`` has
    ``raw_lines``, ``raw_line``, the line of the raw file where the term begins.  ``term`` is
    found as it is written, inside longer words, too; overlapping occurrences count once.
    Rows keep the order of ``frame``.  Raises ``ValueError`` for an empty term and for
    a frame without text.
    """
    require_type(term, str, name="term", remedy="look for one term at a time")
    if not term.strip():
        raise ValueError("concordance needs a term to look for; this one is empty")
    require_columns(frame, "text", of="paragraphs")
    carried = [name for name in _CARRIED if name in frame]
    texts = frame["text"].tolist()
    found = [
        (row, match.start())
        for row, text in enumerate(texts)
        for match in re.finditer(re.escape(term), text)
    ]
    table = frame[carried].iloc[[row for row, _ in found]].reset_index(drop=True)
    cells = [_cut(texts[row], start, len(term), width) for row, start in found]
    for place, name in enumerate(("left", "keyword", "right")):
        table[name] = pd.array([cell[place] for cell in cells], dtype="str")
    table["start"] = pd.array([start for _, start in found], dtype="int64").to_numpy()
    if "raw_lines" in frame:
        lines = frame["raw_lines"].tolist()
        numbers = [raw_line(lines[row], start) for row, start in found]
        table["raw_line"] = pd.array(numbers, dtype="int64").to_numpy()
    return table


def _cut(text: str, start: int, length: int, width: int) -> tuple[str, str, str]:
    stop = start + length
    return text[max(0, start - width) : start], text[start:stop], text[stop : stop + width]


def raw_line(raw_lines: str, offset: int) -> int:
    """The raw line on which ``offset`` lies, from ``"0:117 13:118"``; 0 if that is empty.

    >>> raw_line("0:117 13:118", 12), raw_line("0:117 13:118", 13)
    (117, 118)
    """
    line = 0
    for pair in raw_lines.split():
        begin, number = pair.split(":")
        if int(begin) > offset:
            break
        line = int(number)
    return line


def show_concordance(
    lines: pd.DataFrame, *, notes: Mapping[str, str] | None = None, language: Language = "en"
) -> Html:
    """A concordance as an HTML table with the keyword in the middle of the page.

    ``notes`` may give a heading to each ``article_id`` (its year and paper, say); ``language`` is
    that of the heads, "en" or "zh".
    """
    say = say_in(language)
    require_columns(lines, "left", "keyword", "right", of="concordance lines")
    columns = [str(name) for name in lines]
    records = (dict(zip(columns, row, strict=True)) for row in lines.itertuples(index=False))
    rows = [_row(record, notes or {}, say) for record in records]
    return Html(
        '<table style="border-collapse:collapse;font-size:90%"><thead><tr>'
        f"{_head('left', say('where'))}{_head('right', say('before'))}"
        f"{_head('center', say('term'))}{_head('left', say('after'))}"
        f"</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _head(side: str, text: str) -> str:
    return f'<th style="text-align:{side}">{text}</th>'


def _row(record: Mapping[str, object], notes: Mapping[str, str], say: Say) -> str:
    article = str(record.get("article_id", ""))
    where = notes.get(article, " ".join(filter(None, [str(record.get("year", "")), article])))
    line = record.get("raw_line")
    where = say("line_of", where=where, line=line) if line else where
    cells = (
        ("left;opacity:.75;white-space:nowrap", where),
        ("right;white-space:nowrap", record["left"]),
        ("center;font-weight:bold;white-space:nowrap", record["keyword"]),
        ("left;white-space:nowrap", record["right"]),
    )
    inner = "".join(f'<td style="text-align:{s}">{escape(str(c))}</td>' for s, c in cells)
    return f"<tr>{inner}</tr>"


class Mark(NamedTuple):
    """A marked range of a text; ``note`` is its tooltip, the label unless given."""

    start: int
    stop: int
    label: str
    note: str = ""


def highlight(text: str, marks: Iterable[tuple[int, int, str] | tuple[int, int, str, str]]) -> Html:
    """``text`` with ``(start, stop, label)`` marked: escaped HTML for a notebook or a page.

    Each label has its own ground and its own line under the word, so that grey print keeps
    them apart, and shows as a tooltip; a fourth item is the tooltip in its place.  A mark that
    begins inside an earlier one is left out.  Raises ``ValueError`` for a mark outside the text.
    """
    require_type(text, str, name="the text", remedy="mark one text at a time")
    ordered = sorted(
        (Mark(*mark) for mark in marks), key=lambda mark: (mark.start, -mark.stop, mark.label)
    )
    labels = sorted({mark.label for mark in ordered})
    looks = dict(zip(labels, cycle(_looks()), strict=False))
    parts, end = [], 0
    for mark in ordered:
        if not 0 <= mark.start < mark.stop <= len(text):
            place = f"{mark.start}:{mark.stop} ({mark.label})"
            raise ValueError(f"mark {place} lies outside the text")
        if mark.start < end:
            continue
        parts.append(escape(text[end : mark.start]))
        title = escape(mark.note or mark.label, quote=True)
        body = escape(text[mark.start : mark.stop])
        parts.append(f'<mark style="{looks[mark.label]}" title="{title}">{body}</mark>')
        end = mark.stop
    return Html("".join([*parts, escape(text[end:])]))


def _looks() -> list[str]:
    return [
        f"background:{ground};color:#1a1a1a;border-bottom:2px {line} #555"
        for line in _LINES
        for ground in _GROUNDS
    ]

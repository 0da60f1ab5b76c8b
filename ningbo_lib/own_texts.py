"""Texts that are in a table already: the same frames as of a folder, without the page parser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd

from ningbo_lib.columns_needed import require_columns, require_type
from ningbo_lib.corpus import Corpus
from ningbo_lib.corpus_tables import COLUMNS, Issue, add_article, empty_rows, frames, line_starts
from ningbo_lib.dates import DateError, stated_date
from ningbo_lib.records import Article, Block, Span

_TAKEN = ("article_id", "source", "headline", "precision", "published", "text")
_OWN_NAMES = frozenset(
    name for table in ("articles", "paragraphs", "sentences", "captions") for name in COLUMNS[table]
) - {*_TAKEN, "year"}


def corpus_from_frame(frame: pd.DataFrame) -> Corpus:
    """The frames of ``read_corpus`` from a frame with a text a row, skipping the page parser.

    Needs the columns ``text`` (one article, one paragraph a line) and ``published`` (a date, or
    text such as 2021-03-31 or 2021-03).  ``article_id``, ``source``, ``headline`` and ``precision``
    are used where given; without ``article_id`` articles are numbered in the order of the rows, so
    give one before cutting a frame into partitions.  Every other column is carried over to all
    frames with a date: compare by it, as in ``keyness(tokens, "甲报", "乙报", by="paper")``.
    Characters stay as they are; ``clean`` repairs texts that need it.  ``raw_lines`` count the
    lines of the text.

    Raises ``ValueError`` naming the rows without text or date, an identity given twice, and a
    column whose name the frames use otherwise.
    """
    require_type(frame, pd.DataFrame, name="the texts", remedy="read_corpus() reads a folder")
    others = _other_columns(frame)
    rows = empty_rows()
    parsed = []
    for number, record in enumerate(_checked(frame).to_dict("records"), start=1):
        identity = str(record.get("article_id", f"text-{number:04d}"))
        article = _article(identity, str(record.get("headline", "")), record["text"])
        issue = Issue(
            str(record.get("source", "")),
            record["published"],
            str(record["precision"]),
            tuple((name, record[name]) for name in others),
        )
        add_article(rows, issue, article, line_starts(record["text"]))
        parsed.append(article)
    return Corpus(**frames(rows, others), parsed=tuple(parsed), raw=())


def _other_columns(frame: pd.DataFrame) -> dict[str, Any]:
    """The columns that are carried over, with their types."""
    missing = [name for name in ("text", "published") if name not in frame]
    if missing:
        raise ValueError(
            f"no column {' and '.join(missing)}; the frame has {', '.join(map(str, frame))}. "
            "Rename the column with the texts to text and the one with their dates to published"
        )
    clash = sorted(_OWN_NAMES & set(frame))
    if clash:
        raise ValueError(f"the frames have a column {clash[0]} of their own; rename yours")
    return {str(name): frame[name].dtype for name in frame if name not in {*_TAKEN, "year"}}


def _checked(frame: pd.DataFrame) -> pd.DataFrame:
    dates = [_date(cell) for cell in frame["published"]]
    _refuse([day is None for day in dates], "no date in published, or none like 2021-03-31")
    _refuse([not _is_text(cell) for cell in frame["text"]], "no text; drop such rows first")
    _refuse(
        [not _is_writable(cell) for cell in frame["text"]],
        "half of a character (a lone surrogate) in the text; read it again in its encoding",
    )
    for name in ("article_id", "source", "headline", "precision"):
        if name in frame:
            _refuse(frame[name].isna(), f"no {name}; fill it in, or drop the column")
    if "year" in frame:
        years = [found[0].year for found in dates if found]
        _refuse(frame["year"] != years, "year is not the year of published")
    identities = Counter(map(str, frame.get("article_id", ())))
    twice = [identity for identity, times in identities.items() if times > 1]
    if twice:
        raise ValueError(f"article_id {twice[0]!r} stands {identities[twice[0]]} times")
    stated = {"precision": [found[1] for found in dates if found]}
    frame = frame.assign(published=[found[0] for found in dates if found])
    return frame if "precision" in frame else frame.assign(**stated)


def _date(cell: object) -> tuple[date, str] | None:
    """The date of a cell and its precision; None where it holds no date."""
    if isinstance(cell, date) and not pd.isna(cell):
        return date(cell.year, cell.month, cell.day), "day"
    try:
        return stated_date(cell) if isinstance(cell, str) else None
    except DateError:
        return None


def _is_text(cell: object) -> bool:
    return isinstance(cell, str) and bool(cell.strip())


def _is_writable(text: str) -> bool:
    try:
        return bool(text.encode())
    except UnicodeEncodeError:
        return False


def _refuse(wrong: Iterable[bool], reason: str) -> None:
    places = [str(place) for place, bad in enumerate(wrong, start=1) if bad]
    if places:
        more = f" and {len(places) - 5} more" if len(places) > 5 else ""
        raise ValueError(f"row {', '.join(places[:5])}{more}: {reason}")


def _article(identity: str, headline: str, text: str) -> Article:
    """An article whose paragraphs are the lines of its text, white space around them left out."""
    starts = line_starts(text)
    blocks = []
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if line := text[begin:end].strip():
            start = text.index(line, begin)
            span = Span(start, start + len(line))
            blocks.append(Block("paragraph", line, spans=(span,), origin=range(*span)))
    return Article(identity, headline=headline, blocks=tuple(blocks))


def two_groups(
    articles: pd.DataFrame, compare: Sequence[object] | None = None, *, by: str = "year"
) -> tuple[Any, Any]:
    """The groups to compare, target first: ``compare``, else the last and the first there are.

    Raises ``ValueError`` where ``compare`` does not name two groups of the column ``by``, or where
    there are not two.
    """
    require_columns(articles, by, of="articles")
    there = sorted(articles[by].unique().tolist())
    listed = ", ".join(map(str, there)) or "none"
    if compare is None:
        if len(there) < 2:
            raise ValueError(f"a comparison needs two groups; the only {by} is {listed}")
        return there[-1], there[0]
    if len(compare) != 2 or compare[0] == compare[1] or not set(compare) <= set(there):
        raise ValueError(f"compare = {compare!r}: name two of these, target first: {listed}")
    return compare[0], compare[1]

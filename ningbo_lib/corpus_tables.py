"""The tidy frames of a corpus: their columns, and the rows an article gives them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ningbo_lib.columns_needed import require_columns
from ningbo_lib.marks import CLOSING, TERMINAL
from ningbo_lib.page.cleaning import Change
from ningbo_lib.records import Article, Block

Rows = dict[str, list[dict[str, Any]]]

#: Column and type of each frame.  ``errors`` holds what could not be read, and why.
COLUMNS: dict[str, dict[str, str]] = {
    "articles": {
        "article_id": "str",
        "source": "str",
        "year": "int64",
        "published": "datetime64[s]",
        "precision": "str",
        "headline": "str",
        "kicker": "str",
        "subtitle": "str",
        "bylines": "str",
        "paragraphs": "int64",
        "characters": "int64",
        "doubts": "str",
    },
    "paragraphs": {
        "paragraph_id": "str",
        "article_id": "str",
        "source": "str",
        "year": "int64",
        "published": "datetime64[s]",
        "position": "int64",
        "kind": "str",
        "section": "str",
        "speaker": "str",
        "text": "str",
        "raw_lines": "str",
    },
    "sentences": {
        "sentence_id": "str",
        "paragraph_id": "str",
        "article_id": "str",
        "source": "str",
        "year": "int64",
        "published": "datetime64[s]",
        "position": "int64",
        "start": "int64",
        "stop": "int64",
        "text": "str",
    },
    "captions": {
        "article_id": "str",
        "source": "str",
        "year": "int64",
        "published": "datetime64[s]",
        "text": "str",
        "credit": "str",
    },
    "repairs": {
        "source": "str",
        "rule": "str",
        "line": "int64",
        "start": "int64",
        "stop": "int64",
        "before": "str",
        "after": "str",
        "reason": "str",
    },
    "errors": {"file": "str", "reason": "str"},
}
_SENTENCE = re.compile(rf"[^{TERMINAL}!?]*(?:[{TERMINAL}!?]+[{CLOSING}]*|$)")
_HEADS = ["kicker", "headline", "subtitle"]


@dataclass(frozen=True)
class Issue:
    """When and where something was published: what all rows of its articles share."""

    source: str
    published: date
    precision: str = "day"
    others: tuple[tuple[str, Any], ...] = ()

    @property
    def columns(self) -> dict[str, Any]:
        """The shared columns, further ones of the user's last."""
        return {
            "source": self.source,
            "year": self.published.year,
            "published": pd.Timestamp(self.published),
            **dict(self.others),
        }


def empty_rows() -> Rows:
    """A list of rows for each frame, nothing in it."""
    return {name: [] for name in COLUMNS}


def frames(rows: Rows, others: dict[str, Any] | None = None) -> dict[str, pd.DataFrame]:
    """Each frame of its rows; columns and types are the same when there are none.

    ``others`` are further columns, with their types, of the frames that have a date.
    """
    return {name: _frame(name, rows[name], others or {}) for name in COLUMNS}


def _frame(name: str, rows: list[dict[str, Any]], others: dict[str, Any]) -> pd.DataFrame:
    types = COLUMNS[name] | (others if "published" in COLUMNS[name] else {})
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def line_starts(text: str) -> list[int]:
    """Offsets at which the lines of ``text`` begin, however they end."""
    return [0, *(m.end() for m in re.finditer("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text))]


def add_repairs(rows: Rows, issue: Issue, repairs: Iterable[Change], lines: Sequence[int]) -> None:
    """Add a row for each repair of a page whose raw lines begin at ``lines``."""
    rows["repairs"] += [
        {
            "source": issue.source,
            "rule": change.rule,
            "line": bisect_right(lines, change.start),
            "start": change.start,
            "stop": change.stop,
            "before": change.before,
            "after": change.after,
            "reason": change.reason,
        }
        for change in repairs
    ]


def add_article(rows: Rows, issue: Issue, article: Article, lines: Sequence[int]) -> None:
    """Add the rows of ``article``, printed on a page whose raw lines begin at ``lines``."""
    shared = {"article_id": article.article_id, **issue.columns}
    rows["articles"].append(
        {
            "precision": issue.precision,
            "headline": article.headline,
            "kicker": article.kicker,
            "subtitle": article.subtitle,
            "bylines": "；".join(f"{by.role} {by.name}".strip() for by in article.bylines),
            "paragraphs": len(article.body),
            "characters": sum(len(b.text) for b in article.body),
            "doubts": "；".join(article.doubts),
        }
        | shared
    )
    rows["captions"] += [{"text": c.text, "credit": c.credit} | shared for c in article.captions]
    for position, block in enumerate(article.body, start=1):
        paragraph_id = f"{article.article_id}-p{position:02d}"
        row = {
            "paragraph_id": paragraph_id,
            "position": position,
            "kind": block.kind,
            "section": block.section,
            "speaker": block.speaker,
            "text": block.text,
            "raw_lines": _raw_lines(block, lines),
        }
        rows["paragraphs"].append(row | shared)
        rows["sentences"] += [
            sentence | {"paragraph_id": paragraph_id} | shared
            for sentence in _sentences(paragraph_id, block.text)
        ]


def _raw_lines(block: Block, lines: Sequence[int]) -> str:
    """Where each raw line begins in the block's text, as ``offset:line`` pairs."""
    pairs: list[str] = []
    last = 0
    for offset, place in enumerate(block.origin):
        line = bisect_right(lines, place)
        if line != last:
            pairs.append(f"{offset}:{line}")
            last = line
    return " ".join(pairs)


def _sentences(paragraph_id: str, text: str) -> Iterable[dict[str, Any]]:
    """Sentences of a paragraph; they rebuild its text."""
    found = (match for match in _SENTENCE.finditer(text) if match[0])
    for position, match in enumerate(found, start=1):
        yield {
            "sentence_id": f"{paragraph_id}-s{position:02d}",
            "position": position,
            "start": match.start(),
            "stop": match.end(),
            "text": match[0],
        }


def head_texts(articles: pd.DataFrame) -> pd.DataFrame:
    """Kickers, headlines and subtitles as rows that ``figures_table`` and ``tokenize`` read.

    Columns: article_id, paragraph_id (the article's with ``-headline`` behind it), year,
    published, head, text, raw_lines (empty); no row where an article has none.  They are no part
    of ``corpus.paragraphs``.
    """
    kept = ["article_id", "year", "published"]
    require_columns(articles, *kept, *_HEADS, of="articles")
    rows = articles.melt(kept, _HEADS, var_name="head", value_name="text")
    rows = rows[rows["text"] != ""].reset_index(drop=True)
    rows.insert(1, "paragraph_id", rows["article_id"] + "-" + rows["head"])
    return rows.assign(raw_lines="")

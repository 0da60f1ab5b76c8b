"""A folder of pages and its ``corpus.toml`` to tidy frames."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from ningbo_lib.marks import CLOSING, TERMINAL
from ningbo_lib.page.cleaning import clean
from ningbo_lib.page.layout import parse_page
from ningbo_lib.reading import RawText, ReadingError, read_text
from ningbo_lib.records import Article, Block

_LARGEST_TOML = 1_000_000  # bytes
_PRECISIONS = ("day", "month", "year")
_KEYS = frozenset(
    {
        "file",
        "title",
        "publisher",
        "published",
        "precision",
        "date_known_by",
        "sha256",
        "encoding",
        "licence",
        "override",
    }
)
_COLUMNS: dict[str, dict[str, str]] = {
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
}
_SENTENCE = re.compile(rf"[^{TERMINAL}!?]*(?:[{TERMINAL}!?]+[{CLOSING}]*|$)")


class CorpusError(ValueError):
    """A folder or its ``corpus.toml`` cannot be used; the message names file, place and remedy."""


@dataclass(frozen=True)
class Corpus:
    """The tidy frames of a folder of pages; ``data/README.md`` describes every column.

    ``parsed`` holds the articles as read, ids as in ``articles``; ``raw`` the pages' texts.
    """

    articles: pd.DataFrame
    paragraphs: pd.DataFrame
    sentences: pd.DataFrame
    captions: pd.DataFrame
    repairs: pd.DataFrame
    parsed: tuple[Article, ...]
    raw: tuple[RawText, ...]


@dataclass(frozen=True)
class _Source:
    """One entry of ``corpus.toml``."""

    file: str
    published: date
    precision: str = "day"
    sha256: str = ""
    encoding: str | None = None
    overrides: tuple[dict[str, Any], ...] = ()

    @property
    def name(self) -> str:
        return Path(self.file).stem


def read_corpus(folder: str | Path) -> Corpus:
    """Read every page that ``folder/corpus.toml`` lists into tidy frames.

    Raises ``CorpusError`` where the list is missing or wrong (an unknown key, a missing file, a
    hash that differs, an override that fits nothing, a page without any article) and
    ``ReadingError`` where a page cannot be read as text.
    """
    folder = Path(folder)
    sources = _sources(folder / "corpus.toml")
    raws = [_page(folder, source) for source in sources]
    pages = [_articles(folder, source, raw) for source, raw in zip(sources, raws, strict=True)]
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _COLUMNS}
    for source, raw, articles in zip(sources, raws, pages, strict=True):
        lines = _line_starts(raw.text)
        rows["repairs"] += _repair_rows(source, raw.text, lines)
        for article in articles:
            _add_article(rows, source, article, lines)
    return Corpus(
        **{name: _frame(name, rows[name]) for name in _COLUMNS},
        parsed=tuple(article for articles in pages for article in articles),
        raw=tuple(raws),
    )


def _frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(_COLUMNS[name])).astype(_COLUMNS[name])


def _sources(path: Path) -> list[_Source]:
    if not path.is_file():
        raise CorpusError(f"{path}: no such file; list the folder's pages in it, one [[page]] each")
    if path.stat().st_size > _LARGEST_TOML:
        raise CorpusError(
            f"{path}: over {_LARGEST_TOML:,} bytes; it should list files, not hold them"
        )
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: not valid TOML: {error}") from None
    entries = table.get("page")
    if not isinstance(entries, list) or not entries:
        raise CorpusError(f"{path}: no [[page]] entry; write one for each text file")
    return [_source(path, number, entry) for number, entry in enumerate(entries, start=1)]


def _source(path: Path, number: int, entry: dict[str, Any]) -> _Source:
    where = f"{path}, page {number}"
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise CorpusError(
            f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}"
        )
    file = entry.get("file")
    if not isinstance(file, str) or not file:
        raise CorpusError(f'{where}: say which file it is: file = "….txt"')
    if Path(file).is_absolute() or ".." in Path(file).parts or (path.parent / file).is_symlink():
        raise CorpusError(f"{where}: {file!r} must be a file inside the folder itself")
    published = entry.get("published")
    if not isinstance(published, date):
        raise CorpusError(f"{where}: say when {file} was published: published = 2021-03-31")
    precision = entry.get("precision", "day")
    if precision not in _PRECISIONS:
        raise CorpusError(f"{where}: precision {precision!r}; use one of {', '.join(_PRECISIONS)}")
    return _Source(
        file=file,
        published=date(published.year, published.month, published.day),
        precision=precision,
        sha256=entry.get("sha256", ""),
        encoding=entry.get("encoding"),
        overrides=tuple(entry.get("override", ())),
    )


def _page(folder: Path, source: _Source) -> RawText:
    path = folder / source.file
    if not path.is_file():
        raise CorpusError(
            f"{folder / 'corpus.toml'}: lists {source.file}, which is not in the folder; "
            "put the file there or take out its entry"
        )
    raw = read_text(path, encoding=source.encoding)
    if source.sha256 and raw.sha256 != source.sha256:
        raise CorpusError(
            f"{path}: has sha256 {raw.sha256}, corpus.toml says {source.sha256}; "
            "restore the original file, or write the new hash if the change was meant"
        )
    return raw


def _articles(folder: Path, source: _Source, raw: RawText) -> list[Article]:
    found = [a for a in parse_page(raw.text) if a.body or a.headline]
    if not found:
        raise CorpusError(
            f"{folder / source.file}: no article found in the text; is it a newspaper page?"
        )
    named = [replace(a, article_id=f"{source.name}-{a.article_id}") for a in found]
    for number, override in enumerate(source.overrides, start=1):
        where = f"{folder / 'corpus.toml'}, {source.file}, override {number}"
        named = _overridden(where, named, override)
    return named


def _overridden(where: str, articles: list[Article], override: dict[str, Any]) -> list[Article]:
    """Apply what no rule can know: an order of sections, each named by its heading."""
    missing = {"article", "sections", "reason"} - set(override)
    if missing:
        raise CorpusError(f"{where}: needs {', '.join(sorted(missing))}")
    chosen = [a for a in articles if a.headline.startswith(override["article"])]
    if len(chosen) != 1:
        raise CorpusError(
            f"{where}: {len(chosen)} articles have a headline that begins with "
            f"{override['article']!r}; it must be one"
        )
    article = chosen[0]
    sections = override["sections"]
    known = {block.section for block in article.blocks if block.kind != "caption"}
    if sorted(sections) != sorted(known - {""}):
        raise CorpusError(f"{where}: the sections must be {', '.join(sorted(known - {''}))}")
    rank = {"": -1, **{title: place for place, title in enumerate(sections)}}
    ordered = sorted(
        article.blocks, key=lambda b: rank.get(b.section, len(rank)) if b.section else -1
    )
    return [replace(a, blocks=tuple(ordered)) if a is article else a for a in articles]


def _line_starts(text: str) -> list[int]:
    return [0, *(m.end() for m in re.finditer("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text))]


def _repair_rows(source: _Source, text: str, lines: Sequence[int]) -> Iterable[dict[str, Any]]:
    for change in clean(text).repairs:
        yield {
            "source": source.name,
            "rule": change.rule,
            "line": bisect_right(lines, change.start),
            "start": change.start,
            "stop": change.stop,
            "before": change.before,
            "after": change.after,
            "reason": change.reason,
        }


def _add_article(
    rows: dict[str, list[dict[str, Any]]], source: _Source, article: Article, lines: Sequence[int]
) -> None:
    shared = {
        "article_id": article.article_id,
        "source": source.name,
        "year": source.published.year,
        "published": pd.Timestamp(source.published),
    }
    rows["articles"].append(
        shared
        | {
            "precision": source.precision,
            "headline": article.headline,
            "kicker": article.kicker,
            "subtitle": article.subtitle,
            "bylines": "；".join(f"{by.role} {by.name}" for by in article.bylines),
            "paragraphs": len(article.body),
            "characters": sum(len(b.text) for b in article.body),
            "doubts": "；".join(article.doubts),
        }
    )
    rows["captions"] += [shared | {"text": c.text, "credit": c.credit} for c in article.captions]
    for position, block in enumerate(article.body, start=1):
        row = shared | {
            "paragraph_id": f"{article.article_id}-p{position:02d}",
            "position": position,
            "kind": block.kind,
            "section": block.section,
            "speaker": block.speaker,
            "text": block.text,
            "raw_lines": _raw_lines(block, lines),
        }
        rows["paragraphs"].append(row)
        rows["sentences"] += _sentence_rows(row)


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


def _sentence_rows(row: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """Sentences of a paragraph; they rebuild its text."""
    position = 0
    for match in _SENTENCE.finditer(row["text"]):
        if match[0]:
            position += 1
            yield {
                key: row[key]
                for key in ("paragraph_id", "article_id", "source", "year", "published")
            } | {
                "sentence_id": f"{row['paragraph_id']}-s{position:02d}",
                "position": position,
                "start": match.start(),
                "stop": match.end(),
                "text": match[0],
            }


__all__ = ["Corpus", "CorpusError", "ReadingError", "read_corpus"]

"""A folder of pages to tidy frames, with a ``corpus.toml`` that describes them or without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from ningbo_lib.corpus_tables import (
    Issue,
    Rows,
    add_article,
    add_repairs,
    empty_rows,
    frames,
    line_starts,
)
from ningbo_lib.page.cleaning import Cleaned, clean
from ningbo_lib.page.layout import parse_cleaned
from ningbo_lib.progress import watched
from ningbo_lib.reading import RawText, ReadingError, read_text
from ningbo_lib.records import Article
from ningbo_lib.sources import CorpusError, Dates, Source, found_sources, listed_sources


@dataclass(frozen=True)
class Corpus:
    """The tidy frames of a folder of pages; ``data/README.md`` describes every column.

    ``errors`` has a row (file, reason) for each file that was left out, ``parsed`` the articles
    as read, ids as in ``articles``; ``raw`` the pages' texts.
    """

    articles: pd.DataFrame
    paragraphs: pd.DataFrame
    sentences: pd.DataFrame
    captions: pd.DataFrame
    repairs: pd.DataFrame
    errors: pd.DataFrame
    parsed: tuple[Article, ...]
    raw: tuple[RawText, ...]

    def __repr__(self) -> str:
        """How much of what there is; the frames show themselves."""
        names = ("articles", "paragraphs", "sentences", "captions", "repairs", "errors")
        return f"Corpus({', '.join(f'{len(getattr(self, name))} {name}' for name in names)})"


def read_corpus(
    folder: str | Path, *, dates: Dates | None = None, skip_bad: bool = False
) -> Corpus:
    """Read the pages of ``folder`` into tidy frames.

    With a ``corpus.toml`` the pages are those it lists.  Without one they are all ``.txt`` files
    in the folder and below; ``dates`` says when each was published (a mapping from file to date,
    or a CSV file with the columns file and published), else ``dates.csv`` in the folder, else the
    file's name (``2021-03-31_A02.txt``), else its folders' names (``2021/03/31/A02.txt``).

    Raises ``CorpusError`` where list or dates are missing or wrong (an unknown key, a missing
    file, a hash that differs, an override that fits nothing, a page without any article) and
    ``ReadingError`` where a page cannot be read as text.  With ``skip_bad`` a file that cannot
    be used is left out and stands in ``errors`` with the reason; an error is raised only where
    no file can be used.
    """
    folder = Path(folder)
    sources, bad = sources_of(folder, dates)
    pages = watched(sources, "reading pages")
    corpus = read_sources(folder, pages, bad=bad, skip_bad=skip_bad)
    if len(corpus.errors) and not (skip_bad and corpus.raw):
        raise CorpusError(_complaint(folder, corpus.errors, "" if skip_bad else _SKIP))
    return corpus


def read_sources(
    folder: Path,
    sources: Iterable[Source],
    *,
    bad: Iterable[tuple[str, str]] = (),
    skip_bad: bool = True,
) -> Corpus:
    """The frames of some of a folder's files; ``bad`` are files left out before, with reasons."""
    rows = empty_rows()
    read: list[tuple[RawText, list[Article]]] = []
    errors = list(bad)
    for source in sources:
        try:
            read.append(_read(folder, source, rows))
        except Exception as error:  # whatever it is, one page must not end a run over thousands
            if not skip_bad:
                raise
            errors.append((source.file, _reason(error, folder, source.file)))
    rows["errors"] = [{"file": file, "reason": reason} for file, reason in sorted(errors)]
    return Corpus(
        **frames(rows),
        parsed=tuple(article for _, articles in read for article in articles),
        raw=tuple(raw for raw, _ in read),
    )


def sources_of(folder: Path, dates: Dates | None) -> tuple[list[Source], list[tuple[str, str]]]:
    """The files of a folder that ``read_corpus`` reads, and those it cannot use, with reasons."""
    if folder.is_file():
        raise CorpusError(
            f"{folder}: this is a file; give the folder it is in, or read the one page with "
            "parse_page(read_text(file).text)"
        )
    if not folder.is_dir():
        raise CorpusError(f"{folder}: no such folder; check the path")
    listing = folder / "corpus.toml"
    if not listing.is_file():
        return found_sources(folder, dates)
    if dates is not None:
        raise CorpusError(f"{listing}: says the dates already; write them there, or take it away")
    return listed_sources(listing), []


def _reason(error: Exception, folder: Path, file: str) -> str:
    """An error in one line, without the path of folder and file, which stands beside it."""
    expected = isinstance(error, CorpusError | ReadingError)
    text = str(error) if expected else f"cannot be parsed: {type(error).__name__}: {error}"
    return " ".join(text.replace(f"{folder}/", "").removeprefix(f"{file}: ").split())


_SKIP = ". With skip_bad=True such files are left out and listed"


def _complaint(folder: Path, errors: pd.DataFrame, remedy: str) -> str:
    """What is wrong, each reason once, behind the first files it holds for."""
    reasons = [
        f"{_some(group.tolist(), ', ')}: {reason}"
        for reason, group in errors.groupby("reason", sort=False)["file"]
    ]
    return f"{folder}: {_some(reasons, '; ')}{remedy}"


def _some(items: list[str], between: str) -> str:
    more = f"{between}and {len(items) - 3} more" if len(items) > 3 else ""
    return between.join(items[:3]) + more


def _read(folder: Path, source: Source, rows: Rows) -> tuple[RawText, list[Article]]:
    """Read one page and add its rows, all of them or none."""
    raw = _page(folder, source)
    cleaned = clean(raw.text)
    articles = _articles(folder, source, raw, cleaned)
    issue = Issue(source.name, source.published, source.precision)
    lines = line_starts(raw.text)
    add_repairs(rows, issue, cleaned.repairs, lines)
    for article in articles:
        add_article(rows, issue, article, lines)
    return raw, articles


def _page(folder: Path, source: Source) -> RawText:
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


def _articles(folder: Path, source: Source, raw: RawText, cleaned: Cleaned) -> list[Article]:
    found = [a for a in parse_cleaned(raw.text, cleaned) if a.body or a.headline]
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
    headline, sections = _checked(where, override)
    chosen = [a for a in articles if a.headline.startswith(headline)]
    if len(chosen) != 1:
        raise CorpusError(
            f"{where}: {len(chosen)} articles have a headline that begins with "
            f"{headline!r}; it must be one"
        )
    article = chosen[0]
    known = {block.section for block in article.blocks if block.kind != "caption"} - {""}
    if sorted(sections) != sorted(known):
        raise CorpusError(f"{where}: the sections must be {', '.join(sorted(known)) or 'none'}")
    rank = {"": -1, **{title: place for place, title in enumerate(sections)}}
    ordered = sorted(article.blocks, key=lambda block: rank.get(block.section, len(rank)))
    return [replace(a, blocks=tuple(ordered)) if a is article else a for a in articles]


def _checked(where: str, override: dict[str, Any]) -> tuple[str, list[str]]:
    """The beginning of a headline and the titles of sections that an override names."""
    needed = ("article", "sections", "reason")
    missing = [name for name in needed if not override.get(name)]
    if missing:
        raise CorpusError(f"{where}: needs {', '.join(missing)}")
    unknown = sorted(set(override) - set(needed))
    if unknown:
        raise CorpusError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(needed)}")
    headline, sections = override["article"], override["sections"]
    if not isinstance(headline, str) or not _all_text(sections):
        raise CorpusError(f'{where}: write article = "…" and sections = ["…", "…"]')
    return headline, sections


def _all_text(values: object) -> bool:
    return isinstance(values, Iterable) and all(isinstance(value, str) for value in values)


__all__ = ["Corpus", "CorpusError", "ReadingError", "read_corpus"]

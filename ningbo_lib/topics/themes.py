"""Themes as word lists: how often each group of texts speaks of a theme, and what changed.

A theme is a list of terms that somebody chose and gave reasons for.  Unlike a fitted topic it
is the same on every run and in every corpus, so shares of it can be compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ningbo_lib.columns_needed import require_columns
from ningbo_lib.lexicons import LexiconError, read_lexicon
from ningbo_lib.topics.incidence import Incidence, Themes, by_article, incidence, membership
from ningbo_lib.topics.intervals import Floats, Rate, bootstrap_rate, jackknife_rate, limits
from ningbo_lib.words.matching import in_reading_order, rebuild

#: The article is the sampling unit from this many articles on; below, paragraphs stand in.
ENOUGH_ARTICLES = 5

BY_ARTICLES = "jackknife over articles"
BY_PARAGRAPHS = "bootstrap over paragraphs"
NO_HITS = "rule of three"
NO_INTERVAL = "none"

_COLUMNS: dict[str, type] = {
    "theme": str,
    "hits": np.int64,
    "tokens": np.int64,
    "per_100": float,
    "paragraph_share": float,
    "low": float,
    "high": float,
    "method": str,
    "articles": np.int64,
    "paragraphs": np.int64,
    "note": str,
}


def read_themes(path: str | Path) -> pd.DataFrame:
    """Word lists as a frame: theme, term, gloss, reason (all str), in the order of the file.

    Raises ``LexiconError`` for an empty cell, a space inside a term of Chinese, a term given
    twice, and a term of two themes unless the reason of each of its rows starts with "shared".
    """
    rows = read_lexicon(Path(path).absolute(), ("theme", "term", "gloss", "reason"))
    for row in rows:
        empty = [name for name, cell in row.items() if not cell]
        if empty:
            raise LexiconError(f"{path}: {row['term'] or row['theme']!r} lacks a {empty[0]}")
    themes = pd.DataFrame(rows, columns=["theme", "term", "gloss", "reason"], dtype=str)
    _refuse_repeats(themes, path)
    return themes


def theme_labels(path: str | Path, language: str = "en") -> dict[str, str]:
    """Names of the themes in another language, for tables and plots: theme -> label.

    The file has the columns theme, language, label; raises ``LexiconError`` for a language it
    does not hold.
    """
    rows = read_lexicon(Path(path).absolute(), ("theme", "language", "label"))
    labels = {row["theme"]: row["label"] for row in rows if row["language"] == language}
    if not labels:
        known = ", ".join(sorted({row["language"] for row in rows}))
        raise LexiconError(f"{path}: no labels in {language!r}; the file has {known}")
    return labels


def theme_coverage(tokens: pd.DataFrame, themes: Themes) -> pd.DataFrame:
    """How far each term carries its theme: one row per theme and term, in the order given.

    Columns: theme, term, hits, share (of the theme's hits; nan for a theme without hits),
    paragraphs, articles, in_text.  ``in_text`` counts the term in the running text, longest
    first, with no regard to tokens: where it is more than ``hits`` the tokenizer drew a
    boundary elsewhere, and where both are 0 the term does not occur, or only inside longer ones.
    """
    table = incidence(tokens, themes, ())
    rows = [(theme, term) for theme, terms in table.lists.items() for term in terms]
    at = [table.terms.index(term) for _, term in rows]
    article = pd.factorize(table.units["article_id"])[0]
    texts = rebuild(in_reading_order(tokens)).to_list()
    frame = pd.DataFrame(rows, columns=["theme", "term"], dtype=str)
    frame["hits"] = table.hits.sum(axis=0).A1[at].astype(np.int64)
    totals = frame.groupby("theme")["hits"].transform("sum")
    frame["share"] = (frame["hits"] / totals.where(totals > 0)).astype(float)
    columns = table.hits.tocsc()
    present = [columns[:, [i]].nonzero()[0] for i in at]
    frame["paragraphs"] = np.array([len(rows_) for rows_ in present], dtype=np.int64)
    frame["articles"] = np.array([len(set(article[r])) for r in present], dtype=np.int64)
    longest = re.compile("|".join(sorted(map(re.escape, table.terms), key=len, reverse=True)))
    counts = Counter(term for text in texts for term in longest.findall(text))
    frame["in_text"] = np.array([counts[term] for term in frame["term"]], dtype=np.int64)
    frame.attrs = dict(tokens.attrs)
    return frame


def coverage_by_theme(coverage: pd.DataFrame) -> pd.DataFrame:
    """A row a theme of ``theme_coverage``: how much stands behind it, and on what it rests.

    Columns: theme, terms (on the list), hits, in_text, commonest (the term with the most hits)
    and its share of the theme's hits, 0 to 1, nan for a theme without hits.
    """
    require_columns(coverage, "theme", "term", "hits", "share", "in_text", of="term coverage")
    themes = coverage.groupby("theme", sort=False)
    first = coverage.loc[themes["hits"].idxmax()].set_index("theme")
    sums = themes.agg(terms=("term", "size"), hits=("hits", "sum"), in_text=("in_text", "sum"))
    table = sums.assign(commonest=first["term"], share=first["share"]).reset_index()
    table.attrs = dict(coverage.attrs)
    return table


def theme_shares(
    tokens: pd.DataFrame,
    themes: Themes,
    *,
    by: str | Sequence[str] = "year",
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """How much of each group's words belongs to each theme, with an interval.

    ``by`` names the column or columns that make the groups: "year", "article_id",
    ["article_id", "section"].  Columns: the ``by`` columns, theme, hits, tokens (words of the
    group, punctuation out), per_100 (hits per 100 tokens), paragraph_share (share of paragraphs
    with a hit, 0 to 1), low, high (limits of per_100), method, articles, paragraphs, note.

    From five articles on the interval is over articles; with fewer it is a bootstrap over
    paragraphs and speaks of these articles alone.  Without hits it is [0, 3 / tokens].
    ``intervals`` has the formulas.  Same input and seed, same numbers, in any row order.
    Raises ``ValueError`` for a column that is not there and a level that is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"level = {level}: give a share between 0 and 1, such as 0.95")
    names = [by] if isinstance(by, str) else list(by)
    table = incidence(tokens, themes, names)
    groups = list(_groups(table.units, names))
    columns = [
        _group_shares(table.select(rows), key, level=level, seed=seed) for key, rows in groups
    ]
    firsts = np.repeat([rows[0] for _, rows in groups], len(table.lists)).astype(np.int64)
    frame = table.units[names].iloc[firsts].reset_index(drop=True)
    for name, kind in _COLUMNS.items():
        values = [value for each in columns for value in each[name]]
        frame[name] = pd.Series(values, dtype=kind)
    frame.attrs = dict(tokens.attrs)
    return frame


def rates(table: Incidence, columns: Floats, *, by_articles: bool, key: str, seed: int) -> Rate:
    """Rates of the term lists in ``columns`` (terms × lists) over articles or paragraphs."""
    hits = table.hits @ columns
    if by_articles:
        return jackknife_rate(*by_article(table, hits))
    words = table.units["tokens"].to_numpy(dtype=float)
    return bootstrap_rate(hits, words, key=key, seed=seed)


def methods(rate: Rate, by_articles: bool) -> list[str]:
    """How each limit was found, in words."""
    usual = BY_ARTICLES if by_articles else BY_PARAGRAPHS
    return [
        NO_HITS if value == 0 else usual if np.isfinite(error) else NO_INTERVAL
        for value, error in zip(rate.rate, rate.error, strict=True)
    ]


def _group_shares(
    group: Incidence, key: str, *, level: float, seed: int
) -> dict[str, Sequence[object]]:
    """The columns of one group, each with one value per theme."""
    columns = membership(group.terms, group.lists.values())
    articles, themes = group.articles, len(group.lists)
    by_articles = articles >= ENOUGH_ARTICLES
    rate = rates(group, columns, by_articles=by_articles, key=key, seed=seed)
    low, high = limits(rate, level)
    hits = group.hits @ columns
    found = methods(rate, by_articles)
    return {
        "theme": list(group.lists),
        "hits": hits.sum(axis=0).tolist(),
        "tokens": [rate.tokens] * themes,
        "per_100": (100 * rate.rate).tolist(),
        "paragraph_share": (hits > 0).mean(axis=0).tolist(),
        "low": (100 * low).tolist(),
        "high": (100 * high).tolist(),
        "method": found,
        "articles": [articles] * themes,
        "paragraphs": [len(group.units)] * themes,
        "note": [_note(method, articles) for method in found],
    }


def _note(method: str, articles: int) -> str:
    if method == NO_HITS:
        return "no hits; the upper limit takes words as independent, so it is the least it can be"
    if method == NO_INTERVAL:
        return "one paragraph: no interval"
    if method == BY_PARAGRAPHS:
        plural = "s" if articles > 1 else ""
        return f"speaks of {articles} article{plural}, not of others that were not read"
    return ""


def _groups(units: pd.DataFrame, by: Sequence[str]) -> Iterator[tuple[str, NDArray[np.int64]]]:
    if not len(units):
        return
    for key, rows in units.groupby(list(by), sort=True, dropna=False).indices.items():
        parts = key if isinstance(key, tuple) else (key,)
        yield "|".join(map(str, parts)), np.sort(rows)


def _refuse_repeats(themes: pd.DataFrame, path: str | Path) -> None:
    twice = themes[themes.duplicated(["theme", "term"])]
    if len(twice):
        theme, term = twice.iloc[0][["theme", "term"]]
        raise LexiconError(f"{path}: {term!r} stands twice in {theme!r}; delete one of the rows")
    several = themes[themes.duplicated("term", keep=False)]
    undeclared = several[~several["reason"].str.startswith("shared")]
    if len(undeclared):
        term = undeclared.iloc[0]["term"]
        where = " and ".join(several.loc[several["term"] == term, "theme"])
        raise LexiconError(
            f"{path}: {term!r} stands in {where}; keep it in one theme, "
            f'or begin the reason of each of its rows with "shared"'
        )

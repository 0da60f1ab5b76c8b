"""What changed between two groups of texts, theme by theme, and what the answer hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from ningbo_lib.incidence import Incidence, Themes, by_article, incidence, membership
from ningbo_lib.intervals import Floats, Rate, difference
from ningbo_lib.themes import BY_ARTICLES, BY_PARAGRAPHS, ENOUGH_ARTICLES, NO_INTERVAL, rates

#: Level of the intervals, and one minus the share of unchanged tables that may state a shift.
LEVEL = 0.95


def compare_themes(
    tokens: pd.DataFrame,
    themes: Themes,
    *,
    target: object,
    reference: object,
    by: str = "year",
    seed: int = 0,
) -> pd.DataFrame:
    """Difference of each theme's share, target minus reference, in percentage points of words.

    One row a theme.  Columns: theme, target_per_100, reference_per_100, difference, low, high
    (95 %), method, target_articles, reference_articles; without_term_low, without_term_high,
    hinge_term (range of the difference when one term at a time is left out, and the term
    whose absence speaks most against the verdict), terms_hold (the interval keeps to its side
    of nought, or goes on holding nought, without any one term); without_article_low,
    without_article_high, hinge_article, articles_hold (the sign stays without any one article;
    a side's only article cannot be left out); shift ("up", "down", "none", "not tested"), note.

    A shift is stated only with five articles on each side, and only if the interval at level
    1 - .05 / themes excludes nought (Bonferroni): where nothing changed, any shift at all is
    stated in at most 5 % of tables.  Raises ``ValueError`` for a group that does not occur.
    """
    table = incidence(tokens, themes, [by])
    sides = [_side(table, by, value) for value in (target, reference)]
    by_articles = min(side.articles for side in sides) >= ENOUGH_ARTICLES
    whole = membership(table.terms, table.lists.values())
    columns = np.hstack([whole, membership(table.terms, _shortened(table.lists))])
    both = [
        rates(side, columns, by_articles=by_articles, key=str(value), seed=seed)
        for side, value in zip(sides, (target, reference), strict=True)
    ]
    frame = _differences(both, list(table.lists), BY_ARTICLES if by_articles else BY_PARAGRAPHS)
    frame = frame.assign(target_articles=sides[0].articles, reference_articles=sides[1].articles)
    frame = frame.join(_without_terms(both, table.lists))
    frame = frame.join(_without_articles(sides, whole, frame["difference"].to_numpy()))
    frame["shift"] = _shifts(both, len(table.lists)) if by_articles else "not tested"
    return frame.assign(note=[_note(row) for row in frame.to_dict("records")])


def _side(table: Incidence, by: str, value: object) -> Incidence:
    rows = np.flatnonzero(table.units[by] == value)
    if not len(rows):
        known = ", ".join(map(str, sorted(table.units[by].dropna().unique().tolist())))
        raise ValueError(f"no text has {by} = {value!r}; there are {known or 'no texts at all'}")
    return table.select(rows)


def _shortened(lists: dict[str, list[str]]) -> Iterator[list[str]]:
    """Every list without each of its terms in turn, theme by theme."""
    for terms in lists.values():
        for left_out in terms:
            yield [term for term in terms if term != left_out]


def _differences(both: list[Rate], names: list[str], method: str) -> pd.DataFrame:
    target, reference = (_first(rate, slice(len(names))) for rate in both)
    low, high = difference(target, reference, LEVEL)
    return pd.DataFrame(
        {
            "theme": pd.Series(names, dtype=str),
            "target_per_100": 100 * target.rate,
            "reference_per_100": 100 * reference.rate,
            "difference": 100 * (target.rate - reference.rate),
            "low": 100 * low,
            "high": 100 * high,
            "method": np.where(np.isfinite(low), method, NO_INTERVAL).astype(str),
        }
    )


def _first(rate: Rate, columns: slice) -> Rate:
    return rate._replace(rate=rate.rate[columns], error=rate.error[columns])


def _without_terms(both: list[Rate], lists: dict[str, list[str]]) -> pd.DataFrame:
    low, high = difference(both[0], both[1], LEVEL)
    gap = both[0].rate - both[1].rate
    verdict = np.sign(low) * (np.sign(low) == np.sign(high))
    rows, start = [], len(lists)
    for theme, terms in enumerate(lists.values()):
        part = slice(start, start + len(terms))
        start += len(terms)
        # with a verdict, ask which term takes it away; without one, which term's absence gives it
        toward = (1 if verdict[theme] else -1) * np.sign(gap[theme]) * gap[part]
        rows.append(
            {
                "without_term_low": 100 * gap[part].min(initial=np.inf),
                "without_term_high": 100 * gap[part].max(initial=-np.inf),
                "hinge_term": terms[int(toward.argmin())] if np.ptp(toward) > 0 else "",
                "terms_hold": bool((verdict[part] == verdict[theme]).all()),
            }
        )
    return pd.DataFrame(rows)


def _without_articles(sides: list[Incidence], columns: Floats, gap: Floats) -> pd.DataFrame:
    """Range of the difference when one article at a time is left out, side by side."""
    shares, sums = [], [by_article(side, side.hits @ columns) for side in sides]
    names: list[str] = []
    totals = [hits.sum(axis=0) / max(words.sum(), 1) for hits, words in sums]
    for sign, side, (hits, words), other in zip(
        (1, -1), sides, sums, reversed(totals), strict=True
    ):
        if len(words) > 1:
            left = (hits.sum(axis=0) - hits) / (words.sum() - words)[:, None]
            shares.append(100 * sign * (left - other) + 0.0)  # no -0.0
            names += sorted(side.units["article_id"].unique().tolist())
    if not shares:
        return _no_articles_left(len(gap))
    each = np.vstack(shares)
    nearest = (np.sign(gap) * each).argmin(axis=0)
    return pd.DataFrame(
        {
            "without_article_low": each.min(axis=0),
            "without_article_high": each.max(axis=0),
            "hinge_article": [str(names[i]) for i in nearest],
            "articles_hold": (np.sign(each) == np.sign(gap)).all(axis=0),
        }
    )


def _no_articles_left(themes: int) -> pd.DataFrame:
    blank = np.full(themes, np.nan)
    return pd.DataFrame(
        {
            "without_article_low": blank,
            "without_article_high": blank,
            "hinge_article": [""] * themes,
            "articles_hold": [False] * themes,
        }
    )


def _shifts(both: list[Rate], themes: int) -> list[str]:
    target, reference = (_first(rate, slice(themes)) for rate in both)
    low, high = difference(target, reference, 1 - (1 - LEVEL) / max(themes, 1))
    return ["up" if a > 0 else "down" if b < 0 else "none" for a, b in zip(low, high, strict=True)]


def _note(row: dict[Any, Any]) -> str:
    said = []
    if row["shift"] == "not tested":
        said.append(
            f"{row['target_articles']} against {row['reference_articles']} articles: "
            "no statement about other articles is possible"
        )
    if row["shift"] == "none" and (row["low"] > 0 or row["high"] < 0):
        said.append("alone the interval excludes nought, among all these themes it does not")
    if not row["terms_hold"]:
        said.append(f"hangs on the term {row['hinge_term']}")
    if row["hinge_article"] and not row["articles_hold"]:
        said.append(f"changes sign without article {row['hinge_article']}")
    alone = [side for side in ("target", "reference") if row[f"{side}_articles"] == 1]
    if alone:
        said.append(f"the only article of the {' and the '.join(alone)} cannot be left out")
    return "; ".join(said)

"""What changed between two groups of texts, theme by theme, and what the answer hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ningbo_lib.columns_needed import require_columns, require_type
from ningbo_lib.topics.incidence import (
    Incidence,
    Themes,
    by_article,
    incidence,
    membership,
    one_of_each,
)
from ningbo_lib.topics.intervals import Floats, Rate, difference
from ningbo_lib.topics.themes import BY_ARTICLES, BY_PARAGRAPHS, ENOUGH_ARTICLES, NO_INTERVAL, rates
from ningbo_lib.words.document_tests import family_test

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
    (95 %), method, target_articles, reference_articles, shown (the interval excludes nought);
    without_term_low, without_term_high (range of the difference when one term at a time is left
    out), hinge_term (the term whose absence brings a shown difference nearest to nought),
    terms_hold; without_article_low, without_article_high, hinge_article, articles_hold, the same
    for articles (a side's only article cannot be left out); shift ("up", "down", "none", "not
    tested"), note.

    A difference **hangs on** a term or an article if it is shown, and without that one no longer
    is, on the same side of nought; then ``*_hold`` is False.  What is not shown hangs on nothing.

    A shift is stated only with five articles on each side, and only if the interval at level
    1 - .05 / themes excludes nought (Bonferroni) and articles dealt at random rarely differ so
    much in any theme (``family_test``): where nothing changed, any shift at all is stated in at
    most 5 % of tables.  Raises ``ValueError`` for a group that does not occur, for
    two groups that are the same, and for a column that is not there.
    """
    table = incidence(tokens, themes, [by])
    one_of_each(table.units[by], by, target=target, reference=reference)
    sides = [
        table.select(np.flatnonzero(table.units[by] == value)) for value in (target, reference)
    ]
    by_articles = min(side.articles for side in sides) >= ENOUGH_ARTICLES
    measure = _Measure(by_articles, (str(target), str(reference)), seed)
    whole = membership(table.terms, table.lists.values())
    columns = np.hstack([whole, membership(table.terms, _shortened(table.lists))])
    both = measure(sides, columns)
    frame = _differences(both, list(table.lists), BY_ARTICLES if by_articles else BY_PARAGRAPHS)
    frame = frame.assign(target_articles=sides[0].articles, reference_articles=sides[1].articles)
    frame["shown"] = _side_of_nought(both)[: len(frame)] != 0
    frame = frame.join(_without_terms(both, table.lists))
    frame = frame.join(_without_articles(sides, whole, frame, measure))
    frame["shift"] = _shifts(both, sides, whole) if by_articles else "not tested"
    frame["note"] = [_note(row) for row in frame.to_dict("records")]
    frame.attrs = dict(tokens.attrs)
    return frame


class _Measure(NamedTuple):
    """How the rates of two sides are found, the same with and without an article."""

    by_articles: bool
    keys: tuple[str, ...]
    seed: int

    def __call__(self, sides: Sequence[Incidence], columns: Floats) -> list[Rate]:
        return [
            rates(side, columns, by_articles=self.by_articles, key=key, seed=self.seed)
            for side, key in zip(sides, self.keys, strict=True)
        ]


def _side_of_nought(both: list[Rate]) -> Floats:
    """1 or -1 where the 95 % interval of the difference lies on that side, otherwise 0."""
    low, high = difference(both[0], both[1], LEVEL)
    return np.where(low > 0, 1.0, np.where(high < 0, -1.0, 0.0))


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
    gap, verdict = both[0].rate - both[1].rate, _side_of_nought(both)
    rows, start = [], len(lists)
    for theme, terms in enumerate(lists.values()):
        part = slice(start, start + len(terms))
        start += len(terms)
        holds = verdict[part] == verdict[theme]
        # the term that takes the verdict away, or else the one that most nearly does
        order = np.lexsort((verdict[theme] * gap[part], holds))
        shown = bool(verdict[theme])
        rows.append(
            {
                "without_term_low": 100 * gap[part].min(initial=np.inf),
                "without_term_high": 100 * gap[part].max(initial=-np.inf),
                "hinge_term": terms[int(order[0])] if shown else "",
                "terms_hold": bool(holds.all()) or not shown,
            }
        )
    names = ["without_term_low", "without_term_high", "hinge_term", "terms_hold"]
    return pd.DataFrame(rows, columns=names)


def _without_articles(
    sides: list[Incidence], columns: Floats, frame: pd.DataFrame, measure: _Measure
) -> pd.DataFrame:
    """Range of the difference when one article at a time is left out, and the verdict without
    the article whose absence brings it nearest to nought."""
    each, names = _one_article_less(sides, columns)
    gap, shown = frame["difference"].to_numpy(), frame["shown"].to_numpy(dtype=bool)
    if not names:
        blank = np.full(len(gap), np.nan)
        rows = {"without_article_low": blank, "without_article_high": blank}
        return pd.DataFrame(rows | {"hinge_article": "", "articles_hold": ~shown})
    hinges = [names[i] for i in (np.sign(gap) * each).argmin(axis=0)]
    holds = [
        not shown[i] or _shown_without(hinge, sides, columns[:, [i]], measure) == np.sign(gap[i])
        for i, hinge in enumerate(hinges)
    ]
    return pd.DataFrame(
        {
            "without_article_low": each.min(axis=0),
            "without_article_high": each.max(axis=0),
            "hinge_article": [h[1] if s else "" for h, s in zip(hinges, shown, strict=True)],
            "articles_hold": np.array(holds, dtype=bool),
        }
    )


def _one_article_less(
    sides: list[Incidence], columns: Floats
) -> tuple[Floats, list[tuple[int, str]]]:
    """Differences (articles × themes) without each article, and the side and name of each."""
    sums = [by_article(side, side.hits @ columns) for side in sides]
    totals = [hits.sum(axis=0) / max(words.sum(), 1) for hits, words in sums]
    shares = [np.empty((0, columns.shape[1]))]
    names: list[tuple[int, str]] = []
    for number, (hits, words) in enumerate(sums):
        if len(words) < 2:
            continue
        left = (hits.sum(axis=0) - hits) / np.maximum(words.sum() - words, 1)[:, None]
        shares.append(100 * (-1) ** number * (left - totals[1 - number]) + 0.0)  # no -0.0
        ids = sorted(sides[number].units["article_id"].unique().tolist())
        names += [(number, str(name)) for name in ids]
    return np.vstack(shares), names


def _shown_without(
    article: tuple[int, str], sides: list[Incidence], columns: Floats, measure: _Measure
) -> float:
    """On which side of nought the interval of one theme lies without one article; 0: neither."""
    number, name = article
    kept = list(sides)
    ids = sides[number].units["article_id"].astype(str)
    kept[number] = sides[number].select(np.flatnonzero(ids != name))
    return float(_side_of_nought(measure(kept, columns))[0])


def _shifts(both: list[Rate], sides: list[Incidence], columns: Floats) -> list[str]:
    themes = columns.shape[1]
    target, reference = (_first(rate, slice(themes)) for rate in both)
    low, high = difference(target, reference, 1 - (1 - LEVEL) / max(themes, 1))
    sums = [by_article(side, side.hits @ columns) for side in sides]
    shares = [hits / np.maximum(words, 1)[:, None] for hits, words in sums]
    in_target = np.repeat([True, False], [len(each) for each in shares])
    rare = family_test(np.vstack(shares), in_target) <= 1 - LEVEL
    side = np.where(low > 0, "up", np.where(high < 0, "down", "none"))
    return [str(each) for each in np.where(rare, side, "none")]


def _note(row: dict[Any, Any]) -> str:
    said = []
    if row["shift"] == "not tested":
        said.append(
            f"{row['target_articles']} against {row['reference_articles']} articles: "
            "no statement about other articles is possible"
        )
    if row["shift"] == "none" and (row["low"] > 0 or row["high"] < 0):
        said.append("alone the interval excludes nought; one of so many themes may by chance")
    if not row["terms_hold"]:
        said.append(f"hangs on the term {row['hinge_term']}")
    if row["hinge_article"] and not row["articles_hold"]:
        said.append(f"hangs on the article {row['hinge_article']}")
    alone = [side for side in ("target", "reference") if row[f"{side}_articles"] == 1]
    if alone:
        said.append(f"the only article of the {' and the '.join(alone)} cannot be left out")
    return "; ".join(said)


_JUDGED = (
    *("theme", "difference", "shown", "shift"),
    *("articles_hold", "hinge_article", "terms_hold", "hinge_term"),
)


def judge_changes(
    changes: pd.DataFrame, variants: Mapping[str, pd.DataFrame] | None = None
) -> pd.DataFrame:
    """How far each difference of ``compare_themes`` may be trusted: one row a theme, in words.

    ``variants`` are tables of the same comparison under other decisions (another list, other
    words, fewer texts), by name.  Columns: theme, trust ("not shown", "shift" where one is
    stated, "hangs", "these texts" where every variant agrees), hangs_on (str: the article and
    the term without which, and the variants in which, it is not shown on its side of nought;
    "article x; term y; variant z").

    Raises ``ValueError`` for a variant that lacks a theme.
    """
    require_columns(changes, *_JUDGED, of="theme changes")
    remedy = "name each table of compare_themes(), such as {'other words': changes}"
    require_type(variants or {}, Mapping, name="the variants", remedy=remedy)
    for table in (variants or {}).values():
        require_columns(table, *_JUDGED, of="theme changes")
    tables = {name: table.set_index("theme") for name, table in (variants or {}).items()}
    for name, table in tables.items():
        absent = sorted(set(changes["theme"]) - set(table.index))
        if absent:
            raise ValueError(f"variant {name!r} has no theme {', '.join(absent)}")
    rows = []
    for row in changes.to_dict("records"):
        found = _hangs_on(row, {name: table.loc[row["theme"]] for name, table in tables.items()})
        stated = "shift" if row["shift"] in ("up", "down") else "these texts"
        trust = "not shown" if not row["shown"] else "hangs" if found else stated
        rows.append((row["theme"], trust, "; ".join(found)))
    judged = pd.DataFrame(rows, columns=["theme", "trust", "hangs_on"], dtype=str)
    judged.attrs = dict(changes.attrs)
    return judged


def _hangs_on(row: dict[Any, Any], variants: Mapping[str, pd.Series]) -> list[str]:
    if not row["shown"]:
        return []
    found = [] if row["articles_hold"] else [f"article {row['hinge_article']}".strip()]
    found += [] if row["terms_hold"] else [f"term {row['hinge_term']}"]
    side = np.sign(row["difference"])
    return found + [
        f"variant {name}"
        for name, other in variants.items()
        if not other["shown"] or np.sign(other["difference"]) != side
    ]

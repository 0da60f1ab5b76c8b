"""Hits of every theme term in every paragraph: the one table all theme numbers come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from ningbo_lib.columns_needed import require_columns, require_type
from ningbo_lib.words.matching import in_reading_order, is_word, match_terms

#: A frame with the columns theme and term, or a mapping from theme to terms.
Themes = pd.DataFrame | Mapping[str, Iterable[str]]


class Incidence(NamedTuple):
    """Hits of every term in every paragraph."""

    units: pd.DataFrame  # one row a paragraph: article_id, the group columns, tokens
    hits: sparse.csr_matrix  # paragraphs × terms
    terms: list[str]
    lists: dict[str, list[str]]  # theme -> its terms

    def select(self, rows: NDArray[np.int64]) -> Incidence:
        """The same table for some of the paragraphs."""
        return self._replace(
            units=self.units.iloc[rows].reset_index(drop=True), hits=self.hits[rows]
        )

    @property
    def articles(self) -> int:
        """How many articles the units come from."""
        return int(self.units["article_id"].nunique())


def incidence(tokens: pd.DataFrame, themes: Themes, by: Sequence[str]) -> Incidence:
    """Count the themes' terms in each paragraph; ``by`` are columns to carry along.

    Raises ``ValueError`` for a column the tokens or the themes do not have, and for a theme
    given as one string instead of a list of terms.
    """
    lists, ordered = _lists(themes), in_reading_order(tokens)
    require_columns(tokens, "token", *by)
    if "article_id" not in ordered:
        ordered = ordered.assign(article_id=ordered["paragraph_id"])
    keys = list(dict.fromkeys(["article_id", "paragraph_id", *by]))
    unit = ordered.groupby(keys, sort=True, dropna=False).ngroup().to_numpy()
    units = ordered[keys].assign(unit=unit).drop_duplicates("unit").sort_values("unit")
    units = units.drop(columns="unit").reset_index(drop=True)
    words = np.bincount(unit, weights=is_word(ordered), minlength=len(units))
    terms = list(dict.fromkeys(term for each in lists.values() for term in each))
    found = match_terms(ordered, terms)
    columns = found["term"].map({term: i for i, term in enumerate(terms)}).astype(np.int64)
    cells = (np.ones(len(found)), (unit[found["row"]], columns))
    hits = sparse.csr_matrix(cells, shape=(len(units), len(terms)))
    return Incidence(units.assign(tokens=words.astype(np.int64)), hits, terms, lists)


def _lists(themes: Themes) -> dict[str, list[str]]:
    if isinstance(themes, pd.DataFrame):
        require_columns(themes, "theme", "term", of="themes")
        groups = themes.groupby("theme", sort=False)["term"]
        return {str(theme): list(dict.fromkeys(terms)) for theme, terms in groups}
    remedy = 'give a table with the columns theme and term, or {"theme": ["term", "term"]}'
    require_type(themes, Mapping, name="themes", remedy=remedy)
    for theme, terms in themes.items():
        if isinstance(terms, str):
            raise ValueError(f"theme {theme!r}: {terms!r} is one string; give a list, [{terms!r}]")
    return {theme: list(dict.fromkeys(terms)) for theme, terms in themes.items()}


def one_of_each(values: pd.Series, by: str, *, target: object, reference: object) -> None:
    """Refuse a comparison of a group with itself, or with a group that does not occur."""
    if target == reference:
        raise ValueError(f"target and reference are both {target!r}; name two different groups")
    for value in (target, reference):
        if not (values == value).any():
            known = ", ".join(map(str, sorted(values.dropna().unique().tolist())))
            raise ValueError(f"no text has {by} = {value!r}; there are {known or 'no texts'}")


def membership(terms: list[str], lists: Iterable[Sequence[str]]) -> NDArray[np.float64]:
    """terms × lists, 1 where the list has the term."""
    place = {term: i for i, term in enumerate(terms)}
    lists = list(lists)
    matrix = np.zeros((len(terms), len(lists)))
    for column, chosen in enumerate(lists):
        matrix[[place[term] for term in chosen], column] = 1
    return matrix


def by_article(table: Incidence, hits: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """The same hits (paragraphs × anything) and the words summed by article, articles sorted."""
    article, ids = pd.factorize(table.units["article_id"], sort=True)
    ones = np.ones(len(article))
    gather = sparse.csr_matrix((ones, (article, np.arange(len(article)))), (len(ids), len(article)))
    return gather @ hits, gather @ table.units["tokens"].to_numpy(dtype=float)

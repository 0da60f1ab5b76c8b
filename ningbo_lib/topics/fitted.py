"""Fitted topics, and how far they may be believed.

A topic model always returns topics.  Whether they are there is asked by fitting again: without
a fifth of the texts, and from other starts.  Topics whose words do not come back are not shown
unless the caller insists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from scipy import sparse

from ningbo_lib.columns_needed import require_columns
from ningbo_lib.topics.models import Fit, Floats, Model, fit, tf_idf
from ningbo_lib.topics.stability import Refits, ranked_terms, refit
from ningbo_lib.words.counting import term_matrix
from ningbo_lib.words.matching import in_reading_order, rebuild
from ningbo_lib.words.tokens import stop_words

Unit = Literal["paragraph", "article"]

#: Topics are shown from this mean Jaccard on: two fits then share 7.5 of 10 words.
BELIEVABLE = 0.6

#: Passages kept for each topic.
PASSAGES = 3


@dataclass(frozen=True, eq=False, repr=False)
class Topics:
    """Topics of one fit; the frames are plain tables, the printed form is careful.

    ``table``: topic (from 1, largest first), rank, term, weight (0 to 1 of the topic's
    weight).  ``passages``: topic, rank, unit_id, article_id, group, share, text: the units with
    the largest share of the topic.  ``prevalence``: topic, group, share (mean over the group's
    units), units.  ``stability``, ``score``, ``refits`` and ``ranges`` fit the model again, 15
    times, when first asked for, which printing and plotting do.
    """

    model: Model
    unit: Unit
    by: str
    seed: int
    table: pd.DataFrame
    passages: pd.DataFrame
    prevalence: pd.DataFrame
    _fit: Fit = field(repr=False)
    _matrix: sparse.csr_matrix = field(repr=False)
    _groups: pd.Series = field(repr=False)

    @cached_property
    def _refits(self) -> Refits:
        found = refit(self._matrix, self._fit, self._groups, model=self.model, seed=self.seed)
        found.stability.attrs = found.shares.attrs = dict(self.table.attrs)
        return found

    @property
    def stability(self) -> pd.DataFrame:
        """source ("a fifth left out", "other starts"), fits, jaccard (mean over all pairs of
        fits of the matched Jaccard of top-10 terms, 0 to 1), lowest, highest (over pairs)."""
        return self._refits.stability

    @property
    def refits(self) -> pd.DataFrame:
        """fit (0 is this one, 1 to 10 a fifth left out, 11 to 15 other starts), topic (matched
        to this fit's by their terms), group, share: what prevalence becomes on refitting."""
        return self._refits.shares

    @property
    def ranges(self) -> pd.DataFrame:
        """topic, group, low, high: smallest and largest share over all the fits made."""
        shares = self.refits.groupby(["topic", "group"], sort=True)["share"]
        return shares.agg(low="min", high="max").reset_index()

    @property
    def score(self) -> float:
        """The lower of the two stabilities."""
        return float(self.stability["jaccard"].min())

    @property
    def believable(self) -> bool:
        """Whether the words may be shown without being asked for."""
        return self.score >= BELIEVABLE

    def show(self, *, words: bool = False) -> str:
        """What was fitted and how stable it is; the topics' words if stable or ``words``."""
        measured = ", ".join(
            f"{row.jaccard:.2f} ({row.source})" for row in self.stability.itertuples()
        )
        lines = [
            f"{self._fit.topics.shape[0]} topics, {self.model.upper()} on "
            f"{self._matrix.shape[0]:,} {self.unit}s × {self._matrix.shape[1]:,} terms",
            f"stability: {measured}; believable from {BELIEVABLE:.2f}",
        ]
        return "\n".join(lines + (self._words() if words or self.believable else [REFUSAL]))

    def _words(self) -> list[str]:
        terms = self.table.groupby("topic")["term"]
        return [f"{topic}: {' '.join(each)}" for topic, each in terms]

    def __repr__(self) -> str:
        return self.show()


REFUSAL = (
    "The words are not shown: other fits of the same texts give other words, so they describe "
    "the fit, not the texts. They stand in .table; show(words=True) prints them."
)


def fit_topics(
    tokens: pd.DataFrame,
    n_topics: int,
    *,
    model: Model = "nmf",
    unit: Unit = "paragraph",
    by: str = "year",
    seed: int = 0,
) -> Topics:
    """Fit topics to the paragraphs or articles of a tokens frame.

    ``model``: "nmf" factors tf-idf weights (scikit-learn's NMF from the nndsvda start), "lda"
    fits latent Dirichlet allocation to counts (Blei, Ng & Jordan 2003; variational).  Terms are
    words of two characters or more, without stop words, in at least two units; a column
    ``subject`` of the tokens decides instead where there is one, so your own stop words are
    ``fit_topics(tokens.assign(subject=subject_words(tokens, mine)), 4)``.  The fit itself
    takes scikit-learn's time; the stability is measured when first looked at.  Same input and
    seed give the same topics, whatever the row order and the number of threads.

    Raises ``ValueError`` when the texts have fewer usable units or terms than topics, when
    ``n_topics`` is no whole number, and for a column that is not there.
    """
    if not isinstance(n_topics, (int, np.integer)) or isinstance(n_topics, bool):
        raise ValueError(f"n_topics = {n_topics!r}: give a whole number, 2 or more")
    matrix, units, terms = _subject_matrix(tokens, unit, by)
    _refuse_too_few(matrix, n_topics, unit)
    data = tf_idf(matrix) if model == "nmf" else matrix
    fitted = fit(data, n_topics, model=model, seed=seed)
    table = _table(fitted.topics, terms)
    passages = _passages(fitted.shares, units, tokens, unit)
    prevalence = _prevalence(fitted.shares, units["group"])
    for frame in (table, passages, prevalence):
        frame.attrs = dict(tokens.attrs)
    return Topics(
        model=model,
        unit=unit,
        by=by,
        seed=seed,
        table=table,
        passages=passages,
        prevalence=prevalence,
        _fit=fitted,
        _matrix=data,
        _groups=units["group"],
    )


def subject_words(tokens: pd.DataFrame, stop: Iterable[str] | None = None) -> pd.Series:
    """True for words that can say what a text is about: two characters or more, no stop word.

    ``stop`` are the stop words, ``stop_words()`` unless given.
    """
    require_columns(tokens, "token", "kind")
    left_out = stop_words() if stop is None else frozenset(stop)
    kinds = tokens["kind"].isin(["word", "latin"])
    return kinds & (tokens["token"].str.len() >= 2) & ~tokens["token"].isin(left_out)


def _subject_matrix(
    tokens: pd.DataFrame, unit: Unit, by: str
) -> tuple[sparse.csr_matrix, pd.DataFrame, list[str]]:
    """Counts of units × terms; both sorted by name, units without any term left out."""
    require_columns(tokens, "token", "kind", f"{unit}_id", by)
    chosen = tokens["subject"] if "subject" in tokens else subject_words(tokens)
    kept = tokens[chosen.to_numpy(dtype=bool)]
    counts, _, terms = term_matrix(kept, f"{unit}_id")
    often = np.flatnonzero(counts.getnnz(axis=0) >= 2)
    counts = counts[:, often]
    used = np.flatnonzero(counts.getnnz(axis=1))
    firsts = kept.drop_duplicates(f"{unit}_id").sort_values(f"{unit}_id").iloc[used]
    units = pd.DataFrame({"unit_id": firsts[f"{unit}_id"], "group": firsts[by]})
    units["article_id"] = firsts.get("article_id", "")
    units = units.reset_index(drop=True)
    return counts[used], units, [terms[column] for column in often]


def _refuse_too_few(matrix: sparse.csr_matrix, n_topics: int, unit: str) -> None:
    least = min(int(0.8 * matrix.shape[0]), matrix.shape[1])
    if n_topics < 2 or least < n_topics:
        raise ValueError(
            f"{n_topics} topics from {matrix.shape[0]} {unit}s and {matrix.shape[1]} terms: take "
            f"2 to {max(least, 2)} topics, or more texts"
        )


def _table(topics: Floats, terms: list[str]) -> pd.DataFrame:
    rows = [
        (topic, rank, terms[i], weight)
        for topic, best in enumerate(ranked_terms(topics), start=1)
        for rank, (i, weight) in enumerate(best, start=1)
    ]
    return pd.DataFrame(rows, columns=["topic", "rank", "term", "weight"])


def _passages(
    shares: Floats, units: pd.DataFrame, tokens: pd.DataFrame, unit: Unit
) -> pd.DataFrame:
    rows = []
    for topic, each in enumerate(np.round(shares, 9).T, start=1):
        best = np.argsort(-each, kind="stable")[:PASSAGES]
        rows.append(units.iloc[best].assign(topic=topic, rank=range(1, len(best) + 1)))
        rows[-1]["share"] = each[best]
    frame = pd.concat(rows, ignore_index=True)
    wanted = tokens[tokens[f"{unit}_id"].isin(frame["unit_id"])]
    frame["text"] = frame["unit_id"].map(_texts(wanted, unit))
    return frame[["topic", "rank", "unit_id", "article_id", "group", "share", "text"]]


def _texts(tokens: pd.DataFrame, unit: Unit) -> pd.Series:
    ordered = in_reading_order(tokens)
    texts = rebuild(ordered)
    if unit == "paragraph":
        return texts
    articles = ordered.groupby("paragraph_id")["article_id"].first()
    return texts.groupby(articles.loc[texts.index]).agg("\n".join)


def _prevalence(shares: Floats, groups: pd.Series) -> pd.DataFrame:
    parts = [
        pd.DataFrame(
            {
                "topic": np.arange(1, shares.shape[1] + 1),
                "group": group,
                "share": shares[rows].mean(axis=0),
                "units": len(rows),
            }
        )
        for group, rows in groups.groupby(groups, sort=True).indices.items()
    ]
    return pd.concat(parts).sort_values(["topic", "group"], ignore_index=True)

"""Which terms two groups of texts do not share evenly: size of the difference first.

Three things are kept apart: how large a difference is (log ratio with interval), how it is
spread (articles, paragraphs, DP), and whether articles dealt at random would show it (tests
over articles only).  Token G2 ranks; it gives no p-value here, because words of one article
are not independent (Bestgen 2017; Lijffijt et al. 2014).  Log odds with a pooled informative
prior (Monroe et al. 2008, eq. 22) would rank almost the same (Spearman .998 with the signed G2
of this project's texts, 11 of the 12 leading terms of either side), so it is not a column.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special, stats

from ningbo_lib.columns_needed import require_columns
from ningbo_lib.words.counting import article_counts, count_terms, dispersion
from ningbo_lib.words.document_tests import (
    MIN_ARTICLES,
    adjusted,
    permutation_test,
    rate_matrix,
    smallest_p,
    welch_test,
)

Floats = npt.NDArray[np.float64]

_SIDES = ("target", "reference")
_COUNTS = ("n", "per_10k", "articles", "paragraphs", "rate_sum", "rate_sq_sum")
_PER_GROUP = ("total", "articles_total")
_TESTS = ("p_permutation", "q_permutation", "p_welch", "q_welch")
_COLUMNS = (
    *("term", "n_target", "n_reference", "total_target", "total_reference"),
    *("per_10k_target", "per_10k_reference", "articles_target", "articles_reference"),
    *("paragraphs_target", "paragraphs_reference", "log_ratio", "low", "high", "g2", "lrc"),
    *("dp_target", "dp_reference", *_TESTS),
)


def keyness(
    table: pd.DataFrame,
    target: object,
    reference: object,
    by: str = "year",
    *,
    terms: Collection[str] | None = None,
    min_count: int = 5,
) -> pd.DataFrame:
    """Terms of two groups compared: one row a term, largest ``g2`` for the target first.

    ``table`` holds tokens (from ``tokenize``) or counts (from ``count_terms``; then DP and the
    permutation test, which need the single articles, stay empty).  ``terms`` limits the rows,
    e.g. to ``content_words(tokens)``; rates stay rates of all words.  Terms with fewer than
    ``min_count`` occurrences on both sides together are left out.

    Columns, each for ``_target`` and ``_reference``: ``n``, ``total``, ``per_10k``,
    ``articles``, ``paragraphs``, ``dp`` (over paragraphs).  Of the pair: ``log_ratio`` (base 2)
    and its exact 95 % interval ``low`` to ``high``, infinite where one side has none, and
    narrow because it takes words as independent; ``g2`` (4 cells, sign of the log ratio);
    ``lrc``, Evert's conservative log ratio; p and q of the tests over articles, empty when a
    side has fewer than five.  ``attrs["note"]`` says in words what was and was not tested.
    Raises ``ValueError`` when a group does not occur, when both are the same, and for a table
    that holds neither tokens nor counts.
    """
    if target == reference:
        raise ValueError(f"target and reference are both {target!r}; compare two groups")
    tokens = _tokens_in(table, by)
    counts = table if tokens is None else count_terms(table, by)
    groups = (target, reference)
    sides = [_group(counts, by, group) for group in groups]
    pair = _pair(sides)
    if terms is not None:
        pair = pair[pair["term"].isin(list(terms))]
    both = pair["n_target"] + pair["n_reference"]
    pair = _measures(pair[both >= min_count].reset_index(drop=True))
    pair["lrc"] = conservative_log_ratio(*_cells(pair), family=len(pair))
    if tokens is not None:
        tokens = tokens[tokens[by].isin(groups)]
    pair = _tests(_spread(pair, tokens, by, groups), tokens, by, target)
    result = pair.sort_values(["g2", "term"], ascending=[False, True], ignore_index=True)
    result = result[list(_COLUMNS)]
    result.attrs = {**table.attrs, "target": target, "reference": reference}
    left_out = "" if len(result) else _why_empty(both, min_count)
    result.attrs["note"] = left_out + _note(sides, groups, tokens is not None)
    return result


def _tokens_in(table: pd.DataFrame, by: str) -> pd.DataFrame | None:
    """The table where it holds tokens, None where it holds counts; else ``ValueError``."""
    require_columns(table, of="tokens or counts")
    if "token" in table:
        return table
    needed = (by, "term", *_COUNTS, *_PER_GROUP) if "n" in table else ("token",)
    require_columns(table, *needed, of="tokens or counts")
    return None


def log_likelihood(f1: Floats, n1: Floats, f2: Floats, n2: Floats) -> Floats:
    """G2 of f1 in n1 words against f2 in n2, 4 cells, negative when f1 is under-used.

    Dunning 1993, "Accurate methods for the statistics of surprise and coincidence", p. 66:
    2 sum O ln(O / E) over the table of the term and all other words in both groups.
    """
    f1, n1, f2, n2 = (np.asarray(value, dtype=np.float64) for value in (f1, n1, f2, n2))
    rate = (f1 + f2) / (n1 + n2)
    seen = np.stack(np.broadcast_arrays(f1, f2, n1 - f1, n2 - f2))
    others = 1 - rate
    expected = np.stack(np.broadcast_arrays(n1 * rate, n2 * rate, n1 * others, n2 * others))
    ratios = np.divide(seen, expected, out=np.ones_like(seen), where=seen > 0)
    total = special.xlogy(seen, ratios).sum(axis=0)
    return np.asarray(np.where(f1 * n2 >= f2 * n1, 2.0, -2.0) * np.maximum(total, 0.0))


def log_ratio(f1: Floats, n1: Floats, f2: Floats, n2: Floats) -> Floats:
    """log2 of the ratio of the two rates, 0.5 added throughout so that no count is zero.

    Hardie 2014, "Log Ratio: an informal introduction", with the correction of Evert 2022,
    "Measuring keyness": ((f1 + .5) / (n1 + .5)) / ((f2 + .5) / (n2 + .5)).
    """
    f1, n1, f2, n2 = (np.asarray(value, dtype=np.float64) + 0.5 for value in (f1, n1, f2, n2))
    return np.asarray(np.log2(f1 / n1) - np.log2(f2 / n2))


def log_ratio_interval(
    f1: Floats, n1: Floats, f2: Floats, n2: Floats, *, alpha: float | Floats = 0.05
) -> tuple[Floats, Floats]:
    """Exact bounds of the log ratio: infinite where one of the counts is zero.

    Given f1 + f2, f1 is binomial with odds r n1 / n2 for a ratio r of rates; the bounds of
    Clopper and Pearson 1934 for its chance are turned into bounds for log2 r.  Exact for
    independent words, hence too narrow for words of real texts.
    """
    f1, n1, f2, n2 = (np.asarray(value, dtype=np.float64) for value in (f1, n1, f2, n2))
    sizes = np.log2(n2) - np.log2(n1)
    low = _log_odds_bound(f1, f2, alpha) + sizes
    high = -_log_odds_bound(f2, f1, alpha) + sizes
    return low, high


def _log_odds_bound(f1: Floats, f2: Floats, alpha: float | Floats) -> Floats:
    """Lower bound of log2(p / (1 - p)); both tails are taken direct, so none underflows."""
    some = np.maximum(f1, 1.0)
    chance = stats.beta.ppf(np.divide(alpha, 2), some, f2 + 1)
    rest = stats.beta.isf(np.divide(alpha, 2), f2 + 1, some)
    return np.where(f1 > 0, np.log2(chance) - np.log2(rest), -np.inf)


def conservative_log_ratio(
    f1: Floats, n1: Floats, f2: Floats, n2: Floats, *, family: int
) -> Floats:
    """LRC: the end next to 0 of the interval at 5 % over all ``family`` terms, else 0.

    Evert 2022, "Measuring keyness": Bonferroni's 0.05 / family as error of each interval.
    """
    low, high = log_ratio_interval(f1, n1, f2, n2, alpha=0.05 / max(1, family))
    return np.where(low > 0, low, np.where(high < 0, high, 0.0))


def _pair(sides: list[pd.DataFrame]) -> pd.DataFrame:
    """Counts of both groups side by side; a term one side does not have counts 0 there."""
    places, terms = pd.factorize(pd.concat([rows["term"] for rows in sides]))
    columns: dict[str, object] = {"term": terms}
    for name, rows, place in zip(_SIDES, sides, np.split(places, [len(sides[0])]), strict=True):
        for column in _COUNTS:
            values = rows[column].to_numpy()
            filled = np.zeros_like(values, shape=len(terms))
            filled[place] = values
            columns[f"{column}_{name}"] = filled
        for column in _PER_GROUP:
            columns[f"{column}_{name}"] = rows[column].iloc[0]
    return pd.DataFrame(columns)


def _group(counts: pd.DataFrame, by: str, group: object) -> pd.DataFrame:
    rows = counts[counts[by] == group]
    if rows.empty:
        there = "、".join(map(str, sorted(counts[by].unique())))
        raise ValueError(f"no words with {by} = {group!r}; there are: {there or 'none'}")
    return rows


def _cells(pair: pd.DataFrame) -> tuple[Floats, Floats, Floats, Floats]:
    names = ("n_target", "total_target", "n_reference", "total_reference")
    f1, n1, f2, n2 = (pair[name].to_numpy(dtype=np.float64) for name in names)
    return f1, n1, f2, n2


def _measures(pair: pd.DataFrame) -> pd.DataFrame:
    cells = _cells(pair)
    low, high = log_ratio_interval(*cells)
    ratio, g2 = log_ratio(*cells), log_likelihood(*cells)
    return pair.assign(log_ratio=ratio, low=low, high=high, g2=g2)


def _spread(
    pair: pd.DataFrame, tokens: pd.DataFrame | None, by: str, groups: tuple[object, object]
) -> pd.DataFrame:
    """DP over paragraphs on both sides, missing where the term does not occur."""
    if tokens is None:
        return pair.assign(dp_target=np.nan, dp_reference=np.nan)
    table = dispersion(tokens, by)
    for group, name in zip(groups, _SIDES, strict=True):
        found = table.loc[table[by] == group].set_index("term")["dp"]
        pair[f"dp_{name}"] = found.reindex(pair["term"]).to_numpy()
    return pair


def _tests(
    pair: pd.DataFrame, tokens: pd.DataFrame | None, by: str, target: object
) -> pd.DataFrame:
    """p and q of the tests over articles; all missing below five articles a side."""
    pair = pair.assign(**dict.fromkeys(_TESTS, np.nan))
    sizes = [int(pair[f"articles_total_{name}"].max()) for name in _SIDES] if len(pair) else [0]
    if min(sizes) < MIN_ARTICLES:
        return pair
    sums, squares = (
        pair[[f"{column}_{name}" for name in _SIDES]].to_numpy(dtype=np.float64).T
        for column in ("rate_sum", "rate_sq_sum")
    )
    pair["p_welch"] = welch_test(sums, squares, (sizes[0], sizes[1]))
    pair["q_welch"] = adjusted(pair["p_welch"].to_numpy())
    if tokens is not None:
        pair["p_permutation"] = _permuted(pair, tokens, by, target)
        pair["q_permutation"] = adjusted(pair["p_permutation"].to_numpy())
    return pair


def _permuted(pair: pd.DataFrame, tokens: pd.DataFrame, by: str, target: object) -> Floats:
    cells = article_counts(tokens, by)
    articles = cells[[by, "article_id"]].drop_duplicates().sort_values("article_id")
    ids, terms = articles["article_id"].tolist(), pair["term"].tolist()
    return permutation_test(rate_matrix(cells, ids, terms), (articles[by] == target).to_numpy())


def _why_empty(both: pd.Series, min_count: int) -> str:
    """Why no row is left: how often each of the terms occurs in both groups together."""
    if both.empty:
        return "No row: none of the terms occurs in either group. "
    return (
        f"No row: no term occurs {min_count} times in both groups together, the commonest "
        f"{int(both.max())} times; lower min_count. "
    )


def _note(sides: list[pd.DataFrame], groups: tuple[object, object], from_tokens: bool) -> str:
    """What the table rests on and what was not tested, in words."""
    firsts = [rows.iloc[0] for rows in sides]
    sizes = [int(row["articles_total"]) for row in firsts]
    parts = [
        f"{group}: {size} article{'s' if size > 1 else ''}, {int(row['total']):,} words"
        for group, size, row in zip(groups, sizes, firsts, strict=True)
    ]
    text = "; ".join(parts) + ". The interval of the log ratio takes words as independent. "
    if min(sizes) < MIN_ARTICLES:
        return text + (
            f"No test: a test over articles needs {MIN_ARTICLES} a side; dealing out these "
            f"{sum(sizes)} cannot give a p below {smallest_p(*sizes):.2g}, so p and q are empty."
        )
    done = "permutation of articles and Welch's t" if from_tokens else "Welch's t"
    return text + f"Tests on article rates: {done}; q by Benjamini and Hochberg over the rows."


def leading(key: pd.DataFrame, count: int = 12) -> pd.DataFrame:
    """The ``count`` rows with the largest and the ``count`` with the smallest ``g2``, in order."""
    require_columns(key, "term", "g2", of="keyness rows")
    over, under = key[key["g2"] > 0], key[key["g2"] < 0]
    return pd.concat([over.head(count), under.tail(count)], ignore_index=True)

"""Tidy counts of terms with denominators fixed before any filter; tables that add up.

Counted are words, numbers and Latin words; marks and spaces are in no total.  Filter the
*table* of counts (by part of speech, by stop words), never the tokens: then a rate is always
a rate of all words.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from ningbo_lib.columns_needed import require_columns
from ningbo_lib.words.coded import CodedWords, cells, code_words, parts_with

_ADDED = ("n", "articles", "paragraphs", "rate_sum", "rate_sq_sum")
_PER_GROUP = ("total", "articles_total")
#: Columns of the tables made here, which no column of groups may be called.
_TAKEN = ("term", "token", "kind", "per_10k", "size", "rate", *_ADDED, *_PER_GROUP)
_TAKEN_PARTS = ("parts", "parts_with", "share", "gap", "dp", "dp_norm", "smallest", "whole")


def count_terms(tokens: pd.DataFrame, by: str = "year") -> pd.DataFrame:
    """How often each term occurs in each group of ``by``: one row a group and term.

    Columns: the group; ``term``; ``n``, occurrences; ``total``, all words of the group;
    ``per_10k`` = 10,000 n / total; ``articles`` and ``paragraphs`` that contain the term;
    ``rate_sum`` and ``rate_sq_sum``, sums over the group's articles of the term's share of the
    article's words and of its square; ``articles_total``, articles of the group.  Commonest
    terms first, ties by term.  Partitions of whole articles may be counted apart and joined
    with ``merge_counts``.  ``by`` is one column; to group by several, join them in a new one.
    Raises ``ValueError`` for a missing column, for one that is called like a column of the
    result, and for words whose group is missing.
    """
    words = _coded(tokens, by, "article_id", "paragraph_id")
    pairs, found = words.pairs, cells(words, "article_id")
    rate = found.n / found.parts["size"].to_numpy()[found.part]
    sums = pd.DataFrame({"rate_sum": rate, "rate_sq_sum": rate**2}).groupby(found.pair).sum()
    table = pairs.assign(
        n=np.bincount(words.pair, minlength=len(pairs)),
        articles=np.bincount(found.pair, minlength=len(pairs)),
        paragraphs=parts_with(words, "paragraph_id"),
        **sums,
    )
    totals = found.parts.groupby(by).agg(total=("size", "sum"), articles_total=("size", "size"))
    return in_order(table, totals, tokens)


def merge_counts(*counts: pd.DataFrame) -> pd.DataFrame:
    """One table of counts from those of several partitions, in any order.

    A partition must hold whole articles: an article cut in two would be counted as two.
    Totals are added once a partition and group, also for terms a partition does not have.
    Raises ``ValueError`` when the tables have different groups, or words cut by different
    tokenizers (as far as they say which, in ``attrs`` or in a column ``tokenizer``).
    """
    if not counts:
        raise ValueError("merge_counts needs at least one table of counts")
    by = str([*getattr(counts[0], "columns", ()), "year"][0])
    for part in counts:
        require_columns(part, by, "term", *_ADDED, *_PER_GROUP, of="counts")
    origin = counts[0].copy(deep=False)
    origin.attrs = one_tokenizer(counts)
    groups = pd.concat([part[[by, *_PER_GROUP]].drop_duplicates() for part in counts])
    terms = pd.concat([part[[by, "term", *_ADDED]] for part in counts])
    # rates are added in the order of their size, whatever the order of the tables
    terms = terms.sort_values([by, "term", "rate_sum", "rate_sq_sum"], ignore_index=True)
    table = terms.groupby([by, "term"], as_index=False).sum()
    return in_order(table, groups.groupby(by).sum(), origin)


def one_tokenizer(counts: Sequence[pd.DataFrame]) -> dict[Hashable, Any]:
    """The fingerprint all tables share; nothing when a table does not say its own.

    Raises ``ValueError`` when they say different ones.
    """
    said = [_tokenizers(part) for part in counts]
    different = sorted(set().union(*said))
    if len(different) > 1:
        raise ValueError(
            f"the counts come from different tokenizers ({', '.join(different)}); "
            "count all texts with one TokenizerSpec"
        )
    return {"tokenizer": different[0]} if different and all(said) else {}


def _tokenizers(part: pd.DataFrame) -> set[str]:
    column = set(part["tokenizer"].astype(str)) if "tokenizer" in part else set()
    return column | ({part.attrs["tokenizer"]} if "tokenizer" in part.attrs else set())


def dispersion(
    tokens: pd.DataFrame, by: str = "year", *, parts: str = "paragraph_id"
) -> pd.DataFrame:
    """How evenly each term is spread over the ``parts`` of each group.

    ``dp`` is Gries' deviation of proportions: 0 = spread as the words are, towards 1 = all in
    one small part (Gries 2008, "Dispersions and adjusted frequencies in corpora", p. 415).
    ``dp_norm`` = dp / (1 - smallest part's share), which reaches 1 (Lijffijt and Gries 2012,
    p. 148); missing when the group has one part only.  Also the group, ``term``, ``n``,
    ``parts`` (how many there are) and ``parts_with`` the term.
    """
    if by in _TAKEN_PARTS or parts in (*_TAKEN, *_TAKEN_PARTS):
        raise ValueError(f"no column of groups or parts may be called {by} or {parts}; rename it")
    words = _coded(tokens, by, parts)
    pairs, found = words.pairs, cells(words, parts)
    group = found.parts.groupby(by)["size"]
    share = (found.parts["size"] / group.transform("sum")).to_numpy()[found.part]
    n = np.bincount(words.pair, minlength=len(pairs))
    # parts without the term add their whole share: the rest up to 1
    gap = np.abs(found.n / n[found.pair] - share)
    sums = pd.DataFrame({"share": share, "gap": gap}).groupby(found.pair).sum()
    table = pairs.assign(n=n, parts_with=np.bincount(found.pair, minlength=len(pairs)), **sums)
    dp = (table["gap"] + 1 - table["share"]) / 2
    frame = group.agg(parts="size", smallest="min", whole="sum")
    table = table.assign(dp=dp.clip(lower=0)).merge(frame, on=by)
    room = 1 - table["smallest"] / table["whole"]
    table["dp_norm"] = (table["dp"] / room).where(room > 0)
    columns = [by, "term", "n", "parts", "parts_with", "dp", "dp_norm"]
    table = table[columns].astype({"term": "str", "parts": "int64", "parts_with": "int64"})
    table = table.sort_values([by, "term"], ignore_index=True)
    table.attrs = dict(tokens.attrs)
    return table


def article_counts(tokens: pd.DataFrame, by: str) -> pd.DataFrame:
    """The long table: group, ``article_id``, ``term``, ``n`` and ``size``, the article's words."""
    words = _coded(tokens, by, "article_id")
    found = cells(words, "article_id")
    terms = words.pairs["term"].iloc[found.pair].array
    return found.parts.iloc[found.part].reset_index(drop=True).assign(term=terms, n=found.n)


def _coded(tokens: pd.DataFrame, by: str, *parts: str) -> CodedWords:
    for name in (by, *parts):
        if not isinstance(name, str):
            raise ValueError(f"a group is one column, not {name!r}; join several in a new column")
        if name in _TAKEN:
            raise ValueError(f"the column {name} would be one of the counts; rename it first")
    return code_words(tokens, by, *parts)


def term_matrix(words: pd.DataFrame, unit: str) -> tuple[sparse.csr_matrix, pd.Index, list[str]]:
    """Counts of units x terms, the units and the terms; ``unit`` is a column, both are sorted."""
    row, units = pd.factorize(words[unit], sort=True)
    column, terms = pd.factorize(words["token"].astype(str), sort=True)
    cells = (np.ones(len(words)), (row, column))
    return sparse.csr_matrix(cells, (len(units), len(terms))), units, [str(term) for term in terms]


def in_order(table: pd.DataFrame, totals: pd.DataFrame, origin: pd.DataFrame) -> pd.DataFrame:
    """The table of ``count_terms`` from one that is sorted by group and term.

    ``totals`` has a row a group, in the same order; the type of the groups and the ``attrs``
    are those of ``origin``.
    """
    by = str(totals.index.name)
    group = pd.factorize(table[by])[0]
    order = np.lexsort((-table["n"].to_numpy(), group))
    table = table.iloc[order].reset_index(drop=True)
    table = table.assign(**{name: totals[name].to_numpy()[group[order]] for name in _PER_GROUP})
    whole = ["n", "total", "articles", "paragraphs", "articles_total"]
    table = table.astype({"term": "str", by: origin[by].dtype, **dict.fromkeys(whole, "int64")})
    table["per_10k"] = 1e4 * table["n"] / table["total"]
    columns = [by, "term", "n", "total", "per_10k", "articles", "paragraphs"]
    table = table[[*columns, "rate_sum", "rate_sq_sum", "articles_total"]]
    table.attrs = dict(origin.attrs)
    return table

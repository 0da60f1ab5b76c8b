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

#: Kinds of token that count as words of a text.
COUNTED_KINDS = ("word", "number", "latin")

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
    words = counted(tokens, by)
    cells = article_counts(words, by)
    rate = cells["n"] / cells["size"]
    cells = cells.assign(articles=1, rate_sum=rate, rate_sq_sum=rate**2)
    table = cells.groupby([by, "term"], as_index=False)[
        ["n", "articles", "rate_sum", "rate_sq_sum"]
    ].sum()
    places = words[list(dict.fromkeys([by, "token", "paragraph_id"]))].drop_duplicates()
    found = places.groupby([by, "token"], as_index=False).size()
    table = table.merge(found.set_axis([by, "term", "paragraphs"], axis=1), on=[by, "term"])
    table = table.merge(_group_totals(words, by), on=by)
    return in_order(table, by, tokens)


def merge_counts(*counts: pd.DataFrame) -> pd.DataFrame:
    """One table of counts from those of several partitions, in any order.

    A partition must hold whole articles: an article cut in two would be counted as two.
    Totals are added once a partition and group, also for terms a partition does not have.
    Raises ``ValueError`` when the tables have different groups, or words cut by different
    tokenizers (as far as they say which, in ``attrs`` or in a column ``tokenizer``).
    """
    if not counts:
        raise ValueError("merge_counts needs at least one table of counts")
    by = str(getattr(counts[0], "columns", ["year"])[0])
    for part in counts:
        require_columns(part, by, "term", *_ADDED, *_PER_GROUP, of="counts")
    origin = counts[0].copy(deep=False)
    origin.attrs = one_tokenizer(counts)
    groups = pd.concat([part[[by, *_PER_GROUP]].drop_duplicates() for part in counts])
    terms = pd.concat([part[[by, "term", *_ADDED]] for part in counts])
    # rates are added in the order of their size, whatever the order of the tables
    terms = terms.sort_values([by, "term", "rate_sum", "rate_sq_sum"], ignore_index=True)
    table = terms.groupby([by, "term"], as_index=False).sum()
    table = table.merge(groups.groupby(by, as_index=False).sum(), on=by)
    return in_order(table, by, origin)


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
    words = counted(tokens, by, parts)
    cells = _cells(words, by, parts)
    share = cells["size"] / words.groupby(by)["token"].size().reindex(cells[by]).to_numpy()
    here = cells["n"] / cells.groupby([by, "term"])["n"].transform("sum")
    # parts without the term add their whole share: the rest up to 1
    cells = cells.assign(parts_with=1, share=share, gap=(here - share).abs())
    table = cells.groupby([by, "term"], as_index=False)[["n", "parts_with", "share", "gap"]].sum()
    dp = (table["gap"] + 1 - table["share"]) / 2
    sizes = words.groupby([by, parts]).size().groupby(level=0)
    frame = sizes.agg(parts="size", smallest="min", whole="sum").reset_index()
    table = table.assign(dp=dp.clip(lower=0)).merge(frame, on=by)
    room = 1 - table["smallest"] / table["whole"]
    table["dp_norm"] = (table["dp"] / room).where(room > 0)
    columns = [by, "term", "n", "parts", "parts_with", "dp", "dp_norm"]
    table = table[columns].astype({"term": "str", "parts": "int64", "parts_with": "int64"})
    table = table.sort_values([by, "term"], ignore_index=True)
    table.attrs = dict(tokens.attrs)
    return table


def counted(tokens: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The rows of ``tokens`` that are words, with ``columns`` and what counting needs.

    Raises ``ValueError`` for a column that is missing, or is called like a column of counts,
    and for words without a value in one of ``columns``: no word is left out without a word.
    """
    for name in columns:
        if not isinstance(name, str):
            raise ValueError(f"a group is one column, not {name!r}; join several in a new column")
        if name in _TAKEN:
            raise ValueError(f"the column {name} would be one of the counts; rename it first")
    needed = list(dict.fromkeys([*columns, "article_id", "paragraph_id", "token"]))
    require_columns(tokens, *needed, "kind")
    words = tokens.loc[tokens["kind"].isin(COUNTED_KINDS), needed]
    for name in columns:
        if missing := int(words[name].isna().sum()):
            raise ValueError(f"{missing} words have no {name}; fill it in, or drop these rows")
    return words


def article_counts(words: pd.DataFrame, by: str) -> pd.DataFrame:
    """The long table: group, ``article_id``, ``term``, ``n`` and ``size``, the article's words."""
    return _cells(words, by, "article_id")


def _cells(words: pd.DataFrame, by: str, part: str) -> pd.DataFrame:
    keys = list(dict.fromkeys([by, part]))
    cells = words.groupby([*keys, "token"], as_index=False).size()
    cells = cells.rename(columns={"token": "term", "size": "n"})
    sizes = words.groupby(keys, as_index=False).size()
    return cells.merge(sizes, on=keys)


def _group_totals(words: pd.DataFrame, by: str) -> pd.DataFrame:
    groups = words.groupby(by)
    totals = {"total": groups.size(), "articles_total": _articles(words, by)}
    return pd.DataFrame(totals).reset_index()


def _articles(words: pd.DataFrame, by: str) -> pd.Series:
    keys = list(dict.fromkeys([by, "article_id"]))
    return words[keys].drop_duplicates().groupby(by).size()


def term_matrix(words: pd.DataFrame, unit: str) -> tuple[sparse.csr_matrix, pd.Index, list[str]]:
    """Counts of units x terms, the units and the terms; ``unit`` is a column, both are sorted."""
    row, units = pd.factorize(words[unit], sort=True)
    column, terms = pd.factorize(words["token"].astype(str), sort=True)
    cells = (np.ones(len(words)), (row, column))
    return sparse.csr_matrix(cells, (len(units), len(terms))), units, [str(term) for term in terms]


def in_order(table: pd.DataFrame, by: str, origin: pd.DataFrame) -> pd.DataFrame:
    """The table of ``count_terms``: its columns, types and order of rows, from the sums.

    The type of the groups and the ``attrs`` are those of ``origin``.
    """
    whole = ["n", "total", "articles", "paragraphs", "articles_total"]
    table = table.astype({"term": "str", by: origin[by].dtype, **dict.fromkeys(whole, "int64")})
    table["per_10k"] = 1e4 * table["n"] / table["total"]
    table = table.sort_values([by, "n", "term"], ascending=[True, False, True], ignore_index=True)
    order = [by, "term", "n", "total", "per_10k", "articles", "paragraphs"]
    table = table[[*order, "rate_sum", "rate_sq_sum", "articles_total"]]
    table.attrs = dict(origin.attrs)
    return table

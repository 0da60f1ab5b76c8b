"""The words of a tokens frame as integers: counting is then one pass over a sparse matrix.

Comparing strings is what counting costs.  Here each distinct word is looked up once, and the
group, article and paragraph of a word once a run, since they repeat from row to row.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from ningbo_lib.columns_needed import require_columns

#: Kinds of token that count as words of a text.
COUNTED_KINDS = ("word", "number", "latin")

Integers = npt.NDArray[np.int64]


class CodedWords(NamedTuple):
    """Words as places in two small tables."""

    heads: pd.DataFrame  # the group, article ... of a run of words, as they follow each other
    run: Integers  # of each word: its row in heads
    pairs: pd.DataFrame  # each group and term that occur together, in their order
    pair: Integers  # of each word: its row in pairs

    @property
    def by(self) -> str:
        """The column of the groups."""
        return str(self.pairs.columns[0])


class Cells(NamedTuple):
    """How often each pair of group and term occurs in each part: by part, then by pair."""

    parts: pd.DataFrame  # group, identity of the part, and size, its words
    part: Integers  # row in parts
    pair: Integers  # row in the pairs
    n: Integers


def counted(tokens: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The rows of ``tokens`` that are words, as they are, with ``columns`` and the word.

    Raises ``ValueError`` as ``code_words`` does.
    """
    names = list(dict.fromkeys([*columns, "token"]))
    require_columns(tokens, *names, "kind")
    words = tokens.loc[tokens["kind"].isin(COUNTED_KINDS), names]
    for name in names:
        _refuse_missing(words[name].isna(), name)
    return words


def code_words(tokens: pd.DataFrame, by: str, *parts: str) -> CodedWords:
    """The rows of ``tokens`` that are words; ``parts`` are the columns ``cells`` will ask for.

    Raises ``ValueError`` for a column that is missing, and for words without a value in one of
    the columns: no word is left out without a word.
    """
    names = list(dict.fromkeys([by, *parts]))
    require_columns(tokens, *names, "token", "kind")
    counted = tokens["kind"].isin(COUNTED_KINDS).to_numpy(dtype=bool)
    heads, run = _runs(tokens[names])
    run = run[counted]
    for name in names:
        _refuse_missing(heads[name].isna().to_numpy()[run], name)
    used = np.bincount(run, minlength=len(heads)) > 0
    heads, run = heads[used], (np.cumsum(used) - 1)[run]
    term, terms = pd.factorize(tokens["token"])
    _refuse_missing(term[counted] < 0, "token")
    return _paired(heads, run, term[counted], terms)


def _runs(frame: pd.DataFrame) -> tuple[pd.DataFrame, Integers]:
    """The rows that differ from the row before, and for each row the last of these."""
    new = np.arange(len(frame)) == 0
    for name in frame:
        values = frame[name].array
        new[1:] |= pd.Series(values[1:] != values[:-1]).fillna(True).to_numpy(dtype=bool)
    return frame[new], np.cumsum(new) - 1


def _refuse_missing(missing: npt.NDArray[np.bool_] | pd.Series, name: str) -> None:
    if number := int(missing.sum()):
        raise ValueError(f"{number} words have no {name}; fill it in, or drop these rows")


def _paired(heads: pd.DataFrame, run: Integers, term: Integers, terms: pd.Index) -> CodedWords:
    by = str(heads.columns[0])
    group, first = _ordered(heads, [by])
    code, found = pd.factorize(group[run] * len(terms) + term)
    groups, found_terms = np.divmod(found, max(1, len(terms)))
    order = np.lexsort((_inverse(terms.argsort())[found_terms], groups))
    named = terms.take(found_terms[order]).astype("str")
    pairs = pd.DataFrame({by: heads[by].iloc[first[groups[order]]].array, "term": named})
    return CodedWords(heads, run, pairs, _inverse(order)[code])


def _inverse(order: Integers) -> Integers:
    """Where each place went to."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place


def _ordered(heads: pd.DataFrame, names: list[str]) -> tuple[Integers, Integers]:
    """Each row's place among the distinct rows in sorted order, and a row for each of these."""
    code = heads.groupby(names).ngroup().to_numpy().astype(np.int64)
    first: Integers = np.unique(code, return_index=True)[1]
    return code, first


def cells(words: CodedWords, part: str) -> Cells:
    """Count the words of each pair in each ``part`` of its group, an article or a paragraph."""
    names = list(dict.fromkeys([words.by, part]))
    code, first = _ordered(words.heads, names)
    matrix = _matrix(words, code)
    size = np.bincount(code[words.run], minlength=len(first))
    parts = words.heads[names].iloc[first].assign(size=size).reset_index(drop=True)
    rows = matrix.tocsr()  # turned once more, so that the parts come in order
    place = np.repeat(np.arange(len(first)), np.diff(rows.indptr))
    return Cells(parts, place, rows.indices, rows.data)


def parts_with(words: CodedWords, part: str) -> Integers:
    """In how many parts of its group each pair occurs."""
    code, _ = _ordered(words.heads, list(dict.fromkeys([words.by, part])))
    found: Integers = np.diff(_matrix(words, code).indptr)
    return found


def _matrix(words: CodedWords, code: Integers) -> sparse.csc_array:
    """Parts x pairs with a one for each word, equal places added up; ``code``: parts of heads."""
    at = code[words.run]
    order = np.argsort(at, kind="stable")
    shape = (int(code.max(initial=-1)) + 1, len(words.pairs))
    ends = np.append(0, np.cumsum(np.bincount(at, minlength=shape[0])))
    ones = np.ones(len(at), dtype=np.int64)
    matrix = sparse.csr_array((ones, words.pair[order], ends), shape=shape).tocsc()
    matrix.sum_duplicates()
    return matrix

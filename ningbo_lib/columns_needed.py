"""Say what is wrong with a table or value that was given, before something stumbles over it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import pandas as pd

T = TypeVar("T")

#: What a table is, to the function that gives it.
_MAKERS = {
    "tokens": "tokenize()",
    "counts": "count_terms()",
    "tokens or counts": "tokenize() or count_terms()",
    "figures": "figures_table()",
    "annotations": "read_gold()",
    "keyness rows": "keyness()",
    "concordance lines": "concordance()",
    "term coverage": "theme_coverage()",
    "theme shares": "theme_shares()",
    "theme changes": "compare_themes()",
    "verdicts": "judge_changes()",
    "threads": "shared_threads()",
}
_REMEDIES = {
    "paragraphs": "use corpus.paragraphs, of read_corpus() or corpus_from_frame()",
    "articles": "use corpus.articles, of read_corpus() or corpus_from_frame()",
    **{table: f"use the table that {maker} gives" for table, maker in _MAKERS.items()},
}


def require_columns(frame: pd.DataFrame, *columns: str, of: str = "tokens") -> None:
    """Raise unless ``frame`` is a table with these ``columns``; say what to do.

    ``of`` says what the table is: tokens, paragraphs, counts, or any other name.  Raises
    ``TypeError`` naming what was given in place of a table, ``ValueError`` naming the columns
    that are missing.
    """
    remedy = _REMEDIES.get(of, "add them")
    require_type(frame, pd.DataFrame, name=f"the {of}", remedy=_REMEDIES.get(of, ""))
    missing = [name for name in dict.fromkeys(columns) if name not in frame.columns]
    if missing:
        there = ", ".join(map(str, frame.columns)) or "none"
        raise ValueError(f"the {of} have no column {', '.join(missing)}; {remedy} (has: {there})")


def require_type(value: object, wanted: type, *, name: str, remedy: str) -> None:
    """Raise ``TypeError`` unless ``value`` is one of ``wanted``: what it is, and the remedy."""
    if not isinstance(value, wanted):
        said = f"{name} should be a {wanted.__name__}, not a {type(value).__name__}"
        raise TypeError(f"{said}; {remedy}" if remedy else said)


def require_each(values: Iterable[T], wanted: type[T], *, name: str, remedy: str) -> list[T]:
    """The values as a list; raise ``TypeError`` unless each is of the type ``wanted``.

    One string or one table in place of several values is refused, too.
    """
    if isinstance(values, str | pd.DataFrame) or not isinstance(values, Iterable):
        raise TypeError(f"{name} should be a list, not a {type(values).__name__}; {remedy}")
    given = list(values)
    for value in given:
        require_type(value, wanted, name=f"each of {name}", remedy=remedy)
    return given

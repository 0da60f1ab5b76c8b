"""Say what is wrong with a table that was given, before pandas stumbles over it."""

from __future__ import annotations

import pandas as pd

_REMEDIES = {
    "tokens": "use the table that tokenize() gives",
    "tokens or counts": "use the table that tokenize() or count_terms() gives",
    "paragraphs": "use corpus.paragraphs, of read_corpus() or corpus_from_frame()",
    "articles": "use corpus.articles, of read_corpus() or corpus_from_frame()",
    "counts": "use the table that count_terms() gives",
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

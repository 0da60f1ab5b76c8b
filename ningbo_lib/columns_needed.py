"""Say which columns a table lacks, before pandas stumbles over them."""

from __future__ import annotations

import pandas as pd

_REMEDIES = {
    "tokens": "use the table that tokenize() gives",
    "paragraphs": "use corpus.paragraphs, or a table made by corpus_from_frame()",
    "counts": "use the table that count_terms() gives",
}


def require_columns(frame: pd.DataFrame, *columns: str, of: str = "tokens") -> None:
    """Raise ``ValueError`` naming the ``columns`` that ``frame`` lacks, and what to do.

    ``of`` says what the table is: tokens, paragraphs, counts, or any other name.
    """
    missing = [name for name in dict.fromkeys(columns) if name not in frame.columns]
    if missing:
        there = ", ".join(map(str, frame.columns)) or "none"
        remedy = _REMEDIES.get(of, "add them")
        raise ValueError(f"the {of} have no column {', '.join(missing)}; {remedy} (has: {there})")

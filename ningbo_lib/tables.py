"""Write tables so that a file is either the old one or the new one, whole."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd


def write_table(frame: pd.DataFrame, path: str | Path) -> Path:
    """Write ``frame`` to ``path`` as CSV: UTF-8, one header line, no index, ``\\n`` line ends.

    Dates are ISO 8601.  The same frame gives the same bytes.  The file is written under another
    name first and then renamed, so an interrupted or failing run (``OSError``: disk full, no
    permission) leaves the old file as it was.  Returns the path.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        frame.to_csv(draft, index=False, encoding="utf-8", lineterminator="\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path

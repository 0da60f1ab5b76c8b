"""Write tables so that a file is either the old one or the new one, whole."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import pandas as pd

from ningbo_lib.columns_needed import require_columns, require_type
from ningbo_lib.lexicons import read_lexicon

#: What a spreadsheet would run: a text that begins like a formula and is no plain number.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![0-9.,]+ ?[%％‰]?$)")


def write_table(frame: pd.DataFrame, path: str | Path) -> Path:
    """Write ``frame`` to ``path``: ``.parquet``, ``.tsv`` as ``read_lexicon`` reads it, else CSV.

    CSV is UTF-8 with one header line, no index, ``\\n`` line ends, ISO 8601 dates.  A text that a
    spreadsheet would take for a formula (it begins with = or @, or with + or - and is no number)
    gets an apostrophe before it, the mark for text; Parquet, which needs pyarrow, keeps every cell
    as it is.  Lists are not written, nor ``attrs``, but for the fingerprint of the tokenizer: a
    table that comes from tokens gets it as the last column, ``tokenizer``.

    The same frame gives the same bytes.  The file is written under another name first and then
    renamed, so an interrupted or failing run (``OSError``: disk full, no permission) leaves the
    old file as it was.  Returns the path.
    """
    require_columns(frame, of="table")
    frame, path = with_tokenizer(frame), Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_or_not(path) as draft:
        _write(frame, draft, path.suffix)
    return path


def with_tokenizer(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the fingerprint of the tokenizer, from its ``attrs``, as the last column."""
    fingerprint = frame.attrs.get("tokenizer")
    if fingerprint is None or "tokenizer" in frame:
        return frame
    return frame.assign(tokenizer=pd.Series(fingerprint, index=frame.index, dtype="str"))


@contextmanager
def whole_or_not(path: Path) -> Iterator[Path]:
    """A name to write to beside ``path``; it becomes ``path`` once all is written, or goes."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _write(frame: pd.DataFrame, path: Path, suffix: str) -> None:
    if suffix == ".parquet":
        plain = frame.copy(deep=False)
        plain.attrs = {}
        plain.to_parquet(path, engine="pyarrow", index=False)
    elif suffix == ".tsv":
        frame.to_csv(path, sep="\t", index=False, lineterminator="\n", quoting=csv.QUOTE_NONE)
    else:
        _harmless(frame).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def _harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with an apostrophe before texts that a spreadsheet would run."""
    guarded = frame.copy(deep=False)
    for name in frame:
        if frame[name].dtype.kind not in "biufcmM":
            guarded[name] = frame[name].map(_as_text)
    return guarded


def _as_text(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def export_tables(
    tables: Mapping[str, pd.DataFrame], folder: str | Path, *, suffix: str = ".csv"
) -> pd.DataFrame:
    """Write each table to ``folder`` under its name, and ``columns.csv`` that describes them.

    ``suffix`` is ``.csv`` or ``.parquet``.  Returns a row a file: file, rows, columns.
    """
    if suffix not in {".csv", ".parquet"}:
        raise ValueError(f"no tables are written as {suffix!r}; use .csv or .parquet")
    remedy = 'give each table its name, such as {"articles": corpus.articles}'
    require_type(tables, Mapping, name="the tables", remedy=remedy)
    for name, table in tables.items():
        require_type(table, pd.DataFrame, name=f"the table {name!r}", remedy=remedy)
    tables = {name: with_tokenizer(table) for name, table in tables.items()}
    for name, table in tables.items():
        write_table(table, Path(folder) / f"{name}{suffix}")
    described = [describe_columns(table).assign(table=name) for name, table in tables.items()]
    columns = pd.concat(described or [describe_columns(pd.DataFrame()).assign(table="")])
    write_table(columns[["table", "column", "type", "meaning"]], Path(folder) / "columns.csv")
    rows = [(f"{name}{suffix}", *table.shape) for name, table in tables.items()]
    return pd.DataFrame(rows, columns=["file", "rows", "columns"])


def describe_columns(table: pd.DataFrame) -> pd.DataFrame:
    """Name, type and meaning of each column of a table of this library.

    A column of the user's own has the meaning "given by you".
    """
    require_columns(table, of="table")
    rows = [(str(name), str(table[name].dtype), _meaning(table, str(name))) for name in table]
    return pd.DataFrame(rows, columns=["column", "type", "meaning"], dtype="str")


def _meaning(table: pd.DataFrame, name: str) -> str:
    for beside, meaning in _meanings().get(name, ()):
        if not beside or beside in table:
            return meaning
    return "given by you"


@lru_cache(maxsize=1)
def _meanings() -> dict[str, list[tuple[str, str]]]:
    """Column to its meanings, each with a column beside which it has that meaning."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in read_lexicon("columns.tsv", ("column", "beside", "meaning")):
        found.setdefault(row["column"], []).append((row["beside"], row["meaning"]))
    return found

"""The data folder is what its dictionary says, and the raw texts are untouched."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest

DATA = Path(__file__).parents[1] / "data"
TABLES = sorted((DATA / "derived").glob("*.csv"))


def described() -> dict[str, list[str]]:
    """Table name -> columns, from the headings and rows of the dictionary."""
    text = (DATA / "README.md").read_text(encoding="utf-8").split("## derived")[1]
    parts = re.split(r"^### (\w+)\.csv$", text, flags=re.MULTILINE)[1:]
    return {
        name: [
            column.strip()
            for row in re.findall(r"^\| ([^|]+) \| [^|]+ \|$", body, flags=re.MULTILINE)
            for column in row.split(",")
            if row != "column"
        ]
        for name, body in zip(parts[::2], parts[1::2], strict=True)
    }


def test_every_table_is_described():
    assert sorted(described()) == [path.stem for path in TABLES]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_column_is_described(path):
    assert sorted(pd.read_csv(path, nrows=0).columns) == sorted(described()[path.stem])


def test_raw_texts_are_byte_identical():
    pages = tomllib.loads((DATA / "raw/corpus.toml").read_text(encoding="utf-8"))["page"]
    assert {page["file"] for page in pages} == {p.name for p in (DATA / "raw").glob("*.txt")}
    for page in pages:
        digest = hashlib.sha256((DATA / "raw" / page["file"]).read_bytes()).hexdigest()
        assert digest == page["sha256"], page["file"]

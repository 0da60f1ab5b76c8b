"""Load and check the tables of ``ningbo_lib/lexicons`` and of a user's own folder.

A lexicon is a UTF-8 text file: ``#`` comment lines that say where the rows come from, one
header line, then tab-separated rows.  Every error names the file and the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

PACKAGED = Path(__file__).with_name("lexicons")


class LexiconError(ValueError):
    """A lexicon cannot be used as it is; the message names file, line and remedy."""


def read_lexicon(path: str | Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """Rows of the lexicon at ``path`` as dicts with exactly the given ``columns``.

    A bare file name is looked up among the packaged lexicons.  Empty cells are ``""``.
    Raises ``LexiconError`` for a missing file, bytes that are not UTF-8, another header, or a
    row with the wrong number of cells.
    """
    where, header, cells = _cells(path, columns)
    if header != columns:
        raise LexiconError(
            f"{where}: the header is {' | '.join(header)}; "
            f"write it as {' | '.join(columns)}, with tabs between"
        )
    return [dict(zip(columns, row, strict=True)) for row in cells]


def read_glosses(*paths: str | Path) -> dict[str, str]:
    """Term to gloss, from lexicons with these two columns and any others; the last one counts.

    Raises ``LexiconError`` as ``read_lexicon`` does, and for a file without the two columns.
    """
    glosses: dict[str, str] = {}
    for path in paths:
        where, header, cells = _cells(path, ("term", "gloss"))
        if not {"term", "gloss"} <= set(header):
            raise LexiconError(f"{where}: the header is {' | '.join(header)}; it needs term, gloss")
        term, gloss = header.index("term"), header.index("gloss")
        glosses |= {row[term]: row[gloss] for row in cells if row[gloss]}
    return glosses


def _cells(
    path: str | Path, columns: tuple[str, ...]
) -> tuple[str, tuple[str, ...], list[tuple[str, ...]]]:
    """Where the header of a lexicon stands, the header, and the rows, each with as many cells.

    ``columns`` are named where there is no header at all.
    """
    path = Path(path)
    if path.name == str(path):
        path = PACKAGED / path
    rows = [
        (f"{path}, line {number}", tuple(cell.strip() for cell in line.split("\t")))
        for number, line in enumerate(_lines(path), start=1)
        if line.strip() and not line.startswith("#")
    ]
    if not rows:
        raise LexiconError(f"{path}: no header line; start with {' | '.join(columns)}")
    (place, header), *others = rows
    for where, row in others:
        if len(row) != len(header):
            raise LexiconError(
                f"{where}: {len(row)} cells where the header has {len(header)}; "
                "put one tab between cells, also around empty ones"
            )
    return place, header, [row for _, row in others]


def alternation(name: str, role: str, *, columns: tuple[str, ...] = ("word", "role")) -> str:
    """A regular expression for the words of a lexicon with ``role``, longest first.

    Raises ``LexiconError`` where no word has the role: the pattern would match anywhere.
    """
    rows = read_lexicon(name, columns)
    words = sorted((row["word"] for row in rows if row["role"] == role), key=len, reverse=True)
    if not words:
        raise LexiconError(f"{PACKAGED / name}: no word with the role {role}; add one")
    return "|".join(map(re.escape, words))


def glossed(words: Iterable[str], glosses: Mapping[str, str]) -> str:
    """Words in a row, each with its English gloss in brackets; ``""`` for no words.

    >>> glossed(["港口", "船"], {"港口": "port"})
    '港口 (port)、船 (no gloss)'
    """
    return "、".join(f"{word} ({glosses.get(word, 'no gloss')})" for word in words)


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise LexiconError(f"{path}: no such lexicon; check the name and the folder") from None
    except UnicodeDecodeError as error:
        raise LexiconError(
            f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8"
        ) from None
    return text.splitlines()

"""A corpus in partitions: each analysed by itself on any machine, checkpointed, then merged.

Nothing here knows a cluster.  ``analyse_partition`` takes plain values, gives plain values and
writes its tables to a folder, so that a loop, a process pool, Dask or Spark may call it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from pathlib import Path
from typing import Any

import pandas as pd

from ningbo_lib.columns_needed import require_each, require_type
from ningbo_lib.corpus import read_sources, sources_of
from ningbo_lib.exact_counts import add_counts, finished_counts, partial_counts
from ningbo_lib.figures.tables import figures_table
from ningbo_lib.progress import watched
from ningbo_lib.sources import Dates, Source
from ningbo_lib.tables import whole_or_not, write_table
from ningbo_lib.words.tokens import TokenizerSpec, tokenize

#: Raised when the tables of a partition change their form or meaning.
FORMAT = "1"
_KEPT = ("articles", "paragraphs", "figures", "counts", "errors")
_DONE = "done.json"
_PARTS = "take those of cut_corpus()"


@dataclass(frozen=True)
class Partition:
    """Some files of a folder, few enough for the memory of one worker."""

    name: str
    folder: str
    sources: tuple[Source, ...]
    bad: tuple[tuple[str, str], ...] = ()


def cut_corpus(
    folder: str | Path, *, dates: Dates | None = None, megabytes: float = 8.0
) -> list[Partition]:
    """The files of ``folder`` in partitions of up to so many megabytes (10^6 bytes) of text.

    ``folder`` and ``dates`` are those of ``read_corpus``.  A larger file is a partition of its
    own.  What can be told beforehand to be unusable goes with the first partition.
    """
    folder = Path(folder)
    sources, bad = sources_of(folder, dates)
    parts: list[list[Source]] = [[]]
    room = megabytes * 1e6
    for source in sources:
        path = folder / source.file
        size = path.stat().st_size if path.is_file() else 0
        if parts[-1] and size > room:
            parts.append([])
            room = megabytes * 1e6
        parts[-1].append(source)
        room -= size
    return [
        Partition(f"part-{number:05d}", str(folder), tuple(part), tuple(bad) if not number else ())
        for number, part in enumerate(parts)
    ]


def analyse_partition(
    partition: Partition, out: str | Path, spec: TokenizerSpec | None = None
) -> dict[str, int]:
    """Parse, tokenize, count and find the figures of one partition; write its tables.

    Tables go to ``out/<name of the partition>`` as Parquet, and a note last that they are
    complete.  Where that note says the same files and tokenizer, nothing is done again; after a
    change of the library begin with an empty ``out``.  Returns the number of rows a table.  A
    file that cannot be used is a row in ``errors``, file and reason.
    """
    require_type(partition, Partition, name="the partition", remedy=_PARTS)
    spec = spec or TokenizerSpec()
    require_type(spec, TokenizerSpec, name="spec", remedy="write TokenizerSpec(terms=[...])")
    folder = Path(out) / partition.name
    identity = _identity(partition, spec)
    done = _note(folder)
    if done.get("identity") == identity:
        return dict(done["rows"])
    (folder / _DONE).unlink(missing_ok=True)
    tables = _analysed(partition, spec)
    for name, table in tables.items():
        write_table(table, folder / f"{name}.parquet")
    rows = {name: len(table) for name, table in tables.items()}
    _write_note(folder / _DONE, {"identity": identity, "rows": rows})
    return rows


def _analysed(partition: Partition, spec: TokenizerSpec) -> dict[str, pd.DataFrame]:
    corpus = read_sources(Path(partition.folder), partition.sources, bad=partition.bad)
    tables = {
        "articles": corpus.articles,
        "paragraphs": corpus.paragraphs,
        "figures": _in_text(figures_table(corpus.paragraphs)),
        "counts": partial_counts(tokenize(corpus.paragraphs, spec)),
        "errors": corpus.errors,
    }
    return {name: tables[name] for name in _KEPT}


def _in_text(figures: pd.DataFrame) -> pd.DataFrame:
    """Decimals as text: Parquet would fit their places to each partition's own values."""
    return figures.assign(
        **{
            end: pd.Series([None if v is None else str(v) for v in figures[end]], dtype="str")
            for end in ("low", "high")
        }
    )


def merged_counts(partitions: Sequence[Partition], out: str | Path) -> pd.DataFrame:
    """The table of ``count_terms`` over all partitions, one of them in memory at a time.

    The same to the last bit however the corpus was cut; ``keyness`` takes it, and with five
    articles a side it tests by the merged sums.  Raises ``ValueError`` naming a partition that
    is not finished.
    """
    files = _finished(partitions, out, "counts")
    return finished_counts(
        reduce(add_counts, map(pd.read_parquet, watched(files, "adding counts")))
    )


def merged_table(partitions: Sequence[Partition], out: str | Path, name: str) -> pd.DataFrame:
    """One of the tables articles, paragraphs, figures and errors, of all partitions.

    Raises ``ValueError`` for another name and for a partition that is not finished.
    """
    if name not in _KEPT or name == "counts":
        raise ValueError(f"no table {name!r}; there are articles, paragraphs, figures, errors")
    files = _finished(partitions, out, name)
    table = pd.concat(map(pd.read_parquet, watched(files, name)), ignore_index=True)
    if "published" in table:
        table["published"] = table["published"].astype("datetime64[s]")  # Parquet has no seconds
    if name == "figures":
        ends = {end: [_decimal(value) for value in table[end]] for end in ("low", "high")}
        table = table.assign(**{end: pd.Series(ends[end], dtype="object") for end in ends})
    return table


def _decimal(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) else None


def _finished(partitions: Sequence[Partition], out: str | Path, name: str) -> list[Path]:
    partitions = require_each(partitions, Partition, name="the partitions", remedy=_PARTS)
    folders = [Path(out) / partition.name for partition in partitions]
    missing = [folder.name for folder in folders if not _note(folder)]
    if missing or not folders:
        raise ValueError(
            f"{out}: {missing[0] if missing else 'no partition'} is not finished; "
            "run analyse_partition on it"
        )
    return [folder / f"{name}.parquet" for folder in folders]


def in_batches(
    function: Callable[[pd.DataFrame], pd.DataFrame],
) -> Callable[[Iterable[pd.DataFrame]], Iterator[pd.DataFrame]]:
    """A frame function in the form that Spark's ``mapInPandas`` calls: batches in, batches out.

    The batches of a partition are put together first: Spark cuts them by rows, in the midst of
    articles, and an article cut in two would be counted as two.
    """

    if not callable(function):
        given = type(function).__name__
        raise TypeError(f"no function but a {given}; give one that takes a table and gives one")

    def over(batches: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        frames = list(batches)
        if frames:
            yield function(pd.concat(frames, ignore_index=True))

    return over


def _identity(partition: Partition, spec: TokenizerSpec) -> str:
    """A digest of all that decides the tables of a partition: files, dates, tokenizer."""
    facts = (FORMAT, spec.fingerprint, partition.sources, partition.bad)
    digest = hashlib.sha256(repr(facts).encode())
    for source in partition.sources:
        path = Path(partition.folder, source.file)
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def _note(folder: Path) -> dict[str, Any]:
    """What the note of a finished partition says; nothing where it is missing or broken."""
    try:
        note = json.loads((folder / _DONE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    complete = all((folder / f"{name}.parquet").is_file() for name in _KEPT)
    return note if complete and isinstance(note, dict) else {}


def _write_note(path: Path, note: dict[str, object]) -> None:
    with whole_or_not(path) as draft:
        draft.write_text(json.dumps(note), "utf-8")

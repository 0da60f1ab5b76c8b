"""Which files of a folder hold texts, and when each was published."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from ningbo_lib.dates import DateError, stated_date
from ningbo_lib.reading import read_text

LARGEST_TOML = 1_000_000  # bytes
_PRECISIONS = ("day", "month", "year")
#: Key of a ``[[page]]`` and the type of its value.
_KEYS: dict[str, type] = {
    "file": str,
    "title": str,
    "publisher": str,
    "published": date,
    "precision": str,
    "date_known_by": str,
    "sha256": str,
    "encoding": str,
    "licence": str,
    "override": list,
}
#: Kinds of file that hold texts which nobody has taken out of them yet.
_UNREAD = (
    ".pdf",
    ".doc",
    ".docx",
    ".odt",
    ".rtf",
    ".htm",
    ".html",
    ".epub",
    ".jpg",
    ".png",
    ".tif",
)

#: File to date, or the path of a CSV file with the columns file and published.
Dates = Mapping[str, "str | date"] | str | Path


class CorpusError(ValueError):
    """A folder or its ``corpus.toml`` cannot be used; the message names file, place and remedy."""


@dataclass(frozen=True)
class Source:
    """One text file of a folder, and what is known of it."""

    file: str
    published: date
    precision: str = "day"
    sha256: str = ""
    encoding: str | None = None
    overrides: tuple[dict[str, Any], ...] = ()

    @property
    def name(self) -> str:
        """The file's path in the folder without its ending."""
        return PurePosixPath(self.file).with_suffix("").as_posix()


# --- corpus.toml --------------------------------------------------------------------------------


def listed_sources(path: Path) -> list[Source]:
    """The sources that the ``corpus.toml`` at ``path`` lists; ``CorpusError`` where it is wrong."""
    if path.stat().st_size > LARGEST_TOML:
        raise CorpusError(
            f"{path}: over {LARGEST_TOML:,} bytes; it should list files, not hold them"
        )
    try:
        table = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except RecursionError:
        raise CorpusError(f"{path}: not valid TOML: brackets within brackets, too deep") from None
    except ValueError as error:  # no TOML, no UTF-8, a number of thousands of digits
        raise CorpusError(f"{path}: not valid TOML: {error}") from None
    unknown = sorted(set(table) - {"page"})
    if unknown:
        raise CorpusError(f"{path}: unknown key {unknown[0]!r}; each text is a [[page]]")
    entries = table.get("page")
    if not isinstance(entries, list) or not entries:
        raise CorpusError(f"{path}: no [[page]] entry; write one for each text file")
    return _all_different(
        path, [_source(path, number, entry) for number, entry in enumerate(entries, start=1)]
    )


def _source(path: Path, number: int, entry: Any) -> Source:
    where = f"{path}, page {number}"
    _check_keys(where, entry)
    file = entry.get("file")
    if not file:
        raise CorpusError(f'{where}: say which file it is: file = "….txt"')
    if not _inside(path.parent, file):
        raise CorpusError(f"{where}: {file!r} must be a file inside the folder itself")
    published = entry.get("published")
    if not published:
        raise CorpusError(f"{where}: say when {file} was published: published = 2021-03-31")
    precision = entry.get("precision", "day")
    if precision not in _PRECISIONS:
        raise CorpusError(f"{where}: precision {precision!r}; use one of {', '.join(_PRECISIONS)}")
    return Source(
        file=file,
        published=date(published.year, published.month, published.day),
        precision=precision,
        sha256=entry.get("sha256", "").lower(),
        encoding=entry.get("encoding"),
        overrides=tuple(entry.get("override", ())),
    )


def _check_keys(where: str, entry: Any) -> None:
    if not isinstance(entry, dict):
        raise CorpusError(f"{where}: begin each entry with a line [[page]]")
    for key, value in entry.items():
        if key not in _KEYS:
            raise CorpusError(f"{where}: unknown key {key!r}; known are {', '.join(sorted(_KEYS))}")
        if not isinstance(value, _KEYS[key]):
            example = "published = 2021-03-31" if key == "published" else f'{key} = "…"'
            raise CorpusError(f"{where}: {key} = {value!r} is not of its type; write {example}")
    overrides = entry.get("override", [])
    if not all(isinstance(override, dict) for override in overrides):
        raise CorpusError(f"{where}: begin each override with a line [[page.override]]")


def _inside(folder: Path, file: str) -> bool:
    """Whether ``file`` stays in the folder: no way up or out, by name or by symbolic link."""
    path = Path(file)
    if path.is_absolute() or ".." in path.parts or "\\" in file or "\0" in file:
        return False
    steps = [folder.joinpath(*path.parts[:end]) for end in range(1, len(path.parts) + 1)]
    return not any(step.is_symlink() for step in steps)


def _all_different(where: Path, sources: list[Source]) -> list[Source]:
    """Articles are named after their file, so no two files may have one name."""
    seen: dict[str, str] = {}
    for source in sources:
        if source.name in seen:
            raise CorpusError(
                f"{where}: {seen[source.name]} and {source.file} would have the same name; "
                "list a file once, and rename files that differ in their ending alone"
            )
        seen[source.name] = source.file
    return sources


# --- a folder without a list --------------------------------------------------------------------


def found_sources(
    folder: Path, dates: Dates | None = None
) -> tuple[list[Source], list[tuple[str, str]]]:
    """The ``.txt`` files below ``folder`` by path, each with its date, and what cannot be used.

    A date comes from ``dates``, else from ``dates.csv`` in the folder, else from the file's name,
    else from its folders' names.  The second list holds files and reasons: no date, or a kind of
    file whose text has to be taken out first.  Raises ``CorpusError`` for a table of dates that
    is wrong, and where there is no text file at all.
    """
    files = _files(folder)
    unwritable = [file for file in files if not _is_unicode(file)]
    files = [file for file in files if file not in unwritable]
    texts = [file for file in files if file.lower().endswith(".txt")]
    if not texts:
        kinds = ", ".join(sorted({Path(file).suffix for file in files} - {""})) or "nothing"
        raise CorpusError(f"{folder}: no .txt file in it ({kinds}); save each text as a .txt file")
    known = _dates(folder, dates, texts)
    sources, errors = [], []
    for file in texts:
        try:
            published, precision = known.get(file) or _named_date(file)
            sources.append(Source(file, published, precision))
        except DateError as error:
            errors.append((file, f"{error}; {REMEDY}"))
    unread = [file for file in files if Path(file).suffix.lower() in _UNREAD]
    errors += [(f, f"a {Path(f).suffix} file; save its text as a .txt file") for f in unread]
    errors += [
        (ascii(file)[1:-1], "its name is not in this system's encoding; rename it")
        for file in unwritable
    ]
    return _all_different(folder, sources), errors


REMEDY = (
    "write the date into the file name (2021-03-31_A02.txt), or write a table dates.csv with the "
    "columns file and published into the folder, or give dates={'A02.txt': '2021-03-31'}"
)


def _files(folder: Path) -> list[str]:
    """Paths of the visible files below ``folder``, links left out, in order of their names."""
    found = (path for path in folder.rglob("*") if path.is_file())
    names = (path.relative_to(folder) for path in found)
    visible = (name for name in names if not any(part.startswith(".") for part in name.parts))
    return sorted(name.as_posix() for name in visible if _inside(folder, name.as_posix()))


def _is_unicode(name: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _named_date(file: str) -> tuple[date, str]:
    path = PurePosixPath(file).with_suffix("")
    found = stated_date(path.name) or stated_date(path.as_posix())
    if not found:
        raise DateError("no date known")
    return found


def _dates(folder: Path, dates: Dates | None, texts: list[str]) -> dict[str, tuple[date, str]]:
    """Dates by file, from a mapping or a CSV file; each must be of a file that is there."""
    where, rows = _date_rows(folder, dates)
    known: dict[str, tuple[date, str]] = {}
    for place, file, published in rows:
        if file not in texts:
            raise CorpusError(f"{where}{place}: {file} is not a text file of {folder}")
        if file in known:
            raise CorpusError(f"{where}{place}: {file} stands there twice; keep one row")
        try:
            known[file] = _as_date(published)
        except DateError as error:
            raise CorpusError(
                f"{where}{place}: {published!r} for {file}: {error}; write 2021-03-31"
            ) from None
    return known


def _as_date(published: str | date) -> tuple[date, str]:
    if isinstance(published, date):
        return date(published.year, published.month, published.day), "day"
    found = stated_date(published)
    if not found:
        raise DateError("not a date")
    return found


def _date_rows(folder: Path, dates: Dates | None) -> tuple[str, list[tuple[str, str, str | date]]]:
    """Where the dates stand, and rows of place, file and date."""
    if isinstance(dates, Mapping):
        return "dates", [("", file, published) for file, published in dates.items()]
    path = Path(dates) if dates is not None else folder / "dates.csv"
    if dates is None and not path.is_file():
        return "", []
    reader = csv.DictReader(io.StringIO(_table_text(path), newline=""))
    try:
        rows = [(f", line {reader.line_num}", row) for row in reader]
    except csv.Error as error:  # a quotation mark that nobody closes makes one endless cell
        raise CorpusError(f"{path}, line {reader.line_num}: {error}; is a quote open?") from None
    missing = {"file", "published"} - set(reader.fieldnames or ())
    if missing:
        raise CorpusError(
            f"{path}: no column {' and '.join(sorted(missing))}; the first line must read "
            "file,published"
        )
    return str(path), [
        (place, (row["file"] or "").strip(), (row["published"] or "").strip())
        for place, row in rows
    ]


def _table_text(path: Path) -> str:
    """A table is too short to guess by; one that is not UTF-8 was most likely saved in GB 18030."""
    data = path.read_bytes() if path.is_file() else b""
    for codec in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(codec) if data else read_text(path).text
        except UnicodeDecodeError:
            continue
    return read_text(path).text

"""Write licences.md: the licence of every locked package, as its own metadata states it.

    .venv/bin/python .ci/licences.py

``make lock`` runs it.  A package that only other systems install keeps the row it has.
"""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLE = HERE / "licences.md"
LOCKS = ("requirements.lock", "requirements-build.lock", "tests/fuzz/requirements.lock")
HEAD = """\
# Licences

Every package that a lock file names, with the licence its metadata states. Written by `make lock`.

| package | version | licence |
|---|---|---|
"""
NOT_HERE = "not stated in its metadata, or installed by other systems only"


def main():
    TABLE.write_text(HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows()), encoding="utf-8")


def rows():
    """Name, version and licence of each locked package, in order of their names."""
    old = {tuple(row[:2]): row[2] for row in written()}
    return [(*key, licence(*key) or old.get(key, NOT_HERE)) for key in sorted(locked())]


def written():
    """The rows of the table as it stands."""
    lines = TABLE.read_text(encoding="utf-8").splitlines() if TABLE.exists() else []
    cells = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return cells[1:]


def locked():
    """Name and version of every package in the lock files."""
    texts = ((HERE.parent / name).read_text(encoding="utf-8") for name in LOCKS)
    return {found for text in texts for found in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.M)}


def licence(name, version):
    """What the installed package says of itself in one line; None where it is not installed."""
    try:
        facts = metadata(name)
    except PackageNotFoundError:
        return None
    if facts["Version"] != version:
        return None
    found = re.findall(
        r"License :: OSI Approved :: (.+)", "\n".join(facts.get_all("Classifier", []))
    )
    stated = (facts.get("License") or "").strip()
    short = stated if stated != "UNKNOWN" and len(stated) < 60 else ""
    return facts.get("License-Expression") or short or " / ".join(found) or None


if __name__ == "__main__":
    main()

"""Name the locked packages that their index has withdrawn ("yanked"), with the reason it gives.

    .venv/bin/python .ci/withdrawn.py [lock ...]

`.ci/run` calls it.  An index tells no more than that: known vulnerabilities are published by
services of their own.  Where the network is open, ask them with

    uvx pip-audit --require-hashes --disable-pip -r requirements.lock

That is no step of `.ci/run`: it needs services beside the index.  Of an index it asks more than
PEP 503 and PEP 691 do; from one that gives no more, it calls every package "not found" and ends as
if all were well.  The one database of advisories that comes as a package, safety-db, was last
released in July 2021.
"""

import os
import re
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SETUP = runpy.run_path(str(HERE / "setup.py"))
LOCKS = runpy.run_path(str(HERE / "licences.py"))["LOCKS"]


def main(names):
    found = [line for name in names or LOCKS for line in withdrawn(HERE.parent / name)]
    if found:
        sys.exit("\n".join([*found, "Choose others with: make lock ARGS=--upgrade"]))
    print("No locked package was withdrawn from its index.")


def withdrawn(lock):
    """What the index says of each package of ``lock`` that it has withdrawn, a line each."""
    ask = ["-m", "uv", "pip", "install", "--dry-run", "--no-deps", "--require-hashes"]
    with tempfile.TemporaryDirectory() as empty:  # or uv would ask only for what is not installed
        done = subprocess.run(
            [sys.executable, *ask, "--target", empty, "-r", lock],
            env=os.environ | SETUP["mirror"](),
            capture_output=True,
            text=True,
        )
    if done.returncode:
        sys.exit(done.stderr)
    return re.findall(r"^warning: (.+ is yanked.*)", done.stderr, re.MULTILINE)


if __name__ == "__main__":
    main(sys.argv[1:])

"""What comes from others: under which licence, and what it may do when it is loaded."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import runpy
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.conftest import ROOT

LICENCES = runpy.run_path(str(ROOT / ".ci/licences.py"))


# --- licences -----------------------------------------------------------------------------------

#: None of them asks anything of the code that only uses the package.
HARMLESS = "MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|Zlib|CC0|HPND"


def test_the_table_of_licences_is_current() -> None:
    assert LICENCES["written"]() == [list(row) for row in LICENCES["rows"]()]


def test_no_licence_binds_what_uses_the_package() -> None:
    rows = LICENCES["written"]()
    assert len(rows) > 100
    unknown = [name for name, _, licence in rows if licence.startswith("not stated")]
    assert len(unknown) <= 2, unknown
    stated = [row for row in rows if row[0] not in unknown]
    assert [row for row in stated if not re.search(HARMLESS, row[2])] == []
    # of docutils (behind the site only) the GPL is about a mode for Emacs in its source archive
    assert [row[0] for row in rows if re.search(r"\bA?GPL", row[2])] == ["docutils"]


# --- withdrawn ----------------------------------------------------------------------------------


def an_index(folder: Path, *, reason: str | None) -> str:
    """Address of an index on disk with one package, ``gone`` 1.0, withdrawn for that reason."""
    package = folder / "gone"
    package.mkdir(parents=True)
    wheel = package / "gone-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(
            "gone-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: gone\nVersion: 1.0\n"
        )
        archive.writestr("gone-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("gone-1.0.dist-info/RECORD", "")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    yanked = "" if reason is None else f' data-yanked="{reason}"'
    link = f'<a href="{wheel.name}#sha256={digest}"{yanked}>{wheel.name}</a>'
    (package / "index.html").write_text(link)
    (folder / "some.lock").write_text(f"gone==1.0 --hash=sha256:{digest}\n")
    return folder.as_uri()


@pytest.mark.parametrize(("reason", "code"), [(None, 0), ("opens every door", 1)])
def test_a_locked_package_that_was_withdrawn_is_named(
    reason: str | None, code: int, tmp_path: Path
) -> None:
    surroundings = {"UV_DEFAULT_INDEX": an_index(tmp_path, reason=reason)}
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "withdrawn.py", tmp_path / "some.lock"],
        env={"PATH": os.environ["PATH"], "UV_CACHE_DIR": str(tmp_path / "cache"), **surroundings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert ("`gone==1.0` is yanked" in done.stderr) == (reason is not None)
    assert str(reason) in done.stderr or reason is None


# --- loading ------------------------------------------------------------------------------------

WATCH = """
import importlib, json, sys
seen = []
FORBIDDEN = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork",
             "socket.connect", "socket.getaddrinfo", "urllib.Request", "http.client.connect",
             "pickle.find_class")
def hook(event, arguments):
    if event.startswith(FORBIDDEN):
        seen.append(f"{event} {arguments!r}"[:300])
sys.addaudithook(hook)
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(seen))
"""
#: Distribution to the module it is imported as, where the names differ.
MODULES = {"scikit-learn": "sklearn", "charset-normalizer": "charset_normalizer"}


def watched(*modules: str, code: str = WATCH, **environment: str) -> list[str]:
    """What the import of ``modules`` did that an import should not do."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *modules],
        env={"PATH": "", "MPLBACKEND": "Agg", **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_no_dependency_starts_a_program_or_calls_the_network_when_imported(tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [Requirement(text).name for text in project["dependencies"]]
    modules = [MODULES.get(name, name) for name in names]
    ours = [
        f"ningbo_lib.{path.relative_to(ROOT / 'ningbo_lib').with_suffix('')}".replace("/", ".")
        for path in sorted((ROOT / "ningbo_lib").rglob("[a-z]*.py"))
    ]
    assert len(ours) > 50
    found = watched(*modules, *ours, HOME=str(tmp_path), MPLCONFIGDIR=str(tmp_path))
    # matplotlib asks the system for its fonts, the first time
    assert [event for event in found if "fc-list" not in event] == []


def test_a_program_started_at_import_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("import subprocess\nsubprocess.run(['true'], check=False)\n")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n" + WATCH
    assert "subprocess.Popen" in watched("bad", code=code, PATH="/usr/bin:/bin")[0]


# --- what is loaded from files ------------------------------------------------------------------

RISKY_MODULES = {"pickle", "cPickle", "marshal", "shelve", "dill", "joblib", "cloudpickle", "yaml"}
RISKY_CALLS = {"eval", "exec", "__import__", "read_pickle", "to_pickle", "literal_eval", "system"}


def risks(source: str) -> Iterator[str]:
    """Where Python source could turn the bytes of a file into running code."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name.split(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [(node.module or "").split(".")[0]]
        yield from (name for name in names if name in RISKY_MODULES)
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in RISKY_CALLS:
                yield name
            yield from (k.arg for k in node.keywords if k.arg in {"allow_pickle", "shell"})


def sources() -> dict[str, str]:
    """All code that reads files: the library, what runs the notebooks, and their cells."""
    paths = [*(ROOT / "ningbo_lib").rglob("*.py"), *(ROOT / ".ci").glob("*.py")]
    paths += (ROOT / "notebooks").glob("*.py")
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths}
    for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        texts[path.name] = "\n".join(code)
    return texts


def test_nothing_turns_the_bytes_of_a_file_into_code() -> None:
    texts = sources()
    assert {"reading.py", "run.py", "setup.py"} < set(texts)
    assert {name: found for name, text in texts.items() if (found := list(risks(text)))} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from joblib import load",
        "import numpy as np\nnp.load('a.npy', allow_pickle=True)",
        "import pandas as pd\npd.read_pickle('a')",
        "eval('1')",
        "import subprocess\nsubprocess.run('x', shell=True)",
    ],
)
def test_each_way_is_noticed(source: str) -> None:
    assert list(risks(source))

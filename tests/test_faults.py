"""Machines that fail or are set up oddly: whole files, the same bytes, a plain error."""

from __future__ import annotations

import errno
import os
import runpy
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell

import ningbo_lib as nb
from tests.conftest import ROOT
from tests.test_notebooks import checkout, run_all


def python(
    code: str, *arguments: str, options: Sequence[str] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a Python of its own, in an environment of these variables alone."""
    return subprocess.run(
        [sys.executable, *options, "-c", code, *arguments],
        env={"PATH": os.environ["PATH"], **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


# --- writing ------------------------------------------------------------------------------------

FULL = """
import resource, sys
import pandas as pd
import ningbo_lib as nb
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
frame = pd.DataFrame({"text": [str(n) * 400 for n in range(1000)]})
try:
    nb.write_table(frame, sys.argv[1])
except OSError as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".tsv"])
def test_a_disk_that_is_full_in_the_middle_leaves_the_old_table(
    suffix: str, tmp_path: Path
) -> None:
    words = pd.DataFrame({"text": [f"港口{n}" for n in range(3)]})
    path = nb.write_table(words, tmp_path / f"table{suffix}")
    before = path.read_bytes()
    done = python(FULL, str(path))
    assert done.stdout.split() == ["OSError"], done.stderr
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_table_that_may_not_be_replaced_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = pd.DataFrame({"text": ["港口"]})
    path = nb.write_table(frame, tmp_path / "table.csv")
    before = path.read_bytes()

    def refused(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(PermissionError, match=r"table\.csv"):
        nb.write_table(frame.assign(n=1), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["table.csv"]


# --- surroundings -------------------------------------------------------------------------------

DIGEST = """
import hashlib, pathlib, sys, tempfile
import ningbo_lib as nb
out = pathlib.Path(sys.argv[1])
corpus = nb.read_corpus("data/raw")
terms = nb.read_terms("data/lexicon/terms.tsv")
tokens = nb.tokenize(corpus.paragraphs, nb.TokenizerSpec(terms=terms))
topics = nb.fit_topics(tokens, n_topics=3)
tables = {"articles": corpus.articles, "sentences": corpus.sentences, "repairs": corpus.repairs,
          "tokens": tokens, "figures": nb.figures_table(corpus.paragraphs),
          "keyness": nb.keyness(tokens, 2024, 2021), "counts": nb.count_terms(tokens),
          "topics": topics.table}
nb.export_tables(tables, out)
digest = hashlib.sha256()
for path in sorted(out.iterdir()):
    digest.update(path.name.encode() + path.read_bytes())
print(digest.hexdigest())
"""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
SURROUNDINGS = {
    "locale C, far east, one thread": (
        (),
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Pacific/Kiritimati"}
        | {"PYTHONHASHSEED": "1"}
        | dict.fromkeys(THREADS, "1"),
    ),
    "GBK, far west, optimised, eight threads": (
        ("-OO",),
        {"LC_ALL": "zh_CN.GBK", "PYTHONUTF8": "0", "TZ": "America/Adak", "PYTHONHASHSEED": "4711"}
        | dict.fromkeys(THREADS, "8"),
    ),
}


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with a Chinese locale that is not UTF-8; empty where the system cannot make one."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef"):
        command = ["localedef", "-i", "zh_CN", "-f", "GBK", folder / "zh_CN.GBK"]
        subprocess.run(command, capture_output=True, check=False)
    return str(folder)


def test_the_locale_is_what_it_is_called(locales: str) -> None:
    if not list(Path(locales).iterdir()):
        pytest.skip("localedef cannot make zh_CN.GBK here; the package locales has its sources")
    told = "import locale; print(locale.getpreferredencoding(False))"
    done = python(told, LC_ALL="zh_CN.GBK", LOCPATH=locales, PYTHONUTF8="0")
    assert done.stdout.strip() == "GBK"


def digest(out: Path, *, options: Sequence[str] = (), **environment: str) -> str:
    done = python(DIGEST, str(out), options=options, HOME=str(out.parent), **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> str:
    return digest(tmp_path_factory.mktemp("usual") / "out", LC_ALL="C.UTF-8")


@pytest.mark.parametrize(("options", "environment"), SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_the_same_bytes_wherever_it_runs(
    options: tuple[str, ...], environment: dict[str, str], usual: str, locales: str, tmp_path: Path
) -> None:
    found = digest(tmp_path / "out", options=options, LOCPATH=locales, **environment)
    assert found == usual


JIEBA = """
import sys
sys.modules["rjieba"] = None
import pandas as pd
import ningbo_lib as nb
from ningbo_lib.words import segmentation
assert segmentation.engine().__module__ == "jieba"
print(*nb.tokenize(pd.DataFrame({"text": ["港口的货物吞吐量增长7.25%"]}))["token"])
"""


def test_a_cache_planted_in_the_temporary_folder_is_not_read(tmp_path: Path) -> None:
    for name in ("jieba.cache", "jieba.u.cache"):
        (tmp_path / name).write_bytes(b"\xfb\x05\x00\x00\x00not marshalled by jieba")
    before = sorted(path.name for path in tmp_path.iterdir())
    done = python(JIEBA, options=("-W", "ignore"), TMPDIR=str(tmp_path), LC_ALL="C.UTF-8")
    assert done.stdout.split() == ["港口", "的", "货物", "吞吐量", "增长", "7.25%"], done.stderr
    assert "jieba" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before


# --- no network ---------------------------------------------------------------------------------

REACH = """
import socket
with socket.create_server(("127.0.0.1", 0)) as here:
    socket.create_connection(here.getsockname()).close()
try:
    socket.create_connection(("192.0.2.1", 80), timeout=5)  # an address kept for examples
except OSError as error:
    print(error.strerror)
"""


def test_notebooks_and_tests_run_where_no_network_is() -> None:
    """``.ci/run`` starts them with this; where it cannot, it says so and this test is left out."""
    command = [ROOT / ".ci" / "offline", sys.executable, "-c", REACH]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    if "was not cut off" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.stdout.strip() == "Network is unreachable"


# --- notebooks ----------------------------------------------------------------------------------

WAITS = """import os, pathlib, time
pathlib.Path("../begun.part").write_text(str(os.getpid()))
os.rename("../begun.part", "../begun")
time.sleep(600)"""


def alive(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_ended_leaves_all_whole_and_the_next_run_works(
    how: signal.Signals, tmp_path: Path
) -> None:
    path = checkout(tmp_path, last=WAITS)
    before, begun = path.read_bytes(), tmp_path / "begun"
    command = [sys.executable, tmp_path / "notebooks" / "run.py"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        while not begun.exists():
            assert running.poll() is None
            time.sleep(0.1)
        running.send_signal(how)
        said = running.communicate(timeout=60)[1]
    assert running.returncode != 0
    assert how == signal.SIGKILL or b"01_scratch was left as it was: interrupted\n" in said
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name, "page.html", "run.py"]
    deadline = time.monotonic() + 30
    while alive(int(begun.read_text())):  # the kernel looks for its parent every second
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert drafts_after_a_run(tmp_path, killed=running.pid) == [f".table.csv.{os.getpid()}.part"]


def drafts_after_a_run(folder: Path, *, killed: int) -> list[str]:
    """Which half-written tables a run that goes well leaves: those of processes still there."""
    derived = folder / "data" / "derived"
    derived.mkdir(parents=True)
    for process in (killed, os.getpid()):
        (derived / f".table.csv.{process}.part").touch()
    path = folder / "notebooks" / "01_scratch.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1] = new_code_cell("print('all is well')", id="last")
    nbformat.write(notebook, path)
    done = run_all(folder)
    assert done.returncode == 0, done.stderr
    assert "all is well" in path.read_text(encoding="utf-8")
    return [draft.name for draft in derived.iterdir()]


SETTERS_UP = {"run.py": "notebooks/run.py", "setup.py": ".ci/setup.py"}


@pytest.mark.parametrize("script", SETTERS_UP.values(), ids=SETTERS_UP)
def test_a_checkout_that_may_only_be_read_is_one_clear_message(
    script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = runpy.run_path(str(ROOT / script))

    def refused(self: Path, **options: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    monkeypatch.setattr(Path, "mkdir", refused)
    arguments = [[]] if script.endswith("run.py") else []
    with pytest.raises(SystemExit, match=r"build: Read-only file system[\s\S]*opy the project"):
        loaded["main"](*arguments)

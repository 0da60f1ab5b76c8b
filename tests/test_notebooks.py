"""The notebooks as committed: a question, one imports cell, parameters, run 1..n, no noise.

That they are also what a fresh run gives is checked by ``.ci/run``, which runs them.
"""

from __future__ import annotations

import ast
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "notebooks"
PATHS = sorted(FOLDER.glob("*.ipynb"))
FIRST_FOUR = [
    "01_parse_and_clean",
    "02_term_frequency",
    "03_figure_extraction",
    "04_topic_comparison",
]
MOST_LINES = 110  # of code in a notebook; comments and blank lines do not count
IMPORTS = (ast.Import, ast.ImportFrom)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# Addresses of objects change from run to run, folders from machine to machine.
UNSTABLE = re.compile(r"\bat 0x[0-9a-f]{6,}|(?<![\w.])/(?:home|root|Users|tmp|work|usr|opt)/\w")


def faults(notebook: NotebookNode) -> list[str]:
    """Every way in which a notebook is not as the project wants it, in words."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [
        *faults_of_opening(notebook),
        *faults_of_code(code),
        *faults_of_length(code),
        *faults_of_outputs(code),
        *faults_of_form(notebook),
    ]


def faults_of_opening(notebook: NotebookNode) -> Iterator[str]:
    first = notebook.cells[0]
    if first.cell_type != "markdown" or not first.source.startswith("# "):
        yield "the first cell is not a title"
    if "?" not in first.source:
        yield "the first cell asks no question"
    others = [cell.source for cell in notebook.cells[1:] if cell.cell_type == "markdown"]
    if any(re.search(r"^# ", source, re.MULTILINE) for source in others):
        yield "there is a second title"


def faults_of_code(code: list[NotebookNode]) -> Iterator[str]:
    for cell in code:
        if re.search(r"^\s*[!%]", cell.source, re.MULTILINE):
            yield f"a shell or magic line: {cell.source}"
    trees = [ast.parse(re.sub(r"^\s*[!%].*", "", c.source, flags=re.MULTILINE)) for c in code]
    importing = [tree for tree in trees if any(isinstance(n, IMPORTS) for n in ast.walk(tree))]
    if len(importing) != 1:
        yield f"{len(importing)} cells import something, not one"
    if any(isinstance(node, DEFINITIONS) for tree in trees for node in ast.walk(tree)):
        yield "a function or a class is defined; it belongs in the library"
    tagged = [cell for cell in code if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        yield f"{len(tagged)} cells are tagged 'parameters', not one"


def faults_of_length(code: list[NotebookNode]) -> Iterator[str]:
    lines = [line.strip() for cell in code for line in cell.source.splitlines()]
    written = [line for line in lines if line and not line.startswith("#")]
    if len(written) > MOST_LINES:
        yield f"{len(written)} lines of code; what is logic belongs in the library"


def faults_of_outputs(code: list[NotebookNode]) -> Iterator[str]:
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        yield "not executed 1..n in order"
    for cell in code:
        for output in cell.outputs:
            text = readable(output)
            if output.output_type == "error" or output.get("name") == "stderr":
                yield f"cell {cell.execution_count} failed or warned: {text[:80]}"
            if found := UNSTABLE.search(text):
                yield f"cell {cell.execution_count} shows {found[0]!r}, which will change"


def readable(output: NotebookNode) -> str:
    data = output.get("data", {})
    shown = [str(value) for kind, value in data.items() if not kind.startswith("image/")]
    return "\n".join([str(output.get("text", "")), *output.get("traceback", []), *shown])


def faults_of_form(notebook: NotebookNode) -> Iterator[str]:
    kept = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    kept["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    if notebook.metadata != kept:
        yield "metadata of one editor or one Python version; run: make notebooks"
    if any(set(cell.metadata) - {"tags"} for cell in notebook.cells):
        yield "cell metadata other than tags; run: make notebooks"
    if any(not cell.source.strip() for cell in notebook.cells):
        yield "an empty cell"


def links(notebook: NotebookNode) -> list[str]:
    """Targets of the links in the prose that lead to files."""
    prose = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    targets = re.findall(r"\]\(([^)\s]+)\)", prose)
    return [t.partition("#")[0] for t in targets if not re.match(r"[a-z]+:|#", t)]


def test_the_four_notebooks_are_there_and_numbered_without_a_gap() -> None:
    names = [path.stem for path in PATHS]
    assert names[:4] == FIRST_FOUR
    assert [name[:2] for name in names] == [f"{n:02d}" for n in range(1, len(names) + 1)]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_is_as_it_should_be(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert faults(notebook) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_links_lead_somewhere(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert [target for target in links(notebook) if not (FOLDER / target).exists()] == []


@pytest.mark.parametrize(("path", "following"), list(pairwise(PATHS)))
def test_each_leads_to_the_next(path: Path, following: Path) -> None:
    last = nbformat.read(path, as_version=4).cells[-1]
    assert following.name in links(new_notebook(cells=[last]))


# --- the checks notice what they are for ---------------------------------------------------------


def a_good_notebook() -> NotebookNode:
    cells = [
        new_markdown_cell("# Title\n\nWhat is asked?"),
        new_code_cell("import math", execution_count=1),
        new_code_cell("n = 2", execution_count=2, metadata={"tags": ["parameters"]}),
        new_code_cell(
            "print(math.sqrt(n))",
            execution_count=3,
            outputs=[new_output("stream", name="stdout", text="1.41\n")],
        ),
    ]
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "pygments_lexer": "ipython3"},
    }
    return new_notebook(cells=cells, metadata=metadata)


def stream(name: str, text: str) -> NotebookNode:
    return new_output("stream", name=name, text=text)


BREAKS = {
    "no title": (0, {"source": "Title?"}, "not a title"),
    "no question": (0, {"source": "# Title"}, "no question"),
    "a shell line": (3, {"source": "!ls"}, "shell or magic"),
    "a magic line": (3, {"source": "%matplotlib inline"}, "shell or magic"),
    "late import": (3, {"source": "import os"}, "2 cells import"),
    "no imports": (1, {"source": "1"}, "0 cells import"),
    "a function": (3, {"source": "def f():\n    return 1"}, "is defined"),
    "no parameters": (2, {"metadata": {}}, "0 cells are tagged"),
    "too long": (3, {"source": "n += 1\n" * MOST_LINES}, "lines of code"),
    "out of order": (3, {"execution_count": 5}, "not executed 1..n"),
    "not run": (3, {"execution_count": None}, "not executed 1..n"),
    "a warning": (3, {"outputs": [stream("stderr", "UserWarning: x")]}, "failed or warned"),
    "an error": (3, {"outputs": [new_output("error", ename="E", evalue="", traceback=[])]}, "fail"),
    "an address": (3, {"outputs": [stream("stdout", "<A at 0x7f00aa11>")]}, "will change"),
    "a folder": (3, {"outputs": [stream("stdout", f"/{'home'}/ann/x")]}, "will change"),
    "timings": (3, {"metadata": {"execution": {}}}, "cell metadata"),
    "empty": (3, {"source": "  "}, "an empty cell"),
}


def test_a_good_notebook_has_no_faults() -> None:
    assert faults(a_good_notebook()) == []


@pytest.mark.parametrize(("cell", "change", "expected"), BREAKS.values(), ids=BREAKS)
def test_a_fault_is_noticed(cell: int, change: dict, expected: str) -> None:
    notebook = a_good_notebook()
    notebook.cells[cell].update(nbformat.from_dict(change))
    found = faults(notebook)
    assert any(expected in fault for fault in found), found


# --- the runner ----------------------------------------------------------------------------------

SCRATCH = [
    new_markdown_cell("# 试验 <b>\n\nWhat is *asked*? See [next](02_more.ipynb#end).", id="m1"),
    new_code_cell("import os\nimport sys\n\nimport matplotlib.pyplot as plt", id="c1"),
    new_code_cell("n = 3", id="c2", metadata={"tags": ["parameters"], "ExecuteTime": "now"}),
    new_code_cell("print('甬江', end='', flush=True)\nprint(n, hash('宁波'))", id="c3"),
    new_code_cell("plt.rcParams['figure.dpi'] = 40\nplt.plot(range(n));", id="c4"),
]


def checkout(folder: Path, *, last: str = "") -> Path:
    """A folder laid out like the project, with the runner and one notebook not yet run."""
    (folder / "notebooks").mkdir(parents=True)
    for name in ("run.py", "page.html"):
        shutil.copy(FOLDER / name, folder / "notebooks")
    cells = SCRATCH if not last else [*SCRATCH[:1], new_code_cell(last, id="last")]
    path = folder / "notebooks" / "01_scratch.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"widgets": {}}), path)
    return path


def run_all(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, folder / "notebooks" / "run.py"],
        capture_output=True,
        text=True,
        env=os.environ | settings,
        timeout=120,
        check=False,
    )


def settings_of_a_strange_user(home: Path) -> dict[str, str]:
    """Settings which would change or break every notebook if they reached one."""
    kernel = home / "kernels" / "python3"
    kernel.mkdir(parents=True)
    broken = {"argv": ["false"], "display_name": "x", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(broken))
    startup = home / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("import sys; print('hello', file=sys.stderr)")
    (home / "matplotlibrc").write_text("figure.facecolor: red\n")
    names = ["HOME", "IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_PATH", "MPLCONFIGDIR"]
    others = {"MPLBACKEND": "svg", "LC_ALL": "C", "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}
    return dict.fromkeys(names, str(home)) | others


def test_runs_give_the_same_bytes_whoever_runs_them_and_wherever(tmp_path: Path) -> None:
    here = checkout(tmp_path / "a")
    there = checkout(tmp_path / ("deep" * 25))  # an absolute path is too long for Unix sockets
    assert run_all(tmp_path / "a").returncode == 0
    done = run_all(there.parents[1], **settings_of_a_strange_user(tmp_path / "home"))
    assert done.returncode == 0, done.stderr
    assert here.read_bytes() == there.read_bytes()
    assert "01_scratch" in done.stdout
    assert "cell   5 of 5" in done.stdout
    assert faults(nbformat.read(here, as_version=4)) == []
    assert sorted(path.name for path in here.parent.iterdir()) == [here.name, "page.html", "run.py"]
    page, front = (
        (tmp_path / "a" / "build" / "html" / name).read_text("utf-8")
        for name in ("01_scratch.html", "index.html")
    )
    assert '<a href="02_more.html#end">next</a>' in page
    assert "data:image/png;base64," in page
    assert not re.search(r"https?://|<script", page + front)
    assert '<a href="01_scratch.html">试验 &lt;b&gt;</a><p>What is <em>asked</em>?' in front


def test_where_sockets_cannot_be_made_is_known_beforehand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    can_be_a_socket = runpy.run_path(str(FOLDER / "run.py"))["can_be_a_socket"]
    assert not can_be_a_socket(str(tmp_path / ("deep" * 25)))
    assert not can_be_a_socket(str(tmp_path / "missing" / "socket"))
    assert can_be_a_socket("socket")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import sys; print('odd', file=sys.stderr)", "cell 2 wrote to stderr:\nodd"),
        ("import warnings; warnings.warn('odd')", "UserWarning: odd"),
        ("import os; os.kill(os.getpid(), 9)", "Kernel died"),
    ],
)
def test_a_notebook_that_fails_is_left_as_it_was(tmp_path: Path, last: str, reason: str) -> None:
    path = checkout(tmp_path, last=last)
    before = path.read_bytes()
    done = run_all(tmp_path)
    assert done.returncode == 1
    assert "01_scratch was left as it was" in done.stderr
    assert reason in done.stderr
    assert "Traceback (most recent call last):\n  File" not in done.stderr
    assert path.read_bytes() == before
    assert len(list(path.parent.iterdir())) == 3

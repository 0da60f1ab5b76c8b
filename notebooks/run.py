"""Execute the notebooks in place, and write HTML copies with an index to build/html.

    python notebooks/run.py [notebook.ipynb ...]

The same sources give the same bytes: times are not recorded, the kernel sees no settings of the
user, and metadata that differs between machines or Python versions is left out.  A notebook is
replaced only after all of it has run without an error and without a word on stderr.
"""

from __future__ import annotations

import errno
import fcntl
import html
import os
import re
import shutil
import socket
import string
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import nbformat
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert import HTMLExporter
from nbconvert.filters import markdown2html
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = ROOT / "build"
PAGES = BUILD / "html"
SCRATCH = BUILD / "run"
CELL_SECONDS = 900

#: Whatever a user set for these programs must not reach the notebooks.
FOREIGN = ("PYTHON", "IPYTHON", "JUPYTER", "MPL", "MATPLOTLIB", "LC_", "LANG", "TQDM", "NBCONVERT")
#: What a disk says that takes nothing more; every file written so far is whole.
UNWRITABLE = (errno.EACCES, errno.EDQUOT, errno.ENOSPC, errno.EPERM, errno.EROFS)
REMEDY = "Make room there, or copy the project to a folder that you may write to."
THREADS = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB")


def main(names: list[str]) -> None:
    """Run the named notebooks, or all numbered ones, and write their pages."""
    paths = [Path(name).resolve() for name in names] or sorted(HERE.glob("[0-9]*.ipynb"))
    started = time.perf_counter()
    try:
        with only_one(), private_settings():
            remove_drafts()
            done = {path: run(path) for path in paths}
            write_pages(done)
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        sys.exit(f"{error.filename or ROOT}: {error.strerror}. {REMEDY}")
    print(f"{len(done)} notebooks in {time.perf_counter() - started:.0f} s.")
    print(f"Read them here:  {PAGES / 'index.html'}")


@contextmanager
def only_one() -> Iterator[None]:
    """Two runs in one checkout would write the same files: the second one waits."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "notebooks.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another run is busy in this checkout; waiting for it ...", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def remove_drafts() -> None:
    """Delete what a killed run left half written; a process that is still there keeps its own."""
    for folder in (ROOT / "data" / "derived", HERE / "pictures"):
        for draft in folder.glob(".*.[0-9]*.part"):
            try:
                os.kill(int(draft.suffixes[-2][1:]), 0)
            except ProcessLookupError:
                draft.unlink(missing_ok=True)
            except PermissionError:  # someone else's process
                continue


@contextmanager
def private_settings() -> Iterator[None]:
    """An environment that is the same for everyone, with folders of its own under build/."""
    shutil.rmtree(SCRATCH, ignore_errors=True)
    SCRATCH.mkdir()
    for name in [name for name in os.environ if name.startswith(FOREIGN)]:
        del os.environ[name]
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "TMPDIR"):
        os.environ[name] = str(SCRATCH / name.lower())
        Path(os.environ[name]).mkdir()
    # Without a salt of our own matplotlib draws the identifiers inside an SVG at random.
    (SCRATCH / "matplotlibrc").write_text("svg.hashsalt: ningbo_lib\n")
    os.environ |= {f"{library}_NUM_THREADS": "1" for library in THREADS}
    os.environ |= {
        "COLUMNS": "80",
        "JUPYTER_RUNTIME_DIR": str(SCRATCH),
        "LC_ALL": "C.UTF-8",
        "MATPLOTLIBRC": str(SCRATCH / "matplotlibrc"),
        "MPLCONFIGDIR": str(BUILD / "matplotlib"),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": "0",
        "TQDM_DISABLE": "1",
        "TZ": "UTC",
    }
    tempfile.tempdir = None  # forget the folder it looked up before
    try:
        yield
    finally:
        shutil.rmtree(SCRATCH, ignore_errors=True)


# --- executing ---------------------------------------------------------------------------------


def run(path: Path) -> NotebookNode:
    """Execute one notebook from top to bottom and, if all went well, replace its file."""
    notebook = nbformat.read(path, as_version=4)
    os.chdir(path.parent)  # where the kernel starts too: one short path names its sockets to both
    progress = Progress(path.stem, len(notebook.cells))
    client = NotebookClient(
        notebook,
        km=kernel(),
        timeout=CELL_SECONDS,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=lambda cell, cell_index: progress.show(cell_index + 1),
    )
    try:
        client.execute(cleanup_kc=True)
    except (CellExecutionError, DeadKernelError, TimeoutError) as error:
        progress.fail(str(error))
    except AssertionError:  # how nbclient ends when a signal has made it drop the kernel
        progress.fail("interrupted")
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", ()):
            if output.output_type == "stream" and output.name == "stderr":
                progress.fail(f"cell {number} wrote to stderr:\n{output.text}")
    tidy(notebook)
    replace(path, nbformat.writes(notebook) + "\n")
    progress.end()
    return notebook


def kernel() -> AsyncKernelManager:
    """A kernel of the Python that runs this, whatever others are installed on the machine."""
    address = os.path.relpath(SCRATCH / "socket")
    return AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        connection_file=str(SCRATCH / "kernel.json"),
        **({"transport": "ipc", "ip": address} if can_be_a_socket(address) else {}),
    )


def can_be_a_socket(address: str) -> bool:
    """Whether a Unix socket can be made there: the path may be too long, the disk unfit."""
    probe = Path(f"{address}-0")
    try:
        with socket.socket(socket.AF_UNIX) as end:
            end.bind(str(probe))
    except (OSError, AttributeError):
        return False
    finally:
        probe.unlink(missing_ok=True)
    return True


def tidy(notebook: NotebookNode) -> None:
    """Leave out what differs between machines, versions of Python and editors."""
    notebook.nbformat_minor = 5
    notebook.metadata = NotebookNode(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python", "pygments_lexer": "ipython3"},
    )
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = cell.get("id") or f"cell-{number}"
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k == "tags"})
    nbformat.validate(notebook)


def replace(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` whole or not at all; leave an equal file alone."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


class Progress:
    """One line for each notebook; in a terminal it counts the cells while they run."""

    def __init__(self, name: str, cells: int) -> None:
        self.name, self.cells, self.started = name, cells, time.perf_counter()

    def line(self, cell: int) -> str:
        seconds = time.perf_counter() - self.started
        return f"{self.name:<28} cell {cell:>3} of {self.cells:<3} {seconds:5.1f} s"

    def show(self, cell: int) -> None:
        if sys.stdout.isatty():
            print(f"\r{self.line(cell)}", end="", flush=True)

    def end(self) -> None:
        print(("\r" if sys.stdout.isatty() else "") + self.line(self.cells), flush=True)

    def fail(self, reason: str) -> None:
        plain = re.sub(r"\x1b\[[0-9;]*m", "", reason)
        sys.exit(f"\n{self.name} was left as it was: {plain}")


# --- pages -------------------------------------------------------------------------------------


def write_pages(done: dict[Path, NotebookNode]) -> None:
    """One page a notebook, and an index that leads to them and to the tables they wrote."""
    shutil.rmtree(PAGES, ignore_errors=True)
    PAGES.mkdir(parents=True)
    exporter = HTMLExporter(
        template_name="basic", exclude_input_prompt=True, exclude_output_prompt=True
    )
    for path, notebook in done.items():
        body, _ = exporter.from_notebook_node(notebook)
        write_page(path.stem, opening(notebook)[0], mend_links(body))
    tables = sorted((ROOT / "data" / "derived").glob("*.csv"))
    write_page("index", "ningbo_lib", index(done, tables))


def write_page(stem: str, title: str, body: str) -> None:
    """Put ``body`` into the page frame, with the colours of the code for light and dark."""
    frame = string.Template((HERE / "page.html").read_text(encoding="utf-8"))
    text = frame.substitute(
        title=html.escape(title),
        body=body,
        font=chinese_font(title + body),
        light=HtmlFormatter(style="default").get_style_defs(".highlight"),
        dark=HtmlFormatter(style="github-dark").get_style_defs(".highlight"),
    )
    replace(PAGES / f"{stem}.html", text)


def mend_links(body: str) -> str:
    """Links among notebooks lead to pages; links into the checkout start one folder lower."""
    body = re.sub(r'href="([\w-]+)\.ipynb(#[^"]*)?"', r'href="\1.html\2"', body)
    return re.sub(r'(href|src)="\.\./', r'\1="../../', body)


def index(done: dict[Path, NotebookNode], tables: list[Path]) -> str:
    """The body of the index page."""
    entries = []
    for path, notebook in done.items():
        title, question = opening(notebook)
        link = f'<a href="{path.stem}.html">{html.escape(title)}</a>'
        entries.append(f"<li>{link}{markdown2html(question)}</li>")
    names = [table.name for table in tables]
    files = [f'<li><a href="../../data/derived/{name}">{name}</a></li>' for name in names]
    return "\n".join(
        ["<h1>Notebooks</h1>", '<ol class="index">', *entries, "</ol>"]
        + (["<h2>Tables they wrote</h2>", "<ul>", *files, "</ul>"] if files else [])
    )


def opening(notebook: NotebookNode) -> tuple[str, str]:
    """Title of a notebook and the paragraph below it, which puts the question."""
    text = notebook.cells[0].source if notebook.cells else ""
    found = re.match(r"#\s+(.+)\s*((?:.+\n?)*)", text)
    return (found[1].strip(), found[2].strip()) if found else ("Untitled", "")


def chinese_font(text: str) -> str:
    """The packaged font cut down to the Chinese of ``text``, for systems without such a font."""
    package = find_spec("zhplot")
    assert package and package.origin, "zhplot is not installed"
    path = Path(package.origin).with_name("fonts") / "NotoSansSC-Regular.ttf"
    font = TTFont(path, recalcTimestamp=False)
    reduce = Subsetter(Options(layout_features=[], hinting=False))
    reduce.populate(text="".join(character for character in text if character >= "\u2e80"))
    reduce.subset(font)
    font.flavor = "woff"
    packed = BytesIO()
    font.save(packed)
    return f"data:font/woff;base64,{b64encode(packed.getvalue()).decode()}"


if __name__ == "__main__":
    main(sys.argv[1:])

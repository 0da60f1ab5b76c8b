"""Each notebook in a real JupyterLab in a real browser: opened, Run All, saved, read again.

Run by ``make test-lab``.  Judged is the file that JupyterLab saved, not what the page shows: its
status bar says "idle" also while there is no kernel yet.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.reader import NotJSONError
from playwright.sync_api import Browser, Page

from tests.in_browser import Watched, chromium
from tests.lab_server import ROOT, Lab, jupyterlab
from tests.test_notebooks import PATHS, faults_of_outputs

pytestmark = pytest.mark.lab

RUN_SECONDS = 600
SCREENSHOTS = ROOT / "build" / "lab"
WINDOW = {"width": 1280, "height": 900}
DRAWS = re.compile(r"\bplot_\w+\(")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with jupyterlab(tmp_path_factory.mktemp("lab")) as running:
        yield running


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("browser")) as running:
        yield running


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_runs_in_jupyterlab(path: Path, lab: Lab, browser: Browser) -> None:
    name = f"notebooks/{path.name}"
    with browser.new_page(viewport=WINDOW) as page:
        watched = Watched(page)
        open_notebook(page, lab, name)
        run_all(page)
        saved = when_done(page, lab, name)
        look(page, lab, name)
    assert complaints(saved) == []
    assert (watched.errors, watched.outside) == ([], [])


def open_notebook(page: Page, lab: Lab, name: str) -> None:
    page.goto(lab.page(name))
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for(timeout=120_000)
    wait_for(lambda: lab.kernel_state(name) == "idle", "the kernel did not start")


def run_all(page: Page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def when_done(page: Page, lab: Lab, name: str) -> NotebookNode:
    """The notebook as saved from the page, after its last cell or its first error."""
    saved = []

    def finished() -> bool:
        if lab.kernel_state(name) != "idle":
            return False
        saved[:] = [save(page, lab.folder / name)]
        code = [cell for cell in saved[0].cells if cell.cell_type == "code"]
        failed = any(o.output_type == "error" for cell in code for o in cell.outputs)
        return failed or all(cell.execution_count for cell in code)

    wait_for(finished, "the notebook did not come to its end", seconds=RUN_SECONDS)
    return saved[0]


def save(page: Page, file: Path) -> NotebookNode:
    """Save as a user does, and read the file when it is there whole."""
    before = file.stat().st_mtime_ns
    found = []

    def written() -> bool:
        if file.stat().st_mtime_ns != before:
            with suppress(NotJSONError):
                found.append(nbformat.read(file, as_version=4))
        return bool(found)

    page.keyboard.press("Control+s")
    wait_for(written, "JupyterLab did not save", seconds=30)
    return found[0]


def wait_for(done: Callable[[], bool], complaint: str, *, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, complaint
        time.sleep(0.5)


def complaints(notebook: NotebookNode) -> list[str]:
    """What a reader of the saved notebook would miss or wonder at."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    bare = [c for c in code if DRAWS.search(c.source) and not any(map(is_picture, c.outputs))]
    return [
        *faults_of_outputs(code),
        *(f"cell {cell.execution_count} draws, but there is no picture" for cell in bare),
    ]


def is_picture(output: NotebookNode) -> bool:
    return "image/png" in output.get("data", {})


def look(page: Page, lab: Lab, name: str) -> None:
    """Photograph the saved notebook, opened again, in the light and in the dark theme."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for theme in ("Light", "Dark"):
        page.set_viewport_size(WINDOW)
        lab.set("@jupyterlab/apputils-extension:themes", theme=f"JupyterLab {theme}")
        page.goto(lab.page(name))
        page.locator(f"body[data-jp-theme-name='JupyterLab {theme}']").wait_for(state="attached")
        page.locator(".jp-OutputArea-output").last.wait_for(state="attached")
        height = page.locator(".jp-WindowedPanel-outer").first.evaluate("e => e.scrollHeight")
        page.set_viewport_size(WINDOW | {"height": min(int(height) + 120, 16_000)})
        page.screenshot(path=SCREENSHOTS / f"{Path(name).stem}_{theme.lower()}.png")

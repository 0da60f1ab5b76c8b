"""Newspaper texts with code in them, through a notebook to a page and to the site: none of it runs.

``test_display_browser.py`` tries each display by itself; here all of them go the whole way.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page

from tests.conftest import ROOT
from tests.in_browser import Watched, chromium
from tests.test_display_browser import ATTACK
from tests.test_notebooks import FOLDER
from tests.test_notebooks import run_all as run_notebooks
from tests.test_own_texts import ARTICLE, NOTEBOOK

pytestmark = pytest.mark.lab

#: Name of a file: it cannot hold a slash, and it ends the code span that a name is shown in.
IN_A_NAME = """` <img src=x onerror='window.ran=5'> [a](javascript:window.ran=6) $x$ <b>`"""
#: What only an attack brings into a page of ours, its own scripts and links aside.
PLANTED = "[onerror], [onload], [src=x], a[href^='javascript:'], article script, main script"
SITE = "# Site\n\n```{toctree}\n05_your_own_texts\n```\n"


def hostile_texts(folder: Path) -> Path:
    """Two pages of each of two years with an attack in every part of an article."""
    folder.mkdir()
    for number, day in enumerate(("2018-05-01", "2018-06-02", "2022-05-01", "2022-06-02")):
        text = ARTICLE.format(
            head=f"雾岭茶园{number}号地块{ATTACK}开采", name="苏禾", rate=f"增长{number + 2}.5%"
        )
        text += f"　　茶园{ATTACK}茶园产值8600元。\n\n图为{ATTACK}雾岭茶园。（王强{ATTACK} 摄）\n"
        (folder / f"{day} {IN_A_NAME}.txt").write_text(text, encoding="utf-8")
    (folder / f"2022-07-03 {IN_A_NAME}.txt").write_bytes(bytes(range(256)) * 9)  # left out, named
    return folder


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The notebook that is there for texts of one's own, run on them: its page, and the site's."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "notebooks").mkdir()
    for name in ("run.py", "page.html"):
        shutil.copy(FOLDER / name, folder / "notebooks")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    (tagged,) = (cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    values = {"corpus_dir": f"{hostile_texts(folder / 'texts')}", "out_dir": f"{folder / 'out'}"}
    values |= {"themes_file": f"{ROOT / 'data/lexicon/themes_general.tsv'}"}
    lines = [f"{name} = {value!r}" for name, value in values.items()]
    tagged.source = "\n".join([*lines, "compare = None", "terms = ['茶园', '雾岭']"])
    nbformat.write(notebook, folder / "notebooks" / NOTEBOOK.name)
    done = run_notebooks(folder)
    assert done.returncode == 0, done.stderr
    sources = folder / "sources"
    (sources / "static").mkdir(parents=True)
    (sources / "static" / "style.css").touch()
    (sources / "index.md").write_text(SITE, encoding="utf-8")
    shutil.copy(folder / "notebooks" / NOTEBOOK.name, sources)
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", "-c", FOLDER / "site"]
    subprocess.run([*command, sources, folder / "site"], check=True, capture_output=True)
    name = f"{NOTEBOOK.stem}.html"
    return {"page": folder / "build" / "html" / name, "site": folder / "site" / name}


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with chromium(tmp_path_factory.mktemp("browser")) as browser:
        yield browser.new_page()


@pytest.mark.parametrize("name", ["page", "site"])
def test_nothing_in_a_text_or_its_name_runs(name: str, pages: dict[str, Path], tab: Page) -> None:
    watched = Watched(tab)
    tab.goto(pages[name].as_uri())
    tab.wait_for_timeout(300)
    assert "window.ran=2" in tab.inner_text("body")
    assert "window.ran=5" in tab.inner_text("body")
    assert tab.evaluate("window.ran") is None
    assert tab.locator(PLANTED).count() == 0
    assert (watched.errors, watched.outside) == ([], [])

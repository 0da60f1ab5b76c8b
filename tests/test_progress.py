"""Bars are seen in terminals and notebooks when work is long, and nowhere else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]
LONG = (
    "import time\n"
    "from ningbo_lib import progress\n"
    "progress.DELAY = 0.1\n"
    "for i in progress.watched(range(6), 'reading pages'): time.sleep(0.2)\n"
    "print('done')\n"
)
SHORT = LONG.replace("progress.DELAY = 0.1\n", "").replace("sleep(0.2)", "sleep(0)")


def environment(**more: str) -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("TQDM")} | more


def in_terminal(code: str, **more: str) -> str:
    """Everything that a person at a terminal would have seen."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(**more), stdout=theirs,
        stderr=theirs,
    ) as process:  # fmt: skip
        os.close(theirs)
        seen = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # how Linux says that the other end is closed
                break
            if not part:
                break
            seen += part
    os.close(ours)
    assert process.returncode == 0, seen
    return seen.decode()


def test_a_terminal_sees_a_bar_of_long_work_which_then_goes() -> None:
    seen = in_terminal(LONG)
    assert "reading pages" in seen and "/6" in seen
    assert seen.rstrip().rpartition("\r")[2].strip() == "done"


@pytest.mark.parametrize(("code", "more"), [(SHORT, {}), (LONG, {"TQDM_DISABLE": "1"})])
def test_short_or_unwanted_bars_are_not_seen(code: str, more: dict[str, str]) -> None:
    assert in_terminal(code, **more).strip() == "done"


def test_a_pipe_sees_nothing_and_loads_nothing() -> None:
    code = LONG + "import sys; assert 'tqdm' not in sys.modules\n"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"done\n", b"")


WIDGET = "application/vnd.jupyter.widget-view+json"


class Recorder(NotebookClient):
    """Notes what a cell shows while it runs."""

    def output(self, outs: Any, msg: Any, display_id: Any, cell_index: int) -> Any:
        seen = self.__dict__.setdefault("seen", [])
        seen += msg["content"].get("data", {})
        return super().output(outs, msg, display_id, cell_index)


def outputs(code: str, monkeypatch: pytest.MonkeyPatch, **more: str) -> tuple[list[Any], list[str]]:
    """What is left in the saved notebook, and the kinds of data shown on the way."""
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    for name, value in more.items():
        monkeypatch.setenv(name, value)
    notebook = new_notebook(cells=[new_code_cell(code)])
    client = Recorder(notebook, resources={"metadata": {"path": str(ROOT)}}, allow_errors=True)
    client.execute()
    left = [o.get("text") or o.get("evalue") or o["data"] for o in notebook.cells[0].outputs]
    return left, client.__dict__.get("seen", [])


@pytest.mark.parametrize(("code", "more"), [(SHORT, {}), (LONG, {"TQDM_DISABLE": "1"})])
def test_short_or_unwanted_work_shows_nothing_in_a_notebook(
    code: str, more: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert outputs(code, monkeypatch, **more) == (["done\n"], [])


BROKEN = LONG.replace("sleep(0.2)", "sleep(0.2); assert i < 3, 'stopped'")


@pytest.mark.parametrize(
    ("code", "left"),
    [
        (LONG, [{"text/plain": "reading pages: 6 of 6"}, "done\n"]),
        (BROKEN, [{"text/plain": "reading pages: 3 of 6"}, "stopped"]),
    ],
)
def test_a_widget_of_long_work_is_text_in_the_saved_notebook(
    code: str, left: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A closed widget would stand there as "Loading widget…" for good."""
    saved, shown = outputs(code, monkeypatch)
    assert saved == left
    assert WIDGET in shown

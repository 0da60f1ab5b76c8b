"""JupyterLab on this machine's own address, with a token and nobody's settings but ours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

import nbformat

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 120
LEFT_OUT = (".git", ".venv", "build", "dist", "__pycache__", ".*_cache", ".hypothesis")
#: No question about news, no windowing: a notebook is drawn whole, so that a picture shows it.
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false"},
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
}


class Lab(NamedTuple):
    """A running JupyterLab that serves ``folder``."""

    url: str
    token: str
    folder: Path

    def page(self, path: str) -> str:
        """Address at which the notebook ``path`` opens alone, without other tabs."""
        return f"{self.url}lab/tree/{path}?token={self.token}&reset"

    def ask(self, what: str) -> Any:
        """An answer of the server's REST interface, such as ``api/sessions``."""
        with urlopen(f"{self.url}{what}?token={self.token}", timeout=30) as answer:
            return json.load(answer)

    def set(self, plugin: str, **settings: object) -> None:
        """Store settings of a part of JupyterLab; pages opened from now on have them."""
        body = json.dumps({"raw": json.dumps(settings)}).encode()
        address = f"{self.url}lab/api/settings/{plugin}?token={self.token}"
        urlopen(Request(address, body, method="PUT"), timeout=30).close()

    def kernel_state(self, path: str) -> str:
        """What the kernel of a notebook does, or ``"none"`` while it has no kernel."""
        states = [
            session["kernel"]["execution_state"]
            for session in self.ask("api/sessions")
            if session["path"] == path
        ]
        return states[0] if states else "none"


@contextmanager
def jupyterlab(scratch: Path) -> Iterator[Lab]:
    """Serve a copy of the checkout, its notebooks without their outputs."""
    folder = checkout(scratch / "checkout")
    runtime = scratch / "runtime"
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", f"--ServerApp.root_dir={folder}"),
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    with (scratch / "jupyterlab.log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=folder, env=private(scratch), stdout=log, stderr=subprocess.STDOUT
        )
        try:
            facts = started(server, runtime, scratch / "jupyterlab.log")
            yield Lab(facts["url"], facts["token"], folder)
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()


def checkout(folder: Path) -> Path:
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for path in (folder / "notebooks").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.update(outputs=[], execution_count=None)
        nbformat.write(notebook, path)
    return folder


def private(scratch: Path) -> dict[str, str]:
    """The environment of someone who has never opened JupyterLab before."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "IPYTHON", "MPL"))}
    folders = {
        "HOME": "home",
        "IPYTHONDIR": "ipython",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    for name in folders.values():
        (scratch / name).mkdir()
    overrides = scratch / "config" / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir()
    overrides.write_text(json.dumps(SETTINGS))
    return (
        kept | {k: str(scratch / v) for k, v in folders.items()} | {"JUPYTER_PREFER_ENV_PATH": "1"}
    )


def started(server: subprocess.Popen[bytes], runtime: Path, log: Path) -> dict[str, Any]:
    """Address and token, from the note that the server leaves when it listens."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        for note in runtime.glob("jpserver-*.json"):
            try:
                facts: dict[str, Any] = json.loads(note.read_text())
                urlopen(f"{facts['url']}api?token={facts['token']}", timeout=30).close()
            except (OSError, ValueError):
                continue
            return facts
        time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")

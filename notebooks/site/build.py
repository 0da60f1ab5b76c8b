"""Build the site for reading offline: notebooks as committed, guide, API reference.

    python notebooks/site/build.py

Sphinx reads a copy of the documents under build/site-sources that keeps the folders of the
checkout, so every relative link means the same in the checkout and on the site.  The pages of
the API are written there from the library's own list of public names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from inspect import cleandoc
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SOURCES = ROOT / "build" / "site-sources"
SITE = ROOT / "build" / "site"

sys.path[:0] = [str(HERE.parent), str(ROOT)]

from run import chinese_font  # noqa: E402

import ningbo_lib  # noqa: E402

#: What the site shows or gives for download, in the folders of the checkout.
COPIED = ("README*.md", "CHANGELOG.md", "notebooks/*.ipynb", "notebooks/guide/**/*.md")
COPIED += ("notebooks/pictures/*", "data/*.md", "data/*/*")


def main() -> None:
    """Copy the documents, write the API pages and the font, run Sphinx."""
    for folder in (SOURCES, SITE):
        shutil.rmtree(folder, ignore_errors=True)
    copy_documents()
    write_api()
    write_font()
    with tempfile.TemporaryDirectory() as scratch:
        if run_sphinx(Path(scratch)):
            sys.exit("The site was not built; see above.")
    print(f"Read it here:  {SITE / 'index.html'}")


def copy_documents() -> None:
    for path in sorted(path for pattern in COPIED for path in ROOT.glob(pattern)):
        target = SOURCES / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    for name in ("index.md", "zh.md"):
        shutil.copyfile(HERE / name, SOURCES / name)


def write_api() -> None:
    """A page for each top-level module with public names, in the order of the library's list."""
    pages: dict[str, list[str]] = {}
    for name, home in ningbo_lib._HOME.items():
        pages.setdefault(home.partition(".")[0], []).append(name)
    folder = SOURCES / "api"
    folder.mkdir()
    (folder / "index.md").write_text(api_index(pages), encoding="utf-8")
    for module, names in pages.items():
        (folder / f"{module}.rst").write_text(api_page(module, names), encoding="utf-8")


def api_index(pages: dict[str, list[str]]) -> str:
    """Every public name under its module, and what its docstring opens with."""
    parts = ["# Every public name\n\nUse them as `nb.<name>` after `import ningbo_lib as nb`.\n"]
    for module, names in pages.items():
        head = [f"## [{module}]({module}.rst)\n", "| name | what it is |", "|---|---|"]
        rows = [f"| `{name}` | {opening(getattr(ningbo_lib, name))} |" for name in names]
        parts.append("\n".join([*head, *rows]))
    toctree = "\n".join(["```{toctree}", ":hidden:", "", *pages, "```"])
    return "\n\n".join([*parts, toctree]) + "\n"


def opening(value: object) -> str:
    """The first paragraph of a docstring, fit for a cell of a table."""
    paragraph = cleandoc(value.__doc__ or "").partition("\n\n")[0]
    return " ".join(paragraph.replace("``", "`").replace("|", "\\|").split())


def api_page(module: str, names: list[str]) -> str:
    """reStructuredText: what the module's docstring says, then each public name by itself."""
    about = f".. automodule:: ningbo_lib.{module}\n   :no-index:\n   :no-members:\n"
    entries = [f".. auto{sort_of(name)}:: ningbo_lib.{name}\n" for name in names]
    return "\n".join([f"{module}\n{'=' * len(module)}\n", about, *entries])


def sort_of(name: str) -> str:
    value = getattr(ningbo_lib, name)
    if not isinstance(value, type):
        return "function"
    return "exception" if issubclass(value, Exception) else "class"


def write_font() -> None:
    """One style sheet that carries the font: a page opened from disk may not load a font file."""
    documents = [path for path in SOURCES.rglob("*") if path.suffix in {".md", ".ipynb"}]
    documents += (ROOT / "ningbo_lib").rglob("*.py")
    text = "".join(path.read_text(encoding="utf-8") for path in documents)
    template = (HERE / "style.css").read_text(encoding="utf-8")
    (SOURCES / "static").mkdir()
    style = template.replace("PACKAGED_FONT", chinese_font("".join(sorted(set(text)))))
    (SOURCES / "static" / "style.css").write_text(style, encoding="utf-8")


def run_sphinx(scratch: Path) -> int:
    """Every warning and every name that leads nowhere is an error; nothing shared is written."""
    settings = {"TMPDIR": str(scratch), "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0"}
    settings |= {"MPLCONFIGDIR": str(scratch), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-W", "-n", "--keep-going", "-q"]
    folders = ["-c", str(HERE), "-d", str(scratch / "doctrees"), str(SOURCES), str(SITE)]
    return subprocess.run([*command, *folders], env=os.environ | settings, check=False).returncode


if __name__ == "__main__":
    main()

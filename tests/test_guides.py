"""README, its Chinese sister and the guide: their code runs, and they say the same.

Also what a reader of the code relies on: every public thing has a docstring, the picture is the
one that the library draws today, the checks before a commit pass, the wheel has all it needs.
"""

from __future__ import annotations

import ast
import doctest
import io
import re
import runpy
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest
import yaml
from PIL import Image, ImageChops

import ningbo_lib as nb

ROOT = Path(__file__).resolve().parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
ENGLISH = sorted((ROOT / "notebooks" / "guide").glob("*.md"))
CHINESE = [path.parent / "zh" / path.name for path in ENGLISH]
GUIDE = ENGLISH + CHINESE
PACKAGE = ROOT / "ningbo_lib"


def blocks(path: Path, language: str) -> list[str]:
    text = path.read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def readers_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a reader stands: the checkout's data, and texts of their own in ``my_texts``."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    (tmp_path / "my_texts").symlink_to(ROOT / "tests" / "own_texts")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- code and commands ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", [p for p in READMES + GUIDE if blocks(p, "python")], ids=str)
def test_the_code_of_a_page_runs_from_top_to_bottom(path: Path, readers_folder: Path) -> None:
    names: dict[str, Any] = {}
    with redirect_stdout(io.StringIO()):
        for number, block in enumerate(blocks(path, "python"), start=1):
            exec(compile(block, f"{path.name}, block {number}", "exec"), names)
    plt.close("all")
    assert len(names["key"]) > 10
    assert list((readers_folder / "my_tables").glob("keyness.*"))


@pytest.mark.parametrize("path", [p for p in GUIDE if blocks(p, "pycon")], ids=str)
def test_the_examples_of_a_page_give_what_they_show(path: Path) -> None:
    text = "\n".join(blocks(path, "pycon"))
    test = doctest.DocTestParser().get_doctest(text, {}, path.name, path.name, 0)
    assert len(test.examples) > 2
    shown = io.StringIO()
    runner = doctest.DocTestRunner()
    runner.run(test, out=shown.write)
    assert runner.summarize(verbose=False).failed == 0, shown.getvalue()


def test_the_corpus_toml_of_the_guide_is_read(tmp_path: Path) -> None:
    (example,) = blocks(ROOT / "notebooks" / "guide" / "own_texts.md", "toml")
    (tmp_path / "corpus.toml").write_text(example, "utf-8")
    (tmp_path / "page.txt").write_text(TWO_SECTIONS, "utf-8")
    article = nb.read_corpus(tmp_path).parsed[0]
    assert article.headings == ["先修路", "后架桥"]


#: A page whose second section is printed first.
TWO_SECTIONS = """新桥通车

记者 李华

　　昨天上午，新桥正式通车，两岸居民出行方便了许多。

后架桥

　　桥梁工程历时两年，去年年底完成主体结构施工。

先修路

　　道路工程最先动工，沿线的管网同时得到了改造。
"""


def commands(path: Path) -> list[str]:
    lines = "\n".join(blocks(path, "sh")).splitlines()
    return [line.partition("#")[0].strip() for line in lines if line.strip()]


@pytest.mark.parametrize("path", [*READMES, *GUIDE, ROOT / "CONTRIBUTING.md"], ids=str)
def test_every_make_target_that_is_named_exists(path: Path) -> None:
    named = re.findall(r"\bmake ([a-z-]+)\b", "\n".join(code_of(path.read_text("utf-8"))))
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(named) <= set(targets)


def code_of(text: str) -> list[str]:
    """What stands in code style: blocks, then spans in the rest."""
    fenced = re.findall(r"^```\w+\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return fenced + re.findall(r"`([^`\n]+)`", re.sub(r"(?ms)^```.*?^```", "", text))


@pytest.mark.parametrize("command", commands(READMES[0]))
def test_a_command_of_the_readme_can_be_given(command: str) -> None:
    """A dry run of make; the conda commands by the names that ``environment.yml`` gives."""
    if command.startswith("make "):
        done = subprocess.run(["make", "-n", command[5:]], cwd=ROOT, capture_output=True)
        assert done.returncode == 0, done.stderr
        return
    name = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["name"]
    expected = {"conda env create -f environment.yml", f"conda activate {name}", "jupyter lab"}
    assert command in expected


def test_make_clean_keeps_the_results_of_a_reader_and_says_what_it_takes(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_bytes((ROOT / "Makefile").read_bytes())
    for name in (".venv", "build/html", "build/own_texts"):
        (tmp_path / name).mkdir(parents=True)
    done = subprocess.run(
        ["make", "--no-print-directory", "clean"], cwd=tmp_path, capture_output=True, text=True
    )
    said = [line.split() for line in done.stdout.splitlines()]
    assert said == [["removed", ".venv"], ["removed", "build/html"], ["kept", "build/own_texts"]]
    assert {path.name for path in tmp_path.iterdir()} == {"Makefile", "build"}
    assert [path.name for path in (tmp_path / "build").iterdir()] == ["own_texts"]


# --- the two READMEs -----------------------------------------------------------------------------


def without_words(code: str) -> str:
    """Code without what is said in one language or the other: comments, words of pictures."""
    return re.sub(r"[ ]*#.*|, language=\"zh\"", "", code)


def bones(path: Path) -> dict[str, list[str]]:
    """What must be the same in both languages: commands, code, files, modules, packages."""
    text = path.read_text("utf-8")
    code = [without_words(block) for block in blocks(path, "python")]
    return {
        "levels": re.findall(r"^#+ ", text, re.MULTILINE),
        "commands": commands(path),
        "code": code,
        "pictures": [
            name.replace(".zh-CN", "") for name in re.findall(r"\]\(([^)]+\.png)\)", text)
        ],
        "rows": re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE),
        "imports": re.findall(r"^\| `\w+` \| [^|]+ \| ([^|]*) \|$", text, re.MULTILINE),
        "limits": re.findall(r"^- ", text, re.MULTILINE),
    }


@pytest.mark.parametrize("part", bones(READMES[0]))
def test_the_readmes_say_the_same_in_two_languages(part: str) -> None:
    english, chinese = (bones(path)[part] for path in READMES)
    assert english
    assert chinese == english


# --- the two guides ------------------------------------------------------------------------------


def test_every_page_of_the_guide_has_its_chinese_sister() -> None:
    folder = ROOT / "notebooks" / "guide" / "zh"
    assert sorted(folder.iterdir()) == CHINESE


def code_without_comments(path: Path) -> list[str]:
    code = re.findall(r"^```\w+\n(.*?)^```", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [without_words(block) for block in code]


def guide_bones(path: Path) -> dict[str, list[str]]:
    """What must be the same in both languages: outline, code, names in code style, links, rows."""
    text = path.read_text("utf-8")
    prose = re.sub(r"(?ms)^```.*?^```", "", text)
    targets = re.findall(r"\]\(([^)]+)\)", prose)
    rows = re.findall(r"^\| (.*) \|$", prose, re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", prose)
    return {
        "levels": re.findall(r"^#+ ", prose, re.MULTILINE),
        "code": code_without_comments(path),
        "links": sorted((path.parent / target).resolve().as_posix() for target in targets[1:]),
        "names": sorted(set(spans) - {'language="zh"'}),
        "rows": [re.findall(r"`([^`\n]+)`", row) for row in rows],
        "points": re.findall(r"^(?:- |\d\. )", prose, re.MULTILINE),
    }


@pytest.mark.parametrize("part", guide_bones(ENGLISH[0]))
@pytest.mark.parametrize("english", ENGLISH, ids=lambda path: path.name)
def test_a_page_of_the_guide_says_the_same_in_two_languages(english: Path, part: str) -> None:
    chinese = english.parent / "zh" / english.name
    expected, found = guide_bones(english)[part], guide_bones(chinese)[part]
    if part == "links":
        expected = [link.replace("/guide/zh/", "/guide/") for link in expected]
        found = [link.replace("/guide/zh/", "/guide/") for link in found]
    assert found == expected


@pytest.mark.parametrize("english", ENGLISH, ids=lambda path: path.name)
def test_the_two_languages_of_a_page_lead_to_each_other(english: Path) -> None:
    chinese = english.parent / "zh" / english.name
    assert english.read_text("utf-8").splitlines()[2] == f"[中文](zh/{english.name})"
    assert chinese.read_text("utf-8").splitlines()[2] == f"[English](../{english.name})"


# --- the picture ---------------------------------------------------------------------------------


def test_the_pictures_are_those_the_library_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If one differs: make notebooks, or python notebooks/pictures/overview.py alone."""
    monkeypatch.setitem(plt.rcParams, "font.family", ["serif"])  # as a user may have set it
    monkeypatch.setitem(plt.rcParams, "figure.facecolor", "red")
    folder = ROOT / "notebooks" / "pictures"
    runpy.run_path(str(folder / "overview.py"))["main"](tmp_path)
    drawn = sorted(tmp_path.glob("*.png"))
    assert [path.name for path in drawn] == sorted(path.name for path in folder.glob("*.png"))
    for path in drawn:
        old, new = (Image.open(found).convert("RGB") for found in (folder / path.name, path))
        assert old.size == new.size
        assert ImageChops.difference(old, new).getbbox() is None
        assert (folder / path.name).stat().st_size < 150_000


# --- docstrings ----------------------------------------------------------------------------------


def undocumented(source: str) -> Iterator[str]:
    """Public modules, classes, functions and methods of a source that have no docstring."""
    tree = ast.parse(source)
    if not ast.get_docstring(tree):
        yield "the module"
    queue: list[tuple[str, ast.stmt]] = [("", node) for node in tree.body]
    for prefix, node in queue:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name.startswith("_"):
                continue
            if not ast.get_docstring(node):
                yield prefix + node.name
            if isinstance(node, ast.ClassDef):
                queue += [(f"{prefix}{node.name}.", child) for child in node.body]


def test_everything_public_has_a_docstring() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): names
        for path in sorted(PACKAGE.rglob("*.py"))
        if (names := list(undocumented(path.read_text("utf-8"))))
    }
    assert found == {}


def test_a_missing_docstring_is_noticed() -> None:
    source = 'def f(): ...\nclass C:\n    """Yes."""\n    def g(self): ...\n    def _h(self): ...\n'
    assert list(undocumented(source)) == ["the module", "f", "C.g"]


# --- before a commit, and after a build ----------------------------------------------------------


def test_the_checks_before_a_commit_are_local() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    hooks = config["repos"][0]["hooks"]
    assert [hook["id"] for hook in hooks] == ["ruff", "ruff-format", "mypy", "notebooks"]
    for hook in hooks:
        assert hook["language"] == "system"
        assert hook["entry"].startswith(".venv/bin/python -m ")


def test_the_wheel_has_lexicons_and_types(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    sources = [p for p in PACKAGE.rglob("*") if p.suffix in {".py", ".tsv", ".typed"}]
    assert {path.relative_to(ROOT).as_posix() for path in sources} <= packed
    assert "ningbo_lib/py.typed" in packed

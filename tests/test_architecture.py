"""The shape of the project: layout, imports, sizes, and what must not be in it.

The table of modules in README.md is the one place that says what may import what.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "ningbo_lib"
TOP_LEVEL = {
    ".ci",
    ".gitattributes",
    ".gitignore",
    ".pre-commit-config.yaml",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "README.zh-CN.md",
    "data",
    "environment.yml",
    "ningbo_lib",
    "notebooks",
    "pyproject.toml",
    "requirements-build.lock",
    "requirements.lock",
    "tests",
}
MODULE_LINES = 400
FUNCTION_LINES = 40
PARAMETERS = 6

Graph = dict[str, set[str]]


# --- imports ------------------------------------------------------------------------------------


@cache
def sources() -> dict[str, str]:
    """Module name, without the package's, to source: ``figures``, ``plotting.style`` …"""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = path.read_text("utf-8")
    return found


def import_graph(modules: dict[str, str], packages: set[str]) -> Graph:
    """Module to the modules of the package it imports, anywhere in it; ``""`` is the root."""
    graph: Graph = {}
    for name, source in modules.items():
        found = (
            target
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for target in targets(node, name, packages)
        )
        graph[name] = {home(target, modules) for target in found} - {name}
    return graph


def targets(node: ast.Import | ast.ImportFrom, name: str, packages: set[str]) -> Iterator[str]:
    """Dotted names below the package that one import statement asks for."""
    if isinstance(node, ast.Import):
        full = [alias.name for alias in node.names]
    else:
        base = node.module or ""
        if node.level:
            own = ["ningbo_lib", *filter(None, name.split("."))]
            keep = len(own) - node.level + (name in packages)
            base = ".".join([*own[:keep], *filter(None, [node.module])])
        full = [f"{base}.{alias.name}" for alias in node.names]
    for target in full:
        if target.split(".")[0] == "ningbo_lib":
            yield target.partition(".")[2]


def home(target: str, modules: dict[str, str]) -> str:
    """The longest part of a dotted name that is a module: ``figures.Figure`` is in figures."""
    while target and target not in modules:
        target = target.rpartition(".")[0]
    return target


def circle(graph: Graph) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def arrows(graph: Graph) -> Graph:
    """The graph between top-level modules: what happens inside a subpackage is its own affair."""
    tops: Graph = {}
    for name, found in graph.items():
        if name:
            top = name.partition(".")[0]
            tops.setdefault(top, set()).update({target.partition(".")[0] for target in found})
            tops[top].discard(top)
    return tops


def table(readme: str) -> Graph:
    """Module to imports, from the rows ``| `module` | what it knows | `other`, `other` |``."""
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]*) \|$", section(readme), re.MULTILINE)
    return {name: set(re.findall(r"`(\w+)`", imports)) for name, imports in rows}


def section(readme: str) -> str:
    found = re.search(r"^## Modules$(.*?)^## ", readme, re.MULTILINE | re.DOTALL)
    assert found, "README.md has no section 'Modules'"
    return found[1]


@pytest.fixture(scope="module")
def graph() -> Graph:
    packages = {name for name in sources() if (PACKAGE / name.replace(".", "/")).is_dir()}
    return import_graph(sources(), packages)


def test_imports_go_round_in_no_circle(graph: Graph) -> None:
    assert circle({name: found for name, found in graph.items() if name}) == []


def test_nothing_imports_the_package_root(graph: Graph) -> None:
    assert [name for name, found in graph.items() if "" in found] == []


def test_nothing_imports_plotting(graph: Graph) -> None:
    assert [name for name, found in arrows(graph).items() if "plotting" in found] == []


def test_the_table_in_the_readme_is_the_import_graph(graph: Graph) -> None:
    written = table((ROOT / "README.md").read_text("utf-8"))
    real = arrows(graph)
    assert sorted(set(written) - set(real)) == [], "rows in README.md without a module"
    rows = [
        f"| `{name}` | ... | {', '.join(f'`{other}`' for other in sorted(found)) or '–'} |"
        for name, found in real.items()
        if written.get(name) != found
    ]
    assert not rows, "\n".join(["in README.md these rows should read:", *rows])


SMALL = {
    "": "",
    "a": "import json",
    "b": "from ningbo_lib.a import x",
    "sub": "from . import c",
    "sub.c": "from ..a import x",
}


@pytest.mark.parametrize(
    ("module", "source", "expected"),
    [
        ("a", "from .b import y", {"b"}),
        ("a", "def f():\n    from ningbo_lib import b", {"b"}),
        ("a", "import ningbo_lib.b", {"b"}),
        ("a", "from ningbo_lib import read_text", {""}),
        ("a", "import ningbo_lib", {""}),
        ("a", "from . import read_text", {""}),
        ("a", "import ningbo_library", set()),
        ("sub", "from .c import x", {"sub.c"}),
        ("sub.c", "from .. import read_text", {""}),
        ("sub.c", "from . import z", {"sub"}),
        ("sub.c", "from ..b import y", {"b"}),
    ],
)
def test_the_graph_sees_every_way_to_import(module: str, source: str, expected: set[str]) -> None:
    assert import_graph(SMALL | {module: source}, {"", "sub"})[module] == expected


def test_a_circle_is_seen() -> None:
    assert circle(import_graph(SMALL, {"", "sub"})) == []
    assert set(circle(import_graph(SMALL | {"a": "from .b import y"}, {"", "sub"}))) == {"a", "b"}


# --- importing does nothing else ----------------------------------------------------------------


def in_new_python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.strip()


def test_importing_the_package_loads_no_heavy_library() -> None:
    heavy = "jieba jupyterlab matplotlib numpy pandas rjieba scipy sklearn wordcloud zhplot"
    code = f"import sys, ningbo_lib; print([n for n in {heavy.split()} if n in sys.modules])"
    assert in_new_python(code) == "[]"


def test_every_plot_is_listed() -> None:
    code = (
        "import ningbo_lib as nb, ningbo_lib.plotting as p;"
        "print(sorted(set(p.__all__) - set(nb.__all__)), sorted(set(p.__all__) - set(dir(nb))))"
    )
    assert in_new_python(code) == "[] []"


def test_every_public_name_is_there() -> None:
    code = "import ningbo_lib as nb; print([n for n in nb.__all__ if not hasattr(nb, n)])"
    assert in_new_python(code) == "[]"


TOUCHED = """
import locale, logging, os, random, sys, warnings
import matplotlib, numpy, pandas
def state():
    return {
        "warnings": list(warnings.filters),
        "logging": (logging.root.level, list(logging.root.handlers)),
        "matplotlib": {k: str(v) for k, v in matplotlib.rcParams.items() if k != "backend"},
        "environment": dict(os.environ),
        "locale": locale.setlocale(locale.LC_ALL),
        "random": (random.getstate(), str(numpy.random.get_state())),
        "pandas": pandas.get_option("display.max_rows"),
        "pyplot": "matplotlib.pyplot" in sys.modules and matplotlib.pyplot.get_fignums(),
    }
MODULES
before = state()
for name in sorted(names):
    __import__(name)
after = state()
print([key for key in before if before[key] != after[key] and key != "pyplot"])
jieba = sys.modules.get("jieba")
print("dictionary loaded" if jieba and jieba.dt.initialized else "")
"""


def test_importing_all_modules_changes_nothing_outside() -> None:
    names = [f"ningbo_lib.{name}" if name else "ningbo_lib" for name in sources()]
    # scipy and scikit-learn add filters of their own; that is theirs, so load them first.
    others = "import scipy.stats, sklearn, matplotlib.pyplot"
    code = TOUCHED.replace("MODULES", f"{others}\nnames = {names}")
    assert in_new_python(code) == "[]"


# --- sizes --------------------------------------------------------------------------------------


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for name, source in sources().items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name}.{node.name}", node


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From ``def`` to the end, without the docstring."""
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    return (
        function.end_lineno
        - function.lineno
        + 1
        - documented * (first.end_lineno - first.lineno + 1)
    )


def parameters_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return len([argument for argument in every if argument.arg not in {"self", "cls"}])


def test_modules_are_short() -> None:
    sizes = {name: source.count("\n") for name, source in sources().items()}
    assert {name: size for name, size in sizes.items() if size > MODULE_LINES} == {}


def test_functions_are_short() -> None:
    sizes = {name: lines_of(function) for name, function in functions()}
    assert {name: size for name, size in sizes.items() if size > FUNCTION_LINES} == {}


def test_functions_take_few_parameters() -> None:
    counts = {name: parameters_of(function) for name, function in functions()}
    assert {name: count for name, count in counts.items() if count > PARAMETERS} == {}


def test_the_measures_measure() -> None:
    source = (
        'def f(self, a, /, b, *c, d=1, **e):\n    """One\n    two."""\n    x = 1\n    return x\n'
    )
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert (lines_of(function), parameters_of(function)) == (3, 3)


def test_no_module_runs_or_unpickles_foreign_text() -> None:
    risky = {"eval", "exec", "compile", "__import__"}
    calls = {
        name: node.func.id
        for name, source in sources().items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in risky
    }
    imports = {
        name: found[0]
        for name, source in sources().items()
        if (found := re.findall(r"^\s*(?:import|from) (pickle|marshal|shelve)\b", source, re.M))
    }
    assert calls | imports == {}


# --- what is in the repository ------------------------------------------------------------------


@cache
def tracked() -> list[Path]:
    """Files under version control; without git, every file that is not made by the tools."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0 and listed.stdout:
        return [
            ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()
        ]
    made = re.compile(
        r"^(\.venv|build|dist|\.git|\.\w+_cache|\.hypothesis)$|__pycache__|\.egg-info"
    )
    files = (path for path in ROOT.rglob("*") if path.is_file())
    return [p for p in files if not any(made.search(x) for x in p.relative_to(ROOT).parts)]


def test_the_top_level_is_as_designed() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} == TOP_LEVEL


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_what_the_guides_point_to_is_there(name: str) -> None:
    """Paths in backticks and link targets; ``*`` stands for any name, build/ is made later."""
    text = (ROOT / name).read_text("utf-8")
    paths = re.findall(r"`((?:data|ningbo_lib|notebooks|tests|\.ci)/[^`\s]*)`", text)
    paths += re.findall(r"\]\(([^):]+)\)", text)
    assert paths
    assert [path for path in paths if not list(ROOT.glob(path.rstrip("/")))] == []


# A letter in brackets keeps a pattern from finding itself.
UNFIT = {
    "a path of one machine": r"(?<![\w.])/(?:[r]oot|[h]ome/\w+|[U]sers/\w+|[w]ork|[t]mp/\w)",
    "a drive of one machine": r"\b[C-Z]:\\\\?[U]sers",
    "a package host": r"[p]ypi\.org|[p]ythonhosted|[a]naconda\.(?:org|com)|[t]singhua\.edu",
    "a conflict": r"^(?:<<<<<<<|>>>>>>>) ",
}


def test_no_file_names_a_machine_or_a_package_host() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {what}: {match[0]!r}"
        for path in tracked()
        if "raw" not in path.parts
        for what, pattern in UNFIT.items()
        if (match := re.search(pattern, readable(path), re.MULTILINE))
    ]
    assert found == []


def readable(path: Path) -> str:
    """The text of a file; of a notebook everything but its pictures, which are random letters."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return ""
    if path.suffix != ".ipynb":
        return text
    return json.dumps(without_pictures(json.loads(text)), ensure_ascii=False)


def without_pictures(value: object) -> object:
    if isinstance(value, dict):
        return {k: without_pictures(v) for k, v in value.items() if not k.startswith("image/")}
    if isinstance(value, list):
        return [without_pictures(item) for item in value]
    return value


@pytest.mark.parametrize(
    ("text", "what", "word"),
    [
        ("see /{}/x", "a path of one machine", "root"),
        ("'/{}/ann/x'", "a path of one machine", "home"),
        ("/{}/abc", "a path of one machine", "tmp"),
        ("C:\\{}\\x", "a drive of one machine", "Users"),
        ("https://{}.org/simple", "a package host", "pypi"),
    ],
)
def test_the_patterns_find_what_they_are_for(text: str, what: str, word: str) -> None:
    assert re.search(UNFIT[what], text.format(word))


def test_what_no_test_reaches_is_explained_and_still_there() -> None:
    """``make coverage`` tells the lines; one that is reached or gone by now leaves the table."""
    table = (ROOT / "tests/cases/uncovered.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in table if not line.startswith("#")][1:]
    assert all(len(row) == 3 for row in rows)
    gone = [row for row in rows if row[1] not in (PACKAGE / row[0]).read_text(encoding="utf-8")]
    assert gone == []

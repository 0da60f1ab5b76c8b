"""environment.yml, pyproject.toml and the lock files say the same thing.

``disagreements`` takes the texts of the files, so that the tests can also show that it notices
when one of them is changed alone.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, distribution
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from rattler import MatchSpec
from rattler.exceptions import InvalidMatchSpecError

ROOT = Path(__file__).resolve().parents[1]
PYPI_ONLY = {"rjieba", "zhplot"}
IN_CONDA_ALONE = {"python", "pip"}
PLATFORMS = [("linux", "posix", "Linux"), ("darwin", "posix", "Darwin"), ("win32", "nt", "Windows")]


@dataclass(frozen=True)
class Files:
    environment: str
    pyproject: str
    lock: str
    build_lock: str
    fuzz_lock: str


@pytest.fixture(scope="module")
def files() -> Files:
    names = ["environment.yml", "pyproject.toml", "requirements.lock", "requirements-build.lock"]
    names += ["tests/fuzz/requirements.lock"]
    return Files(*((ROOT / name).read_text(encoding="utf-8") for name in names))


def disagreements(files: Files) -> list[str]:
    """Every way in which the five files contradict one another, in words."""
    project = tomllib.loads(files.pyproject)
    return [
        *conda_disagreements(yaml.safe_load(files.environment), project),
        *lock_disagreements(files.lock, project, runtime(project) + group(project, "dev")),
        *lock_disagreements(files.build_lock, project, group(project, "build")),
        *lock_disagreements(files.fuzz_lock, project, group(project, "fuzz")),
    ]


def runtime(project: dict) -> list[Requirement]:
    extras = project["project"]["optional-dependencies"].values()
    texts = chain(project["project"]["dependencies"], *extras)
    return [Requirement(text) for text in texts]


def group(project: dict, name: str) -> list[Requirement]:
    return [Requirement(text) for text in project["dependency-groups"][name]]


def bounds(requirement: Requirement) -> tuple[str, SpecifierSet]:
    return canonicalize_name(requirement.name), requirement.specifier


# --- environment.yml ----------------------------------------------------------------------------


def conda_disagreements(environment: dict, project: dict) -> Iterator[str]:
    if environment["channels"] != ["conda-forge"]:
        yield f"channels are {environment['channels']}, not conda-forge alone"
    *specs, last = environment["dependencies"]
    pip = last.get("pip", []) if isinstance(last, dict) else []
    if not pip or pip[-1] != "-e .":
        yield "the pip section does not end with the project itself: -e ."
    wanted = dict(bounds(requirement) for requirement in runtime(project))
    python = SpecifierSet(project["project"]["requires-python"])
    conda: dict[str, SpecifierSet] = {}
    for text in specs:
        name, specifier, complaint = read_conda(text)
        conda[name] = specifier
        if complaint:
            yield complaint
    from_pip = dict(bounds(Requirement(text)) for text in pip if not text.startswith("-"))
    yield from differences("conda", conda, {"python": python, "pip": SpecifierSet(), **wanted})
    yield from differences("pip section", from_pip, wanted)
    yield from wrong_places(set(conda), set(from_pip), set(wanted))


def read_conda(text: str) -> tuple[str, SpecifierSet, str]:
    """Name, bounds and, when something is wrong with the spec, a complaint."""
    try:
        spec = MatchSpec(text, strict=True)
        specifier = SpecifierSet(spec.version or "")
    except InvalidMatchSpecError as error:
        return text.split()[0], SpecifierSet(), f"conda cannot read {text!r}: {error}"
    except InvalidSpecifier as error:
        return text.split()[0], SpecifierSet(), f"pip does not know the bounds of {text!r}: {error}"
    name = canonicalize_name(spec.name.normalized)
    complaint = f"{text!r} names a channel or a build" if spec.channel or spec.build else ""
    return name, specifier, complaint


def differences(place: str, has: dict, wanted: dict) -> Iterator[str]:
    for name in sorted(has):
        if name not in wanted:
            yield f"{place}: {name} is not a dependency in pyproject.toml"
        elif has[name] != wanted[name]:
            yield f"{place}: {name} {has[name]}, but pyproject.toml says {wanted[name]}"


def wrong_places(conda: set[str], pip: set[str], wanted: set[str]) -> Iterator[str]:
    for name in sorted((wanted - PYPI_ONLY | IN_CONDA_ALONE) - conda):
        yield f"conda: {name} is missing"
    for name in sorted(PYPI_ONLY - pip):
        yield f"pip section: {name} is missing"
    for name in sorted(pip - PYPI_ONLY):
        yield f"pip section: {name} belongs to conda"


# --- the lock files -----------------------------------------------------------------------------


def lock_disagreements(lock: str, project: dict, requirements: list[Requirement]) -> Iterator[str]:
    if re.search(r"://|--(?:extra-)?index|--find-links|^-", lock, re.MULTILINE):
        yield "the lock names an address or an index"
    locked = list(read_lock(lock))
    for requirement, hashes in locked:
        if not hashes or not re.fullmatch(r"==[^*]+", str(requirement.specifier)):
            yield f"{requirement.name} is not locked to one version with hashes"
    for version, markers in supported(project):
        here = [entry for entry, _ in locked if not entry.marker or entry.marker.evaluate(markers)]
        yield from lock_gaps(f"{version} on {markers['sys_platform']}", here, requirements)


def read_lock(lock: str) -> Iterator[tuple[Requirement, list[str]]]:
    for entry in re.findall(r"^[A-Za-z0-9].*(?:\n[ ].*)*", lock, re.MULTILINE):
        head, *rest = entry.splitlines()
        yield Requirement(head.rstrip("\\ ")), [line for line in rest if "--hash=sha256:" in line]


def supported(project: dict) -> Iterator[tuple[str, dict[str, str]]]:
    """Marker environments of every Python in the classifiers on every platform."""
    wanted = SpecifierSet(project["project"]["requires-python"])
    pattern = r"Programming Language :: Python :: (3\.\d+)"
    found = re.findall(pattern, "\n".join(project["project"]["classifiers"]))
    oldest = re.search(r">=(3\.\d+)", str(wanted))
    assert oldest and oldest[1] in found, "the oldest Python is not in the classifiers"
    for version in found:
        for platform, os_name, system in PLATFORMS:
            yield (
                version,
                {
                    **default_environment(),
                    "python_version": version,
                    "python_full_version": f"{version}.0",
                    "sys_platform": platform,
                    "os_name": os_name,
                    "platform_system": system,
                    "platform_machine": "x86_64",
                },
            )


def lock_gaps(
    where: str, locked: list[Requirement], requirements: list[Requirement]
) -> Iterator[str]:
    versions: dict[str, list[str]] = {}
    for entry in locked:
        versions.setdefault(canonicalize_name(entry.name), []).append(str(entry.specifier)[2:])
    for name, found in versions.items():
        if len(found) > 1:
            yield f"lock, Python {where}: {name} has {len(found)} versions"
    for requirement in requirements:
        found = versions.get(canonicalize_name(requirement.name), [])
        if not found or not requirement.specifier.contains(found[0]):
            yield f"lock, Python {where}: {requirement} is not met by {found or 'nothing'}"


# --- the tests ----------------------------------------------------------------------------------


def test_the_files_agree(files: Files) -> None:
    assert disagreements(files) == []


MUTATIONS = [
    ("environment", "  - pandas >=3.0\n", "", "conda: pandas is missing"),
    ("environment", "scipy >=1.15", "scipy >=1.14", "conda: scipy >=1.14, but"),
    ("environment", "scipy >=1.15", "scipy", "conda: scipy , but"),
    ("environment", "scipy >=1.15", "scipy >=1.15,<2", "conda: scipy <2,>=1.15, but"),
    ("environment", "jieba ==0.42.1", "jieba =0.42.1", "pip does not know the bounds"),
    ("environment", "jieba ==0.42.1", "jieba >=>0.42.1", "conda cannot read"),
    ("environment", "jieba ==0.42.1", "defaults::jieba ==0.42.1", "names a channel"),
    ("environment", "python >=3.11", "python >=3.10", "conda: python >=3.10, but"),
    ("environment", "  - conda-forge\n", "  - defaults\n", "channels are"),
    ("environment", "  - conda-forge\n", "  - conda-forge\n  - defaults\n", "channels are"),
    ("environment", "wordcloud >=", "wordclout >=", "wordclout is not a dependency"),
    ("environment", "zhplot==1.0.0", "zhplot==1.0.1", "pip section: zhplot ==1.0.1, but"),
    ("environment", "      - zhplot==1.0.0\n", "", "pip section: zhplot is missing"),
    ("environment", "zhplot==1.0.0", "zhplot==1.0.0\n      - scipy>=1.15", "belongs to conda"),
    ("environment", "      - -e .\n", "", "the project itself"),
    ("pyproject", '"pandas>=3.0"', '"pandas>=3.1"', "conda: pandas >=3.0, but"),
    ("pyproject", '    "wordcloud>=1.9.4",\n', "", "wordcloud is not a dependency"),
    ("pyproject", '"pandas>=3.0"', '"pandas>=99"', "lock, Python 3.12 on win32: pandas>=99"),
    ("pyproject", '"rjieba==0.2.2"', '"rjieba==0.2.1"', "lock, Python 3.11 on linux: rjieba"),
    ("pyproject", '"uv>=0.9"', '"uv>=99"', "uv>=99 is not met"),
    ("pyproject", 'requires-python = ">=3.11"', 'requires-python = ">=3.12"', "conda: python"),
    ("lock", "\npytest==", "\nbytest==", "pytest>=.* is not met by nothing"),
    ("lock", "\njieba==0.42.1", "\njieba==0.42", "jieba==0.42.1 is not met"),
    ("lock", "\njieba==0.42.1", "\njieba>=0.42.1", "jieba is not locked to one version"),
    ("lock", " \\\n    --hash=sha256:", "\n    #", "is not locked to one version with hashes"),
    ("lock", "\njieba==", "\n--index-url https://mirror.example/simple\njieba==", "an index"),
    ("lock", "; python_full_version < '3.12'", "", "has 2 versions"),
    ("fuzz_lock", " \\\n    --hash=sha256:", "\n    #", "atheris is not locked to one version"),
    ("fuzz_lock", "\natheris==", "\nmatheris==", "atheris==3.0.0 is not met"),
    ("build_lock", "\nsetuptools==", "\nsetup-tools==", "setuptools>=.* is not met"),
]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"), MUTATIONS, ids=[f"{m[0]}: {m[3]}" for m in MUTATIONS]
)
def test_a_change_in_one_file_alone_is_noticed(
    files: Files, name: str, old: str, new: str, expected: str
) -> None:
    text = getattr(files, name)
    assert old in text, "this mutation changes nothing; write it for the files as they are now"
    found = disagreements(replace(files, **{name: text.replace(old, new)}))
    assert any(re.search(expected, line) for line in found), found


def test_what_builds_stays_out_of_the_environment(files: Files) -> None:
    assert not {"setuptools", "pip", "wheel"} & {entry.name for entry, _ in read_lock(files.lock)}


def test_the_lock_is_what_the_requirements_lead_to(files: Files) -> None:
    """From the installed packages' own metadata: nothing is missing in the lock, nothing idle."""
    project = tomllib.loads(files.pyproject)
    entries = [entry for entry, _ in read_lock(files.lock)]
    here = {canonicalize_name(e.name) for e in entries if not e.marker or e.marker.evaluate()}
    assert closure(runtime(project) + group(project, "dev")) == here


def closure(requirements: list[Requirement]) -> set[str]:
    """Names of these and of everything they need on this machine."""
    queue = [node for requirement in requirements for node in nodes(requirement)]
    found = set(queue)
    while queue:
        name, extra = queue.pop()
        for other in map(Requirement, requires(name)):
            if not other.marker or other.marker.evaluate({"extra": extra}):
                new = nodes(other) - found
                found |= new
                queue += new
    return {name for name, _ in found}


def nodes(requirement: Requirement) -> set[tuple[str, str]]:
    """A package is visited once plain and once for each extra that someone asks of it."""
    return {(canonicalize_name(requirement.name), extra) for extra in ("", *requirement.extras)}


def requires(name: str) -> list[str]:
    try:
        return distribution(name).requires or []
    except PackageNotFoundError:
        pytest.fail(f"{name} is needed but not installed; run: make test")


IMPORTED_AS = {
    "charset-normalizer": "charset_normalizer",
    "fonttools": "fontTools",
    "ipython": "IPython",
    "jupyter-client": "jupyter_client",
    "scikit-learn": "sklearn",
}
#: jupyterlab is opened by the reader; ipykernel runs the notebooks, one of which imports Dask;
#: pandas writes Parquet with pyarrow; tqdm draws its bars in notebooks with ipywidgets.
RUN_NOT_IMPORTED = {"ipywidgets", "jupyterlab", "ipykernel", "dask", "distributed", "pyarrow"}


def test_every_dependency_is_used_and_every_import_declared(files: Files) -> None:
    declared = {
        IMPORTED_AS.get(requirement.name, requirement.name)
        for requirement in runtime(tomllib.loads(files.pyproject))
        if requirement.name not in RUN_NOT_IMPORTED
    }
    assert third_party_imports() == declared


def third_party_imports() -> set[str]:
    """What the library and the notebook runner import, or look up by name with find_spec."""
    found: set[str] = set()
    for path in [*(ROOT / "ningbo_lib").rglob("*.py"), ROOT / "notebooks" / "run.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module or "")
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "find_spec":
                found |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    tops = {name.partition(".")[0] for name in found}
    return tops - set(sys.stdlib_module_names) - {"ningbo_lib"}


def test_one_version_number(files: Files) -> None:
    import ningbo_lib

    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest
    assert citation["version"] == ningbo_lib.__version__ == newest[1]


def test_the_readme_explains_every_dependency(files: Files) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    project = tomllib.loads(files.pyproject)
    table = set(re.findall(r"^\| `([\w-]+)` \|", text, re.MULTILINE))
    named = {requirement.name for requirement in runtime(project) + group(project, "dev")}
    assert named <= table

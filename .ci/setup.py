"""Make .venv hold exactly the locked packages and this project; do nothing when it does.

    python3 .ci/setup.py

Standard library only, and readable by any Python 3, so that an old one gets a clear message.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "set-up"
LOCK = ROOT / "requirements.lock"
BUILD_LOCK = ROOT / "requirements-build.lock"

OLD_PYTHON = """\
ningbo_lib needs Python 3.11 or newer, and {} is Python {}.
Install a newer one, or name one you have:  make notebooks PYTHON=python3.12"""

READ_ONLY = """\
{}: {}.
Copy the project to a folder that you may write to; .venv and build are made in it."""

NO_VENV = """\
{} cannot make virtual environments: its module 'venv' or 'ensurepip' is missing.
On Debian and Ubuntu:  apt install python3-venv   (or name another Python: make PYTHON=...)"""


def main():
    if sys.version_info < (3, 11):  # noqa: UP036 (so that an old one gets this message)
        sys.exit(OLD_PYTHON.format(sys.executable, sys.version.split()[0]))
    with only_one():
        if not STAMP.exists() or STAMP.read_text() != wanted():
            install()


def only_one():
    """An open file that holds a lock: a second run in this checkout waits for the first."""
    import fcntl  # not on Windows, where conda is the way

    folder = ROOT / "build"
    try:
        folder.mkdir(exist_ok=True)
        lock = (folder / "setup.lock").open("w")
    except OSError as error:
        sys.exit(READ_ONLY.format(error.filename, error.strerror))
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def wanted():
    """What .venv depends on, in one line: place, Python, and the files that describe it."""
    files = (LOCK, BUILD_LOCK, ROOT / "pyproject.toml", Path(__file__))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    return f"{ROOT} {sys.version_info[0]}.{sys.version_info[1]} {digest}\n"


def install():
    print("Setting up .venv (the first time takes a minute or two) ...", flush=True)
    STAMP.unlink(missing_ok=True)
    create()
    bootstrap = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    run(*bootstrap, "--require-hashes", "--no-deps", "-r", locked_alone("uv"))
    os.environ.update(mirror())
    uv = ["-m", "uv", "pip"]
    target = ["--quiet", "--python", PYTHON, "--build-constraints", BUILD_LOCK]
    run(*uv, "sync", *target, "--require-hashes", "--compile-bytecode", LOCK)
    run(*uv, "install", *target, "--no-deps", "--editable", ROOT)
    # `python -m venv` of 3.11 brings setuptools along; jieba's import warns when it is there.
    run(*uv, "uninstall", "--quiet", "--python", PYTHON, "setuptools")
    STAMP.write_text(wanted())


def create():
    """A virtual environment of this Python; one of another version is replaced."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if not list(VENV.glob(f"lib/python{version}/site-packages")) or not works():
        shutil.rmtree(VENV, ignore_errors=True)
        made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True)
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            sys.exit(NO_VENV.format(sys.executable) + "\n" + made.stdout + made.stderr)


def works():
    try:
        return not subprocess.run(
            [PYTHON, "-m", "pip", "--version"], capture_output=True
        ).returncode
    except OSError:
        return False


def locked_alone(name):
    """A requirements file with only ``name``, its version and its hashes."""
    entry = re.search(rf"^{name}==.*?(?=^\S|\Z)", BUILD_LOCK.read_text(), re.MULTILINE | re.DOTALL)
    path = ROOT / "build" / f"{name}.txt"
    path.write_text(entry.group())
    return path


def mirror():
    """The package mirror that pip is configured to use, in uv's words."""
    listed = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True)
    found = re.search(r"\.index-url='(.+)'", listed.stdout)
    return {"UV_DEFAULT_INDEX": found[1]} if found and "UV_DEFAULT_INDEX" not in os.environ else {}


def run(*arguments):
    if subprocess.run([PYTHON, *arguments], cwd=ROOT).returncode:
        sys.exit("Setting up .venv failed; see above. Is the package registry reachable?")


if __name__ == "__main__":
    main()

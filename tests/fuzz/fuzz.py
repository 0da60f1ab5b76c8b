"""Look for inputs that break something, guided by the code they reach.

    make fuzz ARGS="clean --seconds 60"        one target, or all without a name

Guided runs need atheris, which ``make fuzz`` gets; blind ones need nothing.  What is learned stays
in ``build/fuzz/<target>/`` for the next run.  An input that breaks something is written to
``build/fuzz/<target>-…``; cut it down, and add it to ``tests/cases/fuzz.json`` with the repair.
Prints the executions of each target.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "fuzz"
LONGEST = 600  # bytes
SECONDS_EACH = 20  # that one input may take, in code slowed down by tracing
MEGABYTES = 3000
CODES = ((0x20, 0x7F), (0x80, 0x2FFF), (0x3000, 0x9FFF), (0xD800, 0xFFFF), (0x10000, 0x10FFFF))


def main() -> None:
    """Fuzz each target in a process of its own: a run ends with its process."""
    options = arguments()
    if options.here:
        (fuzz_blind if options.blind else fuzz_guided)(options.targets[0], options)
        return
    total, broken = 0, []
    for name in options.targets or names():
        executions, right = fuzz_apart(name, options)
        print(f"{name:<10} {executions:>10,} executions{'' if right else '  BROKEN, see above'}")
        total += executions
        broken += [] if right else [name]
    print(f"{'all':<10} {total:>10,} executions")
    sys.exit(1 if broken else 0)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(names())}")
    parser.add_argument("--seconds", type=int, default=30, help="for each target")
    parser.add_argument("--runs", type=int, default=-1, help="executions, if they come first")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of a blind run")
    parser.add_argument("--blind", action="store_true", help="untraced: ten times as many inputs")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if unknown := set(options.targets) - set(names()):
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(names())}")
    return options


@cache
def names() -> tuple[str, ...]:
    """The targets, read from their source: importing them would load the library untraced."""
    source = (ROOT / "tests/fuzz/targets.py").read_text(encoding="utf-8")
    return tuple(re.findall(r"for f in \(([^)]*)\)", source)[0].split(", "))


def fuzz_apart(name: str, options: argparse.Namespace) -> tuple[int, bool]:
    """How many inputs were tried, and whether all came out right."""
    limits = ["--seconds", str(options.seconds), "--runs", str(options.runs)]
    limits += ["--seed", str(options.seed)]
    command = [sys.executable, "-m", "tests.fuzz.fuzz", name, "--here", *limits]
    command += ["--blind"] if options.blind else []
    done = subprocess.run(command, cwd=ROOT, capture_output=True)
    log = (done.stdout + done.stderr).decode("utf-8", "replace")
    if done.returncode:
        print(log[-6000:])
    counts = re.findall(r"^(?:stat::number_of_executed_units:\s*|#)(\d+)", log, re.MULTILINE)
    return max(map(int, counts), default=0), done.returncode == 0


def fuzz_blind(name: str, options: argparse.Namespace) -> None:
    """Edit what the guided runs have learned, without looking at what the code does."""
    from tests.fuzz.targets import TARGETS

    target, chance = TARGETS[name], random.Random(options.seed)
    known = [*seeds(name), *(path.read_bytes() for path in sorted((BUILD / name).glob("*")))]
    end, done = time.monotonic() + options.seconds, 0
    BUILD.mkdir(parents=True, exist_ok=True)
    while time.monotonic() < end and done != options.runs:
        data = edit(chance.choice(known), LONGEST, chance.getrandbits(32))
        try:
            target(data)
        except BaseException:
            (BUILD / f"{name}-crash-{hashlib.sha256(data).hexdigest()[:16]}").write_bytes(data)
            raise
        finally:
            done += 1
            if done % 100 == 0 or time.monotonic() > end:
                print(f"#{done}", flush=True)


def fuzz_guided(name: str, options: argparse.Namespace) -> None:
    import atheris

    with atheris.instrument_imports(include=["ningbo_lib"], enable_loader_override=False):
        load_everything()
    from tests.fuzz.targets import TARGETS

    learned = BUILD / name
    learned.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(name)):
        (learned / f"seed-{number:03}").write_bytes(data)
    flags = {
        "max_len": LONGEST,
        "max_total_time": options.seconds,
        "runs": options.runs,
        "timeout": SECONDS_EACH * (10 if name == "growth" else 1),
        "rss_limit_mb": MEGABYTES,
        "artifact_prefix": f"{BUILD}/{name}-",
        "print_final_stats": 1,
        "reload": 0,
    }
    argv = [sys.argv[0], *(f"-{flag}={value}" for flag, value in flags.items()), str(learned)]
    atheris.Setup(argv, TARGETS[name], **({} if name == "read" else {"custom_mutator": edit}))
    atheris.Fuzz()


def load_everything() -> None:
    """The library loads on first use, and must be loaded while its loading is traced."""
    import ningbo_lib

    for name in ningbo_lib.__all__:
        getattr(ningbo_lib, name)


def seeds(name: str) -> list[bytes]:
    """Pieces of the pages and lists that the project has, and inputs that once broke something."""
    cases = json.loads((ROOT / "tests/cases/fuzz.json").read_text(encoding="utf-8"))
    found = [c["text"].encode("utf-8", "surrogateescape") for c in cases if c["target"] == name]
    kinds = {
        "corpus": ["data/raw/corpus.toml"],
        "dates": ["tests/own_texts/dates.csv"],
        "lexicons": ["data/lexicon/*.tsv", "ningbo_lib/lexicons/*.tsv"],
    }
    for pattern in kinds.get(name, ["tests/pages/*.txt", "tests/cases/figures/*"]):
        for path in sorted(ROOT.glob(pattern)):
            data = path.read_bytes()
            found += [data[at : at + 300] for at in range(0, min(len(data), 9000), 300)]
    if name == "growth":  # takes a hundred times as long as the others
        found = found[::20]
    if name == "read":
        texts = [data.decode("utf-8", "ignore") for data in found[::7]]
        found += [t.encode(c) for t in texts for c in ("gb18030", "utf-16", "utf-32")]
        found += [t.encode("big5hkscs", "ignore") for t in texts]
    return found


def edit(data: bytes, longest: int, seed: int) -> bytes:
    """One edit or a few of the kind that happen to texts; now and then one of any bytes."""
    chance = random.Random(seed)
    if chance.random() < 0.15:
        return any_bytes(chance, data)[:longest]
    text = data.decode("utf-8", "surrogateescape")
    for _ in range(chance.choice((1, 1, 2, 4))):
        start = chance.randint(0, len(text))
        stop = min(len(text), start + chance.choice((0, 1, 2, 8, 40)))
        other = chance.choice(EDITS)(chance, text[start:stop])
        at = chance.choice((start, start, chance.randint(0, start)))
        text = text[:at] + other + (text[stop:] if at == start else text[at:])
    return text.encode("utf-8", "surrogatepass")[:longest]


def any_bytes(chance: random.Random, data: bytes) -> bytes:
    start = chance.randint(0, len(data))
    stop = start + chance.choice((0, 1, 1, 2, 5))
    return data[:start] + chance.randbytes(chance.choice((0, 1, 1, 2, 5))) + data[stop:]


def any_character(chance: random.Random) -> str:
    return chr(chance.randint(*chance.choice(CODES)))


@cache
def words() -> tuple[str, ...]:
    """What the lexicons and the pages are made of: their words, single marks, line ends."""
    cells = set("\n\n\n  \t\r\x0b\u3000\u2028\ufeff\u200b\x00“”‘’（）()【】[]《》，。：；、！？…⋯—")
    for path in (ROOT / "ningbo_lib/lexicons").glob("*.tsv"):
        rows = path.read_text(encoding="utf-8").splitlines()
        cells |= {row.split("\t")[0] for row in rows if not row.startswith("#")}
    cells |= set("0123456789０９一二三十百千万亿零点几数多余.,%％‰-~/")
    cells |= set((ROOT / "tests/cases/common_characters.txt").read_text(encoding="utf-8")[:300])
    cells |= {
        "记者 ",
        "摄）",
        "（图",
        "[[page]]\n",
        "file = ",
        "published = ",
        '"',
        "'",
        "同比",
        "去年",
    }
    return tuple(sorted(cells))


EDITS = (
    lambda chance, piece: chance.choice(words()),
    lambda chance, piece: chance.choice(words()) + chance.choice(words()),
    lambda chance, piece: any_character(chance) * chance.choice((1, 1, 3, 50)),
    lambda chance, piece: "",
    lambda chance, piece: piece * chance.choice((2, 2, 3, 20)),
    lambda chance, piece: "\n".join(piece),
    lambda chance, piece: "".join(char * 2 for char in piece),
    lambda chance, piece: piece[::-1],
    lambda chance, piece: piece.replace("\n", ""),
    lambda chance, piece: piece + "\n" + piece,
)


if __name__ == "__main__":
    main()

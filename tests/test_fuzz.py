"""What fuzzing once found stays repaired, and the targets notice when something is wrong."""

from __future__ import annotations

import json

import pytest

import ningbo_lib as nb
from ningbo_lib.words.tokens import LONGEST_TERM
from tests.conftest import ROOT
from tests.fuzz.targets import TARGETS

CASES = json.loads((ROOT / "tests/cases/fuzz.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[f"{c['target']}: {c['why']}" for c in CASES])
def test_what_was_found_stays_repaired(case: dict[str, str]) -> None:
    TARGETS[case["target"]](case["text"].encode("utf-8", "surrogateescape"))


@pytest.mark.parametrize("name", sorted(set(TARGETS) - {"growth"}))
@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", "增长7%。\n记者 李华\n".encode() * 3])
def test_every_target_takes_any_bytes(name: str, data: bytes) -> None:
    TARGETS[name](data)


LOSSES = {
    "clean": ("clean", lambda text: nb.page.cleaning.clean(text[1:])),
    "page": ("parse_page", lambda text: nb.page.layout.parse_page(text)[1:]),
    "figures": ("find_figures", lambda text, **_: nb.figures.extraction.find_figures("一" + text)),
}


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    function, broken = LOSSES[name]
    getattr(nb, function)  # loaded, so that only the name in the package is another
    monkeypatch.setattr(nb, function, broken)
    with pytest.raises(AssertionError):
        TARGETS[name]("港口增长7%，记者李华从会上获悉。".encode())


def test_time_that_grows_faster_than_the_text_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.targets._seconds", lambda step, text: (len(text) / 1500) ** 2)
    with pytest.raises(AssertionError, match="clean"):
        TARGETS["growth"](b"abc")


def test_a_term_as_long_as_a_text_is_refused() -> None:
    longest = "港" * LONGEST_TERM
    assert nb.TokenizerSpec(terms=(longest,)).terms == ((longest, "n"),)
    with pytest.raises(ValueError, match="over 100 characters"):
        nb.TokenizerSpec(terms=(longest + "口",))

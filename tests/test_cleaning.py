"""Cleaning, case by case: each says what it shows, and its log leads back to the raw text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ningbo_lib as nb
from ningbo_lib.page.repairs import REPAIRS, wanted_characters

CASES = Path(__file__).parent / "cases/cleaning"
LEFT_ALONE = {"suspected misprint", "unknown glyph"}


def _cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.json")):
        for i, case in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            reason = case["why"]
            known = path.stem == "known_failures"
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if known else []
            found.append(pytest.param(case, id=f"{path.stem}-{i}", marks=marks))
    return found


def _every_case() -> list[dict[str, str]]:
    return [param.values[0] for param in _cases()]


@pytest.mark.parametrize("case", _cases())
def test_case(case):
    assert nb.clean(case["text"]).text == case["clean"], case["why"]


def test_no_case_stands_twice():
    texts = [case["text"] for case in _every_case()]
    assert len(texts) == len(set(texts)) > 60


@pytest.mark.parametrize("case", _every_case(), ids=lambda case: case["why"])
def test_the_log_leads_back(case):
    cleaned = nb.clean(case["text"])
    assert cleaned.restore() == case["text"]
    for change in cleaned.repairs:
        assert case["text"][change.start : change.stop] == change.before
        assert change.rule and change.reason


def test_what_is_only_reported_is_in_the_log():
    for case in json.loads((CASES / "negative.json").read_text(encoding="utf-8")):
        rules = {change.rule for change in nb.clean(case["text"]).repairs}
        assert rules <= LEFT_ALONE, case["text"]
        assert bool(rules) == case["why"].endswith("is reported, not changed"), case["text"]


def test_raw_places_of_a_repaired_text():
    cleaned = nb.clean("占比 23 %，\u200b增⻓。。（（左一左一））")
    assert cleaned.text == "占比23%，增长。（左一）"
    assert cleaned.to_raw(0, 2) == (0, 2)
    assert cleaned.to_raw(2, 5) == (3, 7)  # 23 % with the space that went
    assert cleaned.to_raw(0, 0) == (0, 0)
    with pytest.raises(IndexError, match="not within"):
        cleaned.to_raw(0, 99)


ANY_TEXT = st.text(
    st.one_of(
        st.sampled_from("港口，。 \n,;:?!()\"'-―⸺…⋯.・０９％．⽇⻅\u3000\u200b\r\ue000and"),
        st.characters(),
    )
)


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_a_repair_without_the_characters_it_needs_finds_nothing(text):
    wanted = wanted_characters(text)
    for repair in REPAIRS:
        assert repair.may_find(wanted) or not list(repair.edits(text)), repair.rule

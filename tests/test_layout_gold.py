"""The two real pages are read exactly as a person reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import ningbo_lib as nb

ROOT = Path(__file__).parents[1]
GOLD = json.loads((ROOT / "data/gold/structure.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def parsed():
    return {a.article_id: a for a in nb.read_corpus(ROOT / "data/raw").parsed}


def test_the_same_articles(parsed):
    assert list(parsed) == [gold["article_id"] for gold in GOLD]


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["article_id"])
@pytest.mark.parametrize("field", ["headline", "kicker", "subtitle"])
def test_head(parsed, gold, field):
    assert getattr(parsed[gold["article_id"]], field) == gold[field]


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["article_id"])
def test_bylines_and_captions(parsed, gold):
    article = parsed[gold["article_id"]]
    assert [{"role": b.role, "name": b.name} for b in article.bylines] == gold["bylines"]
    assert [{"text": c.text, "credit": c.credit} for c in article.captions] == gold["captions"]


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["article_id"])
def test_blocks_in_reading_order(parsed, gold):
    read = [
        {"kind": b.kind, "section": b.section, "speaker": b.speaker, "text": b.text}
        for b in parsed[gold["article_id"]].blocks
        if b.kind in {"lead", "heading", "paragraph", "turn", "sidebar"}
    ]
    assert read == gold["blocks"]

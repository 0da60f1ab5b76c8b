"""The checks a reader can repeat do find what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import ningbo_lib as nb

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("path", sorted((ROOT / "data/raw").glob("*.txt")), ids=lambda p: p.stem)
def test_every_character_of_the_real_pages_is_accounted_for(path):
    text = nb.read_text(path).text
    table = nb.account(text)
    assert table["characters"].sum() == sum(not char.isspace() for char in text)
    assert table.loc[table["where"] == "missing", "characters"].sum() == 0


def test_agreement_counts_a_difference(tmp_path):
    parsed = nb.read_corpus(ROOT / "data/raw").parsed
    gold = json.loads((ROOT / "data/gold/structure.json").read_text(encoding="utf-8"))
    gold[0]["headline"] += "？"
    gold[1]["blocks"][0]["text"] = "别的"
    changed = tmp_path / "gold.json"
    changed.write_text(json.dumps(gold), encoding="utf-8")
    table = nb.structure_agreement(parsed, changed)
    wrong = table[table["same"] < table["gold"]]
    assert list(wrong["field"]) == ["headline", "blocks in order"]


def test_agreement_refuses_other_articles(tmp_path):
    other = tmp_path / "gold.json"
    other.write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match="other articles"):
        nb.structure_agreement(nb.read_corpus(ROOT / "data/raw").parsed, other)

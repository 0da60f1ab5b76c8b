"""Term suggestions: planted words are found, fragments and dictionary words are not."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from ningbo_lib.words.newwords import suggest_terms

FILLER = [*"山水天人心手口目耳风云雨雪花草木石火土金"]


def texts_with(words: list[str], times: int, seed: int = 1) -> list[str]:
    rng = random.Random(seed)
    pieces = [word for word in words for _ in range(times)]
    rng.shuffle(pieces)
    return [
        "".join(rng.choices(FILLER, k=4)) + word + "".join(rng.choices(FILLER, k=4))
        for word in pieces
    ]


def test_planted_words_are_found_with_their_counts_and_passages() -> None:
    planted = ["甬江实验室", "新质生产力", "墨子号"]
    table = suggest_terms(texts_with(planted, 9))
    assert set(table["term"]) == set(planted)
    assert set(table["n"]) == {9}
    assert all(
        term in passages for term, passages in zip(table["term"], table["passages"], strict=True)
    )
    assert table["passages"].str.count(r" \| ").eq(2).all()
    assert (table["pmi"] >= 3).all() and (table["entropy"] >= 1.5).all()


def test_parts_of_a_word_are_no_words() -> None:
    found = suggest_terms(texts_with(["甬江实验室"], 20))["term"].tolist()
    assert found == ["甬江实验室"]


@pytest.mark.parametrize("edged", ["的甬江湾", "甬江湾了", "是甬江湾"])
def test_function_characters_are_no_edges(edged: str) -> None:
    assert edged not in set(suggest_terms(texts_with([edged], 20))["term"])


def test_words_of_the_dictionary_and_rare_strings_are_left_out() -> None:
    assert suggest_terms(texts_with(["实验室"], 20)).empty
    assert suggest_terms(texts_with(["甬江实验室"], 3)).empty
    assert len(suggest_terms(texts_with(["甬江实验室"], 3), min_count=3)) == 1


def test_a_string_that_cuts_a_word_in_half_is_left_out() -> None:
    texts = texts_with(["现代化建设", "信息化建设", "城镇化建设", "工业化建设"], 9)
    assert "化建设" not in set(suggest_terms(texts, min_pmi=0)["term"])


def test_two_words_that_meet_by_chance_are_not_joined() -> None:
    rng = random.Random(2)
    words = ["数字", "城市", "企业", "工厂"]
    texts = ["".join(rng.choices(words, k=12)) for _ in range(60)]
    assert suggest_terms(texts).empty


def test_no_text_gives_an_empty_table_of_the_same_types() -> None:
    full, empty = suggest_terms(texts_with(["甬江实验室"], 9)), suggest_terms([])
    assert empty.empty and (empty.dtypes == full.dtypes).all()


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_the_texts_does_not_matter(seed: int) -> None:
    texts = texts_with(["甬江实验室", "墨子号"], 9)
    shuffled = random.Random(seed).sample(texts, k=len(texts))
    pd.testing.assert_frame_equal(suggest_terms(shuffled), suggest_terms(texts), check_exact=True)


def test_stop_words_of_ones_own() -> None:
    texts = texts_with(["甬江实验室", "墨子号"], 9)
    assert suggest_terms(texts, stop=["甬江"])["term"].tolist() == ["墨子号"]
    edged = texts_with(["的墨子号"], 9)
    assert "的墨子号" not in set(suggest_terms(edged)["term"])
    assert "的墨子号" in set(suggest_terms(edged, stop=[])["term"])


def test_one_string_in_place_of_several_is_refused() -> None:
    with pytest.raises(ValueError, match="give a list of texts"):
        suggest_terms("宁波")
    with pytest.raises(ValueError, match="stop is one string"):
        suggest_terms(["宁波"], stop="的")

"""Shared threads: the score by hand, and whether a planted thread is found without being told."""

from __future__ import annotations

from math import log2
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ningbo_lib.corpus import read_corpus
from ningbo_lib.topics.threads import description_bits, shared_threads, surprise, thread_passages
from ningbo_lib.words.segmentation import jieba_file
from ningbo_lib.words.tokens import TokenizerSpec, tokenize

COMMON = "会议提出要推进改革发展，完善服务体系。"


def tokens_of(texts: dict[str, tuple[int, list[str]]], terms: tuple[str, ...] = ()):
    rows = [
        (article, f"{article}-{number}", year, text)
        for article, (year, paragraphs) in texts.items()
        for number, text in enumerate(paragraphs)
    ]
    columns = ["article_id", "paragraph_id", "year", "text"]
    return tokenize(pd.DataFrame(rows, columns=columns), TokenizerSpec(terms=terms))


TEXTS = {
    "a": (2021, [COMMON, "专家建议论证青云湖研究院。“要做就做青云湖研究院。”他说。"]),
    "b": (2021, [COMMON, "全市出口增长，企业开拓市场。"]),
    "c": (2021, [COMMON, "会议通过方案，企业服务平台上线。"]),
    "d": (2024, [COMMON + COMMON, "青云湖研究院大楼竣工，市场反映良好。"]),
}


def threads(tokens, **options):
    return shared_threads(tokens, target=2024, reference=2021, **options)


@pytest.mark.parametrize("terms", [(), ("青云湖研究院",)])
def test_a_planted_thread_comes_first_however_it_is_cut(terms):
    found = threads(tokens_of(TEXTS, terms))
    first = found.iloc[0]
    assert first["term"] == "青云湖研究院"
    assert (first["target_n"], first["reference_n"], first["articles"]) == (1, 2, 2)
    assert first["reference_passage"] == "专家建议论证青云湖研究院。"
    assert first["target_passage"] == "青云湖研究院大楼竣工，市场反映良好。"


def cut_apart(tokens, article):
    """The same tokens with 青云湖研究院 in two pieces in one article."""
    whole = (tokens["token"] == "青云湖研究院") & (tokens["article_id"] == article)
    left, right = tokens[whole].copy(), tokens[whole].copy()
    left["token"], left["stop"] = "青云湖", left["start"] + 3
    right["token"], right["start"] = "研究院", right["start"] + 3
    return pd.concat([tokens[~whole], left, right])


@pytest.mark.parametrize("article", ["a", "d"])
def test_mentions_of_all_cuts_are_counted(article):
    """One side whole, the other in pieces, or both kinds on one side."""
    texts = TEXTS | {"e": (2024, ["青云湖研究院开放。"])}
    tokens = tokens_of(texts, ("青云湖研究院",))
    numbers = ["term", "target_n", "reference_n", "paragraphs", "articles"]
    cut, whole = threads(cut_apart(tokens, article)), threads(tokens)
    pd.testing.assert_frame_equal(cut[numbers], whole[numbers])
    row = threads(cut_apart(tokens, article)).iloc[0]
    passages = thread_passages(cut_apart(tokens, article), ["青云湖研究院"])
    assert (row["target_n"], row["reference_n"]) == (2, 2)
    assert (row["target_n"] + row["reference_n"], row["articles"]) == (len(passages), 3)


def test_own_stop_words_end_no_thread():
    tokens = tokens_of(TEXTS, ("青云湖研究院",))
    usual, mine = threads(tokens), threads(tokens, stop=["青云湖研究院"])
    assert "青云湖研究院" in set(usual["term"])
    assert "青云湖研究院" not in set(mine["term"])
    assert len(mine)


@pytest.mark.parametrize("column", ["token", "article_id", "year"])
def test_a_missing_column_is_named(column):
    tokens = tokens_of(TEXTS).drop(columns=column)
    with pytest.raises(ValueError, match=f"no column {column}"):
        threads(tokens)
    with pytest.raises(ValueError, match=f"no column {column}"):
        thread_passages(tokens, ["市场"])


def test_a_year_has_no_threads_with_itself():
    with pytest.raises(ValueError, match="target and reference are both 2021"):
        shared_threads(tokens_of(TEXTS), target=2021, reference=2021)


def test_what_every_article_says_has_no_weight():
    found = threads(tokens_of(TEXTS), top=100).set_index("term")
    assert found.loc[[t for t in found.index if t in COMMON], "score"].max() == 0


def test_parts_of_a_longer_thread_are_left_out():
    found = threads(tokens_of(TEXTS), top=100)
    assert not {"青云湖", "研究院"} & set(found["term"])


def test_score_by_hand():
    found = threads(tokens_of(TEXTS)).iloc[0]
    tokens = tokens_of(TEXTS)
    sizes = tokens[~tokens["kind"].isin(["punctuation", "space"])].groupby("year").size()
    bits = description_bits("青云湖研究院")
    expected = (bits - log2(sizes.max())) * (log2(1) + log2(2)) / 2
    assert found["score"] == pytest.approx(expected * log2(4 / 2) / log2(4 / 2))


def test_no_surprise_where_general_chinese_would_have_as_many():
    """1,024 words at 10 bits: one mention is expected."""
    assert surprise(np.array([10.0, 9.0, 15.0]), 1024).tolist() == [0, 0, 5]


def test_one_mention_on_either_side_is_no_thread_yet():
    once = {key: (year, paragraphs[:]) for key, (year, paragraphs) in TEXTS.items()}
    once["a"][1][1] = "专家建议论证青云湖研究院。"
    found = threads(tokens_of(once), top=100).set_index("term")
    assert found.loc["青云湖研究院", "score"] == 0
    assert found[found["score"] == 0].index[0] == "青云湖研究院"


def test_bits_are_the_dictionarys():
    counts = {}
    with jieba_file().open(encoding="utf-8") as lines:
        for line in lines:
            word, n, _ = line.split()
            counts[word] = int(n)
    total = log2(sum(counts.values()))
    assert description_bits("实验室") == pytest.approx(total - log2(counts["实验室"]))
    two = 2 * total - log2(counts["科技"]) - log2(counts["创新"])
    assert description_bits("科技创新") == pytest.approx(two)
    assert description_bits("AI") == pytest.approx(total)


def test_two_articles_alone_tell_threads_by_rarity():
    texts = {key: (TEXTS[key][0], TEXTS[key][1][1:]) for key in "ad"}
    texts["a"][1].append("专家看好市场。")
    found = threads(tokens_of(texts))
    assert found["term"][0] == "青云湖研究院"
    assert set(found["term"]) == {"青云湖研究院", "市场"}


def test_passages_are_whole_sentences_with_their_places():
    tokens = tokens_of(TEXTS)
    found = thread_passages(tokens, ["青云湖研究院"])
    assert found["passage"].tolist() == [
        "专家建议论证青云湖研究院。",
        "“要做就做青云湖研究院。”",
        "青云湖研究院大楼竣工，市场反映良好。",
    ]
    assert found["group"].tolist() == [2021, 2021, 2024]
    for row in found.itertuples():
        text = TEXTS[row.article_id][1][int(row.paragraph_id[-1])]
        assert text[row.start : row.stop] == row.term


def test_nothing_shared_and_no_mentions_give_empty_tables():
    apart = {"a": (2021, ["天气晴朗。"]), "b": (2024, ["工厂投产。"])}
    found = threads(tokens_of(apart))
    full = threads(tokens_of(TEXTS))
    assert len(found) == 0
    pd.testing.assert_series_equal(found.dtypes, full.dtypes)
    none = thread_passages(tokens_of(apart), ["青云湖"])
    assert len(none) == 0
    pd.testing.assert_series_equal(
        none.dtypes, thread_passages(tokens_of(TEXTS), ["青云湖"]).dtypes
    )


def test_row_order_does_not_matter():
    tokens = tokens_of(TEXTS)
    shuffled = tokens.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(threads(tokens, top=100), threads(shuffled, top=100))


def test_a_year_that_does_not_occur():
    with pytest.raises(ValueError, match="no text has year = 1999; there are 2021, 2024"):
        shared_threads(tokens_of(TEXTS), target=2024, reference=1999)


@pytest.mark.parametrize("terms", [(), ("甬江实验室", "科技创新", "宁波")])
def test_the_laboratory_of_the_two_pages_is_found_without_being_told(terms):
    """In 2021 it is argued for, in 2024 its first buildings are done: the one real thread."""
    paragraphs = read_corpus(Path(__file__).parents[1] / "data" / "raw").paragraphs
    found = threads(tokenize(paragraphs, TokenizerSpec(terms=terms)))
    assert found["term"][0] == "甬江实验室"
    row = found.set_index("term").loc["甬江实验室"]
    assert (row["reference_n"], row["target_n"], row["name"]) == (2, 11, True)

"""Texts that are in a table already give the same frames as a folder."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ningbo_lib as nb
from ningbo_lib.corpus_tables import COLUMNS, line_starts

GOOD = pd.DataFrame(
    {
        "text": ["港口繁忙。\n\n　　新桥通车！行人称便。  \r\n完", "港口扩建。"],
        "published": ["2021-03-31", "2024-03"],
        "paper": ["甲报", "乙报"],
        "page": [1, 2],
    }
)


def test_paragraphs_are_lines_with_their_places() -> None:
    corpus = nb.corpus_from_frame(GOOD)
    assert corpus.paragraphs["text"].tolist() == [
        "港口繁忙。",
        "新桥通车！行人称便。",
        "完",
        "港口扩建。",
    ]
    assert corpus.paragraphs["raw_lines"].tolist() == ["0:1", "0:3", "0:4", "0:1"]
    assert corpus.paragraphs["position"].tolist() == [1, 2, 3, 1]
    assert corpus.sentences["text"].tolist()[1:3] == ["新桥通车！", "行人称便。"]
    assert corpus.articles["article_id"].tolist() == ["text-0001", "text-0002"]
    assert corpus.articles["precision"].tolist() == ["day", "month"]
    assert corpus.articles["year"].tolist() == [2021, 2024]
    assert [article.paragraphs[0] for article in corpus.parsed] == ["港口繁忙。", "港口扩建。"]


def test_further_columns_are_carried_to_every_frame_and_can_be_compared() -> None:
    corpus = nb.corpus_from_frame(GOOD)
    for name in ("articles", "paragraphs", "sentences"):
        frame = getattr(corpus, name)
        assert list(frame.columns) == [*COLUMNS[name], "paper", "page"]
        assert frame["page"].dtype == "int64"
    tokens = nb.tokenize(corpus.paragraphs)
    key = nb.keyness(tokens, "乙报", "甲报", by="paper", min_count=1)
    assert set(key["term"]) >= {"港口", "扩建"}
    assert len(nb.figures_table(corpus.paragraphs)) == 0


def test_what_is_known_already_is_used() -> None:
    frame = GOOD.assign(
        article_id=["a", 7], source=["x", "y"], headline=["题", ""], precision=["year", "day"]
    )
    articles = nb.corpus_from_frame(frame).articles
    shown = articles[["article_id", "source", "headline", "precision"]]
    assert shown.to_numpy().tolist() == [["a", "x", "题", "year"], ["7", "y", "", "day"]]


@pytest.mark.parametrize(
    "day", [date(2021, 3, 31), datetime(2021, 3, 31, 8), pd.Timestamp("2021-03-31 23:00+08:00")]
)
def test_dates_of_any_type(day: object) -> None:
    frame = pd.DataFrame({"text": ["港口。"], "published": [day]})
    assert nb.corpus_from_frame(frame).articles["published"].iloc[0] == pd.Timestamp(2021, 3, 31)


WRONG = {
    "no texts": (GOOD.drop(columns="text"), "no column text; the frame has published, paper"),
    "no dates": (GOOD.drop(columns="published"), "no column published"),
    "a missing date": (GOOD.assign(published=["2021", None]), "row 2: no date in published"),
    "not a date": (GOOD.assign(published=pd.NaT), "row 1, 2: no date in published"),
    "an odd date": (GOOD.assign(published=["2021-02-30", "May"]), "row 1, 2: no date"),
    "a missing text": (GOOD.assign(text=["港", None]), "row 2: no text"),
    "an empty text": (GOOD.assign(text=[" \n", "港"]), "row 1: no text"),
    "a number for a text": (GOOD.assign(text=[1, 2]), "row 1, 2: no text"),
    "an identity twice": (GOOD.assign(article_id=["a", "a"]), "article_id 'a' stands 2 times"),
    "no identity": (GOOD.assign(article_id=["a", None]), "row 2: no article_id"),
    "another year": (GOOD.assign(year=[2021, 2023]), "row 2: year is not the year"),
    "a name that is taken": (GOOD.assign(kind="x"), "a column kind of their own; rename yours"),
    "many rows": (
        pd.concat([GOOD] * 6).assign(text=""),
        "row 1, 2, 3, 4, 5 and 7 more: no text",
    ),
}


@pytest.mark.parametrize(("frame", "message"), WRONG.values(), ids=WRONG)
def test_wrong_rows_are_named(frame: pd.DataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nb.corpus_from_frame(frame)


def test_an_empty_frame_has_the_same_columns_and_types() -> None:
    full, empty = nb.corpus_from_frame(GOOD), nb.corpus_from_frame(GOOD.iloc[:0])
    for name in COLUMNS:
        assert len(getattr(empty, name)) == 0
        pd.testing.assert_series_equal(getattr(empty, name).dtypes, getattr(full, name).dtypes)


def test_index_and_order_do_not_matter_and_parts_join_to_the_whole() -> None:
    frame = pd.concat([GOOD, GOOD], ignore_index=True).assign(article_id=list("abcd"))
    frame.index = pd.Index([9, 9, 3, 1])
    whole = nb.corpus_from_frame(frame)
    parts = [nb.corpus_from_frame(frame.iloc[i : i + 1]) for i in range(4)]
    for name in ("articles", "paragraphs", "sentences"):
        joined = pd.concat([getattr(part, name) for part in parts], ignore_index=True)
        pd.testing.assert_frame_equal(joined, getattr(whole, name))


@settings(max_examples=100)
@given(
    st.text(st.sampled_from("港口。！ \n\r　\u2028x") | st.characters(exclude_categories=["Cs"]))
)
def test_every_character_is_kept_at_its_place(text: str) -> None:
    if not text.strip():
        return
    frame = pd.DataFrame({"text": [text], "published": ["2021"]})
    corpus = nb.corpus_from_frame(frame)
    starts = [*line_starts(text), len(text)]
    for row in corpus.paragraphs.itertuples():
        line = int(row.raw_lines.removeprefix("0:"))
        assert text[starts[line - 1] : starts[line]].strip() == row.text
    kept = "".join(corpus.paragraphs["text"])
    assert "".join(kept.split()) == "".join(text.split())
    assert "".join(corpus.sentences["text"]) == kept


def test_the_groups_to_compare() -> None:
    articles = nb.corpus_from_frame(GOOD).articles
    assert nb.two_groups(articles) == (2024, 2021)
    assert nb.two_groups(articles, [2021, 2024]) == (2021, 2024)
    assert nb.two_groups(articles, by="paper") == ("甲报", "乙报")


@pytest.mark.parametrize("compare", [(2021, 2020), (2021,), (2021, 2021), (2021, 2024, 2023)])
def test_groups_that_are_not_there(compare: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="name two of these, target first: 2021, 2024"):
        nb.two_groups(nb.corpus_from_frame(GOOD).articles, compare)


def test_one_group_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="the only year is 2021"):
        nb.two_groups(nb.corpus_from_frame(GOOD.iloc[:1]).articles)

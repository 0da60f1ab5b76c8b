"""Counts: denominators fixed first, tables that add up, dispersion as published."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ningbo_lib.words.counting import count_terms, dispersion, merge_counts
from tests.term_tables import drawn_articles, tokens_of

REFERENCE = json.loads(
    (Path(__file__).parent / "cases/keyness/reference_values.json").read_text("utf-8")
)
TOKENS = tokens_of(
    {
        (2021, "A"): ["工业 工业 数字", "数字 的"],
        (2021, "B"): ["工业 的 的"],
        (2024, "C"): ["工业", "实验室 工业"],
    }
)


def test_counts_with_their_denominators() -> None:
    table = count_terms(TOKENS).set_index(["year", "term"])
    row = table.loc[(2021, "工业")]
    assert (row["n"], row["total"], row["articles"], row["paragraphs"]) == (3, 8, 2, 2)
    assert row["per_10k"] == 1e4 * 3 / 8
    assert row["articles_total"] == 2
    assert row["rate_sum"] == pytest.approx(2 / 5 + 1 / 3)
    assert row["rate_sq_sum"] == pytest.approx((2 / 5) ** 2 + (1 / 3) ** 2)
    assert table.loc[(2024, "实验室"), "total"] == 3


def test_marks_and_spaces_are_in_no_total() -> None:
    marks = TOKENS.assign(kind="punctuation", token="，")
    spaces = TOKENS.assign(kind="space", token=" ")
    every = pd.concat([TOKENS, marks, spaces])
    pd.testing.assert_frame_equal(count_terms(every), count_terms(TOKENS))


def test_commonest_first_ties_by_term() -> None:
    assert count_terms(TOKENS)["term"].tolist() == ["工业", "的", "数字", "工业", "实验室"]


def test_frequencies_as_quanteda_counts_them() -> None:
    case = REFERENCE["frequencies"]
    tokens = tokens_of({(1, f"d{i}"): [text] for i, text in enumerate(case["articles"])})
    table = count_terms(tokens).set_index("term")
    assert table["n"].to_dict() == case["n"]
    assert table["articles"].to_dict() == case["articles_with"]


def test_any_column_may_group() -> None:
    by_article = count_terms(TOKENS, by="article_id")
    assert set(by_article["articles"]) == {1} and (by_article["articles_total"] == 1).all()
    assert by_article["n"].sum() == len(TOKENS)


@settings(max_examples=12)
@given(st.lists(st.integers(0, 3), min_size=12, max_size=12), st.permutations(range(4)))
def test_parts_of_whole_articles_add_up_in_any_order(deal: list[int], order: list[int]) -> None:
    tokens = drawn_articles(12, seed=1)
    tokens = tokens.assign(year=2021 + (tokens["article_id"] > "a006"))
    part = tokens["article_id"].str[1:].astype(int).map(lambda i: deal[i])
    parts = [count_terms(tokens[part == i]) for i in order]
    pd.testing.assert_frame_equal(merge_counts(*parts), count_terms(tokens))


ROWS = st.lists(
    st.tuples(
        st.sampled_from([2021, 2024]),
        st.sampled_from("ab"),
        st.sampled_from(["p", "q"]),
        st.sampled_from(["港", "桥", "5G"]),
        st.sampled_from(["word", "latin", "punctuation"]),
    ),
    max_size=30,
)


@settings(max_examples=60)
@given(ROWS)
def test_counts_are_what_counting_one_by_one_gives(rows: list[tuple[object, ...]]) -> None:
    columns = ["year", "article_id", "paragraph_id", "token", "kind"]
    words = [row for row in rows if row[-1] != "punctuation"]
    table = count_terms(pd.DataFrame(rows, columns=columns).astype({"year": "int64"}))
    assert len(table) == len({(row[0], row[3]) for row in words})
    for found in table.to_dict("records"):
        group = [row for row in words if row[0] == found["year"]]
        hits = [row for row in group if row[3] == found["term"]]
        shares = [
            sum(row[1] == article for row in hits) / sum(row[1] == article for row in group)
            for article in {row[1] for row in group}
        ]
        assert (found["n"], found["total"]) == (len(hits), len(group))
        assert found["articles"] == len({row[1] for row in hits})
        assert found["articles_total"] == len(shares)
        assert found["paragraphs"] == len({row[2] for row in hits})
        assert found["rate_sum"] == pytest.approx(sum(shares), rel=1e-15)
        assert found["rate_sq_sum"] == pytest.approx(sum(x * x for x in shares), rel=1e-15)


def test_merging_pairwise_is_merging_at_once() -> None:
    one, two, three = (
        count_terms(tokens_of({(2021, a): [t]}))
        for a, t in zip("ABC", ["x y", "x x", "z"], strict=True)
    )
    left = merge_counts(merge_counts(one, two), three)
    pd.testing.assert_frame_equal(left, merge_counts(one, merge_counts(two, three)))
    assert set(left["total"]) == {5} and set(left["articles_total"]) == {3}


def test_order_and_index_of_the_rows_do_not_matter() -> None:
    shuffled = TOKENS.sample(frac=1, random_state=1)
    shuffled.index = [0] * len(shuffled)
    pd.testing.assert_frame_equal(count_terms(shuffled), count_terms(TOKENS))
    pd.testing.assert_frame_equal(dispersion(shuffled), dispersion(TOKENS))


@pytest.mark.parametrize(
    "function", [count_terms, dispersion, lambda t: merge_counts(count_terms(t))]
)
def test_an_empty_table_gives_the_same_columns_and_types(function) -> None:  # type: ignore[no-untyped-def]
    full, empty = function(TOKENS), function(TOKENS.iloc[:0])
    assert empty.empty and (empty.dtypes == full.dtypes).all()


def test_missing_columns_are_named() -> None:
    with pytest.raises(ValueError, match="no column article_id"):
        count_terms(TOKENS.drop(columns="article_id"))
    with pytest.raises(ValueError, match="no column paper"):
        count_terms(TOKENS, by="paper")


@pytest.mark.parametrize("case", REFERENCE["dispersion"], ids=lambda case: case["source"])
def test_dispersion_as_published(case: dict) -> None:
    tokens = tokens_of({(1, "A"): case["parts"]})
    table = dispersion(tokens).set_index("term")
    for column in ("dp", "dp_norm"):
        assert table[column].round(4).loc[list(case[column])].to_dict() == case[column]


def test_dispersion_of_counts_over_equal_parts() -> None:
    case = REFERENCE["dispersion_by_count"]
    parts = [" ".join(["t"] * n + ["o"] * (case["size"] - n)) for n in case["counts"]]
    row = dispersion(tokens_of({(1, "A"): parts})).set_index("term").loc["t"]
    assert row["dp"] == pytest.approx(case["dp"], abs=1e-12)
    assert row["dp_norm"] == pytest.approx(case["dp_norm"], abs=1e-12)
    assert (row["parts"], row["parts_with"], row["n"]) == (5, 3, 8)


def test_dispersion_runs_from_even_to_clumped() -> None:
    table = dispersion(tokens_of({(1, "A"): ["even clump", "even x", "even x"]}))
    values = table.set_index("term")["dp"]
    assert values["even"] == pytest.approx(0) and values["clump"] == pytest.approx(2 / 3)
    alone = dispersion(tokens_of({(1, "A"): ["x y"]}))
    assert (alone["dp"] == 0).all() and alone["dp_norm"].isna().all()
    by_article = dispersion(TOKENS, parts="article_id").set_index(["year", "term"])
    assert by_article.loc[(2021, "工业"), "parts"] == 2
    assert np.isclose(by_article.loc[(2021, "工业"), "dp"], abs(2 / 3 - 5 / 8))


@pytest.mark.parametrize("by", ["n", "total", "token", "term", "per_10k", "size"])
def test_groups_called_like_a_count_are_refused(by: str) -> None:
    with pytest.raises(ValueError, match=f"the column {by} would be one of the counts"):
        count_terms(tokens_of({(2021, "a"): ["x"]}).assign(**{by: "x"}), by)


def test_a_list_of_groups_is_refused() -> None:
    with pytest.raises(ValueError, match="join several in a new column"):
        count_terms(tokens_of({(2021, "a"): ["x"]}), ["year", "article_id"])  # type: ignore[arg-type]


@pytest.mark.parametrize("function", [count_terms, dispersion])
def test_words_without_a_group_are_refused_not_dropped(function) -> None:  # type: ignore[no-untyped-def]
    tokens = tokens_of({(2021, "a"): ["x y"], (None, "b"): ["x y z"]})
    with pytest.raises(ValueError, match="3 words have no year"):
        function(tokens)


@pytest.mark.parametrize("column", ["article_id", "paragraph_id", "token"])
def test_words_without_an_identity_are_refused_too(column: str) -> None:
    tokens = tokens_of({(2021, "a"): ["x y"]})
    tokens.loc[1, column] = None
    with pytest.raises(ValueError, match=f"1 words have no {column}; fill it in"):
        count_terms(tokens)


@pytest.mark.parametrize("by", ["article_id", "paragraph_id"])
def test_articles_and_paragraphs_may_be_the_groups(by: str) -> None:
    counts = count_terms(tokens_of({(2021, "a"): ["x y", "x"]}), by)
    assert counts["n"].sum() == counts.groupby(by)["total"].first().sum() == 3


def test_counts_of_different_tokenizers_are_not_merged() -> None:
    one, other = (count_terms(tokens_of({(2021, name): ["x"]})) for name in "ab")
    one.attrs["tokenizer"], unknown = "1", other.copy()
    assert "tokenizer" not in merge_counts(one, unknown).attrs
    other.attrs["tokenizer"] = "1"
    assert merge_counts(one, other).attrs == {"tokenizer": "1"}
    other.attrs["tokenizer"] = "2"
    with pytest.raises(ValueError, match="different tokenizers \\(1, 2\\)"):
        merge_counts(one, other)
    with pytest.raises(ValueError, match="different tokenizers"):
        merge_counts(one, unknown.assign(tokenizer="2"))


def test_counts_of_different_groups_are_not_merged() -> None:
    tokens = tokens_of({(2021, "a"): ["x"]})
    with pytest.raises(ValueError, match="the counts have no column year"):
        merge_counts(count_terms(tokens), count_terms(tokens, "article_id"))


def test_the_order_of_many_tables_leaves_every_bit() -> None:
    parts = [
        count_terms(tokens_of({(2021, f"a{size}"): ["x " + "y " * size]})) for size in range(2, 40)
    ]
    merged = merge_counts(*parts)
    for turn in (5, 17, 29):
        pd.testing.assert_frame_equal(
            merge_counts(*parts[turn:], *parts[:turn]), merged, check_exact=True
        )


def test_dispersion_says_which_tokenizer() -> None:
    tokens = tokens_of({(2021, "a"): ["x"]})
    tokens.attrs["tokenizer"] = "1"
    assert dispersion(tokens).attrs == {"tokenizer": "1"}


def test_nothing_to_merge_is_said() -> None:
    with pytest.raises(ValueError, match="at least one table of counts"):
        merge_counts()


@pytest.mark.parametrize(("by", "parts"), [("dp", "paragraph_id"), ("year", "term")])
def test_columns_of_the_result_are_no_groups_or_parts(by: str, parts: str) -> None:
    with pytest.raises(ValueError, match=f"may be called {by} or {parts}; rename it"):
        dispersion(TOKENS, by, parts=parts)

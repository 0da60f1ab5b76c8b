"""Divergence of vocabularies and likeness of articles, against SciPy, scikit-learn and by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon
from sklearn.metrics.pairwise import cosine_similarity

from ningbo_lib.topics.vocabularies import article_similarity, compare_vocabularies, jensen_shannon


def frame(articles: dict[str, tuple[int, list[str]]]) -> pd.DataFrame:
    """Tokens of articles: name -> (year, paragraphs as words divided by blanks)."""
    rows = [
        (article, f"{article}-{number}", year, token, place, place + 1, "word")
        for article, (year, paragraphs) in articles.items()
        for number, paragraph in enumerate(paragraphs)
        for place, token in enumerate(paragraph.split())
    ]
    columns = ["article_id", "paragraph_id", "year", "token", "start", "stop", "kind"]
    return pd.DataFrame(rows, columns=columns)


def compare(tokens, **options):
    return compare_vocabularies(tokens, target=2024, reference=2021, **options)


SHIFTED = frame({"a": (2021, ["A B C D E F G"] * 10), "b": (2024, ["B C D E F G H"] * 10)})


def test_published_kind_of_case_one_seventh_of_a_bit():
    """Seven words each, six shared: 1/7 bit, all of it from the two that are not shared."""
    found = compare(SHIFTED)
    assert found.bits == pytest.approx(1 / 7)
    assert found.terms["term"].tolist()[:2] == ["A", "H"]
    assert found.terms["bits"].tolist() == pytest.approx([1 / 14, 1 / 14] + [0] * 6)
    assert found.terms["leans"].tolist()[:2] == ["reference", "target"]


counts = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=30)


@given(counts)
@settings(max_examples=100)
def test_parts_add_up_to_scipys_divergence(pairs):
    one, other = np.array(pairs, dtype=float).T
    if one.sum() == 0 or other.sum() == 0:
        return
    parts = jensen_shannon(one, other)
    assert (parts >= -1e-12).all()
    assert parts.sum() == pytest.approx(jensenshannon(one, other, base=2) ** 2, abs=1e-12)
    assert jensen_shannon(other, one) == pytest.approx(parts)


def test_the_same_and_nothing_in_common():
    same = frame({"a": (2021, ["A B", "C"]), "b": (2024, ["A B", "C"])})
    apart = frame({"a": (2021, ["A B", "C"]), "b": (2024, ["D E", "F"])})
    assert compare(same).bits == pytest.approx(0)
    assert compare(apart).bits == pytest.approx(1)


def test_three_articles_against_one_have_four_deals():
    old = {f"a{i}": (2021, [f"A B C {x}", f"A {x}"]) for i, x in enumerate("XYZ")}
    found = compare(frame(old | {"b": (2024, ["V V V W", "V"])}))
    row = found.baseline.set_index("unit").loc["article"]
    assert (row["possible"], row["splits"]) == (4, 4)
    assert row["at_least"] == 0.25
    assert "25.0% of 4 deals" in repr(found)


def test_one_text_dealt_in_two_lies_within_its_baseline():
    random = np.random.default_rng(0)
    paragraphs = [" ".join(random.choice(list("ABCDEFGH"), 20)) for _ in range(40)]
    tokens = frame({"a": (2021, paragraphs[:20]), "b": (2024, paragraphs[20:])})
    row = compare(tokens).baseline.set_index("unit").loc["paragraph"]
    assert row["at_least"] > 0.05
    assert row["low"] <= compare(tokens).bits <= row["high"]


def test_parts_of_one_article_can_be_compared():
    tokens = frame({"a": (2021, ["A B", "A C", "A"])}).assign(section="x")
    tokens.loc[tokens["paragraph_id"] == "a-2", "section"] = "y"
    found = compare_vocabularies(tokens, target="x", reference="y", by="section")
    assert found.baseline["possible"].tolist() == [2, 3]


def test_numbers_and_punctuation_are_no_vocabulary():
    extra = frame({"a": (2021, ["1 2 。"])}).assign(kind=["number", "number", "punctuation"])
    extra["paragraph_id"] = "a-x"
    assert compare(pd.concat([SHIFTED, extra])).bits == pytest.approx(1 / 7)


def test_neither_row_order_nor_a_second_run_matters():
    one, other = compare(SHIFTED), compare(SHIFTED.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(one.terms, other.terms)
    pd.testing.assert_frame_equal(one.baseline, other.baseline)


def test_a_year_that_does_not_occur():
    with pytest.raises(ValueError, match="no text has year = 1999; there are 2021, 2024"):
        compare_vocabularies(SHIFTED, target=1999, reference=2021)


# --- articles -----------------------------------------------------------------------------------

THREE = frame(
    {
        "a": (2021, ["A B C A", "B B A", "C A", "B C A"]),
        "b": (2021, ["A B C", "C B A B", "A B", "A C"]),
        "c": (2024, ["X Y Z A", "X X", "Y Z X", "Z Y X"]),
    }
)


def test_cosine_equals_scikit_learns():
    table = article_similarity(THREE).set_index(["article_a", "article_b"])
    counted = THREE.groupby(["article_id", "token"]).size().unstack(fill_value=0)
    expected = cosine_similarity(counted)
    for (a, b), value in table["cosine"].items():
        assert value == pytest.approx(expected["abc".index(a), "abc".index(b)])


def test_unlike_articles_are_apart_and_like_ones_are_not():
    table = article_similarity(THREE).set_index(["article_a", "article_b"])
    assert not table.loc[("a", "b"), "apart"]
    assert table.loc[("a", "c"), "apart"]
    assert (table["low"] <= table["mean"]).all() and (table["mean"] <= table["high"]).all()
    assert table.loc[("a", "c"), ["group_a", "group_b"]].tolist() == [2021, 2024]


def test_too_many_articles_are_refused():
    many = frame({f"{i:03d}": (2021, ["A"]) for i in range(101)})
    with pytest.raises(ValueError, match="101 articles make 5,050 pairs"):
        article_similarity(many)


def test_at_least_counts_the_true_deal_among_random_ones():
    """Two vocabularies with nothing in common, paragraphs dealt 99 times: 1 of 100."""
    tokens = frame({"a": (2021, ["A B"] * 30), "b": (2024, ["C D"] * 30)})
    row = compare(tokens, splits=99).baseline.set_index("unit").loc["paragraph"]
    assert (row["splits"], row["at_least"]) == (99, 0.01)


@pytest.mark.parametrize("column", ["token", "kind", "paragraph_id", "article_id", "year"])
def test_a_missing_column_is_named(column):
    for asked in (compare, article_similarity):
        with pytest.raises(ValueError, match=f"no column {column}"):
            asked(THREE.drop(columns=column))


def test_a_year_beside_itself_is_refused():
    with pytest.raises(ValueError, match="target and reference are both 2021"):
        compare_vocabularies(SHIFTED, target=2021, reference=2021)


def test_no_articles_give_the_same_columns_and_types():
    found = article_similarity(THREE.iloc[:0])
    pd.testing.assert_series_equal(found.dtypes, article_similarity(THREE).dtypes)

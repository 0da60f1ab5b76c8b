"""Keyness: published values, signs, zeros; and tests that hold their level on one population."""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from ningbo_lib.own_texts import corpus_from_frame
from ningbo_lib.words.comparison import (
    conservative_log_ratio,
    keyness,
    leading,
    log_likelihood,
    log_ratio,
    log_ratio_interval,
)
from ningbo_lib.words.counting import count_terms
from ningbo_lib.words.document_tests import (
    adjusted,
    family_test,
    permutation_test,
    rate_matrix,
    smallest_p,
    welch_test,
)
from ningbo_lib.words.tokens import tokenize
from tests.term_tables import drawn_articles, tokens_of

REFERENCE = json.loads(
    (Path(__file__).parent / "cases/keyness/reference_values.json").read_text("utf-8")
)
CORPORA = REFERENCE["corpora"]
COUNT = st.integers(0, 400)
SIZE = st.integers(500, 20_000)


@pytest.mark.parametrize("row", CORPORA["rows"], ids=lambda row: row["term"])
def test_values_of_the_package_corpora(row: dict) -> None:
    cells = (row["f1"], CORPORA["n1"], row["f2"], CORPORA["n2"])
    assert log_likelihood(*cells) == pytest.approx(row["g2"], abs=5e-7)
    assert log_ratio(*cells) == pytest.approx(row["log_ratio"], abs=5e-7)
    found = conservative_log_ratio(*cells, family=CORPORA["family"])
    assert found == pytest.approx(row["lrc"], abs=5e-7)


@pytest.mark.parametrize("case", REFERENCE["g2"], ids=lambda case: case["source"])
def test_published_values_of_g2(case: dict) -> None:
    assert log_likelihood(*case["cells"]) == pytest.approx(
        case["g2"], abs=0.6 * 10 ** -case["digits"]
    )


def test_g2_is_scipys_power_divergence() -> None:
    f1, n1, f2, n2 = 17, 900, 3, 1500
    table = [[f1, n1 - f1], [f2, n2 - f2]]
    expected = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert log_likelihood(f1, n1, f2, n2) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("times", "ratio"), [(1, 0), (2, 1), (4, 2), (8, 3), (16, 4)])
def test_log_ratio_counts_doublings(times: int, ratio: int) -> None:
    many = 10**7
    assert log_ratio(times * many, 10**9, many, 10**9) == pytest.approx(ratio, abs=1e-6)


@given(COUNT, SIZE, COUNT, SIZE)
def test_all_signs_turn_when_the_groups_swap(f1: int, n1: int, f2: int, n2: int) -> None:
    there, back = (f1, n1, f2, n2), (f2, n2, f1, n1)
    assert log_ratio(*there) == pytest.approx(-log_ratio(*back), abs=1e-12)
    low, high = log_ratio_interval(*there)
    assert (low, high) == tuple(-bound for bound in reversed(log_ratio_interval(*back)))
    if f1 * n2 != f2 * n1:
        assert log_likelihood(*there) == pytest.approx(-log_likelihood(*back), abs=1e-9)
    swapped = -conservative_log_ratio(*back, family=50)
    assert conservative_log_ratio(*there, family=50) == pytest.approx(swapped, abs=1e-12)


@pytest.mark.parametrize(("f1", "n1", "f2", "n2"), [(12, 1000, 5, 3000), (5, 3000, 12, 1000)])
def test_the_interval_is_that_of_clopper_and_pearson(f1: int, n1: int, f2: int, n2: int) -> None:
    bounds = stats.binomtest(f1, f1 + f2).proportion_ci(0.95, method="exact")
    expected = [np.log2(p / (1 - p) * n2 / n1) for p in bounds]
    assert list(log_ratio_interval(f1, n1, f2, n2)) == pytest.approx(expected, rel=1e-12)


def test_the_interval_covers_as_it_says() -> None:
    rng = np.random.default_rng(1)
    n1, n2, rate, ratio = 1500, 2200, 0.004, 1.7
    f1, f2 = rng.binomial(n1, rate * ratio, 4_000), rng.binomial(n2, rate, 4_000)
    low, high = log_ratio_interval(f1, n1, f2, n2)
    covered = ((low <= np.log2(ratio)) & (np.log2(ratio) <= high)).mean()
    assert 0.95 <= covered <= 0.995


def test_the_interval_without_occurrences_has_no_end() -> None:
    low, high = log_ratio_interval(0, 1000, 7, 1000)
    assert low == -np.inf and high < 0
    assert log_ratio_interval(0, 1000, 0, 1000) == (-np.inf, np.inf)
    huge = log_ratio_interval(10**6, 10**9, 1, 10**9, alpha=1e-300)
    assert np.isfinite(huge).all()


def test_terms_in_the_order_of_quanteda() -> None:
    case = REFERENCE["order"]
    tokens = tokens_of({(2024, "A"): [case["target"]], (2021, "B"): [case["reference"]]})
    key = keyness(tokens, 2024, 2021, min_count=1)
    assert " ".join(key["term"]) == case["terms"]


def test_q_values_of_benjamini_and_hochberg() -> None:
    case = REFERENCE["benjamini_hochberg"]
    assert adjusted(np.array(case["p"])) == pytest.approx(case["q"], abs=5e-7)
    assert len(adjusted(np.array([]))) == 0


TWO = tokens_of(
    {
        (2021, "A"): ["数字 数字 改革 的", "数字 的"],
        (2021, "B"): ["玩具 玩具 的"],
        (2024, "C"): ["工业 工业 工业 的", "实验室 工业"],
    }
)


def test_every_row_shows_both_sides() -> None:
    key = keyness(TWO, 2024, 2021, min_count=1).set_index("term")
    row = key.loc["工业"]
    assert (row["n_target"], row["n_reference"]) == (4, 0)
    assert (row["total_target"], row["total_reference"]) == (6, 9)
    assert row["per_10k_target"] == pytest.approx(1e4 * 4 / 6) and row["per_10k_reference"] == 0
    assert (row["articles_target"], row["paragraphs_target"]) == (1, 2)
    assert row["g2"] > 0 and row["high"] == np.inf and key.loc["玩具", "low"] == -np.inf
    assert np.isnan(row["dp_reference"]) and 0 < row["dp_target"] < 1
    assert set(key.index) == set(TWO["token"])


def test_rates_do_not_depend_on_the_terms_chosen() -> None:
    every = keyness(TWO, 2024, 2021, min_count=1)
    some = keyness(TWO, 2024, 2021, terms=["工业", "玩具"], min_count=1)
    rows = every[every["term"].isin(["工业", "玩具"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(some.drop(columns="lrc"), rows.drop(columns="lrc"))


def test_rare_terms_are_left_out_by_both_sides_together() -> None:
    assert set(keyness(TWO, 2024, 2021, min_count=3)["term"]) == {"工业", "数字", "的"}


def test_with_few_articles_the_tests_are_empty_and_the_note_says_why() -> None:
    key = keyness(TWO, 2024, 2021, min_count=1)
    assert key[["p_permutation", "q_permutation", "p_welch", "q_welch"]].isna().all(axis=None)
    note = key.attrs["note"]
    assert "2024: 1 article, 6 words; 2021: 2 articles, 9 words" in note
    assert "cannot give a p below 0.33" in note
    assert not [column for column in key if column in ("p", "p_value", "p_g2")]


def test_counts_may_be_given_in_place_of_tokens() -> None:
    from_tokens = keyness(TWO, 2024, 2021, min_count=1)
    from_counts = keyness(count_terms(TWO), 2024, 2021, min_count=1)
    same = [c for c in from_tokens if not c.startswith(("dp_", "p_", "q_"))]
    pd.testing.assert_frame_equal(from_tokens[same], from_counts[same])
    assert from_counts["dp_target"].isna().all()


def test_an_unknown_group_is_named() -> None:
    with pytest.raises(ValueError, match="no words with year = 2022; there are: 2021、2024"):
        keyness(TWO, 2022, 2021)


def test_no_rows_keep_columns_and_types() -> None:
    full, none = keyness(TWO, 2024, 2021, min_count=1), keyness(TWO, 2024, 2021, terms=["无"])
    assert none.empty and (none.dtypes == full.dtypes).all()


def test_leading_rows_of_both_sides() -> None:
    key = keyness(TWO, 2024, 2021, min_count=1)
    rows = leading(key, 1)
    assert rows["term"].to_dict() == {0: key["term"].iloc[0], 1: key["term"].iloc[-1]}
    assert rows.attrs["target"] == 2024


def test_rows_of_equal_rate_lead_neither_side() -> None:
    tokens = tokens_of({(2024, "a"): ["x x y z"], (2021, "b"): ["x y y z"]})
    key = keyness(tokens, 2024, 2021, min_count=1)
    assert key.set_index("term")["g2"]["z"] == 0
    assert leading(key)["term"].tolist() == ["x", "y"]


def test_a_dozen_rows_lead_each_side() -> None:
    words = [f"w{i:02d}" for i in range(15)]
    sides = (" ".join(words), " ".join(word.upper() for word in words))
    key = keyness(tokens_of({(2024, "a"): [sides[0]], (2021, "b"): [sides[1]]}), 2024, 2021,
                  min_count=1)  # fmt: skip
    assert len(leading(key)) == 24
    assert key["term"].tolist()[:15] == words, "equal ones stand in the order of their terms"


@pytest.mark.parametrize("family", [0, 1])
def test_one_term_is_a_family_of_its_own(family: int) -> None:
    cells = (40, 1000, 5, 1000)
    low, _ = log_ratio_interval(*cells)
    assert conservative_log_ratio(*cells, family=family) == low > 0


# --- tests over articles -------------------------------------------------------------------


def test_the_family_test_holds_each_column_against_the_largest_of_all() -> None:
    rates, mask = np.random.default_rng(3).random((10, 4)), np.arange(10) < 5
    rates[mask, 0] += 5  # no other division of these ten is as far apart in any column
    p = family_test(rates, mask)
    assert p[0] == pytest.approx(2 / 252)
    assert (p >= permutation_test(rates, mask)).all()
    assert family_test(rates[:, [1]], mask) == permutation_test(rates[:, [1]], mask)
    assert (family_test(1e6 * rates, mask) == p).all()
    assert (family_test(np.zeros((24, 2)), np.arange(24) < 12) == 1).all()


def test_a_family_counts_the_divisions_in_which_any_column_goes_as_far() -> None:
    """Westfall and Young's single step, written out: differences in standard deviations."""
    rates, mask = np.random.default_rng(13).random((8, 3)) * [1, 5, 9], np.arange(8) < 3
    units = rates / rates.std(axis=0)
    furthest = []
    for chosen in combinations(range(8), 3):
        other = np.isin(np.arange(8), chosen)
        furthest.append(np.abs(units[other].mean(0) - units[~other].mean(0)).max())
    seen = np.abs(units[mask].mean(0) - units[~mask].mean(0))
    expected = [np.mean(np.array(furthest) >= one - 1e-12) for one in seen]
    assert family_test(rates, mask) == pytest.approx(expected)
    assert (family_test(rates, mask) > permutation_test(rates, mask)).any()


def test_the_permutation_test_counts_all_divisions() -> None:
    rng = np.random.default_rng(2)
    rates, mask = rng.random((10, 3)), np.arange(10) < 5
    observed = np.abs(rates[mask].mean(0) - rates[~mask].mean(0))
    reached = np.zeros(3)
    for chosen in combinations(range(10), 5):
        other = np.isin(np.arange(10), chosen)
        reached += np.abs(rates[other].mean(0) - rates[~other].mean(0)) >= observed - 1e-12
    assert permutation_test(rates, mask) == pytest.approx(reached / 252)


def test_random_divisions_come_near_the_exact_p() -> None:
    rng = np.random.default_rng(3)
    rates, mask = rng.random((24, 4)) + 0.3 * np.eye(24, 4), np.arange(24) < 12
    rates[:12, 0] += 0.25
    p = permutation_test(rates, mask)
    exact = [
        stats.permutation_test(
            (column[:12], column[12:]),
            lambda x, y: x.mean() - y.mean(),
            n_resamples=20_000,
            rng=np.random.default_rng(4),
        ).pvalue
        for column in rates.T
    ]
    assert p == pytest.approx(exact, abs=0.015)
    assert (permutation_test(rates, mask) == p).all()
    assert (permutation_test(np.zeros((24, 1)), mask) == 1).all()


def test_welch_is_scipys() -> None:
    rng = np.random.default_rng(5)
    one, two = rng.random((6, 3)), rng.random((9, 3)) * 2
    sums = np.array([one.sum(0), two.sum(0)])
    squares = np.array([(one**2).sum(0), (two**2).sum(0)])
    expected = stats.ttest_ind(one, two, equal_var=False).pvalue
    assert welch_test(sums, squares, (6, 9)) == pytest.approx(expected, rel=1e-9)
    assert welch_test(np.zeros((2, 1)), np.zeros((2, 1)), (5, 5)) == [1.0]


def test_no_division_as_far_apart_leaves_the_observed_one_alone() -> None:
    """With b = 0 of m random divisions p is 1 / (m + 1): 9,999 of them, 999 for a family."""
    rates, mask = np.random.default_rng(9).random((40, 2)), np.arange(40) < 20
    rates[mask, 0] += 50
    assert permutation_test(rates, mask)[0] == 1e-4
    assert family_test(rates, mask)[0] == 1e-3


@pytest.mark.parametrize("size", [16, 24], ids=["all divisions", "random ones"])
def test_a_column_does_not_depend_on_those_beside_it(size: int) -> None:
    """Many columns are worked through in blocks of divisions, one column in a single block."""
    rates, mask = np.random.default_rng(10).random((size, 900)), np.arange(size) < size // 2
    alone = permutation_test(rates[:, [7]], mask)
    assert permutation_test(rates, mask)[[7]] == alone
    assert 0 < alone < 1


def test_equal_sums_count_as_equally_far_apart() -> None:
    """0.1 + 0.2 is not 0.3 in binary: rounding must not take a division from those as far."""
    rates, mask = np.array([[0.1], [0.2], [0.3], [0.0]]), np.array([True, True, False, False])
    assert permutation_test(rates, mask) == 1
    assert permutation_test(rates, np.array([True, False, True, False])) == 4 / 6


def test_rates_of_articles_and_terms_that_were_asked_for() -> None:
    cells = pd.DataFrame(
        [("a", "x", 1, 4), ("a", "y", 3, 4), ("b", "y", 2, 10), ("c", "x", 5, 5)],
        columns=["article_id", "term", "n", "size"],
    )
    found = rate_matrix(cells, ["b", "a"], ["z", "x", "y"])
    assert found.tolist() == [[0, 0, 0.2], [0, 0.25, 0.75]]


@pytest.mark.parametrize(("late", "early"), [(5, 5), (4, 6), (6, 4), (5, 7)])
def test_five_articles_a_side_are_tested_and_four_are_not(late: int, early: int) -> None:
    tokens = drawn_articles(late + early, seed=11)
    key = keyness(tokens.assign(year=2021 + (tokens["article_id"] < f"a{late:03d}")), 2022, 2021)
    tested = key[["p_permutation", "q_permutation", "p_welch", "q_welch"]].notna()
    assert tested.all(axis=None) if min(late, early) >= 5 else not tested.any(axis=None)
    assert ("permutation of articles and Welch's t" in key.attrs["note"]) == tested.all(axis=None)


def test_p_is_that_of_the_articles_rates() -> None:
    """From tokens to p: the columns of the table are what the two tests give for the rates."""
    tokens = drawn_articles(13, seed=12)
    tokens = tokens.assign(year=2021 + (tokens["article_id"] < "a006"))
    key = keyness(tokens, 2022, 2021).set_index("term")
    rates = pd.crosstab(tokens["article_id"], tokens["token"], normalize="index")[list(key.index)]
    late = rates.index < "a006"
    welch = stats.ttest_ind(rates[late], rates[~late], equal_var=False).pvalue
    assert key["p_welch"].to_numpy() == pytest.approx(welch, rel=1e-6)
    assert key["q_welch"].to_numpy() == pytest.approx(adjusted(welch), rel=1e-6)
    exact = permutation_test(rates.to_numpy(), late)
    assert key["p_permutation"].to_numpy() == pytest.approx(exact)
    assert key["q_permutation"].to_numpy() == pytest.approx(adjusted(exact))
    counts = keyness(count_terms(tokens), 2022, 2021)
    assert "rates: Welch's t;" in counts.attrs["note"]
    assert counts["p_permutation"].isna().all()
    assert counts["p_welch"].to_numpy() == pytest.approx(welch, rel=1e-6)


@pytest.mark.parametrize(
    ("sizes", "p"), [((3, 1), 0.25), ((5, 5), 0.0079), ((6, 6), 0.0022), ((10, 10), 1.1e-5)]
)
def test_the_smallest_possible_p(sizes: tuple[int, int], p: float) -> None:
    assert smallest_p(*sizes) == pytest.approx(p, rel=0.02)


@lru_cache(maxsize=1)
def dealt() -> pd.DataFrame:
    """Articles of one population dealt at random in two groups, many times: rates of alarm."""
    tokens = drawn_articles(80, seed=6)
    rng = np.random.default_rng(7)
    rows = []
    for deal in range(40):
        side = (5, 8)[deal % 2]
        chosen = rng.permutation(80)[: 2 * side]
        group = {f"a{i:03d}": "tr"[k < side] for k, i in enumerate(chosen)}
        table = tokens.assign(group=tokens["article_id"].map(group)).dropna(subset="group")
        key = keyness(table, "t", "r", by="group", min_count=10)
        from_tokens = stats.chi2.sf(key["g2"].abs(), 1)
        per_test = {name: (key[f"p_{name}"] < 0.05).mean() for name in ("permutation", "welch")}
        any_q = {f"any_{name}": (key[f"q_{name}"] < 0.05).any() for name in per_test}
        any_g2 = (adjusted(from_tokens) < 0.05).any()
        rows.append({**per_test, **any_q, "g2": (from_tokens < 0.05).mean(), "any_g2": any_g2})
    return pd.DataFrame(rows).astype(float)


@pytest.mark.parametrize("test", ["permutation", "welch"])
def test_one_population_dealt_in_two_is_seldom_flagged(test: str) -> None:
    rates = dealt().mean()
    assert rates[test] <= 0.06
    assert rates[f"any_{test}"] <= 0.05


def test_token_g2_would_flag_one_population_again_and_again() -> None:
    rates = dealt().mean()
    assert rates["g2"] > 0.15
    assert rates["any_g2"] > 0.8


def test_a_true_difference_between_articles_is_found() -> None:
    tokens = drawn_articles(24, seed=8)
    late = tokens["article_id"] >= "a012"
    extra = tokens[late & (tokens["token"] == "w020")]
    more = tokens[late].groupby("article_id").head(12).assign(token="planted")
    table = pd.concat([tokens, extra, more]).assign(
        year=lambda t: 2021 + (t["article_id"] >= "a012")
    )
    key = keyness(table, 2022, 2021).set_index("term")
    assert key["q_permutation"].idxmin() == "planted"
    assert key.loc["planted", "q_permutation"] < 0.05 and key.loc["planted", "q_welch"] < 0.05


def test_a_group_is_not_compared_with_itself() -> None:
    with pytest.raises(ValueError, match="both 2021"):
        keyness(tokens_of({(2021, "a"): ["x"]}), 2021, 2021)


def test_a_table_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="tokens or counts have no column token"):
        keyness(tokens_of({(2021, "a"): ["x"]}).drop(columns="token"), 2024, 2021)


def test_a_table_emptied_by_min_count_says_so() -> None:
    frame = pd.DataFrame({"text": ["港口繁忙港口", "港口"], "published": ["2021", "2024"]})
    tokens = tokenize(corpus_from_frame(frame).paragraphs)
    key = keyness(tokens, 2024, 2021)
    assert key.empty
    assert key.attrs["note"].startswith(
        "No row: no term occurs 5 times in both groups together, the commonest 3 times; "
        "lower min_count. 2024: 1 article"
    )
    assert len(keyness(tokens, 2024, 2021, min_count=3)) == 1
    nothing = keyness(tokens, 2024, 2021, terms=["码头"]).attrs["note"]
    assert nothing.startswith("No row: none of the terms occurs in either group. 2024")


@pytest.mark.parametrize(("f1", "f2"), [(900, 1100), (700, 1300), (100, 1900)])
def test_the_end_next_to_nought_on_either_side(f1: int, f2: int) -> None:
    """Also where it lies between -1 and 0: the rates differ, and by less than half."""
    low, high = log_ratio_interval(f1, 10_000, f2, 10_000, alpha=0.05)
    assert conservative_log_ratio(f1, 10_000, f2, 10_000, family=1) == high < 0
    assert conservative_log_ratio(f2, 10_000, f1, 10_000, family=1) == pytest.approx(-high)
    assert low < high


def test_the_earlier_year_may_be_the_target() -> None:
    tokens = drawn_articles(12, seed=3)
    tokens = tokens.assign(year=2021 + (tokens["article_id"] < "a006"))
    later, earlier = keyness(tokens, 2022, 2021), keyness(tokens, 2021, 2022)
    both = later.merge(earlier, on="term")
    assert len(both) == len(later) == len(earlier) > 0
    assert both["log_ratio_x"].to_numpy() == pytest.approx(-both["log_ratio_y"].to_numpy())

"""Theme lists, matching on tokens, shares with their intervals, and what a change hangs on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ningbo_lib.corpus import read_corpus
from ningbo_lib.lexicons import LexiconError, read_lexicon
from ningbo_lib.topics.incidence import incidence
from ningbo_lib.topics.intervals import Rate, bootstrap_rate, difference, jackknife_rate, limits
from ningbo_lib.topics.theme_changes import compare_themes, judge_changes
from ningbo_lib.topics.theme_words import trust_in_words
from ningbo_lib.topics.themes import read_themes, theme_coverage, theme_labels, theme_shares
from ningbo_lib.words.matching import adjoins_next, in_reading_order, match_terms, rebuild
from ningbo_lib.words.tokens import TokenizerSpec, tokenize

HERE = Path(__file__).parent
LEXICON = HERE.parent / "data" / "lexicon"
THEMES = {"甲": ["甲", "甲乙"], "丙": ["丙"]}


def frame(articles: dict[str, list[str]], year: int = 2021) -> pd.DataFrame:
    """Tokens of articles given as lists of paragraphs, their tokens divided by blanks."""
    rows = []
    for article, paragraphs in articles.items():
        for number, paragraph in enumerate(paragraphs):
            start = 0
            for token in paragraph.split():
                stop = start + len(token)
                kind = "punctuation" if token == "。" else "word"
                place = (article, f"{article}-{number}", year)
                rows.append((*place, token, start, stop, kind))
                start = stop
    columns = ["article_id", "paragraph_id", "year", "token", "start", "stop", "kind"]
    return pd.DataFrame(rows, columns=columns)


def cases(name: str, columns: tuple[str, ...]):
    rows = read_lexicon(HERE / "cases" / name, columns)
    return [pytest.param(*list(row.values())[:-1], id=row["why"]) for row in rows]


# --- lists --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rows", "message"), cases("theme_files.tsv", ("rows", "message", "why")))
def test_unusable_theme_files_say_what_is_wrong(tmp_path, rows, message):
    path = tmp_path / "themes.tsv"
    path.write_text(rows.replace("⏎", "\n").replace("→", "\t"), encoding="utf-8")
    with pytest.raises(LexiconError, match=message) as error:
        read_themes(path)
    assert str(path) in str(error.value)


def test_a_declared_shared_term_is_allowed(tmp_path):
    path = tmp_path / "themes.tsv"
    path.write_text(
        "theme\tterm\tgloss\treason\n甲\t乙\tx\tshared: one\n丙\t乙\tx\tshared: two\n", "utf-8"
    )
    shares = theme_shares(frame({"a": ["乙 丁"]}), read_themes(path))
    assert shares["hits"].tolist() == [1, 1]


@pytest.mark.parametrize("name", ["themes.tsv", "themes_general.tsv"])
def test_the_lists_of_the_project_can_be_used(name):
    themes = read_themes(LEXICON / name)
    assert set(themes["theme"]) == set(theme_labels(LEXICON / "theme_labels.tsv", "en"))


def test_every_term_of_the_corpus_lists_occurs_in_the_corpus():
    themes = read_themes(LEXICON / "themes.tsv")
    paragraphs = read_corpus(HERE.parent / "data" / "raw").paragraphs
    tokens = tokenize(paragraphs, TokenizerSpec(terms=tuple(themes["term"])))
    coverage = theme_coverage(tokens, themes)
    assert coverage.loc[coverage["hits"] == 0, "term"].tolist() == []


def test_labels_of_an_unknown_language():
    with pytest.raises(LexiconError, match="no labels in 'xx'; the file has en"):
        theme_labels(LEXICON / "theme_labels.tsv", "xx")


# --- matching -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tokens", "terms", "expected"),
    cases("term_matches.tsv", ("tokens", "terms", "expected", "why")),
)
def test_terms_on_tokens(tokens, terms, expected):
    paragraphs = [part.strip("|").split("|") for part in tokens.split("/")]
    rows, start = [], 0
    for number, paragraph in enumerate(paragraphs):
        for token in paragraph:
            if token != "_":
                rows.append((f"p{number}", token, start, start + len(token)))
            start += len(token)
    ordered = pd.DataFrame(rows, columns=["paragraph_id", "token", "start", "stop"])
    found = match_terms(in_reading_order(ordered), terms.split())
    assert found["term"].tolist() == [term for term in expected.split() if term != "-"]


@given(st.lists(st.sampled_from(["数", "数字", "字化", "化", "改革"]), max_size=12), st.randoms())
@settings(max_examples=50, deadline=None)
def test_matches_spell_their_term_and_the_text_comes_back(tokens, random):
    ordered = frame({"a": [" ".join(tokens)]})
    shuffled = ordered.iloc[random.sample(range(len(ordered)), len(ordered))]
    ordered = in_reading_order(shuffled)
    assert "".join(rebuild(ordered)) == "".join(tokens)
    taken = 0
    for row, term in match_terms(ordered, ["数字化", "数字", "化改革"]).itertuples(index=False):
        assert ordered["start"][row] >= taken
        taken = ordered["start"][row] + len(term)
        assert "".join(tokens)[taken - len(term) : taken] == term


def test_a_frame_that_is_no_tokens_frame():
    with pytest.raises(ValueError, match="no column paragraph_id"):
        theme_shares(pd.DataFrame({"token": ["甲"]}), THEMES)
    with pytest.raises(ValueError, match="no column decade"):
        theme_shares(frame({"a": ["甲"]}), THEMES, by="decade")


# --- intervals ----------------------------------------------------------------------------------

HITS = np.array([[3.0], [5.0], [1.0], [4.0], [2.0], [6.0]])
EVEN = np.full(6, 100.0)


def test_jackknife_error_equals_the_standard_error_of_a_mean_for_equal_lengths():
    rate = jackknife_rate(HITS, EVEN)
    assert rate.rate == pytest.approx([0.035])
    assert rate.error * rate.rate == pytest.approx([stats.sem(HITS[:, 0] / 100)])


def test_jackknife_error_by_leaving_out_by_hand():
    words = np.array([100.0, 50.0, 80.0, 120.0, 60.0, 90.0])
    left = [(HITS.sum() - HITS[i, 0]) / (words.sum() - words[i]) for i in range(6)]
    expected = np.sqrt(5 / 6 * sum((x - np.mean(left)) ** 2 for x in left))
    rate = jackknife_rate(HITS, words)
    assert rate.error * rate.rate == pytest.approx([expected])


def test_bootstrap_error_agrees_with_scipy():
    words = np.array([100.0, 50.0, 80.0, 120.0, 60.0, 90.0])
    scipys = stats.bootstrap(
        (HITS[:, 0], words),
        lambda h, w, axis=-1: h.sum(axis=axis) / w.sum(axis=axis),
        paired=True,
        n_resamples=9999,
        method="basic",
        rng=1,
    ).standard_error
    rate = bootstrap_rate(HITS, words, key="x", seed=0)
    assert rate.error * rate.rate == pytest.approx([scipys * np.sqrt(6 / 5)], rel=0.06)


def test_limits_by_hand():
    rate = Rate(np.array([0.02]), np.array([0.3]), 4.0, 1000.0)
    low, high = limits(rate)
    reach = np.exp(2.7764451052 * 0.3)
    assert (low[0], high[0]) == pytest.approx((0.02 / reach, 0.02 * reach))


@pytest.mark.parametrize(("level", "factor"), [(0.95, 2.995732), (0.99, 4.605170)])
def test_rule_of_three(level, factor):
    """Hanley & Lippman-Hand 1983: 3 / N, from (1 - p)^N = .05."""
    rate = Rate(np.array([0.0]), np.array([np.nan]), 4.0, 1000.0)
    low, high = limits(rate, level)
    assert low[0] == 0
    assert high[0] == pytest.approx(factor / 1000, rel=1e-6)


def test_difference_by_hand_and_its_degrees_of_freedom():
    """Each side's own degrees of freedom, the square-and-add rule by hand."""
    other = HITS[:4] * 2
    target, reference = jackknife_rate(HITS, EVEN), jackknife_rate(other, EVEN[:4])
    reach_t = np.exp(stats.t.ppf(0.975, 5) * target.error)
    reach_r = np.exp(stats.t.ppf(0.975, 3) * reference.error)
    low_t, high_t = 0.035 / reach_t, 0.035 * reach_t
    low_r, high_r = 0.065 / reach_r, 0.065 * reach_r
    shift = 0.035 - 0.065
    expected = (
        shift - np.sqrt((0.035 - low_t) ** 2 + (high_r - 0.065) ** 2),
        shift + np.sqrt((high_t - 0.035) ** 2 + (0.065 - low_r) ** 2),
    )
    low, high = difference(target, reference)
    assert (low[0], high[0]) == pytest.approx((expected[0][0], expected[1][0]))


def test_swapping_sides_turns_the_interval_round():
    target, reference = jackknife_rate(HITS, EVEN), jackknife_rate(HITS[:4] * 2, EVEN[:4])
    low, high = difference(target, reference)
    other_low, other_high = difference(reference, target)
    assert (low, high) == (pytest.approx(-other_high), pytest.approx(-other_low))


def test_one_unit_has_no_interval():
    rate = jackknife_rate(HITS[:1], EVEN[:1])
    assert np.isnan(limits(rate)).all()


# --- shares -------------------------------------------------------------------------------------


def test_shares_by_hand():
    tokens = frame({"a": ["甲 丁 丁 甲 。", "丁 丁 丁 丁"], "b": ["甲 乙 丁 丁"]})
    shares = theme_shares(tokens, THEMES).set_index("theme")
    one = shares.loc["甲"]
    assert (one["hits"], one["tokens"], one["articles"], one["paragraphs"]) == (3, 12, 2, 3)
    assert one["per_100"] == pytest.approx(25)
    assert one["paragraph_share"] == pytest.approx(2 / 3)
    assert one["low"] < 25 < one["high"]
    assert one["method"] == "bootstrap over paragraphs"
    none = shares.loc["丙"]
    assert (none["hits"], none["low"], none["method"]) == (0, 0, "rule of three")
    assert none["high"] == pytest.approx(100 * -np.log(0.05) / 12)


def test_articles_are_the_units_from_five_on():
    four = frame({f"a{i}": ["甲 丁", "丁"] for i in range(4)})
    five = frame({f"a{i}": ["甲 丁", "丁"] for i in range(5)})
    assert theme_shares(four, THEMES)["method"][0] == "bootstrap over paragraphs"
    assert theme_shares(five, THEMES)["method"][0] == "jackknife over articles"


def test_one_paragraph_has_no_interval_and_says_so():
    row = theme_shares(frame({"a": ["甲 丁"]}), THEMES).iloc[0]
    assert np.isnan(row["low"])
    assert (row["method"], row["note"]) == ("none", "one paragraph: no interval")


def test_empty_frame_gives_the_same_columns_and_types():
    tokens = frame({"a": ["甲 丁", "丁"], "b": ["丙"]})
    full, empty = theme_shares(tokens, THEMES), theme_shares(tokens.iloc[:0], THEMES)
    assert len(empty) == 0
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


words = st.lists(st.sampled_from(["甲", "乙", "丙", "丁", "。"]), min_size=1, max_size=8)


@given(st.lists(st.lists(words, min_size=1, max_size=3), min_size=1, max_size=4), st.randoms())
@settings(max_examples=25, deadline=None)
def test_order_and_partition_do_not_matter(articles, random):
    tokens = frame({f"a{i}": [" ".join(p) for p in each] for i, each in enumerate(articles)})
    whole = theme_shares(tokens, THEMES, by="article_id")
    shuffled = tokens.iloc[random.sample(range(len(tokens)), len(tokens))]
    pd.testing.assert_frame_equal(whole, theme_shares(shuffled, THEMES, by="article_id"))
    parts = [
        theme_shares(part, THEMES, by="article_id") for _, part in tokens.groupby("article_id")
    ]
    pd.testing.assert_frame_equal(whole, pd.concat(parts, ignore_index=True))


def test_several_group_columns():
    tokens = frame({"a": ["甲 丁", "丁"]}).assign(section="一")
    shares = theme_shares(tokens, THEMES, by=["article_id", "section"])
    assert shares.columns[:3].tolist() == ["article_id", "section", "theme"]
    assert shares["article_id"].tolist() == ["a", "a"]


def test_another_seed_moves_the_limits_but_not_the_share():
    tokens = frame({"a": ["甲 丁 丁", "丁 丁", "甲 甲 丁", "丁"]})
    one, other = (theme_shares(tokens, THEMES, seed=seed) for seed in (0, 1))
    assert one["per_100"].equals(other["per_100"])
    assert one["low"][0] != other["low"][0]
    assert one["low"][0] == pytest.approx(other["low"][0], rel=0.25)


def test_coverage_tells_tokens_from_text():
    tokens = frame({"a": ["甲 乙 甲 丁甲", "甲"], "b": ["甲"]})
    coverage = theme_coverage(tokens, {"甲": ["甲", "甲乙", "戊"]}).set_index("term")
    assert coverage.loc["甲", ["hits", "in_text", "paragraphs", "articles"]].tolist() == [
        3,
        4,
        3,
        2,
    ]
    assert coverage.loc["甲乙", ["hits", "in_text"]].tolist() == [1, 1]
    assert coverage.loc["戊", ["hits", "in_text"]].tolist() == [0, 0]
    assert coverage["share"].tolist() == pytest.approx([0.75, 0.25, 0])


# --- changes ------------------------------------------------------------------------------------


@pytest.fixture
def two_years():
    old = {f"o{i}": [f"{'甲 ' * i}丁 丁 丁 丁", "丁 丙 丁 丁"] for i in range(1, 4)}
    new = {f"n{i}": ["甲 乙 丁 丁 丁", "丁 丁 甲 丁"] for i in range(2)}
    return pd.concat([frame(old, 2021), frame(new, 2024)])


def change(tokens, themes=THEMES):
    return compare_themes(tokens, themes, target=2024, reference=2021)


def test_change_by_hand(two_years):
    row = change(two_years).set_index("theme").loc["甲"]
    assert row["target_per_100"] == pytest.approx(100 * 4 / 18)
    assert row["reference_per_100"] == pytest.approx(100 * 6 / 30)
    assert row["difference"] == pytest.approx(100 * (4 / 18 - 6 / 30))
    assert row["shift"] == "not tested"
    assert "2 against 3 articles" in row["note"]


def test_leaving_out_terms_equals_shorter_lists(two_years):
    row = change(two_years).set_index("theme").loc["甲"]
    # the matches stay as the whole list made them: without 甲 only the two 甲乙 are left
    without_first = 100 * 2 / 18
    without_second = 100 * (2 / 18 - 6 / 30)
    assert row["without_term_high"] == pytest.approx(without_first)
    assert row["without_term_low"] == pytest.approx(without_second)


def test_leaving_out_articles_equals_dropping_them(two_years):
    row = change(two_years).set_index("theme").loc["甲"]
    each = [
        change(two_years[two_years["article_id"] != article])["difference"][0]
        for article in sorted(two_years["article_id"].unique())
    ]
    assert row["without_article_low"] == pytest.approx(min(each))
    assert row["without_article_high"] == pytest.approx(max(each))
    assert (row["shown"], row["hinge_article"], row["articles_hold"]) == (False, "", True)


def test_a_difference_hangs_on_an_article_without_which_it_is_not_shown():
    """甲 stands in every paragraph of the first article of 2024 alone."""
    old = {f"o{i}": ["丁 " * 30 + "甲"] * 6 for i in range(2)}
    new = {"n0": ["丁 " * 20 + "甲 甲 甲 甲"] * 6, "n1": ["丁 " * 30 + "甲"] * 6}
    tokens = pd.concat([frame(old, 2021), frame(new, 2024)])
    row = change(tokens, {"主题": ["甲"]}).iloc[0]
    assert (row["shown"], row["hinge_article"], row["articles_hold"]) == (True, "n0", False)
    assert "hangs on the article n0" in row["note"]
    without = change(tokens[tokens["article_id"] != "n0"], {"主题": ["甲"]}).iloc[0]
    assert not without["shown"]


def test_only_articles_cannot_be_left_out():
    tokens = pd.concat([frame({"a": ["甲 丁", "丁"]}, 2021), frame({"b": ["丁 丁", "丁"]}, 2024)])
    row = change(tokens).iloc[0]
    assert np.isnan(row["without_article_low"])
    assert row["hinge_article"] == ""
    assert "cannot be left out" in row["note"]


def test_a_change_that_hangs_on_one_word_is_named():
    old = {f"o{i}": ["丁 " * 40 + "乙"] * 3 for i in range(6)}
    new = {f"n{i}": ["丁 " * 40 + "甲 乙 丙 丙 丙 丙"] * 3 for i in range(6)}
    tokens = pd.concat([frame(old, 2021), frame(new, 2024)])
    row = change(tokens, {"主题": ["乙", "丙"]}).iloc[0]
    assert (row["shift"], row["hinge_term"], row["terms_hold"]) == ("up", "丙", False)
    assert "hangs on the term 丙" in row["note"]


def test_a_year_that_does_not_occur(two_years):
    with pytest.raises(ValueError, match="no text has year = 1999; there are 2021, 2024"):
        compare_themes(two_years, THEMES, target=1999, reference=2021)


def test_a_year_beside_itself_is_refused(two_years):
    with pytest.raises(ValueError, match="target and reference are both 2021"):
        compare_themes(two_years, THEMES, target=2021, reference=2021)


def table(rows):
    columns = ["theme", "difference", "shown", "articles_hold", "hinge_article"]
    names = [*columns, "terms_hold", "hinge_term", "shift"]
    return pd.DataFrame(rows, columns=names)


JUDGED = table(
    [
        ("a", 1.0, False, True, "", True, "", "not tested"),
        ("b", 1.0, True, False, "x", True, "甲", "not tested"),
        ("c", -1.0, True, True, "x", False, "甲", "not tested"),
        ("d", 1.0, True, True, "x", True, "甲", "not tested"),
        ("e", 1.0, True, True, "x", True, "甲", "up"),
        ("f", -1.0, True, True, "x", True, "甲", "down"),
    ]
)
VARIANT = JUDGED.assign(
    shown=[True, True, False, True, True, True], difference=[1.0, 1.0, -1.0, 2.0, 1.0, 1.0]
)


def test_differences_are_judged_by_what_takes_them_away():
    found = judge_changes(JUDGED, {"other words": VARIANT}).set_index("theme")
    assert found["trust"].tolist() == ["not shown", *["hangs"] * 2, "these texts", "shift", "hangs"]
    assert found["hangs_on"].to_dict() == {
        "a": "",
        "b": "article x",
        "c": "term 甲; variant other words",
        "d": "",
        "e": "",
        "f": "variant other words",  # there it is shown, on the other side of nought
    }


def test_without_variants_terms_and_articles_still_count():
    found = judge_changes(JUDGED)
    assert found["trust"].tolist()[2:] == ["hangs", "these texts", "shift", "shift"]
    assert judge_changes(JUDGED.iloc[:0]).dtypes.equals(found.dtypes)


def test_a_variant_without_a_theme_is_refused():
    with pytest.raises(ValueError, match="variant 'short' has no theme f"):
        judge_changes(JUDGED, {"short": VARIANT.iloc[:5]})


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_that_is_no_share_is_refused(level):
    with pytest.raises(ValueError, match=f"level = {level}: give a share between 0 and 1"):
        theme_shares(frame({"a": ["甲"]}), THEMES, level=level)


@pytest.mark.parametrize("column", ["token", "year"])
def test_a_missing_column_is_named(column):
    tokens = frame({"a": ["甲"]}).drop(columns=column)
    with pytest.raises(ValueError, match=f"no column {column}"):
        theme_shares(tokens, THEMES)
    with pytest.raises(ValueError, match=f"no column {column}"):
        change(tokens)


def test_a_string_is_no_list_of_terms():
    with pytest.raises(ValueError, match=r"'甲乙' is one string; give a list"):
        theme_shares(frame({"a": ["甲"]}), {"x": "甲乙"})


def test_freedom_counts_units_of_equal_weight():
    """Lengths 4, 1, 1: 36 / 18 = 2 units' worth, one degree; equal lengths: all but one."""
    hits = np.ones((3, 1))
    assert bootstrap_rate(hits, np.array([4.0, 1, 1]), key="", seed=0).freedom == 1.0
    assert bootstrap_rate(hits, np.array([5.0, 3, 2]), key="", seed=0).freedom == pytest.approx(
        100 / 38 - 1
    )
    assert bootstrap_rate(hits, np.array([7.0, 7, 7]), key="", seed=0).freedom == pytest.approx(2)


def test_changes_do_not_depend_on_row_order(two_years):
    shuffled = two_years.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(change(two_years), change(shuffled))


def test_verdicts_in_words():
    judged = pd.DataFrame(
        {
            "theme": ["甲", "乙"],
            "trust": ["these texts", "hangs"],
            "hangs_on": ["", "article a1; term 港; variant other list; variant without a1"],
        }
    )
    told = trust_in_words(judged, {"a1": "A port", "without a1": "without A port"})
    assert told["甲"] == "these articles, in every variant and without any one term"
    assert told["乙"] == (
        "hangs on the article A port; hangs on the term 港; not shown with: other list; "
        "not shown without A port"
    )


def test_tokens_without_offsets_or_with_gaps_are_put_together() -> None:
    whole = pd.DataFrame({"paragraph_id": ["p", "p", "q"], "token": ["港", "口", "船"]})
    assert rebuild(whole).to_dict() == {"p": "港口", "q": "船"}
    assert adjoins_next(whole).tolist() == [True, False, False]
    apart = whole.assign(start=[1, 4, 0], stop=[2, 5, 1])
    assert rebuild(apart).to_dict() == {"p": " 港  口", "q": "船"}
    assert adjoins_next(apart).tolist() == [False, False, False]
    assert match_terms(whole, ["港口", "船坞"])["term"].tolist() == ["港口"]


def test_paragraphs_stand_for_articles_that_are_not_named() -> None:
    tokens = frame({"a": ["港口 开放", "港口"]}).drop(columns="article_id")
    assert incidence(tokens, {"港": ["港口"]}, []).units["article_id"].nunique() == 2

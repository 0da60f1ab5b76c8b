"""Do the intervals of theme shares hold the truth as often as they say, where it is known?

Made-up corpora: articles of unequal length whose theme rates differ from article to article
(gamma distributed; ``spread`` is the standard deviation over the mean), with hits that come in
ones and twos.  The functions under test take many themes at once; each column here is one
corpus of its own.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from ningbo_lib.topics.intervals import bootstrap_rate, difference, jackknife_rate, limits
from ningbo_lib.topics.theme_changes import compare_themes
from ningbo_lib.topics.themes import theme_shares
from ningbo_lib.words.document_tests import family_test

CORPORA = 1500
WITHIN = 0.03


def made_up(units, mean, spread, seed, *, length=400, corpora=CORPORA):
    """Hits (units × corpora) and words (units) of corpora that share their text lengths."""
    random = np.random.default_rng(seed)
    words = np.maximum(random.lognormal(np.log(length), 0.5, units), length / 6).round()
    rates = random.gamma(1 / spread**2, mean * spread**2, (units, corpora))
    expected = words[:, None] * rates
    hits = random.poisson(expected / 2) + 2 * random.poisson(expected / 4)
    return hits.astype(float), words


def several(units, mean, spread, seed, **options):
    """Four sets of text lengths, so that no result hangs on one of them."""
    return [made_up(units, mean, spread, seed + turn, **options) for turn in range(0, 4000, 1000)]


@pytest.mark.parametrize("spread", [0.3, 0.6, 1.0])
@pytest.mark.parametrize("articles", [5, 10, 30, 100, 500])
def test_share_of_articles_is_covered(articles, spread):
    covered = []
    for hits, words in several(articles, 0.02, spread, seed=articles):
        low, high = limits(jackknife_rate(hits, words))
        covered.append((low <= 0.02) & (high >= 0.02))
    assert np.mean(covered) == pytest.approx(0.95, abs=WITHIN)


def shift_coverage(sides, spread, rates):
    covered = []
    corpora = CORPORA if max(sides) < 100 else CORPORA // 3
    left, right = (
        several(n, rate, spread, seed=seed, corpora=corpora)
        for n, rate, seed in zip(sides, rates, (7, 8), strict=True)
    )
    for target, reference in zip(left, right, strict=True):
        low, high = difference(jackknife_rate(*target), jackknife_rate(*reference))
        covered.append((low <= rates[0] - rates[1]) & (high >= rates[0] - rates[1]))
    return np.mean(covered)


@pytest.mark.parametrize("rates", [(0.003, 0.003), (0.02, 0.02), (0.03, 0.02), (0.04, 0.01)])
@pytest.mark.parametrize("spread", [0.3, 0.6, 1.0])
@pytest.mark.parametrize(
    "sides",
    [(5, 5), (10, 10), (30, 30), (100, 100), (500, 500), (5, 20), (20, 5), (5, 100), (100, 5)],
    ids=str,
)
def test_planted_shift_is_covered(sides, spread, rates):
    """.924 to .978 measured; .92 to .978 with 5 to 300 against 5 to 500 articles as well."""
    assert shift_coverage(sides, spread, rates) == pytest.approx(0.95, abs=WITHIN)


@pytest.mark.parametrize("paragraphs", [5, 11, 19, 35])
@pytest.mark.parametrize("spread", [0.5, 1.0])
def test_share_of_paragraphs_is_covered(paragraphs, spread):
    assert paragraphs_coverage(paragraphs, 0.04, spread) == pytest.approx(0.95, abs=WITHIN)


#: Rates of real cells in hits per word, lowest last: where few hits are expected, the rule of
#: three stands in for many intervals and the coverage is uneven.
RARE = (0.02, 0.01, 0.005, 0.003)


def paragraphs_coverage(units, rate, spread):
    covered = []
    options = {"length": 45, "corpora": 500}
    for turn, (hits, words) in enumerate(several(units, rate, spread, seed=3, **options)):
        low, high = limits(bootstrap_rate(hits, words, key=str(turn), seed=0))
        covered.append((low <= rate) & (high >= rate))
    return np.mean(covered)


@pytest.mark.parametrize("rate", RARE)
@pytest.mark.parametrize("paragraphs", [5, 9, 19, 38])
@pytest.mark.parametrize("spread", [0.5, 1.0])
def test_known_limit_rare_themes_in_few_paragraphs(paragraphs, spread, rate):
    """.911 to .991 measured, the least for 9 paragraphs at .01 and 19 at .003 of spread 1."""
    assert 0.90 <= paragraphs_coverage(paragraphs, rate, spread) <= 1.0


def paragraph_shift_coverage(sides, rates, spread):
    covered = []
    options = {"length": 45, "corpora": 300}
    left, right = (
        several(n, rate, spread, seed=seed, **options)
        for n, rate, seed in zip(sides, rates, (7, 8), strict=True)
    )
    for turn, (target, reference) in enumerate(zip(left, right, strict=True)):
        two = (
            bootstrap_rate(*each, key=key, seed=turn)
            for each, key in ((target, "t"), (reference, "r"))
        )
        low, high = difference(*two)
        covered.append((low <= rates[0] - rates[1]) & (high >= rates[0] - rates[1]))
    return np.mean(covered)


SHIFTS = [(0.003, 0.003), (0.01, 0.01), (0.003, 0.01), (0.01, 0.003), (0.003, 0.04), (0.04, 0.003)]


@pytest.mark.parametrize("rates", SHIFTS)
@pytest.mark.parametrize("sides", [(38, 33), (38, 9), (5, 19)])
@pytest.mark.parametrize("spread", [0.5, 1.0])
def test_shift_between_paragraphs_of_few_articles_is_covered(sides, rates, spread):
    """.902 to .989 measured, the least for 38 against 9 paragraphs at .003 and .01 of spread 1."""
    assert 0.90 <= paragraph_shift_coverage(sides, rates, spread) <= 1.0


def as_tokens(hits, words, year):
    """A tokens frame of one article a row: ``hits`` (articles × themes), then filler words."""
    rows = [
        (f"{year}-{article:03d}", term)
        for article, (each, length) in enumerate(zip(hits, words, strict=True))
        for term in np.repeat([*TERMS, "別"], [*each.astype(int), max(int(length - each.sum()), 1)])
    ]
    frame = pd.DataFrame(rows, columns=["article_id", "token"])
    frame["paragraph_id"] = frame["article_id"]
    frame["start"] = 2 * frame.groupby("paragraph_id").cumcount()
    return frame.assign(stop=frame["start"] + 1, year=year, kind="word")


TERMS = list("甲乙丙丁戊己")
THEMES = {term: [term] for term in TERMS}


def compared(articles, rates, turn):
    """Two years of ``articles`` with the six themes at the two rates given."""
    frames = []
    for year, rate in zip((2021, 2024), rates, strict=True):
        hits, words = made_up(articles, rate, 0.6, [turn, year], length=120, corpora=len(TERMS))
        frames.append(as_tokens(hits, words, year))
    return compare_themes(pd.concat(frames), THEMES, target=2024, reference=2021)


@pytest.mark.parametrize("spread", [0.6, 1.0])
@pytest.mark.parametrize("sides", [(5, 5), (5, 100), (100, 5), (30, 30)], ids=str)
def test_few_tables_without_a_shift_would_state_one(sides, spread):
    """Tables of six rare themes: the interval alone would state one in up to 17 % of tables."""
    stated = [
        (family_p(made_up(n, 0.003, spread, [turn, i], corpora=6) for i, n in enumerate(sides)))
        for turn in range(200)
    ]
    assert np.mean(np.array(stated) <= 0.05) <= 0.05 + WITHIN


def family_p(sides):
    shares = [hits / words[:, None] for hits, words in sides]
    return family_test(np.vstack(shares), np.repeat([True, False], list(map(len, shares)))).min()


@pytest.mark.parametrize("articles", [5, 12])
def test_no_shift_is_stated_where_none_was_planted(articles):
    tables = [compared(articles, (0.02, 0.02), turn) for turn in range(120)]
    stated = np.mean([(table["shift"] != "none").any() for table in tables])
    assert stated <= 0.05 + WITHIN


def test_a_large_planted_shift_is_found_with_its_sign_and_size():
    tables = [compared(30, (0.01, 0.05), turn) for turn in range(5)]
    shifts = pd.concat(tables)["shift"]
    assert (shifts == "up").mean() >= 0.9 and not (shifts == "down").any()
    held = [((table["low"] <= 4) & (table["high"] >= 4)).mean() for table in tables]
    assert np.mean(held) >= 0.8


def test_four_articles_a_side_state_nothing():
    table = compared(4, (0.01, 0.05), 0)
    assert set(table["shift"]) == {"not tested"}


def test_shares_of_a_frame_are_covered():
    """The whole way from tokens: 200 corpora of five articles as the groups of one frame."""
    hits, words = made_up(5, 0.03, 0.6, 11, length=120, corpora=200)
    frames = [as_tokens(np.outer(h, [1, 0, 0, 0, 0, 0]), words, g) for g, h in enumerate(hits.T)]
    shares = theme_shares(pd.concat(frames), {"甲": ["甲"]}, by="year")
    covered = (shares["low"] <= 3) & (shares["high"] >= 3)
    assert covered.mean() == pytest.approx(0.95, abs=0.04)

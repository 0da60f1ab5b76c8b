"""Fitted topics: the same as scikit-learn's, and shown only when they come back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from threadpoolctl import threadpool_limits

from ningbo_lib.topics.fitted import Topics, fit_topics, subject_words
from ningbo_lib.topics.models import MANY_UNITS, _lda
from ningbo_lib.topics.stability import _subsample, matched, top_terms

ROOT = Path(__file__).resolve().parents[1]
FIELDS = [[f"{name}{letter}" for letter in "子丑寅卯辰巳午未申酉戌亥"] for name in "海山林"]


def made_up(units: int, mixed: float, seed: int = 0, per_article: int = 2) -> pd.DataFrame:
    """Paragraphs of 25 words, a share of them from any field instead of the paragraph's own."""
    random = np.random.default_rng(seed)
    everything = [word for field in FIELDS for word in field]
    rows = []
    for unit in range(units):
        own = FIELDS[unit % len(FIELDS)]
        for place in range(25):
            word = random.choice(everything if random.random() < mixed else own)
            article = unit // per_article
            ids = (f"a{article:03d}", f"p{unit:03d}", 2021 + 3 * (unit % 2))
            rows.append((*ids, str(word), 2 * place, 2 * place + 2, "word"))
    columns = ["article_id", "paragraph_id", "year", "token", "start", "stop", "kind"]
    return pd.DataFrame(rows, columns=columns)


CLEAR, NOISE = made_up(60, 0.1), made_up(60, 1.0)


@pytest.fixture(scope="module")
def clear() -> Topics:
    return fit_topics(CLEAR, 3)


@pytest.fixture(scope="module")
def noise() -> Topics:
    return fit_topics(NOISE, 3)


# --- stability ----------------------------------------------------------------------------------


def test_planted_topics_come_back_and_are_shown(clear):
    fields = {frozenset(each["term"].str[0]) for _, each in clear.table.groupby("topic")}
    assert fields == {frozenset("海"), frozenset("山"), frozenset("林")}
    assert clear.score > 0.6 and clear.believable
    assert clear.table["term"][0] in repr(clear)


def test_topics_of_noise_are_not_shown_unless_asked_for(noise):
    assert noise.score < 0.6
    printed, asked = str(noise), noise.show(words=True)
    terms = noise.table["term"]
    assert not any(term in printed for term in terms)
    assert "not shown" in printed and f"{noise.stability['jaccard'].min():.2f}" in printed
    assert all(term in asked for term in terms)


@pytest.mark.parametrize("model", ["nmf", "lda"])
def test_stability_comes_from_ten_subsamples_and_other_starts(model):
    stability = fit_topics(CLEAR, 3, model=model).stability
    assert stability["fits"].tolist() == [10, 5]
    assert ((stability["lowest"] <= stability["jaccard"]) & (stability["highest"] <= 1)).all()


SETS = [frozenset(s) for s in ({1, 2, 3, 4}, {5, 6, 7, 8}, {9, 10})]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (SETS, SETS, 1.0),
        (SETS, SETS[::-1], 1.0),
        (SETS[:1], [frozenset({3, 4, 5, 6})], 2 / 6),
        (SETS[:2], [frozenset({1, 5, 6, 7}), frozenset({1, 2, 8, 9})], (2 / 6 + 3 / 5) / 2),
        (SETS[:1], [frozenset()], 0.0),
    ],
)
def test_matched_jaccard_by_hand(one, other, expected):
    assert matched(one, other)[0] == pytest.approx(expected)


def test_matching_is_the_best_of_all():
    random = np.random.default_rng(0)
    one, other = (
        [frozenset(random.choice(20, 6, replace=False).tolist()) for _ in range(5)]
        for _ in range(2)
    )
    table = np.array([[len(a & b) / len(a | b) for b in other] for a in one])
    rows, columns = linear_sum_assignment(-table)
    assert matched(one, other)[0] == pytest.approx(table[rows, columns].mean())


def test_a_term_without_weight_is_no_top_term():
    assert top_terms(np.array([[0.0, 2.0, 1.0]])) == [frozenset({1, 2})]


def test_a_fifth_of_the_texts_is_left_out():
    assert len(_subsample(60, 0, 1)) == 48
    assert (np.diff(_subsample(60, 0, 1)) > 0).all()
    assert _subsample(60, 0, 1).tolist() != _subsample(60, 0, 2).tolist()


# --- the fit is scikit-learn's ------------------------------------------------------------------


def documents(tokens):
    return tokens.groupby("paragraph_id")["token"].agg(list).tolist()


def test_nmf_is_scikit_learns(clear):
    vectorizer = TfidfVectorizer(analyzer=lambda words: words, min_df=2, sublinear_tf=True)
    weights = vectorizer.fit_transform(documents(CLEAR))
    model = NMF(3, init="nndsvda", random_state=0)
    model.fit(weights)
    names = vectorizer.get_feature_names_out()
    expected = {frozenset(names[np.argsort(-row)[:10]]) for row in model.components_}
    assert {frozenset(each["term"]) for _, each in clear.table.groupby("topic")} == expected


def test_lda_is_scikit_learns():
    found = fit_topics(CLEAR, 3, model="lda", seed=4)
    vectorizer = TfidfVectorizer(analyzer=lambda words: words, min_df=2, use_idf=False, norm=None)
    model = LatentDirichletAllocation(3, max_iter=30, random_state=4)
    shares = model.fit_transform(vectorizer.fit_transform(documents(CLEAR)))
    expected = np.sort(shares.mean(axis=0))[::-1]
    both = found.prevalence.groupby("topic").apply(
        lambda rows: np.average(rows["share"], weights=rows["units"]), include_groups=False
    )
    assert both.to_numpy() == pytest.approx(expected)


# --- what is returned ---------------------------------------------------------------------------


def test_table_passages_prevalence_and_ranges(clear):
    assert clear.table.groupby("topic").size().tolist() == [10, 10, 10]
    assert clear.table.groupby("topic")["weight"].apply(lambda w: w.is_monotonic_decreasing).all()
    first = clear.passages.iloc[0]
    own = CLEAR[CLEAR["paragraph_id"] == first["unit_id"]]
    assert first["text"] == "".join(own["token"])
    assert first["article_id"] == own["article_id"].iloc[0]
    sums = clear.prevalence.groupby("group")["share"].sum()
    assert sums.tolist() == pytest.approx([1, 1])
    ranges = clear.ranges.merge(clear.prevalence, on=["topic", "group"])
    assert len(ranges) == 6
    assert ((ranges["low"] <= ranges["share"]) & (ranges["share"] <= ranges["high"])).all()


def test_refits_are_shares_of_every_fit(clear):
    refits = clear.refits
    assert refits["fit"].max() == 15
    sums = refits.groupby(["fit", "group"])["share"].sum()
    assert sums.to_numpy() == pytest.approx(np.ones(32))
    own = refits[refits["fit"] == 0].merge(clear.prevalence, on=["topic", "group"])
    assert own["share_x"].to_numpy() == pytest.approx(own["share_y"].to_numpy())


def test_articles_as_units():
    topics = fit_topics(made_up(60, 0.1, per_article=1), 3, unit="article")
    assert topics.passages["unit_id"].str.startswith("a").all()
    assert "60 articles" in repr(topics)


def test_groups_may_be_the_articles_themselves():
    topics = fit_topics(CLEAR, 3, by="article_id")
    assert set(topics.prevalence["group"]) == set(CLEAR["article_id"])
    assert topics.passages["group"].equals(topics.passages["article_id"].rename("group"))


def test_neither_row_order_nor_threads_matter(clear):
    with threadpool_limits(limits=2):
        other = fit_topics(CLEAR.sample(frac=1, random_state=1), 3)
    for name in ("table", "passages", "prevalence", "stability", "refits"):
        pd.testing.assert_frame_equal(getattr(clear, name), getattr(other, name))


def test_the_callers_warnings_stay_as_they_were(clear):
    with pytest.warns(ConvergenceWarning):
        NMF(3, init="random", max_iter=1, random_state=0).fit(np.eye(5))


@pytest.mark.parametrize(
    ("n_topics", "options", "message"),
    [
        (1, {}, "take 2 to"),
        (49, {}, "49 topics from 60 paragraphs and 36 terms"),
        (3, {"model": "bert"}, "no model 'bert'; there are 'nmf' and 'lda'"),
        (3, {"by": "decade"}, "no column decade"),
        (2.5, {}, "n_topics = 2.5: give a whole number"),
    ],
)
def test_what_cannot_be_fitted_is_refused(n_topics, options, message):
    with pytest.raises(ValueError, match=message):
        fit_topics(CLEAR, n_topics, **options)


@pytest.mark.parametrize("column", ["token", "kind", "paragraph_id", "year"])
def test_a_missing_column_is_named(column):
    with pytest.raises(ValueError, match=f"no column {column}"):
        fit_topics(CLEAR.drop(columns=column), 3)


def test_own_stop_words_instead_of_the_librarys(clear):
    gone = clear.table["term"][0]
    mine = fit_topics(CLEAR.assign(subject=subject_words(CLEAR, [gone])), 3)
    assert gone not in set(mine.table["term"])
    assert mine.show().startswith("3 topics, NMF on 60 paragraphs × 35 terms")


def test_an_empty_frame_is_refused():
    with pytest.raises(ValueError, match="0 paragraphs"):
        fit_topics(CLEAR.iloc[:0], 3)


# --- the same bytes from every start of Python --------------------------------------------------

DIGEST = """
import hashlib
from tests.test_topics import CLEAR
import ningbo_lib as nb
themes = {"海": ["海子", "海丑"], "山": ["山子"]}
sides = {"target": 2024, "reference": 2021}
topics = nb.fit_topics(CLEAR, 3)
frames = [
    nb.theme_shares(CLEAR, themes), nb.compare_themes(CLEAR, themes, **sides),
    nb.theme_coverage(CLEAR, themes), topics.table, topics.stability, topics.ranges,
    nb.compare_vocabularies(CLEAR, **sides).terms, nb.shared_threads(CLEAR, **sides),
    nb.article_similarity(CLEAR[CLEAR["article_id"] < "a006"], splits=20),
]
print(hashlib.sha256("".join(f.to_csv() for f in frames).encode()).hexdigest())
"""


def test_hash_seed_and_thread_count_change_nothing():
    digests = set()
    for seed, threads in (("1", "1"), ("2", "2")):
        done = subprocess.run(
            [sys.executable, "-c", DIGEST],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads},
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_many_units_are_fitted_in_batches() -> None:
    few, many = (csr_matrix((n, 1)) for n in (MANY_UNITS - 1, MANY_UNITS))
    assert _lda(2, 0, few).learning_method == "batch"
    assert _lda(2, 0, many).learning_method == "online"

"""Pictures of themes, threads and topics: legible, complete, and silent where they should be."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from ningbo_lib.plotting import (
    plot_theme_changes,
    plot_theme_shares,
    plot_threads,
    plot_topic_shares,
    plot_topic_stability,
)
from ningbo_lib.topics.fitted import fit_topics
from ningbo_lib.topics.theme_changes import compare_themes
from ningbo_lib.topics.themes import theme_shares
from ningbo_lib.topics.threads import shared_threads
from tests.picture_checks import objections, words_in
from tests.test_themes import frame
from tests.test_topics import CLEAR, NOISE

OLD = {f"o{i}": ["甲 丁 丁 丁", "丁 丁 丁 甲 丁"][: i + 1] for i in range(3)}
TOKENS = pd.concat([frame(OLD, 2021), frame({"n": ["丙 丙 丁 丁", "丁 丁 丙"]}, 2024)])
THEMES = {"甲": ["甲", "戊"], "丙": ["丙"]}
LABELS = {"甲": "First theme", "o2": "the third article"}


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def shares(by):
    return theme_shares(TOKENS, THEMES, by=by)


def change():
    return compare_themes(TOKENS, THEMES, target=2024, reference=2021)


@pytest.mark.parametrize("by", ["year", "article_id", ["year", "article_id"]])
def test_shares_are_legible(by):
    ax = plot_theme_shares(shares(by), labels=LABELS, title="Two themes", source="made up")
    assert objections(ax) == []
    assert "First theme" in words_in(ax)


def test_a_cell_without_hits_shows_the_limit_and_no_interval():
    rows = shares("year")
    none = rows[rows["hits"] == 0]
    texts = words_in(plot_theme_shares(rows))
    for high in none["high"]:
        assert f"[0 – {high:.1f}] rule of three" in texts
    assert not any(text.startswith("[0.0 – 0.0]") for text in texts)


def test_changes_are_legible_and_name_what_they_hang_on():
    rows = change()
    ax = plot_theme_changes(rows, labels=LABELS, title="Changes", source="made up")
    assert objections(ax) == []
    assert "no shift is stated" in words_in(ax)
    assert "a shift is stated" not in words_in(ax)


def test_threads_are_legible():
    tokens = (
        frame({"o": ["青云 实验楼 开工 。"]}, 2021),
        frame({"n": ["青云 实验楼 竣工 。"]}, 2024),
    )
    rows = shared_threads(pd.concat(tokens), target=2024, reference=2021)
    ax = plot_threads(
        rows, sides=(2021, 2024), labels={"青云": "blue clouds"}, title="Threads", source="made up"
    )
    assert objections(ax) == []
    assert {"times in 2021", "times in 2024"} <= words_in(ax)


@pytest.fixture(scope="module")
def fits():
    return {"clear": fit_topics(CLEAR, 3), "noise": fit_topics(NOISE, 3)}


def test_stability_is_legible(fits):
    ax = plot_topic_stability(fits, title="Stability", source="made up")
    assert objections(ax) == []
    assert f"{fits['noise'].stability['jaccard'][0]:.2f}" in words_in(ax)


@pytest.mark.parametrize(
    ("name", "asked", "shown"),
    [("clear", {}, True), ("noise", {}, False), ("noise", {"words": True}, True)],
)
def test_words_of_topics_that_do_not_come_back_are_not_drawn(fits, name, asked, shown):
    ax = plot_topic_shares(fits[name], title="Shares", **asked)
    assert objections(ax) == []
    drawn = " ".join(words_in(ax))
    assert (fits[name].table["term"][0] in drawn) is shown
    assert ("words not shown, stability" in drawn) is not shown


def test_pictures_go_where_they_are_told(fits):
    _, ax = plt.subplots()
    assert plot_topic_stability(fits, ax=ax) is ax
    assert plot_theme_shares(shares("year"), ax=ax) is ax


@pytest.mark.parametrize(
    ("picture", "nothing"),
    [
        (plot_theme_shares, lambda: shares("year").iloc[:0]),
        (plot_theme_shares, lambda: theme_shares(TOKENS.iloc[:0], THEMES)),
        (plot_theme_changes, lambda: change().iloc[:0]),
        (plot_threads, lambda: shared_threads(TOKENS, target=2024, reference=2021).iloc[:0]),
        (plot_topic_stability, dict),
    ],
)
def test_nothing_makes_an_empty_picture_without_a_warning(picture, nothing):
    ax = picture(nothing(), title="Nothing", source="made up")
    ax.figure.canvas.draw()
    assert "Nothing" in words_in(ax)


def test_fits_without_names_are_refused(fits):
    with pytest.raises(TypeError, match="give them with their names"):
        plot_topic_stability(fits["clear"])

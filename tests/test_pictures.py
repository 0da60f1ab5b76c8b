"""Every picture in both languages: legible, whole, in one style, as PNG and as SVG."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from typing import Any, get_args
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb

import ningbo_lib as nb
from ningbo_lib import plotting
from ningbo_lib.lexicons import read_lexicon
from ningbo_lib.plotting import style
from ningbo_lib.topics.fitted import Topics
from ningbo_lib.wording import Language
from tests.picture_checks import drawn_texts, objections, words_in
from tests.test_display import PAGE
from tests.test_figure_plots import TEXTS, figures_of
from tests.test_plotting_terms import COUNTS, KEY, LABELS, TERMS, TOKENS
from tests.test_theme_plots import change, shares
from tests.test_themes import frame
from tests.test_topics import CLEAR, NOISE

LANGUAGES = get_args(Language)
FIGURES = figures_of(*TEXTS)
THREADS = pd.concat(
    [frame({"o": ["青云 实验楼 开工 。"]}, 2021), frame({"n": ["青云 实验楼 竣工 。"]}, 2024)]
)


@cache
def fits() -> dict[str, Topics]:
    return {"clear": nb.fit_topics(CLEAR, 3), "noise": nb.fit_topics(NOISE, 3)}


PICTURES: dict[str, Callable[..., Axes]] = {
    "plot_barcode": lambda **k: nb.plot_barcode(TOKENS, TERMS, **k),
    "plot_cloud": lambda **k: nb.plot_cloud(COUNTS[COUNTS["term"].isin(TERMS)], 2021, **k),
    "plot_growth": lambda **k: nb.plot_growth(FIGURES, **k),
    "plot_keyness": lambda **k: nb.plot_keyness(KEY, TOKENS, labels=LABELS, **k),
    "plot_money": lambda **k: nb.plot_money(FIGURES, **k),
    "plot_page": lambda **k: nb.plot_page(nb.explain_page(PAGE), columns=2, **k),
    "plot_terms": lambda **k: nb.plot_terms(COUNTS, TERMS, **k),
    "plot_theme_changes": lambda **k: nb.plot_theme_changes(change(), **k),
    "plot_theme_shares": lambda **k: nb.plot_theme_shares(shares(["year", "article_id"]), **k),
    "plot_threads": lambda **k: nb.plot_threads(
        nb.shared_threads(THREADS, target=2024, reference=2021), **k
    ),
    "plot_times": lambda **k: nb.plot_times(FIGURES, first_year=2000, **k),
    "plot_topic_shares": lambda **k: nb.plot_topic_shares(fits()["noise"], **k),
    "plot_topic_stability": lambda **k: nb.plot_topic_stability(fits(), **k),
}
TITLE, SOURCE = {"en": "A finding", "zh": "一个发现"}, {"en": "Source: made up", "zh": "来源：自拟"}


WORDS = read_lexicon("wording.tsv", ("name", "en", "zh"))


@pytest.fixture(autouse=True)
def close_all() -> Iterator[None]:
    yield
    plt.close("all")


def drawn(name: str, language: str, **given: object) -> Axes:
    texts = {"title": TITLE[language], "source": SOURCE[language], "language": language}
    return PICTURES[name](**texts, **given)


def test_long_names_of_articles_stay_apart() -> None:
    names = {a: f"2021_some_paper_page-{n}" for n, a in enumerate(LABELS)}
    named = TOKENS.assign(article_id=TOKENS["article_id"].map(names))
    assert objections(nb.plot_keyness(KEY, named)) == []
    assert objections(nb.plot_barcode(named, TERMS)) == []


@pytest.mark.parametrize("name", PICTURES)
def test_a_long_title_goes_on_in_another_line(name: str) -> None:
    ax = PICTURES[name](title="A finding that takes very many words to be told " * 2)
    assert not [said for said in objections(ax) if said.startswith("clipped")]


def test_no_plot_is_left_out() -> None:
    assert set(PICTURES) == set(plotting.__all__) - {"use_chinese_font"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PICTURES)
def test_a_careful_reader_has_no_objection(name: str, language: str) -> None:
    ax = drawn(name, language)
    assert objections(ax) == []
    assert ax.get_title(loc="left") == TITLE[language]
    assert SOURCE[language] in words_in(ax)
    assert lowest_text(ax) == SOURCE[language]
    assert ax.get_xlabel() or not ax.axison or not len(ax.get_xticks())


def lowest_text(ax: Axes) -> str:
    return min(drawn_texts(ax), key=lambda text: text.get_window_extent().y0).get_text()


@pytest.mark.parametrize("name", PICTURES)
def test_what_the_library_says_is_in_the_language_asked_for(name: str) -> None:
    """Whatever both pictures show alike comes from the texts drawn, not from the library."""
    english, chinese = (words_in(drawn(name, language)) for language in LANGUAGES)
    assert english != chinese
    own = {row["en"].replace("\\n", "\n") for row in WORDS if row["en"] != row["zh"]}
    assert not own & chinese
    assert not [text for text in chinese - english if not re.search("[\u4e00-\u9fff]", text)]


@pytest.mark.parametrize("name", PICTURES)
def test_the_axes_given_are_the_axes_returned(name: str) -> None:
    ax = plt.subplots(figsize=(9, 6), layout="constrained")[1]
    assert PICTURES[name](ax=ax) is ax


@pytest.mark.parametrize("name", PICTURES)
def test_settings_of_matplotlib_stay_as_they_were(name: str) -> None:
    before = dict(mpl.rcParams)
    PICTURES[name]()
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("name", PICTURES)
def test_an_unknown_word_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not 'fr'"):
        PICTURES[name](language="fr")
    with pytest.raises(TypeError, match="'titel'"):
        PICTURES[name](titel="x")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PICTURES)
def test_svg_is_whole_and_holds_every_text(name: str, language: str) -> None:
    """With texts as texts, so that they can be read out of the file again."""
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "fixed"}):
        one, other = (svg(drawn(name, language)) for _ in range(2))
    assert one == other
    ax = drawn(name, language)
    root = ElementTree.fromstring(one)
    written = [in_one(e) for e in root.iter() if e.tag.endswith(("}text", "}tspan"))]
    lines = [line for text in drawn_texts(ax) for line in text.get_text().split("\n")]
    assert {"".join(line.split()) for line in lines if "$" not in line} <= set(written)
    width, height = (float(size) for size in root.attrib["viewBox"].split()[2:])
    assert (width, height) == pytest.approx(72 * ax.figure.get_size_inches(), abs=0.5)


def in_one(element: ElementTree.Element) -> str:
    return "".join("".join(element.itertext()).split())


def svg(ax: Axes) -> str:
    stream = io.StringIO()
    ax.figure.savefig(stream, format="svg", metadata={"Date": None})
    return stream.getvalue()


@pytest.mark.parametrize("name", PICTURES)
def test_texts_stand_out_from_what_is_behind_them_in_grey(name: str) -> None:
    """Luminance contrast of every text with the pixels around it, by the formula of WCAG 2.1."""
    ax = drawn(name, "en")
    colours = {text: luminance(to_rgb(text.get_color())) for text in drawn_texts(ax)}
    for text in colours:
        text.set_alpha(0)
    canvas = FigureCanvasAgg(ax.figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[::-1, :, :3] / 255
    for text, colour in colours.items():
        box = text.get_window_extent()
        part = pixels[max(0, int(box.y0)) : int(box.y1), max(0, int(box.x0)) : int(box.x1)]
        behind = float(np.median(luminance(part)))
        high, low = max(colour, behind), min(colour, behind)
        assert (high + 0.05) / (low + 0.05) >= 3.9, text.get_text()


def luminance(rgb: object) -> Any:
    """Relative luminance of sRGB colours, 0 to 1 (WCAG 2.1); the last axis is red, green, blue."""
    c = np.asarray(rgb, dtype=float)
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def lightness(colour: str) -> float:
    """CIE L*, 0 black to 100 white."""
    y = luminance(to_rgb(colour))
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


@pytest.mark.parametrize(
    "colours",
    [
        list(style.year_colours([2021, 2024]).values()),
        list(style.year_colours(range(2020, 2024)).values()),
        list(style.LEFT_OUT.values()),
    ],
)
def test_colours_that_mean_something_keep_apart_in_grey(colours: list[str]) -> None:
    for one, other in combinations(colours, 2):
        assert abs(lightness(one) - lightness(other)) >= 15, (one, other)

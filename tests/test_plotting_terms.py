"""Pictures of terms: what they show, that nothing is cut off or on top of another."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontEntry

from ningbo_lib.plotting import plot_barcode, plot_cloud, plot_keyness, plot_terms, style
from ningbo_lib.words.comparison import keyness
from ningbo_lib.words.counting import count_terms
from tests.picture_checks import objections, words_in
from tests.term_tables import tokens_of

TERMS = ["新型工业化", "甬江实验室", "数字化改革", "玩具", "发展"]
TOKENS = tokens_of(
    {
        (2021, "A"): ["数字化改革 " * 9 + "发展 发展", "甬江实验室 发展 的 的"],
        (2021, "B"): ["玩具 " * 7 + "发展 的"],
        (2024, "C"): ["新型工业化 " * 12 + "发展 " * 4, "甬江实验室 " * 6 + "的"],
    }
)
COUNTS = count_terms(TOKENS)
KEY = keyness(TOKENS, 2024, 2021, terms=TERMS)
LABELS = {"A": "数字化\n改革", "B": "东盟玩具", "C": "新型\n工业化"}


@pytest.fixture(autouse=True)
def close_all() -> object:
    yield None
    plt.close("all")


def drawn(name: str, ax: Axes | None = None) -> Axes:
    texts = {"title": f"A finding about {name}", "source": "Source: 宁波日报 2021, 2024", "ax": ax}
    if name == "keyness":
        return plot_keyness(KEY, TOKENS, labels=LABELS, **texts)
    if name == "barcode":
        return plot_barcode(
            TOKENS, TERMS, labels={a: s.replace("\n", "") for a, s in LABELS.items()}, **texts
        )
    if name == "terms":
        return plot_terms(COUNTS, TERMS, **texts)
    return plot_cloud(COUNTS[COUNTS["term"].isin(TERMS)], 2021, **texts)


ALL = ["keyness", "barcode", "terms", "cloud"]


@pytest.mark.parametrize("name", ALL)
def test_a_careful_reader_has_no_objection(name: str) -> None:
    ax = drawn(name)
    assert objections(ax) == []
    assert ax.get_title(loc="left") == f"A finding about {name}"
    assert ax.get_xlabel() and "Source: 宁波日报 2021, 2024" in words_in(ax)


@pytest.mark.parametrize("name", ALL)
def test_the_axes_given_are_the_axes_returned(name: str) -> None:
    ax = plt.subplots(figsize=(9, 6), layout="constrained")[1]
    assert drawn(name, ax) is ax


@pytest.mark.parametrize("name", ALL)
def test_settings_of_matplotlib_stay_as_they_were(name: str) -> None:
    before = dict(mpl.rcParams)
    drawn(name)
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("name", ALL)
def test_the_same_table_gives_the_same_picture(name: str, tmp_path: Path) -> None:
    for i in (1, 2):
        drawn(name).figure.savefig(tmp_path / f"{i}.png", metadata={"Software": None})
    assert (tmp_path / "1.png").read_bytes() == (tmp_path / "2.png").read_bytes()


def test_the_lead_picture_shows_every_term_and_its_counts_by_article() -> None:
    ax = drawn("keyness")
    words = words_in(ax)
    assert set(TERMS) <= words and {"← more in 2021", "more in 2024 →"} <= words
    assert {"数字化\n改革\n15", "东盟玩具\n9", "新型\n工业化\n23", "12", "9", "7", "·"} <= words
    rows = [text.get_text() for text in ax.get_yticklabels()]
    assert rows == KEY["term"].tolist() and ax.yaxis_inverted()
    arrows = {line.get_marker() for line in ax.lines} & {"<", ">"}
    assert arrows == {"<", ">"}  # terms that only one side has


def test_a_long_table_is_drawn_by_its_leading_rows() -> None:
    rows = pd.concat([KEY.assign(term=KEY["term"] + str(i)) for i in range(12)])
    rows = rows.sort_values("g2", ascending=False, ignore_index=True)
    assert len(plot_keyness(rows).get_yticks()) == 24


def test_a_table_without_rows_is_an_empty_picture() -> None:
    assert objections(plot_keyness(KEY.iloc[:0])) == []


def test_a_stroke_for_every_occurrence() -> None:
    ax = drawn("barcode")
    strokes = sum(len(lines.get_segments()) for lines in ax.collections)
    assert strokes == TOKENS["token"].isin(TERMS).sum()
    assert {"0 → 12", "1 → 6", "4 → 4"} <= words_in(ax)


def test_dots_stand_at_the_rates() -> None:
    ax = drawn("terms")
    rates = {line.get_label(): list(line.get_xdata()) for line in ax.lines}
    expected = COUNTS.pivot(index="term", columns="year", values="per_10k").loc[TERMS].fillna(0)
    assert rates == {str(year): expected[year].tolist() for year in (2021, 2024)}
    assert len({line.get_marker() for line in ax.lines}) == 2


def test_size_in_the_cloud_is_the_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    from ningbo_lib.plotting import terms as module

    seen = []
    real = module.WordCloud.to_array
    monkeypatch.setattr(
        module.WordCloud, "to_array", lambda self: seen.append(self.layout_) or real(self)
    )
    drawn("cloud")
    sizes = {word: size for (word, _), size, *_ in seen[0]}
    rates = COUNTS[COUNTS["year"] == 2021].set_index("term")["per_10k"]
    assert set(sizes) == {"数字化改革", "甬江实验室", "玩具", "发展"}  # no word lost
    for word, size in sizes.items():
        assert size == pytest.approx(140 * rates[word] / rates["数字化改革"], abs=2)
    with pytest.raises(ValueError, match="no terms with year = 1999"):
        plot_cloud(COUNTS, 1999)


def test_years_keep_apart_in_grey_and_read_on_white() -> None:
    def light(colour: str) -> float:
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
        ]
        return float(np.dot([0.2126, 0.7152, 0.0722], linear))

    pair = list(style.year_colours([2024, 2021]).values())
    assert all(1.05 / (light(colour) + 0.05) >= 3.9 for colour in pair)
    assert light(pair[1]) > 2.5 * light(pair[0])
    many = [light(colour) for colour in style.year_colours(range(2018, 2024)).values()]
    assert all(b > a + 0.03 for a, b in itertools.pairwise(many))
    assert style.year_colours([2024, 2021]) == style.year_colours([2021, 2024, 2024])


def test_a_missing_glyph_is_an_error_here() -> None:
    ax = plt.subplots()[1]
    ax.set_title("\U0001f9ff新", fontfamily=style.families())
    with pytest.raises(UserWarning, match="missing from font"):
        objections(ax)


def test_overlapping_and_clipped_texts_are_seen() -> None:
    ax = plt.subplots()[1]
    ax.text(0.5, 0.5, "one")
    ax.text(0.51, 0.5, "two")
    ax.text(0.9, 0.9, "a text that runs out of the picture on the right")
    found = objections(ax)
    assert any(line.startswith("overlap: one | two") for line in found)
    assert any(line.startswith("clipped: a text") for line in found)


def test_the_font_is_set_only_when_asked() -> None:
    code = (
        "import matplotlib as mpl\n"
        "before = dict(mpl.rcParams)\n"
        "import sys, ningbo_lib as nb, ningbo_lib.plotting\n"
        "assert dict(mpl.rcParams) == before and 'zhplot' not in sys.modules\n"
        "font = nb.use_chinese_font()\n"
        "assert mpl.rcParams['font.family'][0] == font.family == 'Noto Sans SC', font\n"
        "assert font.path.suffix == '.ttf' and font.path.is_file()\n"
    )
    root = str(Path(__file__).parents[1])
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_without_the_package_a_font_of_the_system_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = style.chinese_font()
    monkeypatch.setattr(style, "_packaged_font", lambda: None)
    style.chinese_font.cache_clear()
    try:
        assert style.chinese_font() == packaged  # known to matplotlib by now
        monkeypatch.setattr(style, "_system_font", lambda: None)
        style.chinese_font.cache_clear()
        with pytest.raises(RuntimeError, match="pip install zhplot"):
            style.chinese_font()
    finally:
        style.chinese_font.cache_clear()


@pytest.mark.parametrize(
    ("installed", "taken"),
    [
        ([("SimHei", "simhei.ttf", "SimHei")], "simhei.ttf"),
        ([("Microsoft YaHei", "msyh.ttc", "Microsoft YaHei")], "msyh.ttc"),
        ([("Hiragino Sans GB", "HiraginoSansGB.ttc", "Hiragino Sans GB")], "HiraginoSansGB.ttc"),
        ([("Noto Sans CJK SC", "NotoSansCJK.ttc", "Noto Sans CJK JP")], None),
        (
            [
                ("Noto Sans CJK SC", "NotoSansCJK.ttc", "Noto Sans CJK JP"),
                ("WenQuanYi Zen Hei", "wqy-zenhei.ttc", "WenQuanYi Zen Hei"),
            ],
            "wqy-zenhei.ttc",
        ),
        ([("Helvetica", "helvetica.ttf", "Helvetica")], None),
    ],
)
def test_a_collection_is_taken_only_for_its_first_face(
    installed: list[tuple[str, str, str]], taken: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [FontEntry(fname=file, name=name) for name, file, _ in installed]
    faces = {Path(file): face for _, file, face in installed}
    monkeypatch.setattr(style.font_manager.fontManager, "ttflist", entries)
    monkeypatch.setattr(style, "_first_face", faces.__getitem__)
    assert style._system_font() == (taken and Path(taken))


def test_long_heads_do_not_run_into_each_other() -> None:
    tokens = tokens_of({(2021, name): ["x x x x x y"] for name in "abc"} | {(2024, "d"): ["y x"]})
    key = keyness(tokens, 2024, 2021, min_count=1)
    heads = [f"a long name {name}" for name in "abcd"]
    ax = plot_keyness(key, tokens, labels=dict(zip("abcd", heads, strict=True)))
    ax.figure.canvas.draw()
    texts = [text for text in ax.texts if text.get_text().startswith("a long name")]
    boxes = [text.get_window_extent() for text in texts]
    assert len(boxes) == 4
    assert all(one.x1 < other.x0 for one, other in itertools.pairwise(boxes))

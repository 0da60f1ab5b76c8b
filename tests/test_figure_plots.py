"""Pictures of figures draw what the table says, also from an empty or a one-year table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes

from ningbo_lib.figures.tables import figures_table
from ningbo_lib.plotting.figures import plot_growth, plot_money, plot_times

mpl.use("Agg")
TEXTS = [
    ("a", date(2021, 3, 30), "去年，出口额20亿元，同比增长5.5%。到2025年底，产值突破1万亿元。"),
    ("b", date(2024, 3, 15), "前年进口3亿元，下降2%。18世纪60年代，工业化开始。"),
]
PLOTS: list[Callable[..., Axes]] = [plot_money, plot_growth, plot_times]


def figures_of(*texts: tuple[str, date, str]) -> pd.DataFrame:
    """The figures table of made-up paragraphs: article, day of publication, text."""
    frame = pd.DataFrame(texts, columns=["article_id", "published", "text"])
    days = pd.to_datetime(frame["published"])
    return figures_table(
        frame.assign(
            paragraph_id=frame["article_id"], published=days, year=days.dt.year.astype("int64")
        )
    )


def _table(rows: int = 2) -> pd.DataFrame:
    return figures_of(*TEXTS[:rows])


@pytest.fixture(autouse=True)
def _close() -> Iterator[None]:
    yield
    plt.close("all")


def _words(ax: Axes) -> str:
    ticks = [*ax.get_yticklabels(), *ax.get_xticklabels()]
    return " ".join(t.get_text() for t in [*ax.texts, *ticks, ax.xaxis.label, ax.title])


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("rows", [0, 1, 2])
def test_draws_any_number_of_articles_on_the_given_axes(
    plot: Callable[..., Axes], rows: int
) -> None:
    ax = plt.figure().add_subplot()
    assert plot(_table(rows), title="What is shown", ax=ax) is ax
    ax.figure.canvas.draw()
    assert "What is shown" in ax.get_title(loc="left")


def test_money_shows_every_amount_as_printed_on_a_log_scale() -> None:
    ax = plot_money(_table())
    assert ax.get_xscale() == "log"
    assert all(amount in _words(ax) for amount in ("20亿元", "1万亿元", "3亿元"))
    values = sorted(float(line.get_xdata()[0]) for line in ax.lines)
    assert values == [3e8, 2e9, 1e12]


def test_growth_puts_falls_left_of_zero_and_names_the_basis() -> None:
    ax = plot_growth(_table())
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert sorted(float(dot.get_xdata()[0]) for dot in dots) == [-2.0, 5.5]
    assert "▼ 2%  basis not stated" in _words(ax)
    assert "▲ 5.5%  on the year before" in _words(ax)


def test_times_of_an_open_year_are_not_drawn() -> None:
    table = _table()
    undated = table.assign(period="--03-15")
    ax = plot_times(pd.concat([table, undated]), first_year=2000)
    assert _words(ax) == _words(plot_times(table, first_year=2000))


def test_times_before_the_first_year_are_named_not_drawn() -> None:
    ax = plot_times(_table(), first_year=2000, labels={"2025年底": "2025年底 goal"})
    assert "earlier, not drawn: 18世纪60年代" in ax.get_xlabel()
    assert "2025年底 goal" in _words(ax)
    assert ax.get_xlim()[0] > 2000

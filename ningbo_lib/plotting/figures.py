"""Pictures of stated figures: amounts of money, rates of change, and the times named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from ningbo_lib.columns_needed import require_columns
from ningbo_lib.figures.explaining import unit_in
from ningbo_lib.plotting import style
from ningbo_lib.plotting.wording import Texts, speaker
from ningbo_lib.wording import Say

Labels = Mapping[str, str] | None

#: Columns that every picture of figures shows.
_SHOWN = ("surface", "indicator", "period", "status", "year")
_LONGEST = 20  # characters of an indicator that fit beside the axes
_STEPS = {
    1e4: "1万\n10 thousand",
    1e6: "100万\n1 million",
    1e8: "1亿\n100 million",
    1e10: "100亿\n10 billion",
    1e12: "1万亿\n1 trillion",
    1e14: "100万亿\n100 trillion",
}
_CHARACTER = 0.016  # width of a Chinese character in a label, as a share of the axis
_WHOLE_YEAR = 0.9  # longer than this, a time is drawn as a bar


def plot_money(
    figures: pd.DataFrame,
    *,
    labels: Labels = None,
    ax: Axes | None = None,
    **texts: Unpack[Texts],
) -> Axes:
    """Amounts of money on a log scale, a row each, by the period they speak of.

    ``figures`` is a ``figures_table`` (or part of one); amounts in one currency are drawn, the
    most frequent one.  Filled dots are facts, open ones targets; each dot carries the amount as
    printed.  ``labels`` glosses indicators.
    """
    say = speaker(texts)
    require_columns(figures, "kind", "unit", "high", *_SHOWN, of="figures")
    money = figures[figures["kind"] == "money"]
    if len(money):
        money = money[money["unit"] == money["unit"].mode().iloc[0]]
    money = money.assign(amount=money["high"].astype("float64"))
    money = money.sort_values(["period", "amount"], kind="stable").reset_index(drop=True)
    ax = style.axes(ax, size=(9.0, 1.6 + 0.36 * max(len(money), 1)))
    _dots(ax, money, money["amount"])
    for place, row in money.iterrows():
        _beside(ax, row["amount"], place, row["surface"])
    _rows(ax, money, labels, say)
    ax.set_xscale("log")
    if len(money):
        ax.set_xlim(money["amount"].min() / 4, money["amount"].max() * 12)
    ax.set_xticks([step for step in _STEPS if ax.get_xlim()[0] <= step <= ax.get_xlim()[1]])
    ax.xaxis.set_minor_locator(NullLocator())
    lines = 1 if texts.get("language") == "zh" else 2
    names = {step: "\n".join(name.split("\n")[:lines]) for step, name in _STEPS.items()}
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: names.get(x, "")))
    ax.grid(axis="x", color=style.GRID)
    language = texts.get("language", "en")
    unit = unit_in(language, money["unit"].iloc[0]) if len(money) else say("currency")
    _legend(ax, money, say)
    return style.finish(ax, xlabel=say("money_axis", unit=unit), pad=30, **texts)


def plot_growth(
    figures: pd.DataFrame,
    *,
    labels: Labels = None,
    ax: Axes | None = None,
    **texts: Unpack[Texts],
) -> Axes:
    """Rates of change in percent, rises to the right of zero and falls to the left.

    Only figures that are themselves the amount of a change; each row says what it is measured
    against, or that the text does not.
    """
    say = speaker(texts)
    require_columns(figures, "kind", "direction", "basis", "high", *_SHOWN, of="figures")
    rates = figures[(figures["kind"] == "percent") & (figures["direction"] != "")]
    sign = rates["direction"].map({"increase": 1.0, "decrease": -1.0}).astype("float64")
    rates = rates.assign(rate=sign * rates["high"].astype("float64").abs())
    rates = rates.sort_values(["period", "rate"], kind="stable").reset_index(drop=True)
    ax = style.axes(ax, size=(9.0, 1.6 + 0.36 * max(len(rates), 1)))
    ax.axvline(0, color=style.MUTED, linewidth=1)
    ax.hlines(range(len(rates)), 0, rates["rate"], color=style.GRID, linewidth=4, zorder=1)
    _dots(ax, rates, rates["rate"])
    for place, row in rates.iterrows():
        arrow = "▲" if row["rate"] >= 0 else "▼"
        base = say(row["basis"] or "no_basis")
        text = f"{arrow} {row['surface']}  {base}"
        _beside(ax, row["rate"], place, text, left=row["rate"] < 0)
    _rows(ax, rates, labels, say)
    if len(rates):
        falls, rises = -min(rates["rate"].min(), 0.0), max(rates["rate"].max(), 0.0)
        room = 0.75 * max(falls, rises, 1.0)  # for the texts beside the outermost dots
        ax.set_xlim(-falls - (room if falls else 0.05 * room), rises + (room if rises else 0))
    _legend(ax, rates, say)
    return style.finish(ax, xlabel=say("growth_axis"), pad=30, **texts)


def plot_times(
    figures: pd.DataFrame,
    *,
    first_year: int | None = None,
    labels: Labels = None,
    ax: Axes | None = None,
    **texts: Unpack[Texts],
) -> Axes:
    """Dates and periods named in the texts, a lane for each year of publication.

    Whole years and longer are bars, the rest dots; pale bars and open dots are targets of the
    text; a dotted line marks its publication.  Times before ``first_year`` are left out and
    named below; times of an open year (``--03-15``) are left out.  ``labels`` replaces the phrase
    that stands beside a time.
    """
    say = speaker(texts)
    require_columns(figures, "kind", "published", *_SHOWN, of="figures")
    times = figures[figures["kind"].isin(["date", "period"]) & figures["period"].str.match("[0-9]")]
    spans = [_span(iso) for iso in times["period"]]
    times = times.assign(first=[s[0] for s in spans], last=[s[1] for s in spans])
    late = times["first"] >= (first_year or float("-inf"))
    early, times = times[~late], times[late].drop_duplicates(["year", "surface"])
    times = times.assign(label=[(labels or {}).get(s, s) for s in times["surface"]])
    years = sorted(set(figures["year"]), reverse=True)
    left = times["first"].min() if len(times) else 2000.0
    right = max(times["last"].max(), left + 1) if len(times) else 2001.0
    width = 1.4 * (right - left)  # room for the last labels
    stacks = {year: _stack(times[times["year"] == year], width) for year in years}
    heights = [max((s for s, _ in stack), default=0) + 2 for stack in stacks.values()]
    ax = style.axes(ax, size=(10.0, 1.5 + 0.32 * sum(heights)))
    floor = 0
    ticks = []
    for (year, stack), height in zip(stacks.items(), heights, strict=True):
        _lane(ax, floor, height, stack, style.year_colours(years)[year])
        ticks.append(floor + (height - 2) / 2)
        floor += height
    dates = figures.groupby("year")["published"].max()
    ax.set_yticks(ticks, [say("published", date=f"{dates[year]:%Y-%m}") for year in years])
    ax.set_ylim(-1, max(floor - 0.5, 1))
    ax.set_xlim(left - 0.03 * width, left + width)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(axis="x", color=style.GRID)
    left_out = say("not_drawn", phrases="、".join(early["surface"])) if len(early) else ""
    return style.finish(ax, xlabel=say("times_axis", left_out=left_out), **texts)


def _stack(times: pd.DataFrame, width: float) -> list[tuple[int, dict[str, Any]]]:
    """A height for each time, the lowest where neither marks nor labels meet."""
    ends: list[float] = []
    stack = []
    for row in times.sort_values(["first", "last", "surface"], kind="stable").to_dict("records"):
        signs = sum(0.55 if c.isascii() else 1.0 for c in row["label"])
        stop = row["last"] + (1.5 + signs) * _CHARACTER * width
        height = next((h for h, end in enumerate(ends) if end < row["first"]), len(ends))
        ends[height : height + 1] = [stop]
        stack.append((height, {str(k): v for k, v in row.items()}))
    return stack


def _lane(
    ax: Axes, floor: int, height: int, stack: list[tuple[int, dict[str, Any]]], colour: str
) -> None:
    for published in sorted({row["published"] for _, row in stack}):
        day = published.year + (published.day_of_year - 1) / 365.25
        top = floor + height - 1.3
        ax.plot([day, day], [floor - 0.5, top], color=colour, linewidth=1, linestyle=":", zorder=1)
    for place, row in stack:
        coming = row["status"] == "target"
        if row["last"] - row["first"] > _WHOLE_YEAR:
            shade = 0.35 if coming else 1.0
            ends = [row["first"], row["last"]]
            ax.plot(ends, [floor + place] * 2, color=colour, linewidth=5, alpha=shade,
                    solid_capstyle="butt")  # fmt: skip
        else:
            face = "white" if coming else colour
            middle = (row["first"] + row["last"]) / 2
            ax.plot(middle, floor + place, "o", color=colour, markerfacecolor=face, markersize=6)
        _beside(ax, row["last"], floor + place, row["label"])


def _span(iso: str) -> tuple[float, float]:
    """First and last moment of an ISO date or interval, in years."""
    first, _, last = iso.partition("/")
    return _moment(first, end=False), _moment(last or first, end=True)


def _moment(iso: str, *, end: bool) -> float:
    pieces = [int(piece) for piece in iso.split("-")]
    year, month, day = (*pieces, 0, 0)[:3]
    if not month:
        return year + (1.0 if end else 0.0)
    if not day:
        return year + (month - (0 if end else 1)) / 12
    return year + (month - 1) / 12 + (day - 1 + end) / 372


def _dots(ax: Axes, rows: pd.DataFrame, values: pd.Series[Any]) -> None:
    colours = style.year_colours(rows["year"])
    for place, (row, value) in enumerate(zip(rows.to_dict("records"), values, strict=True)):
        colour = colours[row["year"]]
        face = "white" if row["status"] == "target" else colour
        ax.plot(value, place, "o", color=colour, markerfacecolor=face, markersize=7, zorder=3)


def _beside(ax: Axes, x: float, y: Any, text: str, *, left: bool = False) -> None:
    ax.annotate(
        text, (x, y), xytext=(-7 if left else 7, 0), textcoords="offset points", va="center",
        ha="right" if left else "left", fontsize=9, color=style.INK, annotation_clip=False,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.8},
    )  # fmt: skip


def _rows(ax: Axes, rows: pd.DataFrame, labels: Labels, say: Say) -> None:
    names = []
    for row in rows.to_dict("records"):
        name = (labels or {}).get(row["indicator"], row["indicator"])
        short = name if len(name) <= 2 * _LONGEST else name[: 2 * _LONGEST - 1] + "…"
        names.append(f"{short}  ·  {_when(row['period'], say)}")
    ax.set_yticks(range(len(rows)), names, fontsize=9)
    ax.set_ylim(len(rows) - 0.4, -0.6)


def _when(iso: str, say: Say) -> str:
    first, _, last = iso.partition("/")
    return say("from_to", first=first, last=last) if last else first or say("no_time")


def _legend(ax: Axes, rows: pd.DataFrame, say: Say) -> None:
    colours = style.year_colours(rows["year"])
    targets = set(rows.loc[rows["status"] == "target", "year"])
    signs = [(year, "as_fact", colours[year]) for year in colours]
    signs += [(year, "as_target", "white") for year in sorted(targets)]
    handles = [
        Line2D(
            [], [], marker="o", linestyle="", color=colours[year], markerfacecolor=face,
            label=say(name, year=year),
        )
        for year, name, face in signs
    ]  # fmt: skip
    ax.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=4, frameon=False,
        fontsize=8.5, handletextpad=0.2,
    )  # fmt: skip

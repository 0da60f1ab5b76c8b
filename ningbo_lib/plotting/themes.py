"""Pictures of themes and topics: always with the interval, the range or the refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm
from matplotlib.patches import Rectangle

from ningbo_lib.plotting import style

Labels = Mapping[Any, str] | None

_SHADES = LinearSegmentedColormap.from_list("shades", ["#ffffff", "#cfe6e2", "#2f8f86", "#0b4a45"])
_DARK = 0.6  # shade from which white figures read better than black ones
_GAP = 0.12  # white between the years, in cells

#: Columns of a table of shares that are not its groups begin here.
_FIRST = "theme"


def plot_theme_shares(
    shares: pd.DataFrame,
    *,
    labels: Labels = None,
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Heat map of ``theme_shares``: themes down, groups across, each cell with its interval.

    With two group columns, such as ``by=["year", "article_id"]``, the first makes blocks apart
    from each other, headed in the colour of the year.  A theme without hits shows the rule
    of three, the least its upper limit can be, instead of an interval.  ``labels`` renames
    groups and themes.  An empty table gives an empty picture.
    """
    by = list(shares.columns[: list(shares.columns).index(_FIRST)])
    groups = shares[[*by, "tokens", "paragraphs"]].drop_duplicates(by).sort_values(by)
    lefts = _lefts(groups[by[0]].tolist() if len(by) > 1 else [0] * len(groups))
    themes = list(dict.fromkeys(shares["theme"]))
    ax = style.axes(ax, size=(2.2 + 1.95 * len(groups), 1.9 + 0.62 * len(themes)))
    cells = shares.set_index([*by, "theme"])
    shade = PowerNorm(0.6, 0, shares["per_100"].to_numpy(dtype=float).max(initial=0) or 1.0)
    for left, key in zip(lefts, groups[by].itertuples(index=False, name=None), strict=True):
        for row, theme in enumerate(themes):
            cell = cells.loc[(*key, theme)]
            _cell(ax, left, row, cell, float(shade(cell["per_100"])))
    _heads(ax, lefts, groups, by, labels)
    ax.set_yticks(np.arange(len(themes)) + 0.5, [(labels or {}).get(t, t) for t in themes])
    ax.set_ylim(max(len(themes), 1), 0)
    ax.set_xlim(0, lefts[-1] + 1 if lefts else 1)
    ax.set_xticks([])
    xlabel = "words of the theme in 100 words, below them the 95 % interval"
    style.finish(ax, title=title, xlabel=xlabel, source=source, pad=58)
    ax.spines[:].set_visible(False)
    return ax


def _lefts(blocks: Sequence[object]) -> list[float]:
    """Where each column begins: one unit apart, a gap more where a new block begins."""
    new = [0, *(int(a != b) for a, b in pairwise(blocks))]
    return [place + _GAP * gaps for place, gaps in enumerate(np.cumsum(new[: len(blocks)]))]


def _cell(ax: Axes, left: float, row: int, cell: pd.Series, shade: float) -> None:
    ax.add_patch(
        Rectangle((left, row), 1, 1, facecolor=_SHADES(shade), edgecolor="white", linewidth=1.5)
    )
    colour = "white" if shade > _DARK else style.INK
    limits = f"[{cell['low']:.1f} – {cell['high']:.1f}]"
    if cell["hits"] == 0:
        limits = f"[0 – {cell['high']:.1f}] rule of three"
    elif np.isnan(cell["low"]):
        limits = "no interval"
    share = f"{cell['per_100']:.1f}" if cell["hits"] else "0"
    ax.text(left + 0.5, row + 0.36, share, ha="center", va="center", color=colour, fontsize=12)
    ax.text(left + 0.5, row + 0.72, limits, ha="center", va="center", color=colour, fontsize=8.5)


def _heads(
    ax: Axes, lefts: Sequence[float], groups: pd.DataFrame, by: Sequence[str], labels: Labels
) -> None:
    years = by[0] if pd.api.types.is_integer_dtype(groups[by[0]]) else ""
    colours = style.year_colours(groups[years]) if years else {}
    for left, group in zip(lefts, groups.to_dict("records"), strict=True):
        name = (labels or {}).get(group[by[-1]], str(group[by[-1]]))
        year = f"{group[by[0]]}  " if len(by) > 1 else ""
        paragraphs = f"{group['paragraphs']:,} paragraph{'s' if group['paragraphs'] != 1 else ''}"
        ax.text(
            left + 0.5,
            -0.1,
            f"{year}{name}\n{group['tokens']:,} words\n{paragraphs}",
            ha="center",
            va="bottom",
            fontsize=9,
            color=colours.get(group[by[0]], style.INK),
        )


def plot_theme_changes(
    changes: pd.DataFrame,
    *,
    labels: Labels = None,
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Differences of ``compare_themes`` with three answers to "how sure": one row a theme.

    The dot is the difference; the line its 95 % interval; the upper bar what it becomes when
    one article is left out, the lower bar when one term is.  A hollow dot means that no shift
    is stated.  Beside a bar stands the article or the term without which a difference that is
    shown no longer is (``compare_themes`` says when).
    """
    rows = changes.reset_index(drop=True)
    ax = style.axes(ax, size=(9.0, 1.9 + 0.62 * max(2, len(rows))))
    _left_out(ax, rows, "article", -0.24, "#93a7bf", labels)
    _left_out(ax, rows, "term", 0.24, "#ead9b5", labels)
    stated = rows["shift"].isin(["up", "down"])
    ax.hlines(rows.index, rows["low"], rows["high"], color=style.INK, label="95 % interval")
    for told, fill in ((True, style.INK), (False, "white")):
        some = rows[stated == told]
        label = "a shift is stated" if told else "no shift is stated"
        dots: dict[str, Any] = {"markerfacecolor": fill, "label": label}
        if len(some):
            ax.plot(some["difference"], some.index, "o", markersize=7, color=style.INK, **dots)
    ax.axvline(0, color=style.INK, linewidth=1)
    ax.margins(x=0.1)
    ax.set_yticks(rows.index, [(labels or {}).get(theme, theme) for theme in rows["theme"]])
    ax.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    ax.grid(axis="x", color=style.GRID)
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, fontsize=8.5)
    xlabel = "difference in percentage points of the words"
    return style.finish(ax, title=title, xlabel=xlabel, source=source, pad=50)


def _left_out(
    ax: Axes, rows: pd.DataFrame, what: str, shift: float, colour: str, labels: Labels
) -> None:
    """What the difference becomes when one article or term is left out; names those that matter."""
    low, high = rows[f"without_{what}_low"], rows[f"without_{what}_high"]
    known = low.notna()
    width = (high - low)[known].clip(lower=0.04)
    places = np.flatnonzero(known) + shift
    label = f"one {what} left out"
    ax.barh(places, width, left=low[known], height=0.2, color=colour, label=label)
    for place, row in enumerate(rows.to_dict("records")):
        name = row[f"hinge_{what}"]
        if row[f"{what}s_hold"] or not name:
            continue
        at_low = row["difference"] > 0
        ax.annotate(
            f"without {(labels or {}).get(name, name)}",
            (low[place] if at_low else high[place], place + shift),
            xytext=(-5 if at_low else 5, 0),
            textcoords="offset points",
            ha="right" if at_low else "left",
            va="center",
            fontsize=8,
            color=style.MUTED,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
        )


def plot_threads(
    threads: pd.DataFrame,
    *,
    sides: tuple[object, object] = ("reference", "target"),
    labels: Labels = None,
    title: str = "",
    source: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Threads of ``shared_threads``: mentions of each term on both sides, its score between.

    ``sides`` names the reference (left) and the target (right); ``labels`` gives glosses.
    """
    rows = threads.reset_index(drop=True)
    ax = style.axes(ax, size=(8.5, 1.7 + 0.36 * max(3, len(rows))))
    years = [side for side in sides if isinstance(side, int)]
    colours = list(style.year_colours(years or [0, 1]).values())
    room = (0.75 if labels else 0.32) * max(
        1.0, rows[["target_n", "reference_n"]].to_numpy(float).max(initial=1)
    )
    for sign, name, side, colour in (
        (-1, "reference_n", sides[0], colours[0]),
        (1, "target_n", sides[1], colours[-1]),
    ):
        _mentions(ax, rows[name].tolist(), sign, room, colour)
        align = "right" if sign < 0 else "left"
        ax.text(sign * room, -0.75, f"times in {side}", ha=align, va="bottom", color=colour)
    for place, row in enumerate(rows.itertuples()):
        gloss = (labels or {}).get(row.term, "")
        text = f"{row.term}  {gloss}  {row.score:.0f}" if gloss else f"{row.term}  {row.score:.0f}"
        ax.text(0, place, text, ha="center", va="center", fontsize=10)
    ax.text(0, -0.75, "term, score", ha="center", va="bottom", color=style.MUTED)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.margins(x=0.08)
    if not len(rows):
        ax.set_xlim(-2 * room, 2 * room)
    ax.set_xticks([])
    ax.set_yticks([])
    style.finish(ax, title=title, source=source, pad=28)
    ax.spines[:].set_visible(False)
    return ax


def _mentions(ax: Axes, numbers: Sequence[int], sign: int, room: float, colour: str) -> None:
    """Bars to one side, from the edge of the middle on, with their numbers."""
    widths = [sign * n for n in numbers]
    ax.barh(range(len(numbers)), widths, left=sign * room, height=0.62, color=colour)
    for place, n in enumerate(numbers):
        ax.annotate(
            str(n),
            (sign * (room + n), place),
            xytext=(4 * sign, 0),
            textcoords="offset points",
            ha="right" if sign < 0 else "left",
            va="center",
            fontsize=9,
            color=colour,
        )

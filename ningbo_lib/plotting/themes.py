"""Pictures of themes and topics: always with the interval, the range or the refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm
from matplotlib.patches import Rectangle

from ningbo_lib.columns_needed import require_columns
from ningbo_lib.plotting import style
from ningbo_lib.plotting.wording import Texts, speaker
from ningbo_lib.wording import Say

Labels = Mapping[Any, str] | None

_SHADES = LinearSegmentedColormap.from_list("shades", ["#ffffff", "#cfe6e2", "#2f8f86", "#0b4a45"])
_DARK = 0.6  # shade from which white figures read better than black ones
_GAP = 0.12  # white between the years, in cells

#: Columns of a table of shares that are not its groups begin here.
_FIRST = "theme"
_CELL = ("hits", "tokens", "per_100", "low", "high", "paragraphs")
_WITHOUT = ("articles_hold", "terms_hold", "hinge_article", "hinge_term")


def plot_theme_shares(
    shares: pd.DataFrame,
    *,
    labels: Labels = None,
    ax: Axes | None = None,
    **texts: Unpack[Texts],
) -> Axes:
    """Heat map of ``theme_shares``: themes down, groups across, each cell with its interval.

    With two group columns, such as ``by=["year", "article_id"]``, the first makes blocks apart
    from each other, headed in the colour of the year.  A theme without hits shows the rule
    of three, the least its upper limit can be, instead of an interval.  ``labels`` renames
    groups and themes.  An empty table gives an empty picture.
    """
    say = speaker(texts)
    require_columns(shares, _FIRST, *_CELL, of="theme shares")
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
            _cell(ax, (left, row), cell, float(shade(cell["per_100"])), say)
    _heads(ax, lefts, _named(groups, by, labels, say), by[0])
    ax.set_yticks(np.arange(len(themes)) + 0.5, [(labels or {}).get(t, t) for t in themes])
    ax.set_ylim(max(len(themes), 1), 0)
    ax.set_xlim(0, lefts[-1] + 1 if lefts else 1)
    ax.set_xticks([])
    style.finish(ax, xlabel=say("share_axis"), pad=58, **texts)
    ax.spines[:].set_visible(False)
    return ax


def _lefts(blocks: Sequence[object]) -> list[float]:
    """Where each column begins: one unit apart, a gap more where a new block begins."""
    new = [0, *(int(a != b) for a, b in pairwise(blocks))]
    return [place + _GAP * gaps for place, gaps in enumerate(np.cumsum(new[: len(blocks)]))]


def _cell(ax: Axes, place: tuple[float, int], cell: pd.Series, shade: float, say: Say) -> None:
    left, row = place
    ax.add_patch(
        Rectangle((left, row), 1, 1, facecolor=_SHADES(shade), edgecolor="white", linewidth=1.5)
    )
    colour = "white" if shade > _DARK else style.INK
    limits = f"[{cell['low']:.1f} – {cell['high']:.1f}]"
    if cell["hits"] == 0:
        limits = say("rule_of_three", high=cell["high"])
    elif np.isnan(cell["low"]):
        limits = say("no_interval")
    share = f"{cell['per_100']:.1f}" if cell["hits"] else "0"
    ax.text(left + 0.5, row + 0.36, share, ha="center", va="center", color=colour, fontsize=12)
    ax.text(left + 0.5, row + 0.72, limits, ha="center", va="center", color=colour, fontsize=8.5)


def _named(groups: pd.DataFrame, by: Sequence[str], labels: Labels, say: Say) -> pd.DataFrame:
    """The groups with their heads: year, name, words and paragraphs."""
    heads = []
    for group in groups.to_dict("records"):
        name = (labels or {}).get(group[by[-1]], str(group[by[-1]]))
        name = f"{group[by[0]]}  {name}" if len(by) > 1 else name
        form = "group_head_one" if group["paragraphs"] == 1 else "group_head"
        heads.append(say(form, name=name, words=group["tokens"], paragraphs=group["paragraphs"]))
    return groups.assign(head=heads)


def _heads(ax: Axes, lefts: Sequence[float], groups: pd.DataFrame, by: str) -> None:
    years = pd.api.types.is_integer_dtype(groups[by])
    colours = style.year_colours(groups[by]) if years else {}
    for left, head, group in zip(lefts, groups["head"], groups[by], strict=True):
        ax.text(
            left + 0.5,
            -0.1,
            head,
            ha="center",
            va="bottom",
            fontsize=9,
            color=colours.get(group, style.INK),
        )


def plot_theme_changes(
    changes: pd.DataFrame,
    *,
    labels: Labels = None,
    ax: Axes | None = None,
    **texts: Unpack[Texts],
) -> Axes:
    """Differences of ``compare_themes`` with three answers to "how sure": one row a theme.

    The dot is the difference; the line its 95 % interval; the upper bar what it becomes when
    one article is left out, the lower bar when one term is.  A hollow dot means that no shift
    is stated.  Beside a bar stands the article or the term without which a difference that is
    shown no longer is (``compare_themes`` says when).
    """
    say = speaker(texts)
    require_columns(changes, "theme", "difference", "shift", *_WITHOUT, of="theme changes")
    rows = changes.reset_index(drop=True)
    ax = style.axes(ax, size=(9.0, 1.9 + 0.62 * max(2, len(rows))))
    for what, shift in (("article", -0.24), ("term", 0.24)):
        colour, label = style.LEFT_OUT[what], say(f"{what}_left_out")
        _left_out(ax, rows, what, shift, {"color": colour, "label": label})
        _hinges(ax, rows, what, shift, _without(rows[f"hinge_{what}"], labels, say))
    stated = rows["shift"].isin(["up", "down"])
    ax.hlines(rows.index, rows["low"], rows["high"], color=style.INK, label=say("interval"))
    for told, fill in ((True, style.INK), (False, "white")):
        some = rows[stated == told]
        label = say("shift_stated" if told else "no_shift_stated")
        dots: dict[str, Any] = {"markerfacecolor": fill, "label": label}
        if len(some):
            ax.plot(some["difference"], some.index, "o", markersize=7, color=style.INK, **dots)
    ax.axvline(0, color=style.INK, linewidth=1)
    ax.margins(x=0.1)
    ax.set_yticks(rows.index, [(labels or {}).get(theme, theme) for theme in rows["theme"]])
    ax.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    ax.grid(axis="x", color=style.GRID)
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, fontsize=8.5)
    return style.finish(ax, xlabel=say("difference_axis"), pad=50, **texts)


def _left_out(ax: Axes, rows: pd.DataFrame, what: str, shift: float, look: dict[str, Any]) -> None:
    """What the difference becomes when one article or term is left out."""
    low, high = rows[f"without_{what}_low"], rows[f"without_{what}_high"]
    known = low.notna()
    width = (high - low)[known].clip(lower=0.04)
    ax.barh(np.flatnonzero(known) + shift, width, left=low[known], height=0.2, **look)


def _without(names: pd.Series, labels: Labels, say: Say) -> list[str]:
    known = labels or {}
    return [say("without", name=known.get(name, name)) if name else "" for name in names]


def _hinges(ax: Axes, rows: pd.DataFrame, what: str, shift: float, without: Sequence[str]) -> None:
    """Name beside its bar the article or term that a difference hangs on."""
    low, high = rows[f"without_{what}_low"], rows[f"without_{what}_high"]
    for place, (row, name) in enumerate(zip(rows.to_dict("records"), without, strict=True)):
        if row[f"{what}s_hold"] or not name:
            continue
        at_low = row["difference"] > 0
        ax.annotate(
            name,
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
    sides: tuple[object, object] | None = None,
    labels: Labels = None,
    ax: Axes | None = None,
    **texts: Unpack[Texts],
) -> Axes:
    """Threads of ``shared_threads``: mentions of each term on both sides, its score between.

    ``sides`` names the reference (left) and the target (right); ``labels`` gives glosses.
    """
    say = speaker(texts)
    sides = sides or (say("reference"), say("target"))
    require_columns(threads, "term", "score", "target_n", "reference_n", of="threads")
    rows = threads.reset_index(drop=True)
    ax = style.axes(ax, size=(8.5, 1.7 + 0.36 * max(3, len(rows))))
    years = [side for side in sides if isinstance(side, int)]
    colours = list(style.year_colours(years or [0, 1]).values())
    room = (0.75 if labels else 0.32) * max(
        1.0, rows[["target_n", "reference_n"]].to_numpy(float).max(initial=1)
    )
    names = (("reference_n", "right"), ("target_n", "left"))
    for sign, side, colour, (name, align) in zip(
        (-1, 1), sides, (colours[0], colours[-1]), names, strict=True
    ):
        _mentions(ax, rows[name].tolist(), sign, room, colour)
        head = say("times_in_side", side=side)
        ax.text(sign * room, -0.75, head, ha=align, va="bottom", color=colour)
    for place, row in enumerate(rows.itertuples()):
        gloss = (labels or {}).get(row.term, "")
        text = f"{row.term}  {gloss}  {row.score:.0f}" if gloss else f"{row.term}  {row.score:.0f}"
        ax.text(0, place, text, ha="center", va="center", fontsize=10)
    ax.text(0, -0.75, say("term_score"), ha="center", va="bottom", color=style.MUTED)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.margins(x=0.08)
    if not len(rows):
        ax.set_xlim(-2 * room, 2 * room)
    ax.set_xticks([])
    ax.set_yticks([])
    style.finish(ax, pad=28, **texts)
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

"""Pictures of fitted topics: how stable they are, and what their shares become on refitting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

import numpy as np
from matplotlib.axes import Axes

from ningbo_lib.columns_needed import require_each, require_type
from ningbo_lib.plotting import style
from ningbo_lib.plotting.wording import Texts, speaker
from ningbo_lib.topics.fitted import BELIEVABLE, Topics
from ningbo_lib.wording import Say

_FEW = 4  # words that name a topic


def plot_topic_stability(
    fits: Mapping[str, Topics], *, ax: Axes | None = None, **texts: Unpack[Texts]
) -> Axes:
    """How far topics come back on refitting: one row for each named fit and way of refitting.

    The dot is the mean matched Jaccard of top-10 words over all pairs of refits, the line runs
    from the least alike pair to the most; left of the mark words are not shown.

    Raises ``TypeError`` for anything but a mapping from names to fits.
    """
    remedy = 'give them with their names, such as {"NMF": fit_topics(tokens, 4)}'
    require_type(fits, Mapping, name="the fits", remedy=remedy)
    require_each(fits.values(), Topics, name="the fits", remedy=remedy)
    say = speaker(texts)
    rows = [
        (say("refitted", name=name, how=say(row["source"])), row)
        for name, topics in fits.items()
        for row in topics.stability.to_dict("records")
    ]
    ax = style.axes(ax, size=(8.5, 1.5 + 0.42 * max(2, len(rows))))
    ax.axvspan(0, BELIEVABLE, color=style.PANEL, linewidth=0)
    ax.axvline(BELIEVABLE, color=style.MUTED, linewidth=1)
    for place, (_, row) in enumerate(rows):
        ax.hlines(place, row["lowest"], row["highest"], color=style.INK, linewidth=1.5)
        ax.plot(row["jaccard"], place, "o", color=style.INK, markersize=7)
        ax.text(1.03, place, f"{row['jaccard']:.2f}", va="center", fontsize=9, color=style.INK)
    ax.set_yticks(range(len(rows)), [name for name, _ in rows])
    ax.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    ax.set_xlim(0, 1)
    mark = say("shown_from", mark=BELIEVABLE)
    ax.text(BELIEVABLE, -0.56, mark, ha="center", va="bottom", fontsize=8.5, color=style.MUTED)
    return style.finish(ax, xlabel=say("jaccard_axis"), pad=24, **texts)


def plot_topic_shares(
    topics: Topics,
    *,
    words: bool = False,
    ax: Axes | None = None,
    **texts: Unpack[Texts],
) -> Axes:
    """Share of each topic in each group: the fit's own as dot, all refits as line.

    Topics are numbered; their words stand beside the number only if the topics are believable
    or with ``words=True``.
    """
    say = speaker(texts)
    require_type(topics, Topics, name="the topics", remedy="take what fit_topics() gives")
    table = topics.prevalence.merge(topics.ranges, on=["topic", "group"])
    groups = sorted(table["group"].unique())
    numbers = sorted(table["topic"].unique())
    ax = style.axes(ax, size=(8.5, 1.9 + 0.62 * max(2, len(numbers))))
    colours, markers = style.year_colours(groups), style.year_markers(groups)
    offsets = np.linspace(-0.16, 0.16, len(groups)) if len(groups) > 1 else [0.0]
    for shift, group in zip(offsets, groups, strict=True):
        rows = table[table["group"] == group]
        places = rows["topic"].map({n: i for i, n in enumerate(numbers)}) + shift
        ax.hlines(places, 100 * rows["low"], 100 * rows["high"], color=colours[group], linewidth=2)
        dots: dict[str, Any] = {"color": colours[group], "markersize": 7, "label": str(group)}
        ax.plot(100 * rows["share"], places, markers[group], **dots)
    shown = words or topics.believable
    ax.set_yticks(range(len(numbers)), [_name(topics, n, shown, say) for n in numbers])
    ax.set_ylim(len(numbers) - 0.5, -0.5)
    ax.set_xlim(left=0)
    ax.grid(axis="x", color=style.GRID)
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(groups))
    hidden = "" if shown else say("words_hidden", score=topics.score)
    return style.finish(ax, xlabel=say("topic_axis", hidden=hidden), pad=32, **texts)


def _name(topics: Topics, number: int, shown: bool, say: Say) -> str:
    if not shown:
        return say("topic", number=number)
    terms = topics.table.loc[topics.table["topic"] == number, "term"].head(_FEW)
    return say("topic_words", number=number, words=" ".join(terms))

"""Pictures of terms: what differs, where each term stands, how often, and a cloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Unpack

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from wordcloud import WordCloud

from ningbo_lib.columns_needed import require_columns, require_each
from ningbo_lib.marks import em_width
from ningbo_lib.plotting import style
from ningbo_lib.plotting.wording import Texts, speaker
from ningbo_lib.wording import Say
from ningbo_lib.words.coded import counted
from ningbo_lib.words.comparison import leading
from ningbo_lib.words.counting import count_terms

#: Names to show in place of article ids and of terms (a term with its gloss, say).
Labels = Mapping[str, str] | None

_TERMS = {"name": "the terms", "remedy": 'such as ["创新", "港口"]'}
_MOST_ROWS = 24
_HEAD = 5.5  # em that the name of an article may be wide over its column of counts
_ACROSS = 50.0  # em of a text along the whole axis
_SMALL = 8.5  # points, size of the letters beside the axes
_ROW = 0.27  # inches a term


def plot_keyness(
    key: pd.DataFrame,
    tokens: pd.DataFrame | None = None,
    *,
    labels: Labels = None,
    ax: Axes | None = None,
    **texts: Unpack[Texts],
) -> Axes:
    """Log ratio with its 95 % interval for each row of a ``keyness`` table, strongest on top.

    An arrow is an interval that goes on beyond the axis, without end where the term does not
    occur on the other side.  With
    ``tokens`` the counts by article stand beside: whether a difference is one of years or of
    one article is seen there.  ``labels`` gives articles and terms other names.  Of a table
    with more than 24 rows the twelve leading ones of either side are drawn.
    """
    say = speaker(texts)
    require_columns(key, "term", "log_ratio", "low", "high", of="keyness rows")
    rows = leading(key) if len(key) > _MOST_ROWS else key.reset_index(drop=True)
    sides = tuple(key.attrs.get(side, say(side)) for side in ("reference", "target"))
    ax = style.axes(ax, size=(10.5, 1.7 + _ROW * max(4, len(rows))))
    reach = _reach(rows)
    colours = style.year_colours(sides)
    for place, row in enumerate(rows.to_dict("records")):
        side = sides[int(row["log_ratio"] > 0)]
        _interval(ax, place, row, reach, colours[side] if row["log_ratio"] else style.MUTED)
    if rows.empty:
        ax.text(0.5, 0.5, say("no_terms"), transform=ax.transAxes, ha="center", va="center")
    ax.axvline(0, color=style.INK, linewidth=1)
    ax.set_xlim(-reach * 1.06, reach * 1.06)
    ax.grid(axis="x", color=style.GRID)
    _term_rows(ax, rows["term"].tolist(), labels)
    _directions(ax, sides, colours, say)
    if tokens is not None:
        _article_counts(ax, tokens, rows["term"].tolist(), labels)
        _remark(ax, say("article_counts"))
    xlabel = say("log_ratio", reference=sides[0], target=sides[1])
    return style.finish(ax, xlabel=xlabel, pad=44, **texts)


def _reach(rows: pd.DataFrame) -> float:
    """How far the axis goes: a little past the furthest ratio, at least 4 (16 times)."""
    furthest = rows["log_ratio"].abs().max() if len(rows) else 0.0
    return float(np.ceil(max(4.0, furthest + 0.5)))


def _interval(ax: Axes, place: int, row: Mapping[Any, Any], reach: float, colour: str) -> None:
    low, high = max(row["low"], -reach), min(row["high"], reach)
    ax.plot([low, high], [place, place], color=colour, linewidth=1.8, solid_capstyle="butt")
    ax.plot(row["log_ratio"], place, "o", color=colour, markersize=6.5)
    if row["low"] < -reach:
        ax.plot(-reach, place, "<", color=colour, markersize=6)
    if row["high"] > reach:
        ax.plot(reach, place, ">", color=colour, markersize=6)


def _term_rows(ax: Axes, terms: Sequence[str], labels: Labels) -> None:
    ax.set_yticks(range(len(terms)), [(labels or {}).get(term, term) for term in terms])
    ax.set_ylim(max(len(terms), 1) - 0.4, -0.6)


def _directions(ax: Axes, sides: tuple[Any, ...], colours: Mapping[Any, str], say: Say) -> None:
    names = ("more_in_reference", "more_in_target")
    for name, side, x, align in zip(names, sides, (0, 1), ("left", "right"), strict=True):
        ax.annotate(
            say(name, side=side),
            (x, 1),
            xycoords="axes fraction",
            xytext=(0, 4),
            textcoords="offset points",
            ha=align,
            va="bottom",
            color=colours[side],
        )


def _article_counts(ax: Axes, tokens: pd.DataFrame, terms: Sequence[str], labels: Labels) -> None:
    """A grid of counts, terms x articles, in the colour of each article's year."""
    articles = _articles(tokens)
    counts = count_terms(tokens, by="article_id").set_index(["article_id", "term"])["n"].to_dict()
    heads = [style.folded((labels or {}).get(name, name), _HEAD) for name in articles["article_id"]]
    # room for a head that is wider than its numbers
    widths = [em_width(line) for head in heads for line in head.split("\n")]
    step = max(36.0, 6 + 1.25 * _SMALL * max(widths, default=0.0))
    for column, article in enumerate(articles.to_dict("records")):
        name, x = article["article_id"], 4 + step * (column + 0.5)
        head = f"{heads[column]}\n{article['words']:,}"
        numbers = [counts.get((name, term), 0) for term in terms]
        _column(ax, x, head, [f"{n}" if n else "·" for n in numbers], article["colour"], "center")


def _remark(ax: Axes, text: str) -> None:
    """What the columns right of the axes hold, below them."""
    ax.annotate(
        text,
        (1, 0),
        xycoords="axes fraction",
        xytext=(10, -8),
        textcoords="offset points",
        va="top",
        fontsize=8,
        color=style.MUTED,
    )


def _articles(tokens: pd.DataFrame) -> pd.DataFrame:
    """article_id, year, words and colour of every article, in order of year and id."""
    words = counted(tokens, "year", "article_id")
    table = words.groupby(["year", "article_id"], as_index=False).size()
    table = table.sort_values(["year", "article_id"], ignore_index=True)
    colours = style.year_colours(table["year"])
    return table.assign(words=table["size"], colour=[colours[year] for year in table["year"]])


def plot_barcode(
    tokens: pd.DataFrame,
    terms: Sequence[str],
    *,
    labels: Labels = None,
    ax: Axes | None = None,
    **texts: Unpack[Texts],
) -> Axes:
    """Where each term stands: a stroke an occurrence, articles side by side, as long as they are.

    A clump of strokes is one passage, strokes all over a theme.  On the right the counts by
    year, in the order of the years.
    """
    say = speaker(texts)
    words = counted(tokens, "year", "article_id")
    terms = require_each(terms, str, **_TERMS)
    ax = style.axes(ax, size=(10.5, 1.3 + 0.33 * max(3, len(terms))))
    words = words.assign(at=words.groupby("article_id").cumcount())
    gap = 0.012 * len(words)
    left = 0.0
    for article in _articles(tokens).to_dict("records"):
        stop = left + article["words"]
        ax.axvspan(left, stop, color=style.PANEL, linewidth=0)
        name = (labels or {}).get(article["article_id"], article["article_id"])
        name = style.folded(name, max(_HEAD, _ACROSS * article["words"] / len(words)))
        ax.text((left + stop) / 2, -0.75, name, ha="center", va="bottom", color=article["colour"])
        here = words[words["article_id"] == article["article_id"]]
        for place, term in enumerate(terms):
            at = left + here.loc[here["token"] == term, "at"].to_numpy()
            ax.vlines(at, place - 0.36, place + 0.36, color=article["colour"], linewidth=1.3)
        left = stop + gap
    _term_rows(ax, terms, labels)
    numbers = words.groupby(["year", "token"]).size()
    by_year = {year: numbers[year].to_dict() for year in words["year"].unique()}
    _counts_by_group(ax, by_year, terms, say)
    ax.set_xlim(0, max(left - gap, 1))
    ax.set_xticks([])
    style.finish(ax, xlabel=say("position"), pad=30, **texts)
    ax.spines[:].set_visible(False)
    return ax


def _counts_by_group(
    ax: Axes, numbers: Mapping[Any, Mapping[str, int]], terms: Sequence[str], say: Say
) -> None:
    """Occurrences in each group, in its order, right of the axes: ``2 → 11``."""
    groups = sorted(numbers)
    rows = [" → ".join(str(numbers[group].get(term, 0)) for group in groups) for term in terms]
    head = say("times_in", groups=" → ".join(map(str, groups)))
    _column(ax, 8, head, rows, style.MUTED, "left")


def _column(
    ax: Axes,
    x: float,
    head: str,
    rows: Sequence[str],
    colour: str,
    align: Literal["left", "center"],
) -> None:
    """A column of texts ``x`` points right of the axes, one a row, and a head above them.

    Points and not a share of the axes: the room is then known before the axes have their size.
    """
    for place, text in [(-0.7, head), *enumerate(rows)]:
        ax.annotate(
            text,
            (1, place),
            xycoords=ax.get_yaxis_transform(),
            xytext=(x, 0),
            textcoords="offset points",
            annotation_clip=False,
            ha=align,
            va="bottom" if place < 0 else "center",
            fontsize=_SMALL,
            color=colour,
        )


def plot_terms(
    counts: pd.DataFrame,
    terms: Sequence[str],
    *,
    labels: Labels = None,
    ax: Axes | None = None,
    **texts: Unpack[Texts],
) -> Axes:
    """The rate of each term in each group, as dots on one line, occurrences beside them."""
    say = speaker(texts)
    require_columns(counts, "term", "n", "per_10k", of="counts")
    terms = require_each(terms, str, **_TERMS)
    by = str(counts.columns[0])
    groups = sorted(counts[by].unique())
    ax = style.axes(ax, size=(9.0, 1.4 + _ROW * max(4, len(terms))))
    rates = counts.pivot(index="term", columns=by, values="per_10k")
    rates = rates.reindex(list(terms)).fillna(0)[groups]
    ax.hlines(
        range(len(terms)), rates.min(axis=1), rates.max(axis=1), color=style.GRID, linewidth=3
    )
    colours, markers = style.year_colours(groups), style.year_markers(groups)
    for group in groups:
        dots = ax.plot(rates[group], range(len(terms)), markers[group], label=str(group))
        plt.setp(dots, color=colours[group], markersize=7, clip_on=False, zorder=3)
    numbers = counts.set_index([by, "term"])["n"]
    _counts_by_group(ax, {group: numbers[group].to_dict() for group in groups}, terms, say)
    ax.set_xlim(left=-0.015 * float(rates.to_numpy().max(initial=1)))
    ax.grid(axis="x", color=style.GRID)
    _term_rows(ax, terms, labels)
    if groups:
        ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(groups))
    return style.finish(ax, xlabel=say("per_10k"), pad=32, **texts)


def plot_cloud(
    counts: pd.DataFrame,
    group: object,
    *,
    largest: float | None = None,
    ax: Axes | None = None,
    **texts: Unpack[Texts],
) -> Axes:
    """A cloud of the terms of one group: the height of a word is proportional to its rate.

    Give all terms that are to be drawn, at most some sixty.  ``largest`` is the rate per
    10,000 words that fills the largest letters; give the same to two clouds to compare them.
    Position and order mean nothing.  The same table gives the same picture.
    """
    require_columns(counts, "term", "per_10k", of="counts")
    by = str(counts.columns[0])
    rows = counts[counts[by] == group].sort_values(["per_10k", "term"], ascending=[False, True])
    if rows.empty:
        raise ValueError(f"no terms with {by} = {group!r} to draw")
    ax = style.axes(ax, size=(10.0, 5.6))
    rates = dict(zip(rows["term"], rows["per_10k"], strict=True))
    top = largest or rows["per_10k"].iloc[0]
    colour = style.year_colours(counts[by])[group]  # type: ignore[index]
    ax.imshow(_cloud(rates, top, colour), interpolation="bilinear")
    ax.set_xticks([])
    ax.set_yticks([])
    first, last = rows.iloc[0], rows.iloc[-1]
    ends = {"most": first["per_10k"], "least": last["per_10k"]}
    size = speaker(texts)("cloud_size", first=first["term"], last=last["term"], **ends)
    style.finish(ax, xlabel=size, **texts)
    ax.spines[:].set_visible(False)
    return ax


def _cloud(rates: Mapping[str, float], top: float, colour: str) -> Any:
    cloud = WordCloud(
        font_path=str(style.chinese_font().path),
        width=1100,
        height=540,
        scale=2,
        background_color="white",
        prefer_horizontal=1.0,
        relative_scaling=1.0,
        max_words=len(rates),
        min_font_size=6,
        margin=5,
        max_font_size=round(140 * max(rates.values()) / top),
        color_func=lambda *_, **__: colour,
        random_state=7,
    )
    return cloud.generate_from_frequencies(dict(rates)).to_array()

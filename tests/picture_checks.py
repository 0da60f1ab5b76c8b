"""What a careful reader would object to in a picture, found by looking at its parts."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.axis import Tick
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text


def shown_texts(ax: Axes) -> list[Text]:
    """Visible, non-empty texts of the figure, as drawn."""
    canvas = FigureCanvasAgg(ax.figure)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph is an error
        canvas.draw()
        canvas.draw()  # the layout of texts beside the axes settles in the second drawing
    return [t for t in ax.figure.findobj(Text) if t.get_visible() and t.get_text().strip()]


def drawn_texts(ax: Axes) -> list[Text]:
    """Those of them that the picture really holds: matplotlib keeps spare tick labels."""
    return [text for text in shown_texts(ax) if _is_drawn(text)]


def words_in(ax: Axes) -> set[str]:
    return {text.get_text() for text in shown_texts(ax)}


def objections(ax: Axes) -> list[str]:
    """Texts that are clipped by the figure's edge or lie on one another."""
    texts = drawn_texts(ax)
    return [*_clipped(ax, texts), *_overlapping(texts)]


def _is_drawn(text: Text) -> bool:
    """Of tick labels only those inside the view are drawn."""
    for axes in text.figure.axes if text.figure else []:
        for axis, place in ((axes.xaxis, 0), (axes.yaxis, 1)):
            if any(text in (tick.label1, tick.label2) for tick in axis.findobj(Tick)):
                low, high = sorted(axis.get_view_interval())
                seen = low - 1e-9 <= text.get_position()[place] <= high + 1e-9
                return seen and any(text is label for label in axis.get_ticklabels(which="both"))
    return True


def _clipped(ax: Axes, texts: list[Text]) -> Iterator[str]:
    width, height = ax.figure.get_size_inches() * ax.figure.dpi
    for text in texts:
        box = text.get_window_extent()
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1:
            yield f"clipped: {text.get_text()}"


def _overlapping(texts: list[Text]) -> Iterator[str]:
    boxes = [(text.get_text(), text.get_window_extent().padded(-1.5)) for text in texts]
    for (one, box), (other, another) in combinations(boxes, 2):
        if box.width > 0 and box.height > 0 and box.overlaps(another):
            yield f"overlap: {one} | {other}"

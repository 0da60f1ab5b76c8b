"""A picture of a whole page: every printed line, coloured by the kind of block it went into."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from matplotlib.axes import Axes
from matplotlib.patches import Patch, Rectangle

from ningbo_lib.columns_needed import require_each
from ningbo_lib.display import KIND_COLOURS
from ningbo_lib.marks import em_width
from ningbo_lib.page.layout import LineReading
from ningbo_lib.plotting.style import INK, MUTED, axes, finish
from ningbo_lib.plotting.wording import Texts, speaker

_GAP = 3.0  # em between two columns of the picture
_CUT = 22  # characters of a line that are drawn


def plot_page(
    lines: Sequence[LineReading],
    *,
    columns: int = 4,
    ax: Axes | None = None,
    **texts: Unpack[Texts],
) -> Axes:
    """Draw the lines of ``explain_page`` in ``columns`` columns from left to right.

    Each line is drawn in the order of the raw text (a line longer than 22 characters is cut with
    an ellipsis) on the colour of its kind; a blank row parts lines that blank lines part in the
    file; the figure at the left is the article a line was given to, where that changes.
    """
    say = speaker(texts)
    lines = require_each(
        lines, LineReading, name="the lines", remedy="give those of explain_page()"
    )
    rows = _rows(lines)
    height = -(-len(rows) // columns)
    ax = axes(ax, size=(3.1 * columns, 0.135 * height + 1.2))
    width = _CUT + _GAP
    shown = (0, -1)
    for place, line in enumerate(rows):
        if line is not None:
            x, y = place // height * width, place % height
            _draw(ax, line, x, y, numbered=shown != (line.article, place // height))
            shown = (line.article, place // height)
    ax.set_xlim(-2, columns * width - 1)
    ax.set_ylim(height + 0.5, -1)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    kinds = [kind for kind in KIND_COLOURS if any(line.kind == kind for line in lines)]
    ax.legend(
        handles=[Patch(color=KIND_COLOURS[kind], label=say(kind)) for kind in kinds],
        loc="upper center",
        bbox_to_anchor=(0.5, 0.0),
        ncols=len(kinds),
        frameon=False,
        fontsize=8,
    )
    return finish(ax, **texts)


def _rows(lines: Sequence[LineReading]) -> list[LineReading | None]:
    rows: list[LineReading | None] = []
    for line in lines:
        if rows and rows[-1] is not None and line.number - rows[-1].number > 1:
            rows.append(None)
        rows.append(line)
    return rows


def _draw(ax: Axes, line: LineReading, x: float, y: float, *, numbered: bool) -> None:
    text = line.text if len(line.text) <= _CUT else line.text[: _CUT - 1] + "…"
    width = em_width(text) + 0.8
    ax.add_patch(Rectangle((x, y - 0.5), width, 1, color=KIND_COLOURS[line.kind], lw=0))
    ax.text(x + 0.4, y, text, fontsize=7.5, va="center", color=INK)
    if numbered:
        ax.text(x - 0.4, y, str(line.article), fontsize=8, va="center", ha="right", color=MUTED)

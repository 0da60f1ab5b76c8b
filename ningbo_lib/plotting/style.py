"""One look for every picture: a Chinese font, colours for years, title, units, source.

Nothing here runs on import.  ``use_chinese_font`` is the only function that changes
matplotlib's settings; the plots set the font of their own texts, so they are right without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, Unpack

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

from ningbo_lib.marks import em_width
from ningbo_lib.plotting.wording import Texts

INK = "#1a1a1a"
MUTED = "#5f5f5f"
GRID = "#e4e4e4"
PANEL = "#f3f3f3"
_TITLE = 12  # points
_WIDER = 1.15  # Latin letters are up to that much wider than em_width says

#: What a difference becomes without one article, and without one term: dark and light.
LEFT_OUT = {"article": "#8fa8c6", "term": "#ecdcb4"}

#: Two years: dark blue and orange differ in hue for every kind of colour vision, and in grey
#: print by about a quarter of the scale (CIE lightness 26 and 52); both read as text on white.
_PAIR = ("#17406d", "#c4610a")
MARKERS = ("o", "s", "^", "D", "v", "P")

#: Families that draw simplified forms, the order in which a system is asked for one.
_SYSTEM_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Arial Unicode MS",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)


class ChineseFont(NamedTuple):
    """A font with simplified Chinese forms: its family name and its file."""

    family: str
    path: Path


@lru_cache(maxsize=1)
def chinese_font() -> ChineseFont:
    """The font all pictures use, made known to matplotlib; settings stay untouched.

    First choice is Noto Sans SC from the package ``zhplot``, whose file is read without
    importing the package (its import changes settings), so that every machine draws the same.
    Without it a font of Linux, macOS or Windows is taken; a ``.ttc`` collection only if its first
    face is the one wanted, since programs take that one (of some fonts the Japanese).  Raises
    ``RuntimeError`` when there is neither that package nor a Chinese font on the system.
    """
    path = _packaged_font() or _system_font()
    if path is None:
        raise RuntimeError("no font with Chinese characters found; run: pip install zhplot")
    font_manager.fontManager.addfont(path)
    return ChineseFont(font_manager.FontProperties(fname=path).get_name(), path)


def use_chinese_font() -> ChineseFont:
    """Let matplotlib draw Chinese in this session's own plots; returns family and file.

    >>> use_chinese_font().family
    'Noto Sans SC'
    """
    font = chinese_font()
    mpl.rcParams["font.family"] = families()
    return font


def families() -> list[str]:
    """Font families of a text: Chinese first, then one for the signs it does not have."""
    return [chinese_font().family, "DejaVu Sans"]


def _packaged_font() -> Path | None:
    spec = find_spec("zhplot")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"
    return path if path.is_file() else None


def _system_font() -> Path | None:
    known = {entry.name: Path(entry.fname) for entry in font_manager.fontManager.ttflist}
    named = ((name, known[name]) for name in _SYSTEM_FAMILIES if name in known)
    return next((path for name, path in named if _first_face(path) == name), None)


def _first_face(path: Path) -> str:
    return FT2Font(str(path)).family_name


def year_colours(years: Iterable[int]) -> dict[int, str]:
    """A colour for each year, in order of time: dark to light, so that grey print keeps it."""
    ordered = sorted(set(years))
    if len(ordered) <= len(_PAIR):
        return dict(zip(ordered, _PAIR, strict=False))
    ramp = mpl.colormaps["viridis"]
    return {
        year: to_hex(ramp(0.05 + 0.75 * place / (len(ordered) - 1)))
        for place, year in enumerate(ordered)
    }


def year_markers(years: Iterable[int]) -> dict[int, str]:
    """A marker for each year, so that colour is never the only sign."""
    return {year: MARKERS[i % len(MARKERS)] for i, year in enumerate(sorted(set(years)))}


def folded(name: str, width: float) -> str:
    """``name`` on lines of ``width`` em where it can be cut: after a sign, between Chinese.

    >>> folded("2021_paper_page-1", 6)
    '2021_paper_\\npage-1'
    """
    lines: list[str] = []
    for given in name.split("\n"):
        lines.append("")
        for piece in re.findall(r"[!-~]*?[-_/ ]|[!-~]+|.", given):
            if lines[-1] and em_width((lines[-1] + piece).rstrip()) > width:
                lines.append("")
            lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


def axes(ax: Axes | None, *, size: tuple[float, float] = (8.0, 4.5)) -> Axes:
    """``ax`` itself, or the axes of a new figure of ``size`` inches that fits its texts."""
    return ax if ax is not None else plt.subplots(figsize=size, layout="constrained")[1]


def finish(
    ax: Axes, *, xlabel: str = "", ylabel: str = "", pad: float = 12, **texts: Unpack[Texts]
) -> Axes:
    """Give ``ax`` the common look: a title that says the finding, units, source at the foot.

    ``pad`` is the room in points between the axes and the title, for texts that stand there.
    Call it last: it also sets the Chinese font on every text ``ax`` holds by then.
    """
    if title := texts.get("title"):
        title = folded(title, _room(ax) / (_TITLE * _WIDER))
        ax.set_title(title, loc="left", fontsize=_TITLE, color=INK, pad=pad)
    ax.set_xlabel(xlabel or ax.get_xlabel(), color=MUTED)
    ax.set_ylabel(ylabel or ax.get_ylabel(), color=MUTED)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(length=0, colors=INK)
    ax.set_axisbelow(True)
    if source := texts.get("source"):
        _foot(ax, source)
    set_font(ax)
    return ax


def _room(ax: Axes) -> float:
    """Points from the left edge of the axes, beside its labels, to the right edge of the figure."""
    beside = 0.0
    for label in ax.get_yticklabels():
        widest = max(map(em_width, label.get_text().split("\n")))
        beside = max(beside, widest * float(label.get_fontsize()))
    figure = ax.get_figure(root=True)
    return 72 * figure.get_figwidth() - beside - 24 if figure else 0.0


def _foot(ax: Axes, source: str) -> None:
    """The source below whatever stands below the axes: label, tick labels, or nothing."""
    below = ax.xaxis.label if ax.get_xlabel() else ax.transAxes
    ax.annotate(
        source,
        xy=(0, 0),
        xycoords=("axes fraction", below),
        xytext=(0, -6 if ax.get_xlabel() else -18),
        textcoords="offset points",
        va="top",
        fontsize=8,
        color=MUTED,
        annotation_clip=False,
    )


def set_font(ax: Axes) -> None:
    """Set the Chinese font on every text of ``ax``: labels, ticks, legend, annotations."""
    for text in ax.findobj(Text):
        text.set_fontfamily(families())

"""How sections are numbered (一、, （二）, 第三章), and what that says of their order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ningbo_lib.records import SECTION_BREAK

_DIGITS = "零一二三四五六七八九"
_SECTION = re.compile(
    "(?:(?P<open>（)|(?P<nth>第))?"
    "(?P<number>[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
    "(?(open)）|(?(nth)(?:[章篇]|节(?!课)|部分)|、(?![一二三四五六七八九十](?:线|[、，]))))"
    "|0(?P<counted>[1-9])(?! ?[0-9.:：年月日后级])"
)


def section_ordinal(text: str) -> tuple[str, int] | None:
    """How a section's heading is numbered, and which number it has; None without a number.

    >>> section_ordinal("十二、综合"), section_ordinal("（二）外经"), section_ordinal("一是外经")
    (('、', 12), ('（）', 2), None)
    """
    match = _SECTION.match(text)
    if match is None:
        return None
    if match["counted"]:  # 02 老手艺
        return "0", int(match["counted"])
    number = match["number"]
    tens, _, ones = number.rpartition("十")
    ten = (_DIGITS.find(tens) if tens else 1) if "十" in number else 0
    return match[0].replace(number, ""), 10 * ten + _DIGITS.find(ones) * bool(ones)


def counts_up(titles: Sequence[str]) -> bool:
    """Whether all titles are numbered, and each style of numbers counts up, or begins again.

    >>> counts_up(["一、工业", "（一）钢铁", "二、农业"]), counts_up(["二、农业", "一、工业"])
    (True, False)
    """
    reached: dict[str, int] = {}
    for title in titles:
        style, number = section_ordinal(title) or ("", 0)
        if number not in (1, reached.get(style, 0) + 1):
            return False
        reached[style] = number
    return "" not in reached


def section_paths(titles: Sequence[str]) -> list[str]:
    """Each title below those of the sections that hold it, by the styles of their numbers.

    The style that comes first holds the others; a title without a number stands alone.

    >>> section_paths(["一、工业", "（一）钢铁", "二、农业"])
    ['一、工业', '一、工业 / （一）钢铁', '二、农业']
    >>> section_paths(["一、工业", "（一）钢铁", "产量", "（二）纺织"])[2:]
    ['产量', '一、工业 / （二）纺织']
    """
    paths: list[str] = []
    styles: list[str] = []  # in the order in which the text has them
    above: list[tuple[int, str]] = []
    for title in titles:
        ordinal = section_ordinal(title)
        if ordinal is None:
            paths.append(title)
            continue
        if ordinal[0] not in styles:
            styles.append(ordinal[0])
        rank = styles.index(ordinal[0])
        above = [*(held for held in above if held[0] < rank), (rank, title)]
        paths.append(SECTION_BREAK.join(held for _, held in above))
    return paths

"""Spaces that belong to the printing, not to the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from ningbo_lib.marks import CHINESE, TERMINAL
from ningbo_lib.page.bylines import CUT_REACH, is_byline, is_byline_end, is_cut_byline, parse_byline
from ningbo_lib.page.signatures import office_gap

_LINES_BELOW = re.compile(rf"(?:[\n ]*[^\n ][^\n]*){{0,{CUT_REACH}}}")  # where a cut byline may end
_SPACES = re.compile(" +")
_WORD = re.compile(r"\S")
_SPREAD = re.compile(f"[{CHINESE}] (?=[{CHINESE}])")
_TIGHT = re.compile(f"[{CHINESE}](?=[{CHINESE}])")
_SPELLED = re.compile(
    r"(?<![0-9A-Za-z.])[0-9A-Za-z.](?: [0-9A-Za-z.%]){2,}(?![0-9A-Za-z.])"
    r"|(?<![0-9A-Za-z.])(?<![0-9A-Za-z.] )[A-Z] [A-Z](?! ?[0-9A-Za-z.])"  # two capitals: A I
)
_CREDIT = re.compile(r" (?<=[^ ] )(?=摄(?:[）)]|$))")
_DATELINE = re.compile(r"^ *(?:本报讯|本报.{1,6}电|新华社.{1,12}电|.{1,6}讯) (?=[^ ])")
_LONE_END = re.compile(r"(?:^|[^A-Za-z0-9.])[A-Za-z0-9.%]$")
_LONE_START = re.compile(r"[A-Za-z0-9.%](?![A-Za-z0-9.])")
_LONGEST_SIGNED = 120  # characters of a line that may end with a byline
#: Where a byline may begin that was read into the line before it.
SIGNED_END = re.compile(r" (?<=[^ ]{4} ) *(?=(?:[^ ]{1,3} ?)?[^ ]{1,3} +[^ ])")
#: Where a caption may begin that was read into the line before it, and what closes captions.
CAPTION_GAP = re.compile(f" (?<=[{TERMINAL}] ) *(?=[^ ])")
_CREDITED = re.compile("（[^（）]{1,20}(?:摄|攝|供图|供圖|图片|圖片)）$")
_MIDDLE = r"[A-Za-z0-9.,%&'’/+\-!?:;\"()]"
_LATIN_GAP = re.compile(f"(?P<left>{_MIDDLE}) +(?={_MIDDLE})")


#: 猪肉价格连降八周 鸡蛋每斤涨三毛: in a headline a space is a mark, where it is the only one.
_HALF = r"[^ \n，。；：、？！,.:;!?（）]{3,20}"
_HALVES = re.compile(rf" *(?P<first>{_HALF}(?<=[{CHINESE}”’])) +(?=[{CHINESE}“‘]){_HALF} *")


def is_justified(line: str) -> bool:
    """Whether a line was spread by spaces between all its characters to fill its column.

    >>> is_justified("激 光 高 度 计 ， 2007 年 搭 载 在"), is_justified("记者 王 嫱")
    (True, False)
    """
    if " " not in line:
        return False
    spread = len(_SPREAD.findall(line))
    return spread >= 3 and spread > 2 * len(_TIGHT.findall(line))


def loose_spaces(text: str) -> Iterator[tuple[int, int]]:
    """Spans of spaces that no reader needs.

    Kept: one space between Latin words, in bylines, before 摄, after a dateline, between the two
    halves of a headline, and where a caption may stand beside the end of a text.
    """
    reach = 0  # where the lines stop on which a byline cut above may end
    space = text.find(" ")
    while space >= 0:
        start, stop = text.rfind("\n", 0, space) + 1, _line_end(text, space)
        line = text[start:stop]
        needed: Set[int] = frozenset()
        if " " in line.strip(" "):
            next_line = text[stop + 1 : _line_end(text, stop + 1)]
            needed = _needed(line, start < reach) | _gaps(line, next_line)
            if _stands_above(text, start, stop) and (halves := _HALVES.fullmatch(line)):
                needed |= {halves.end("first")}
            if is_cut_byline(line.strip(" ")):
                below = _LINES_BELOW.match(text, stop)
                reach = below.end() if below else stop
        for run in _SPACES.finditer(line):
            begin, end = run.span()
            begin += begin in needed
            if begin < end:
                yield start + begin, start + end
        space = text.find(" ", stop)


def _stands_above(text: str, start: int, stop: int) -> bool:
    """Is the line between blank ones, with more below, as headlines are?"""
    above = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    below = _WORD.search(text, stop)
    return not above.strip() and below is not None and text.count("\n", stop, below.start()) > 1


def _line_end(text: str, at: int) -> int:
    """Where the line ends in which an offset lies."""
    stop = text.find("\n", at)
    return stop if stop >= 0 else len(text)


def _gaps(line: str, below: str) -> set[int]:
    """Places of the spaces between sentences of a line that ends a caption, if it does."""
    gaps = {gap.start() for gap in CAPTION_GAP.finditer(line.rstrip(" "))}
    if not gaps or is_justified(line):
        return set()
    credit = _CREDITED.search(line.rstrip(" ")) or _CREDITED.match(below.strip(" "))
    return gaps if credit else set()


def _needed(line: str, below_cut: bool) -> set[int]:
    """Places of the spaces of a line that stay, the first of each run."""
    shift = len(line) - len(line.lstrip(" "))
    body = line.strip(" ")
    if len(body) <= _LONGEST_SIGNED:
        starts = [0, *(gap.end() for gap in SIGNED_END.finditer(body))]
        for start in starts:
            if is_byline(body[start:]):
                gap = {shift + len(body[:start].rstrip(" "))} if start else set()
                return gap | {shift + start + at for at in _byline_spaces(body[start:])}
        if is_cut_byline(body):
            return {shift + at for at in _byline_spaces(body + "某")}
        if below_cut and " " in body and is_byline_end(body):
            begin = len(body) - len(body[1:].lstrip(" "))
            return {shift + 1} | {shift + begin + at for at in _byline_spaces(body[begin:])}
    if (parted := office_gap(body)) is not None:
        return {shift + parted}
    needed = {match.start() for match in _CREDIT.finditer(line.rstrip(" "))}
    justified = is_justified(line)
    if (dateline := _DATELINE.match(line)) and not justified:
        needed.add(dateline.end() - 1)
    return needed | {shift + at for at in _latin_spaces(body, justified)}


def _latin_spaces(line: str, justified: bool) -> Iterator[int]:
    """Spaces between two Latin words or numbers; not those that only spell a word out."""
    if not _LATIN_GAP.search(line):
        return
    spelled = {at for match in _SPELLED.finditer(line) for at in range(*match.span())}
    for gap in _LATIN_GAP.finditer(line):
        start, stop = gap.end("left"), gap.end()
        left, right = line[max(0, start - 2) : start], line[stop : stop + 2]
        single = stop - start == 1
        lone = bool(_LONE_END.search(left) or _LONE_START.match(right))
        if right[0] == "%" or (single and (start in spelled or (justified and lone))):
            continue
        yield start


def _byline_spaces(line: str) -> Iterator[int]:
    """Spaces of a byline that part role from name and name from name."""
    words = [word for by in parse_byline(line) for word in (by.role, by.name)]
    flat = [at for at, char in enumerate(line) if char != " "]
    bare = line.replace(" ", "")
    at = 0
    starts = set()
    for word in words:
        found = bare.find(word, at)
        if found >= 0:
            starts.add(flat[found])
            at = found + len(word)
    for run in _SPACES.finditer(line):
        if run.end() in starts:
            yield run.start()

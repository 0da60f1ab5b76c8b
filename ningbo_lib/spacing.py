"""Spaces that belong to the printing, not to the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ningbo_lib.bylines import is_byline, parse_byline
from ningbo_lib.marks import CHINESE

_SPACES = re.compile(" +")
_SPREAD = re.compile(f"[{CHINESE}] (?=[{CHINESE}])")
_TIGHT = re.compile(f"[{CHINESE}](?=[{CHINESE}])")
_SPELLED = re.compile(r"(?<![0-9A-Za-z.])[0-9A-Za-z.](?: [0-9A-Za-z.%]){2,}(?![0-9A-Za-z.])")
_CREDIT = re.compile(r"(?<=[^ ]) (?=摄[）)]?$)")
_DATELINE = re.compile(r"^ *(?:本报讯|本报.{1,6}电|新华社.{1,12}电|.{1,6}讯) (?=[^ ])")
#: Where a byline may begin that was read into the line before it.
SIGNED_END = re.compile(r"(?<=[^ ]{4}) +(?=(?:[^ ]{1,3} ?)?[^ ]{1,3} +[^ ])")
_MIDDLE = re.compile(r"[A-Za-z0-9.,%&'’/+\-!?:;\"()]")


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

    Kept: one space between Latin words, in bylines, before 摄 and after a dateline.
    """
    for match in re.finditer("[^\n]* [^\n]*", text):
        line, start = match[0], match.start()
        needed = _needed(line)
        for run in _SPACES.finditer(line):
            keep = run.start() in needed
            if run.end() - run.start() - keep:
                yield start + run.start() + keep, start + run.end()


def _needed(line: str) -> set[int]:
    """Places of the spaces of a line that stay, one of each run."""
    body = line.strip(" ")
    shift = len(line) - len(line.lstrip(" "))
    if not body:
        return set()
    for signed in SIGNED_END.finditer(body):
        if is_byline(body[signed.end() :]):
            rest = signed.end() + shift
            return {signed.start() + shift, *(rest + at for at in _byline_spaces(line[rest:]))}
    if is_byline(body):
        return {shift + at for at in _byline_spaces(body)}
    needed = {match.start() for match in _CREDIT.finditer(line.rstrip(" "))}
    if (dateline := _DATELINE.match(line)) and not is_justified(line):
        needed.add(dateline.end() - 1)
    spelled = [match.span() for match in _SPELLED.finditer(line)]
    justified = is_justified(line)
    for run in _SPACES.finditer(body):
        left, right = body[: run.start()], body[run.end() :]
        if not (left and right and _MIDDLE.match(left[-1]) and _MIDDLE.match(right[0])):
            continue
        place = shift + run.start()
        lone = re.search(r"(?:^|[^A-Za-z0-9.])[A-Za-z0-9.%]$", left) or re.match(
            r"[A-Za-z0-9.%](?![A-Za-z0-9.])", right
        )
        if run.end() - run.start() == 1 and (
            (justified and lone) or any(a <= place < b for a, b in spelled)
        ):
            continue
        if right[0] == "%":
            continue
        needed.add(place)
    return needed


def _byline_spaces(line: str) -> Iterator[int]:
    """Spaces of a byline that part role from name and name from name."""
    flat = [(at, char) for at, char in enumerate(line) if char != " "]
    at = 0
    words = [word for by in parse_byline(line) for word in (by.role, by.name)]
    starts = set()
    chars = "".join(char for _, char in flat)
    for word in words:
        found = chars.find(word, at)
        if found >= 0:
            starts.add(flat[found][0])
            at = found + len(word)
    for run in _SPACES.finditer(line):
        if run.end() in starts:
            yield run.start()

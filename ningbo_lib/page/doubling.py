"""Fake bold: a PDF prints a run twice to thicken it, and extraction reads both copies.

Within a line every run stands twice (``大厅大厅，，有人有人``); some extractors give the copies
a line each, so that every line begins with what the line before it ended with.
"""

from __future__ import annotations

import itertools
import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ningbo_lib.marks import HAN

_MARK = "[，。（）“”「」『』、：；《》【】]"
#: No writer sets such a mark twice, nor two or three of them.
_MARK_TWICE = re.compile(rf"({_MARK}(?= |{_MARK}){_MARK}?{_MARK}?) *\1")
_OPENS_TWICE = re.compile(r"(\S.{3,119}?) *\1")
_SQUARE = re.compile("(.{1,120})\\1")  # a run printed twice, the longest there is
_THREE_HAN = re.compile(f"[{HAN}].*[{HAN}].*[{HAN}]")
_CLOSED = ("）", ")", "】")
#: A line: where it starts, its text, and whether a mark stands twice in it.
_Line = tuple[int, str, bool]
_LONGEST = 120  # characters from a line to the one it echoes


def doubled_runs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the second copies within a line.

    Only where a mark is doubled beside them, or a run of four or more opens the line twice:
    天天, 研究研究 and 100100 are words and numbers.
    """
    lines, marked = text.split("\n"), _marked(text)
    opening = [k for k, line in enumerate(lines) if line.find(line.lstrip(" ")[:4], 4) > 0]
    twice = marked.union(k for k in opening if _OPENS_TWICE.match(lines[k].lstrip(" ")))
    starts = _starts(lines) if twice else array("I")
    for k in sorted(twice):
        places = [at for at, char in enumerate(lines[k], starts[k]) if char != " "]
        keep = set(_collapsed(text, places))
        yield from _gaps(places, keep)


def _collapsed(text: str, places: list[int]) -> list[int]:
    """The places that stay when doubled runs are halved, until nothing is doubled any more.

    Where a line has one run that is plainly fake bold, its other doubled marks are so too.
    """
    while True:
        chars = "".join(text[at] for at in places)
        kept: list[int] = []
        at = 0
        found = False
        while at < len(chars):
            square = _SQUARE.search(chars, at)
            begin = square.start() if square else len(chars)
            kept += places[at:begin]
            at = begin
            sizes = _squares(chars, at)
            if _is_fake_bold(chars[at : at + 2 * sum(sizes)], sizes):
                found = True
            elif not (found and sizes[:1] == [1] and _MARK_TWICE.match(chars, at)):
                length = max(1, 2 * sum(sizes))  # natural repetition, passed over whole
                sizes = []
                kept += places[at : at + length]
                at += length
            for size in sizes:
                kept += places[at : at + size]
                at += 2 * size
        if len(kept) == len(places):
            return kept
        places = kept


def _squares(chars: str, at: int) -> list[int]:
    """Lengths of the adjacent doubled runs from ``at`` on, the longest first at each place."""
    sizes: list[int] = []
    while square := _SQUARE.match(chars, at):
        sizes.append(len(square[1]))
        at = square.end()
    return sizes


def _is_fake_bold(chars: str, sizes: list[int]) -> bool:
    long_run = any(size >= 4 for size in sizes) and bool(_THREE_HAN.search(chars))
    mark_twice = sizes == [1] and chars[0] in "“”「」『』，、；："  # and nothing else: no misprint
    return long_run or mark_twice or (sum(sizes) >= 2 and bool(_MARK_TWICE.search(chars)))


def _gaps(places: list[int], keep: set[int]) -> Iterator[tuple[int, int]]:
    """Spans of the places that do not stay, neighbouring ones as one."""
    for stays, run in itertools.groupby(places, key=keep.__contains__):
        if not stays:
            gone = list(run)
            yield gone[0], gone[-1] + 1


def doubled_lines(text: str) -> Iterator[tuple[int, int]]:
    r"""Spans (line end and second copy) where runs are printed again on the next line.

    >>> text = "厂区\n厂区，\n，红旗\n红旗"
    >>> [text[a:b] for a, b in doubled_lines(text)]
    ['\n厂区', '\n，', '\n红旗']
    """
    if not _any_repeated(text):
        return
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    at, close_to = 0, -1
    while at < len(lines):
        found = _doubled_from(text, lines, at, go_on=at <= close_to)
        yield from found
        at += len(found) + 1 if found else 1
        close_to = at + 1 if found else close_to


def _any_repeated(text: str) -> bool:
    """Whether any line is repeated by the beginning of the next."""
    lines = [line.strip() for line in text.split("\n") if line]
    return any(map(str.startswith, itertools.islice(lines, 1, None), lines))


def _doubled_from(
    text: str, lines: list[tuple[int, int]], first: int, *, go_on: bool
) -> list[tuple[int, int]]:
    """The spans to delete if the lines from ``first`` on repeat each other's ends, else none.

    The first line must be repeated whole, unless it goes on with a run (``go_on``); then each line
    may repeat what the one before added, or the end of it.  A line that only repeats is followed by
    the next run, until a bracket closes.
    """
    start, stop = lines[first]
    added = text[start:stop].strip()
    whole = 2 if go_on else len(added)
    spans: list[tuple[int, int]] = []
    for k in range(first + 1, len(lines)):
        start, end = lines[k]
        line = text[start:end].strip()
        shared = _overlap(added, line) if start == stop + 1 and added else 0
        if not added and start == stop + 1 and not text.endswith(_CLOSED, 0, stop):
            if k + 1 == len(lines) or not _repeats(text, lines[k], lines[k + 1]):
                break
            spans.append((stop, start))  # the next run, set on a line of its own
        elif shared == 0 or (not spans and shared < whole):
            break
        else:
            spans.append((stop, text.index(line, start) + shared))
        added, stop = line[shared:].strip(), end
    return spans if len(spans) > 1 or (spans and (whole >= 4 or go_on)) else []


def _repeats(text: str, line: tuple[int, int], below: tuple[int, int]) -> bool:
    """Whether the line right below begins with this line, or with its end."""
    here, next_one = text[slice(*line)].strip(), text[slice(*below)].strip()
    return below[0] == line[1] + 1 and (next_one.startswith(here) or _overlap(here, next_one) > 1)


def _overlap(added: str, line: str) -> int:
    """Length of the start of ``line`` that repeats the end of ``added``: all of it, two characters
    and more, or one mark."""
    if added and line.startswith(added):
        return len(added)
    sizes = range(min(len(added), len(line)), 1, -1) if line[:2] in added else ()
    found = next((size for size in sizes if added.endswith(line[:size])), 0)
    if not found and added and _MARK_TWICE.match(added[-1] + line[:1]):
        return 1
    return found


def echoed_lines(text: str) -> Iterator[tuple[int, int]]:
    r"""Spans where a line near one in fake bold repeats its beginning or its end.

    >>> text = "厂区全景。。（（王五王五 摄摄））\n厂区全景"
    >>> [text[a:b] for a, b in echoed_lines(text)]
    ['\n厂区全景']
    """
    bold: tuple[int, int] | None = None  # the last line in fake bold, as far as it is kept
    gone = 0  # end of what was deleted last
    for (start, printed, marked), below in _near_marked(text):
        line, stop = printed.strip(), start + len(printed)
        if not marked and _echoes_below(line, stop, below):
            gone = below[0][0]
            yield start, gone
            continue
        if bold is None or text.count("\n", bold[1], start) > 3:
            bold = None
        else:
            above = text[bold[0] : bold[1]].strip()
            begin = text.index(line, start) if line else start
            if len(line) >= 4 and line in above:
                yield max(gone, start - 1), stop
                gone = stop
                continue
            size = _overlap(above, line) if marked else 0
            if size >= 4:
                yield max(bold[1], gone), begin + size
                bold = (begin + size, stop)
                continue
        bold = (start, stop) if marked else bold


def _near_marked(text: str) -> Iterator[tuple[_Line, list[_Line]]]:
    """Lines with a mark twice, two above each of them and three below, all with the two below
    them; those that hold nothing do not count."""
    marked = _marked(text)
    if not marked:
        return
    lines = text.split("\n")
    starts = _starts(lines)
    solid = array("I", (k for k, line in enumerate(lines) if line))
    places = [bisect_left(solid, k) for k in marked]
    for at in sorted({n for place in places for n in range(max(0, place - 2), place + 4)}):
        here = [(starts[k], lines[k], k in marked) for k in solid[at : at + 3]]
        if here:
            yield here[0], here[1:]


def _echoes_below(line: str, stop: int, below: list[_Line]) -> bool:
    """Whether a line is a part of one in fake bold, one or two lines below."""
    return len(line) >= 4 and any(
        marked and start - stop <= _LONGEST and line in other for start, other, marked in below
    )


def _marked(text: str) -> set[int]:
    """The lines, counted from 0, in which a mark stands twice."""
    found: set[int] = set()
    number = last = 0
    for match in _MARK_TWICE.finditer(text):
        number += text.count("\n", last, match.start())
        last = match.start()
        found.add(number)
    return found


def _starts(lines: Sequence[str]) -> array[int]:
    """The offset at which each line of a text begins, in an array as there may be very many."""
    return array("I", itertools.accumulate((len(line) + 1 for line in lines), initial=0))

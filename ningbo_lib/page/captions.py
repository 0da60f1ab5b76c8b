"""Captions: which lines belong to a picture, and who took it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from ningbo_lib.marks import HAN, NEVER_FIRST, ends_sentence, is_balanced, open_marks
from ningbo_lib.page.bylines import is_surname
from ningbo_lib.page.dictionary import first_word
from ningbo_lib.page.judging import CAPTION_THRESHOLD, Evidence, Judged, Place, cuts_word, judge
from ningbo_lib.page.lines import FULL
from ningbo_lib.page.shapes import breaks_off

_CREDIT_WORDS = (
    "摄|摄影|摄影报道|供图|提供|资料图|资料图片|资料照片|图片|配图|制图|绘图|绘|漫画|截图|"
    "視頻截圖|攝|攝影|供圖|圖片|图"
)
_CREDIT = re.compile(rf"（(?:[^（）\n]{{0,30}}?(?:{_CREDIT_WORDS})|图源[^（）]*|来源[^（）]*)）$")
_BARE_CREDIT = re.compile(
    rf"(?:^|(?<=[。 ]))(?:本报|特约)?(?:记者|通讯员)? ?[{HAN}]{{2,4}} (?:摄|攝|供图)$"
    rf"|(?<=。)(?:资料图片?|资料照片|摄影[:：][{HAN}]{{2,4}})$"
)
#: A credit with nothing to part it from the words before it but the surname it begins with.
_NAMED_CREDIT = re.compile(rf"(?:(?:本报|特约)?(?:记者|通讯员) ?)?([{HAN}]{{2,3}})[ /](?:摄|攝)$")
_PICTURE = re.compile("^(?:图为|圖為|上图|下图|左图|右图|图[①-⑩一二三四五]|[▲△▼▽↑↓←→])")
_STANDS = re.compile("（(?:[前后後]排)?[左右中前后後](?:起)?[一二三四五]?）")
_LONGEST_CREDIT = 12  # characters of one without brackets
ABOVE_CREDIT = ("above its credit",)


#: Whether the line above one that ends a caption is part of it.  The caption's end is ``line``;
#: ``text_before`` and ``text_after`` are the lines around both.
CAPTION_EVIDENCE: tuple[Evidence, ...] = (
    Evidence(
        "nothing but a credit", 9, lambda p: p.line.text[0] == "（" or _is_credit(p.line.text)
    ),
    Evidence(
        "begins with a mark that needs text before",
        9,
        lambda p: p.line.text.startswith(tuple(NEVER_FIRST)),
    ),
    Evidence(
        "closes a bracket opened above",
        9,
        lambda p: (
            p.before is not None
            and not is_balanced(p.line.text)
            and is_balanced(p.before.text + p.line.text)
        ),
    ),
    Evidence("a word is cut between the lines", 3, lambda p: cuts_word(p.before, p.line)),
    Evidence(
        "without both lines the text around goes on in mid word",
        3,
        lambda p: cuts_word(p.text_before, p.text_after),
    ),
    Evidence(
        "with the line above the text before would go on in mid word",
        -3,
        lambda p: cuts_word(p.text_before, p.before),
    ),
    Evidence("does not begin as a sentence does", 2, lambda p: _begins_within(p.line.text)),
    Evidence(
        "line above says who stands where in the picture",
        3,
        lambda p: p.before is not None and bool(_STANDS.search(p.before.text)),
    ),
    Evidence(
        "line above begins below a blank line and breaks off",
        1,
        lambda p: p.before is not None and p.before.blank_before and breaks_off(p.before),
    ),
    Evidence("line above is open", 0.5, lambda p: p.before is not None and not p.before.ended),
    Evidence("line above is finished", -3, lambda p: p.before is not None and p.before.ended),
    Evidence(
        "line above is short of its column",
        1,
        lambda p: p.before is not None and p.before.falls_short(0) and not p.before.ended,
    ),
    Evidence(
        "line above fills its column",
        -2,
        lambda p: p.before is not None and abs(p.before.slack) < FULL and not p.before.wide,
    ),
    Evidence(
        "line above is wider than the text's column",
        1,
        lambda p: p.before is not None and p.before.column > 0 and p.before.slack < -FULL,
    ),
)


def _begins_within(text: str) -> bool:
    """Whether the first word is one that stands within a clause: an adverb, a particle, 的 …"""
    return first_word(text)[1] in ("d", "uj", "ul", "uz", "ud", "ug", "f")


def credit_of(text: str) -> str:
    """The credit at the end of a caption, without its brackets; ``""`` where there is none.

    >>> credit_of("院士（左一）（唐严 摄）"), credit_of("院士（左一）")
    ('唐严 摄', '')
    """
    match = _CREDIT.search(text) or _BARE_CREDIT.search(text)
    return match[0].strip("（） ") if match else _named_credit(text)


def _named_credit(text: str) -> str:
    """A credit at the end without brackets, by the name in it; ``""`` where there is none.

    >>> _named_credit("渔船在新码头卸货周涛 摄"), _named_credit("这是他在河口拍 摄")
    ('周涛 摄', '')
    """
    starts = range(max(0, len(text) - _LONGEST_CREDIT), len(text)) if text[-1] in "摄攝" else ()
    for start in starts:
        match = _NAMED_CREDIT.match(text, start)
        if match and is_surname(match[1][0]):
            return match[0]
    return ""


def is_caption(text: str, *, isolated: bool) -> bool:
    """Whether a line is, or ends, a caption: a credit, or 图为 and its like."""
    bare = isolated and (_BARE_CREDIT.search(text) or _named_credit(text))
    return bool(_CREDIT.search(text) or _PICTURE.match(text) or bare or _is_credit(text))


def join_captions(judged: list[Judged]) -> list[Judged]:
    """Let a caption take in the lines around that belong to it.

    A caption that opens with 图为 or its like goes on until its sentence or its credit ends; a
    caption that fills a chunk of up to three lines between blank lines is all of that chunk; else
    the evidence tells whether the line above belongs to it.
    """
    result = _broken_credits(judged)
    for i, item in enumerate(result):
        if item.role != "caption" or item.reasons == ABOVE_CREDIT:
            continue
        last = _caption_end(result, i)
        first = i if _PICTURE.match(item.line.text) else _caption_start(result, i)
        for k in range(first, last):
            result[k] = replace(result[k], role="caption", score=9.0, reasons=ABOVE_CREDIT)
        if last > i:
            result[last] = replace(result[last], role="caption", score=9.0, reasons=("its end",))
    return result


def _broken_credits(judged: list[Judged]) -> list[Judged]:
    """Mark the line on which a credit ends that began on the line above."""
    result = list(judged)
    for i, (item, below) in enumerate(itertools.pairwise(judged)):
        joined = item.line.text + below.line.text
        if (
            item.role in ("", "caption")
            and below.role == ""
            and not item.line.blank_after
            and open_marks(item.line.text).endswith("（")
            and _CREDIT.search(joined)
        ):
            result[i] = replace(item, role="caption", score=9.0, reasons=ABOVE_CREDIT)
            result[i + 1] = replace(below, role="caption", score=9.0, reasons=("picture credit",))
    return result


def _caption_end(judged: Sequence[Judged], i: int) -> int:
    """The line on which the caption that begins on line ``i`` ends."""
    last = i
    if not _PICTURE.match(judged[i].line.text):
        return last
    while last + 1 < len(judged) and last - i < 3 and not judged[last].line.blank_after:
        here, below = judged[last].line.text, judged[last + 1]
        if credit_of(here) or below.role not in ("", "caption"):
            break
        if ends_sentence(here) and not _is_credit(below.line.text):
            break
        last += 1
    return last


def _caption_start(judged: Sequence[Judged], i: int) -> int:
    """The line on which the caption with its credit on line ``i`` begins."""
    least = i
    while least > 0 and judged[least - 1].reasons == ABOVE_CREDIT:
        least -= 1  # the credit itself is broken over the line end
    first = least
    while first > 0 and least - first < 3 and _may_take(judged, first):
        first -= 1
    own_chunk = judged[first].line.blank_before and judged[i].line.blank_after
    if own_chunk and not _ends_text(judged, first, i):
        return first
    first = least
    while first > 0 and least - first < 2 and _may_take(judged, first):
        if judge(CAPTION_EVIDENCE, _place(judged, first, i)).score <= CAPTION_THRESHOLD:
            break
        first -= 1
    return first


def _ends_text(judged: Sequence[Judged], first: int, last: int) -> bool:
    """Whether the first line of a chunk ends what was open above: a new paragraph follows it."""
    if first == 0 or last + 1 == len(judged) or first == last:
        return False
    above, below = judged[first - 1], judged[last + 1]
    is_open = above.role == "" and (above.line.full or above.line.like_first)
    follows = below.role == "" and below.line.like_first and below.line.blank_before
    return is_open and not above.line.ended and judged[first].line.ended and follows


def _may_take(judged: Sequence[Judged], i: int) -> bool:
    """Whether the line above line ``i`` is no caption by itself and stands right above."""
    above = judged[i - 1]
    beside = above.line.number == judged[i].line.number and not above.line.blank_before
    if beside and i > 1 and not judged[i - 2].line.ended:
        return False  # the end of the text beside the picture, read into one line with it
    opens = _PICTURE.match(above.line.text) and not credit_of(above.line.text)
    return not judged[i].line.blank_before and (above.role == "" or bool(opens))


def _place(judged: Sequence[Judged], first: int, last: int) -> Place:
    return Place(
        line=judged[first].line,
        before=judged[first - 1].line,
        text_before=judged[first - 2].line if first > 1 else None,
        text_after=judged[last + 1].line if last + 1 < len(judged) else None,
    )


def _is_credit(text: str) -> bool:
    """Whether a line is nothing but a credit."""
    credit = credit_of(text)
    return credit != "" and text in (credit, f"（{credit}）")

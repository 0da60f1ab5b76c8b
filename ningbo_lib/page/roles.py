"""What each printed line is: byline, caption, section number, furniture, title or text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ningbo_lib.marks import HAN, ends_sentence
from ningbo_lib.page.bylines import (
    CUT_REACH,
    is_byline,
    is_byline_end,
    is_cut_byline,
    is_surname,
    parse_byline,
)
from ningbo_lib.page.captions import is_caption, join_captions
from ningbo_lib.page.dictionary import tagged
from ningbo_lib.page.documents import OF_WEB, mark_surroundings
from ningbo_lib.page.evidence import TITLE_EVIDENCE
from ningbo_lib.page.habits import Habits, habits_of, is_summary, known_around, known_below
from ningbo_lib.page.judging import TITLE_THRESHOLD, Judged, Place, judge
from ningbo_lib.page.lines import INDENT, Line

_NUMBER = re.compile("^[（(【]?(?:0?[0-9]{1,2}|[一二三四五六七八九十]{1,3})[）)】、.]?$")
_FURNITURE = re.compile(
    "^(?:[—\\-–· ]*第? ?[A-Z]?[0-9]{1,3} ?[版页頁][—\\-–· ]*(?:[0-9]{4}年.{3,12}日.{0,6})?"
    "|[—\\-–·]+ ?[0-9]{1,3} ?[—\\-–·]+|[A-Z][0-9]{1,2}"
    "|(?:.{2,8} ?)?[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日 ?"
    "(?:星期.|周[一二三四五六日])?(?:农历.{0,12})?"
    "(?: ?第? ?[A-Z]?[0-9]{0,2} ?版?)?(?:.{2,6}版)?"
    "|(?:本版|责任|执行)?(?:编辑|责编|校对|版式|美编|组版|审读|一审|二审|三审|值班)[:：/].{0,40}"
    "|(?:新闻热线|投稿邮箱|联系电话|电话|邮箱|网址|邮编)[:：].{0,60})$"
)
#: 图1：2015—2019年生产总值, alone on its line.
_NUMBERED_PICTURE = re.compile(
    "^[图表圖](?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})(?:-[0-9]{1,2})?[：: ]"
)
CUT_BYLINE = ("role and name, cut at the line end",)
_LOOK_BACK = 8  # lines above among which the last one of running text is looked for
_LONGEST_HEAD = 12  # lines, captions among them
_FOLIO = re.compile(
    "^[—\\-–·]|(?:^|[0-9]日.*|星期.)第?[A-Z]?[0-9]{1,3}[版页]|^[A-Z]?[0-9]{1,3}[版页].*[0-9]日|日星期"
)
_PAPER = re.compile(
    rf"^[{HAN}]{{2,6}}(?:日报|晚报|晨报|时报|商报|早报|周报|快报|导报|都市报|青年报|新闻报"
    r"|日報|晚報|晨報|時報|商報|早報|週報|快報)(?P<more>.{0,24})$"
)
_PAPER_MORE = re.compile(
    r"^[ |｜·]*(?:要闻|综合|本地|社会|经济|文化|体育|副刊|深度|专题|民生|时政|国内|国际|财经|教育"
    r"|健康|科技"
    r"|要聞|綜合|社會|經濟|文化|體育)?(?:新闻|版)?[ |｜·]*"
    r"(?:[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)?[ ]*(?:星期.|周[一二三四五六日])?[ ]*"
    r"(?:第?[A-Z]?[0-9]{1,3}版?)?$"
)
_LABELS = frozenset(
    {"记者", "本报记者", "问", "答", "主持人", "嘉宾", "記者", "問", "網友", "网友", "提问", "本报"}
)
_TURN = re.compile(rf"^([{HAN}·]{{1,8}}|[A-Za-z]{{1,12}})：")


def judge_lines(lines: Sequence[Line]) -> list[Judged]:
    """Say of every line what it is.

    Plain signs first (bylines, credits, numbers, furniture); then every other line is weighed as
    a title, from the bottom up because a title shows by what follows it, and once more from the
    top, now that the line above is known too.
    """
    turns = _speakers(lines)
    judged = [
        Judged(
            line, *_plain_role(line, i in (0, len(lines) - 1)), speaker=turns.get(line.start, "")
        )
        for i, line in enumerate(lines)
    ]
    judged = join_captions(_cut_bylines(mark_surroundings(judged)))
    for i, item in enumerate(judged):
        judged[i] = Judged(item.line, item.role, item.score, item.reasons, item.speaker, i)
    _tell_titles(judged, habits_of(judged))
    return judged


def _tell_titles(judged: list[Judged], habits: Habits) -> None:
    """Weigh all lines without a role, upwards and, where that changes the view, downwards."""
    views: list[_View | None] = [None] * len(judged)
    for i in reversed(range(len(judged))):
        if judged[i].role == "":
            place = _place(judged, i, habits)
            views[i] = _view(place)
            judged[i] = _weighed(judged[i], place)
    passed = 0  # lines since the last that is a title, or was thought one while still open
    for i, item in enumerate(judged):
        view = views[i]
        if view is None:
            passed += item.role != "furniture"
            continue
        doubtful = item.role == "title" or _may_be_title(judged, i)
        if passed <= _LOOK_BACK:
            place = _place(judged, i, habits)
            if _view(place) != view:
                judged[i] = _weighed(item, place)
        passed = 0 if doubtful or judged[i].role == "title" else passed + 1


class _View(NamedTuple):
    """What of a line's place may change while its page is judged; lines by their starts."""

    text_before: int | None
    text_after: int | None
    never_ends: bool
    role_before: str
    role_after: str


def _view(place: Place) -> _View:
    before, after = place.text_before, place.text_after
    return _View(
        before.start if before else None,
        after.start if after else None,
        place.never_ends,
        place.role_before,
        place.role_after,
    )


def _plain_role(line: Line, at_edge: bool) -> tuple[str, float, tuple[str, ...]]:
    text = line.text
    isolated = line.blank_before and line.blank_after
    if is_byline(text) or _is_tight_byline(text, isolated or at_edge):
        return "byline", 9.0, ("role and name",)
    if line.column == 0 and _NUMBERED_PICTURE.match(text) and not ends_sentence(text):
        return "caption", 9.0, ("number of a picture or table",)
    if is_caption(text, isolated=isolated):
        return "caption", 9.0, ("picture credit",)
    if (isolated and _NUMBER.match(text)) or text.isdigit():
        return "number", 9.0, ("number alone on its line",)
    if _is_running_head(text, isolated or at_edge):
        return "furniture", 9.0, ("name of a newspaper",)
    if _FURNITURE.match(text) and not ends_sentence(text) and (isolated or _FOLIO.search(text)):
        return "furniture", 9.0, ("folio, date line or imprint",)
    return "", 0.0, ()


def _is_tight_byline(text: str, isolated: bool) -> bool:
    """A role and one name without a space between: 本报记者 and a surname, or a line apart."""
    own = text.startswith(("本报", "本刊"))
    names = parse_byline(text) if len(text) <= 12 and (own or isolated) else ()
    return (
        len(names) == 1
        and len(names[0].name) <= 3
        and _is_name(names[0].name)
        and text == names[0].role + names[0].name
    )


def _is_running_head(text: str, isolated: bool) -> bool:
    """A newspaper's name, alone between blank lines or with the name of a page or a date."""
    match = _PAPER.match(text)
    return bool(match and _PAPER_MORE.match(match["more"]) and (isolated or match["more"]))


def _cut_bylines(judged: list[Judged]) -> list[Judged]:
    """Mark bylines that go on over the line end, and bring up the line on which, wherever it is."""
    result = list(judged)
    for i, item in enumerate(judged):
        if item.role or not is_cut_byline(item.line.text):
            continue
        for k in range(i + 1, min(i + 1 + CUT_REACH, len(judged))):
            end = judged[k].line.text
            if is_byline_end(end) and is_byline(item.line.text + end):
                result[i] = replace(item, role="byline", score=9.0, reasons=CUT_BYLINE)
                end_of_it = replace(judged[k], role="byline", score=9.0, reasons=("end of one",))
                result[i + 1 : k + 1] = [end_of_it, *judged[i + 1 : k]]
                break
    return result


def _speakers(lines: Sequence[Line]) -> dict[int, str]:
    """Start of each line that opens a turn -> who speaks.

    A label counts if it is a standing one (记者, 问 …) or, on a page that has such a one, a name:
    it begins with a surname or opens lines more than once, and the sentence before is over.
    """
    found: list[tuple[Line, str]] = []
    for i, line in enumerate(lines):
        match = _TURN.match(line.text)
        free = i == 0 or line.blank_before or lines[i - 1].ended
        if match and (free or match[1] in _LABELS):
            found.append((line, match[1]))
    counts = Counter(label for _, label in found)
    if not any(label in _LABELS for label in counts):
        return {}
    return {
        line.start: label
        for line, label in found
        if label in _LABELS or (_is_name(label) and len(label) <= 4) or counts[label] > 1
    }


def _is_name(text: str) -> bool:
    named = len(text) >= 2 and (is_surname(text[0]) or is_surname(text[:2]))
    words = tagged(text) if named else ()
    return named and (len(words) > 1 or words[0][1].startswith("n"))  # no other word as 简单


def _weighed(item: Judged, place: Place) -> Judged:
    """Decide between title and text where no plain sign has decided."""
    verdict = judge(TITLE_EVIDENCE, place)
    role = "title" if verdict.score > TITLE_THRESHOLD else "text"
    return Judged(item.line, role, verdict.score, verdict.reasons, item.speaker, item.place)


def _place(judged: Sequence[Judged], i: int, habits: Habits) -> Place:
    """What stands around line ``i``, as far as it is known yet."""
    before, after = _neighbour(judged, i, -1), _neighbour(judged, i, 1)
    role_after = _known(after) if after else "end"
    if after and after.speaker and role_after != "title":
        role_after = "turn"
    text_before = _text_before(judged, i)
    return Place(
        line=judged[i].line,
        before=before.line if before else None,
        after=after.line if after else None,
        text_before=text_before,
        text_after=_text_after(judged, i),
        never_ends=_never_ends(judged, i),
        open_chunk=_in_open_chunk(judged, i),
        blocks_usual=habits.blocks_usual,
        known_around=known_around(judged, i, habits.pairs),
        known_below=known_below(judged, i, habits.pairs),
        page_ends=_furniture_below(judged, i, of_web=False),
        dated_below=_furniture_below(judged, i, of_web=True),
        numbered=habits.numbered,
        summary=is_summary(judged[i].line, habits.repeated),
        role_before=_known(before) if before else "start",
        role_after=role_after,
        opens_turn=bool(judged[i].speaker),
        mid_sentence=text_before is not None and not text_before.ended,
    )


def _furniture_below(judged: Sequence[Judged], i: int, *, of_web: bool) -> bool:
    """Whether a folio or its like, or a line of a web page, stands right below line ``i``."""
    below = judged[i + 1] if i + 1 < len(judged) else None
    return below is not None and below.role == "furniture" and (below.reasons == OF_WEB) == of_web


def _neighbour(judged: Sequence[Judged], i: int, step: int) -> Judged | None:
    """The next line up or down that is no furniture."""
    i += step
    while 0 <= i < len(judged):
        if judged[i].role != "furniture":
            return judged[i]
        i += step
    return None


def _text_after(judged: Sequence[Judged], i: int) -> Line | None:
    """The next line that may be running text of the same article."""
    for k in range(i + 1, min(i + 8, len(judged))):
        item = judged[k]
        if item.role in ("", "text"):
            return item.line
        if item.role == "byline":
            break
    return None


def _text_before(judged: Sequence[Judged], i: int) -> Line | None:
    """The last line before that may be running text of the same article."""
    for k in range(i - 1, max(-1, i - 1 - _LOOK_BACK), -1):
        item = judged[k]
        if item.role == "text":
            return item.line
        if item.role == "" and not _may_be_title(judged, k):
            return item.line
        if item.role == "byline":
            break
    return None


def _never_ends(judged: Sequence[Judged], i: int) -> bool:
    """Whether from line ``i`` on no sentence ends before a byline, a turn or the page's end.

    A headline may be a question; before a turn a question is the end of one.
    """
    asks = False
    finished = i == 0 or judged[i - 1].role == "title" or judged[i - 1].line.ended
    for k in range(i, min(i + _LONGEST_HEAD, len(judged))):
        item = judged[k]
        if item.role == "byline":
            return True
        if item.speaker and item is not judged[i] and item.role != "title":
            return not asks
        if item.role in ("", "text", "title") and item.line.ended:
            below = judged[k + 1].role if k + 1 < len(judged) else "end"
            signed = k - i < 2 and finished and below in ("byline", "caption", "furniture", "end")
            if not item.line.text.endswith(("？", "！")) or not (item.line.blank_before or signed):
                return False
            asks = True
    return i + _LONGEST_HEAD >= len(judged)


def _may_be_title(judged: Sequence[Judged], i: int) -> bool:
    """Whether a line not yet decided stands as titles do: apart, and with its sentence open."""
    line = judged[i].line
    if line.justified or line.full or line.ended:
        return False
    return (line.blank_before and line.blank_after) or _in_open_chunk(judged, i)


def _in_open_chunk(judged: Sequence[Judged], i: int) -> bool:
    """Whether line ``i`` is in a chunk of two or three lines in which no sentence ends.

    A question may end it if the lines before stop short of their column, as only titles do.
    """
    first = last = i
    while first > 0 and i - first < 3 and not judged[first].line.blank_before:
        first -= 1
    if not judged[first].line.blank_before:
        return False  # as within most paragraphs
    while last + 1 < len(judged) and last - i < 3 and not judged[last].line.blank_after:
        last += 1
    chunk = judged[first : last + 1]
    return (
        2 <= len(chunk) <= 3
        and chunk[-1].line.blank_after
        and not any(item.line.ended for item in chunk[:-1])
        and (not chunk[-1].line.ended or _asks(chunk))
    )


def _asks(chunk: Sequence[Judged]) -> bool:
    """Whether lines are a question set as a title: broken off where it suits, not at the column."""
    short = all(i.line.falls_short(max(INDENT, 0.25 * i.line.column)) for i in chunk[:-1])
    return chunk[-1].line.text.endswith(("？", "！")) and short and not chunk[0].speaker


def _known(item: Judged) -> str:
    return "" if item.role == "text" else item.role

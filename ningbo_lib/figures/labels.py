"""Where numerals state nothing: fixed expressions, quoted labels, titles, names of meetings."""

from __future__ import annotations

import re
from collections import defaultdict

from ningbo_lib.figures.numerals import HAN
from ningbo_lib.lexicons import read_lexicon

#: A quoted run this short, without a comma in it, is a label (“三个新变化”), not a statement.
LABEL_LENGTH = 12
_OPEN = re.compile(rf"[“‘「『\"][^“”‘’「」『』\"，。；：！？]{{0,{LABEL_LENGTH}}}$")
_CLOSE = re.compile(rf"[^“”‘’「」『』\"，。；：！？]{{0,{LABEL_LENGTH}}}[”’」』\"]")
_IN_VIEW = LABEL_LENGTH + 1
_TITLE_LENGTH = 61
#: 新的一年, 关键一年, 这一天: one as an article, not a length of time.
_ARTICLE = re.compile(r"(?:的|新|关键|重要|最后|难忘|[上这那有某同比每哪头天]|(?<!提)前)$")
#: 一天能采300斤, 一个月下来只挣260元: so much in each; but 用一天, 短短一年.
_RATE_OF = re.compile(
    "就?[能要可只](?!以)|至少|也|下来|定量|看了|卖|接[待诊]|最[多少]|租金|养上|穿|挣|[0-9.]+[万亿]?[个位公斤元]"
)
#: 最快一天掘进18米, 一天喝6升水.
_IN_A_DAY = re.compile("(?!时间)[^，。；0-9]{1,6}[0-9]")
_SPENT = ("用", "花", "短", "仅", "早", "近", "经", "过", "期")
#: 为期一年的, 近一年的: a length of time after all.
_LASTING = ("期", "近", "满", "达", "过", "时", "经")
_MEETING = re.compile(
    r"届|人(?=民)|次(?:普查|人口普查|经济普查|农业普查|全国|全体|代表|党代|常委|常务|会议|全会|大会|党组|理事|峰会|集体学习|工业革命|世界大战|产业革命|科技革命|浪潮)"
    r"|(?:中|届)全会|个五年|大(?=[召精报以]|$)|版(?!本|块)"
)


_Index = dict[str, list[tuple[int, str]]]


def _indexes() -> tuple[_Index, _Index]:
    """Numeral and next character, or for the last numeral the character before and numeral,
    -> (offset of the numeral, expression).
    """
    ahead: _Index = defaultdict(list)
    behind: _Index = defaultdict(list)
    for row in read_lexicon("fixed_expressions.tsv", ("expression", "why")):
        expression = row["expression"]
        for offset, character in enumerate(expression):
            if character in HAN or character.isdigit():
                last = offset == len(expression) - 1
                pair = expression[offset - 1 : offset + 1] if last else expression[offset:][:2]
                (behind if last else ahead)[pair].append((offset, expression))
    return dict(ahead), dict(behind)


_AHEAD, _BEHIND = _indexes()
_NOT_FIXED = frozenset((("十分", "钟"), ("十分", "之")))


def is_fixed(text: str, at: int) -> bool:
    """Is the numeral at ``at`` part of an idiom, a policy label or a name?"""
    ahead, behind = _AHEAD.get(text[at : at + 2]), _BEHIND.get(text[at - 1 : at + 1])
    if not (ahead or behind):
        return False
    for offset, expression in (*(ahead or ()), *(behind or ())):
        start = at - offset
        if not offset and text[at - 1 : at] == "第":  # 第三高 ranks, 三高 does not
            continue
        if start >= 0 and text.startswith(expression, start):
            next_one = text[start + len(expression) : start + len(expression) + 1]
            return (expression, next_one) not in _NOT_FIXED
    return False


def in_label(text: str, start: int, stop: int) -> bool:
    """Does ``text[start:stop]`` stand inside a short quoted label?"""
    opened = _OPEN.search(text, start - _IN_VIEW if start > _IN_VIEW else 0, start)
    if not opened:
        return False
    closed = _CLOSE.match(text, stop)
    return closed is not None and closed.end() - opened.start() <= LABEL_LENGTH + 2


def in_title(text: str, start: int) -> bool:
    """Does ``start`` stand inside 《…》?"""
    opened = text.rfind("《", start - _TITLE_LENGTH if start > _TITLE_LENGTH else 0, start)
    return opened >= 0 and text.rfind("》", opened, start) < 0


#: 男子100米决赛, 15分钟就医圈, “6元时代”, 十年规划, 40周年纪念会, 9幢3单元, 国道104线; 每10股派
#: 2.5元: what is given is given for so many.
_NAMED = re.compile(
    r"(?<=米)(?:自由泳|[蛙仰蝶]泳|混合泳|短跑|长跑|跑|栏|障碍|接力|决赛|半决赛|冠军|金牌|比赛|赛跑|个人)"
    r"|(?<=分钟)[^，。；0-9]{0,7}圈|(?<=元)时代|(?<=年)(?:行动|规划)|(?<=周年)(?:纪念[会日章币邮碑馆]|大会|庆典|系列)|(?<=股)(?:派|转|送)"
    r"|(?<=[幢栋座])[0-9]+(?:单元|号楼)|(?<=道[0-9]{2}线)|(?<=道[0-9]{3}线)"
)
#: With these the amounts end that may name something.
_NAMED_BY = frozenset("米钟元股年幢栋座线")


def in_name(text: str, stop: int) -> bool:
    """Does the amount that ends at ``stop`` name a race, a policy or a base?"""
    return text[stop - 1] in _NAMED_BY and bool(_NAMED.match(text, stop))


def is_article(text: str, at: int, name: str) -> bool:
    """Is 一 with this unit at ``at`` an article rather than a count?"""
    if name not in ("年", "天", "周", "岁", "个月"):
        return False
    rate = text.startswith("一", at) and _RATE_OF.match(text, at + 1 + len(name))
    if rate or (name == "天" and text.startswith("一", at) and _IN_A_DAY.match(text, at + 2)):
        return text[at - 1 : at] not in _SPENT and not text.endswith("提前", 0, at)
    if name == "个月" and text.startswith(("前", "内"), at + len("一个月")):
        return False
    if name == "年" and text[at - 1 : at] == "新":  # 新十年 names a decade to come
        return True
    if not text.startswith("一", at):
        return False
    if text.startswith("年的", at + 1) and not text.startswith("时间", at + 3):
        return text[at - 1 : at] not in _LASTING  # 一年的吞吐量
    return bool(_ARTICLE.search(text, max(0, at - 2), at)) or text.startswith("比", at + 2)


def is_meeting(text: str, stop: int) -> bool:
    """Does the ordinal that ends at ``stop`` count congresses (第二十次全国代表大会)?"""
    return bool(_MEETING.match(text, stop))

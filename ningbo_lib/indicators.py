"""What a number measures, and whose it is: the noun phrase before it, behind it, or earlier on."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from .linking import Setting
from .quantities import Quantity

_LONGEST = 24
_NP = r"[一-鿿A-Za-z0-9“”‘’·\-—、（）《》]"
#: Verbs, adverbs and comparisons between a noun phrase and its number.
_TAIL = re.compile(
    r"(?:同比|环比|比[^，]{1,8}?(?=增|减|提|下|上|高|低|多|少|翻|加)|较[^，]{1,8}?(?=增|减|提|下|上|高|低|多|少|翻)|分别|平均|实际|累计|预计|合计|共计?|总计|年均|均|已经?|也|又|再|仅|只|就|还|将|要|约|近|的"
    r"|增长|增加|提高|提升|上升|上涨|下降|降低|减少|回落|缩小|扩大|加快|放缓|翻|新增|增|减|降|升|涨|高|低|快|多|少|了"
    r"|达到?|超过?|突破|接近|占到?|为|是|有|到|至|在|以|由|从|控制|保持|维持|稳定|安排|实现|完成|位?居|位?列|排名?|出|突|不低于|不超过|逾|净|达成|：|“|及|和)+$"
)
_HEAD = re.compile(
    r"^(?:其中|包括|同时|此外|另外|目前|当前|今年|去年|上年|全年|预计|据悉|据|截至|到|至|在|对|使|把|将|由|从|而|并|且|还|也|又|已经?|因|为|经|用|以|及|和|与|等|的|中|：|“|”|——|—"
    r"|[0-9]{4}年[初末底]?|[0-9]{1,2}月[底末]?|[0-9]{1,2}日|“?十[一二三四]五”?(?:期间|时期|末)?|近[一二三四五六七八九十0-9]+年来?|[一二三四五六七八九十]是)+"
)
_VERB_HEAD = re.compile(
    r"^(?:进一步|累计|继续|全面|大力|加快|又|再|新)?(?:新增|新建|完成|实现|解决|建成|建设|改造|投入|安排|减少|增加|提高|降低|带动|吸引|支持|发放|发行|惠及|覆盖|涉及|拥有|列出|培育|引进|取消|下放|免除|帮助|淘汰|开工|启动|打造|形成|明确|提出|达成|设立|推进|获得|取得|生产|销售|签订|签约|发展|组织|开展|举办|创建|培训|接待|承办|出台|使用|使|让)了?"
)
_BEHIND = re.compile(r"的?(?P<noun>[一-鿿A-Za-z“”‘’·]{1,20})")
_NOUN_END = re.compile(
    r"(?:增长|提高|增加|下降|提升|上升|减少|以上|以下|左右|参保|受益|实现|进入|达到|得到|纳入|获得|完成|享受|领取|以及|投入|建成|到|和|与|及|等|是|为|在|用于|将|可以|可|分别|能够?|已经|成功|正在|已|均|都|开展|包括|全部|率先|相继|通过|[的了、，。；])"
)
#: Measure words that a noun follows: 13个核心指标.
_BEFORE_NOUN = frozenset("个项家所条座名位款种类套只件部颗辆艘架台户批例场次大处片")
_CONTINUES = re.compile(r"[、和与及，]?\s*(?:分别)?(?:同比|实际|比[^，]{2,8}|较[^，]{2,8})?(?:均|也|又)?(?:增长|下降|提高|上升|增加|减少|降低|回落|上涨|增|降|减)?(?:了|到|至|为)?(?:提高|提升|增加|上升|下降|降低)?(?:到|至|了)?(?:[0-9]{4}年的?)?$")
_RANKED = re.compile(r"(?:位?居|位?列|排名?|占据?|跃升|升至|上升|保持|名列).*$")
_SUBJECT = re.compile(
    r"我[市省国区县院]|全[市省国区县球]|本[市省]|(?<![一-鿿])[一-鿿]{2,10}?(?:省|市|自治区|县|产业|行业|企业|公司|集团|实验室|大学|银行|医院|学院|研究院|平台|工程|项目)"
)


def indicators(
    text: str,
    quantities: Sequence[Quantity],
    places: Sequence[Setting],
    times: Sequence[tuple[int, int]] = (),
) -> list[str]:
    """The noun phrase each number measures; an elliptical clause takes its antecedent's.

    The ``times`` are spans of time phrases, which are no part of what is measured.
    """
    found: list[str] = []
    for number, (quantity, place) in enumerate(zip(quantities, places, strict=True)):
        gap = _without(text, place.gap_start, quantity.start, times)
        own = _own(text, quantity, gap)
        if not own and found and places[number - 1].sentence == place.sentence:
            own = found[-1]
        found.append(own)
    _distribute(found, quantities, places)
    return found


def _without(text: str, start: int, stop: int, times: Sequence[tuple[int, int]]) -> str:
    """``text[start:stop]`` without the time phrases in it."""
    first = bisect_left(times, (start, start))
    gap = ""
    for begin, end in times[first:]:
        if begin >= stop:
            break
        gap, start = gap + text[start:begin], max(start, end)
    return gap + text[start:stop]


def _own(text: str, quantity: Quantity, gap: str) -> str:
    if quantity.kind == "ordinal" and quantity.unit in ("位", "名", "名次", ""):
        return _before(_RANKED.sub("", gap))
    behind = _behind(text, quantity)
    if behind and (quantity.unit in _BEFORE_NOUN or quantity.kind in ("money", "ordinal")):
        return behind
    if quantity.kind == "count" and not quantity.unit and behind:
        return behind
    if _CONTINUES.fullmatch(gap):
        return ""
    return _before(gap) or behind


def _before(gap: str) -> str:
    phrase = _TAIL.sub("", gap)
    phrase = _HEAD.sub("", phrase)
    phrase = _VERB_HEAD.sub("", phrase)
    return phrase.strip("的、“”‘’ —-和与及")[-_LONGEST:]


def _behind(text: str, quantity: Quantity) -> str:
    match = _BEHIND.match(text, quantity.stop)
    if not match:
        return ""
    noun = _NOUN_END.split(match["noun"], maxsplit=1)[0]
    return noun.strip("“”‘’") if len(noun) > 1 else ""


def _distribute(found: list[str], quantities: Sequence[Quantity], places: Sequence[Setting]) -> None:
    """进口、出口分别增长3%、5%: the first number to the first head, and so on."""
    for number, place in enumerate(places):
        if "分别" not in place.gap:
            continue
        heads = [h for h in re.split(r"[、和与及]", _HEAD.sub("", place.gap.partition("分别")[0])) if h]
        group = [n for n in range(number, len(places)) if n == number or places[n].clause == place.clause]
        if len(heads) == len(group) > 1:
            for n, head in zip(group, heads, strict=True):
                found[n] = _TAIL.sub("", head) or head


def subjects(text: str, quantities: Sequence[Quantity], places: Sequence[Setting]) -> list[str]:
    """Whose number it is: the last place, body or industry named before it, sentence first."""
    found: list[str] = []
    for quantity, place in zip(quantities, places, strict=True):
        match = _SUBJECT.search(text, place.sentence, quantity.start)
        found.append(match[0] if match else (found[-1] if found else ""))
    return found

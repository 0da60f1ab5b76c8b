"""Whose number it is: the place, body or industry that its sentence or paragraph names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from ningbo_lib.figures.linking import Setting, remembered
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.units import RATES
from ningbo_lib.lexicons import alternation

_words = partial(alternation, "phrase_words.tsv")
#: A subject further off than this is none; the bound also keeps the time linear.
_FAR = 80
#: Characters of a subject, with those behind it that decide on it.
_LONGEST_SUBJECT = 24
_LONGEST_NAME = 10  # of a body, before the word that says what it is
#: What no subject begins with: 目前我市, 归属于上市公司, 实施重点项目, 从火车站到大学城.
_NO_BEGINNING = (
    "记者|通讯员|其中|目前|现在|如今|近日|日前|截至|归属|来自|通过|用于|实施|深入|关停|争取"
    "|[个家座项条所居占列位较比与拟以从自]"
)
#: What none has within: a verb (but 建设银行, 销售公司), 节日期间全市.
_NO_PART = (
    rf"(?:{_words('verb')})(?!银行|集团|公司|企业|[局厅委部])"
    "|[的在把被经占为是了到让给对而再]|期间|[全我本][市省县区国州]"
)
#: 记者从市… is no body, nor is the 市 of 上市.
_SUBJECT = re.compile(
    r"我[市省国区县院]|全[市省国区县球]|本[市省]"
    rf"|(?:(?<![一-鿿])|(?<=的))(?!{_NO_BEGINNING})(?:(?!{_NO_PART})[一-鿿]){{2,{_LONGEST_NAME}}}?(?:{_words('body')})"
    r"(?<!上市)(?<!超市)(?<!城市)(?<!门市)(?<!都市)(?!场|民|值|区|容|政|级|运|集|链)"
    r"(?!的?(?:最新)?(?:数据|统计|研究|测算|发布|公布|显示|报告|预测))"  # it only tells the number
)
#: Without one of these there is none: plain words are found faster.
_BODY = re.compile(f"我|全|本|{_words('body')}")


@remembered
def where_alone(gap: str) -> str:
    """The place that is all a clause names before its number (江北区卖出612套): what was sold there
    was told before.
    """
    where = _WHERE.search(gap)
    return where[1] if where else ""


_WHERE = re.compile(
    r"(?:^|[，；：、和与及是])(?:其中)?([一-鿿]{0,3}[主老新心]城区|[一-鿿]{1,5}[省市县州乡镇旗区]"
    r"(?<![小城省县景园社市山灾库住]区|[全我本各]省|[全我本各上超都]市|[全我本各]县|乡镇|全镇))"
    r"(?:则|只|仅|也|分别)*(?:有|为|是|卖出|成交|达|募得)?$"
)


def subjects(text: str, quantities: Sequence[Quantity], places: Sequence[Setting]) -> list[str]:
    """Whose number it is: the place, body or industry that its sentence names first before it, else
    the last one known in its paragraph; a later one is as often what is compared with.
    """
    found: list[str] = []
    name, searched, spoken, match = "", 0, 0, None
    where = ""  # the place of the number before, which rates behind it share
    for quantity, place in zip(quantities, places, strict=True):
        start, stop = max(place.sentence, quantity.start - _FAR), quantity.start
        looked = searched - _LONGEST_SUBJECT  # where longer text in view changes nothing
        if match is None or not start <= match.start() <= looked:
            gone = match is not None and match.start() < start  # behind it nothing was looked at
            begin = start if gone else max(start, looked)
            body = _BODY.search(text, begin, stop)
            begin = max(begin, body.start() - _LONGEST_NAME) if body else stop
            match, searched = body and _SUBJECT.search(text, begin, stop), stop
        if match:
            name = match[0]
        elif text.find("\n", spoken, place.sentence) >= 0:
            name = ""
        if named := where_alone(place.gap):
            where = named
        elif where and not (
            quantity.kind in RATES and spoken == place.sentence and "；" not in place.gap
        ):
            where = ""
        found.append(where or name)
        spoken = place.sentence
    return found

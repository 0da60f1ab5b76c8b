"""When a time is over before its sentence is: that of a mean with its clause, that of one end of a
pair with its number, that of an item of a list with the item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from ningbo_lib.figures.carrying import Carried, Row
from ningbo_lib.figures.dated import YEAR_LENGTH
from ningbo_lib.figures.linking import Setting
from ningbo_lib.figures.mention_roles import tells_age
from ningbo_lib.figures.periods import Mention
from ningbo_lib.figures.stops import REACH

#: 1—10月平均，价格上涨1.4%; but not 去年平均每件11元.
_MEAN_OF_ALL = re.compile("平均[，上下增降高低同]")
#: 在去年建成18家的基础上，再新建12家.
_ON_TOP = re.compile("[^，。；]{1,20}基础上，")
#: 一是……；二是……
_ITEM = re.compile("[一二三四五六七八九]是")
#: 扭转了2015年下降5.2%的局面, 刷新了2023年国庆创下的纪录.
_UNDONE = re.compile("(?:扭转|刷新|打破|改写|结束|告别)了?(?:自|从)?$")
#: 由于生猪价格从4月份起上扬，农民……; 尽管二季度受疫情影响，收入……
_BECAUSE = re.compile("(?:由于|受)[^，。；0-9]{1,20}[从自]$|(?:尽管|虽然|虽)[^，。；0-9]{0,4}$")
#: 确保明年10月建成通车；……
_DONE_BY_THEN = re.compile(
    "[底前]*(?:全面|正式|全部)?(?:建成|通车|投产|完工|竣工|开工|投入使用|交付|封顶)[^，。；0-9]{0,6}；"
)
_SAYS_WHEN = frozenset("日天周月期")
#: 与2010年第六次全国人口普查的1792806人相比，
_WITH = frozenset("与同和跟")
_COMPARED = re.compile("[^，。；]{0,40}相比，")
#: 老房子是1994年分的，……
_MADE_THEN = re.compile("[^，。；0-9]{1,6}的[，。；]")
_CLAUSE_END = re.compile("[，；。]")
_NUMBER_IN_CLAUSE = re.compile("[^，；。]*[0-9][^，；。]*[，；。]")
_MOST_PASSED = 3
_LONGEST_VERB = 8
_LONGEST_CAUSE = 24
#: Without one of these in a text, and without times of one thing alone, no time is over before the
#: next.  Spelt out, so that the search may skip to one of their first characters.
_PASSING = re.compile(
    "）|；|平均|相比，|岁|的，|，而|底前|日前|月前|年间|基础上|由于|受|尽管|虽|扭转|刷新|打破|改写|结束|告别|两个月|三个月|四个月"
)


class Passing:
    """The mentions of a text, to be asked for the last one that still holds at a number."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], named: Row, carried: Carried
    ) -> None:
        self.text, self.mentions = text, mentions
        self._named, self._carried = named, carried
        self._may_pass = bool(_PASSING.search(text)) or any(m.tied for m in mentions)

    def last_named(self, place: Setting, start: int) -> Mention | None:
        """The last mention before the number at ``start``; but for what is over by then."""
        named = self._named.last(start)
        for _ in range(_MOST_PASSED if self._may_pass else 0):
            if named is None or not self._is_passed(named, place, start):
                break
            named = self._named.last(named.start - 1)
        return named

    def _is_passed(self, named: Mention, place: Setting, at: int) -> bool:
        """Is a mean's time over with its clause, that of one end of a pair with its number, and a
        part's (全年……，其中12月……；) with its ；?
        """
        text, start, sentence = self.text, named.start, place.sentence
        if start < sentence:
            return False
        near = min(at, named.stop + REACH)
        on_top = text[start - 1 : start] == "在" and _ON_TOP.match(text, named.stop, near)
        if on_top or self._is_bracketed(named, at) or self._is_compared(named, at):
            return True
        before = self._named.last(start - 1)
        if tells_age(named, text, at):
            return True
        cleft = text[start - 1] == "是" and _MADE_THEN.match(text, named.stop, near)
        if cleft:  # 老房子是1994年分的，
            return True
        frame = before if before is not None and before.start >= sentence else None
        if _MEAN_OF_ALL.match(text, named.stop):
            begin = named.stop + len("平均，")  # 1—10月平均，价格上涨1.4%
            anew = frame and text.find("；", frame.stop, start) >= 0  # ……；全年平均……，其中……
            return not anew and bool(_CLAUSE_END.search(text, begin, near))
        if frame and text[start - 1] == "而":  # ，而上半年为增长21.4%，
            return bool(_NUMBER_IN_CLAUSE.match(text, named.stop, near))
        lasts = named.tied == "since" and (text[start - 1 : start] == "自" or start == sentence)
        if named.tied in ("pair", "since") and not lasts and self._has_frame(named, sentence):
            if named.tied == "pair" and named.stop < place.gap_start:
                return True
            return bool(_CLAUSE_END.search(text, named.stop, near))
        spans = frame and named.iso.startswith(f"{frame.iso}/")  # 与2000年……相比，十年间……，增长……
        if _UNDONE.search(text, max(sentence, start - _LONGEST_VERB), start):
            return bool(_CLAUSE_END.search(text, named.stop, near))
        cause = _BECAUSE.search(text, max(sentence, start - _LONGEST_CAUSE), start)
        aside = named.rule == "months" or cause
        if aside and (frame or self._carried.last(sentence, sentence)):  # 由于价格从4月份起上扬，
            return bool(_CLAUSE_END.search(text, named.stop, near))
        if frame and text[named.stop - 1] == "间" and not spans:  # ……，五年间增长1.8倍，
            return bool(_CLAUSE_END.search(text, named.stop, near))
        return self._is_over_with_item(named, frame, sentence, near)

    def _is_over_with_item(
        self, named: Mention, frame: Mention | None, sentence: int, near: int
    ) -> bool:
        """Does a ； end what is told of the time?"""
        text, start = self.text, named.start
        item = text.rfind("；", named.stop, near)
        if item < 0:
            return False
        if _ITEM.match(text, item + 1) and _ITEM.search(text, max(sentence, start - REACH), start):
            return True  # 一是……年底……；二是……
        if text.startswith("同期", named.stop):  # ，去年同期为3.1亿元；
            return True
        if len(named.iso) > YEAR_LENGTH and _DONE_BY_THEN.match(text, named.stop):
            return frame is not None or self._carried.last(sentence, sentence) is not None
        opening = max(sentence, text.rfind("；", sentence, start) + 1, start - REACH)
        return frame is not None and text.find("其中", opening, start) >= 0

    def _is_bracketed(self, named: Mention, place: int) -> bool:
        """比2013年末（2013年是普查年份）增加: is it said within brackets that are closed by now?"""
        closed = self.text.find("）", named.stop, min(place, named.stop + REACH))
        if closed < 0:
            return False
        opened = self.text.rfind("（", max(0, named.start - REACH), named.start)
        if opened < 0 or self.text.find("）", opened, named.start) >= 0:
            return False
        return self.text[opened - 1 : opened] not in _SAYS_WHEN  # 公告次日（8月30日）

    def _is_compared(self, named: Mention, place: int) -> bool:
        """与2010年第六次人口普查的179万人相比，增加……: has the comparison been made by now?"""
        before = self.text[named.start - 1 : named.start]
        of_year = named.rule == "census" and before == "年"
        if not (of_year or before in _WITH):
            return False
        compared = _COMPARED.match(self.text, named.stop)
        return compared is not None and compared.end() <= place

    def _has_frame(self, named: Mention, sentence: int) -> bool:
        """Has the sentence of an end of a pair (由2011年的…) a time of its own before it, or its
        paragraph?
        """
        before = self._frames.last(named.start - 1)
        if before and before.start >= sentence:
            return True
        return self._carried.last(sentence, sentence) is not None

    @cached_property
    def _frames(self) -> Row:
        """The mentions that are no ends of pairs."""
        return Row([mention for mention in self.mentions if mention.tied != "pair"])

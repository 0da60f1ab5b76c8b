"""Words of the day itself (如今, 目前, 现有): what time they give the numbers behind them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from ningbo_lib.figures.dated import DAY_LENGTH, OPEN, Dated
from ningbo_lib.figures.iso_times import iso_month, iso_year
from ningbo_lib.figures.linking import Setting
from ningbo_lib.figures.periods import Mention
from ningbo_lib.figures.reporting import FRESH, looks_back
from ningbo_lib.figures.stops import REACH
from ningbo_lib.lexicons import alternation

_NOW = re.compile(alternation("event_words.tsv", "now"))
#: At some time gone by.
FORMERLY = alternation("event_words.tsv", "formerly")
_NOW_OR_FORMERLY = re.compile(f"{_NOW.pattern}|{FORMERLY}")
#: 出现在, 体现在.
_NOT_NOW = ("出", "体", "表", "呈", "展", "发", "实")
_OTHER = ("由", "从", *_NOT_NOW)
_AT_PRESENT = "目前"
#: 现有: what there is, not what became of it.
_HAS = ("现有", "现共", "现已")
_NEXT_CLAUSE = re.compile("，(?!其中|占)")
_SO_FAR = ("至今", "迄今")
_YEAR_OR_MONTH = re.compile("[0-9]{4}(?:-[0-9]{2})?")
_UP_TO = ("截至", "截止")


def says_now_or_formerly(text: str) -> bool:
    """Has the text a word of either kind at all?  One look for both."""
    return _NOW_OR_FORMERLY.search(text) is not None


def says_now(text: str) -> bool:
    """Is one of the words of now in the text at all?"""
    return _NOW.search(text) is not None


def tells_news(mentions: Iterable[Mention], today: date) -> bool:
    """Does a text tell of days near its own (昨日, 本周)?  Then it reports no year.  今天 alone may
    mean nowadays.
    """
    return any(days and -FRESH <= days <= FRESH for days in _distances(mentions, today))


#: A reporter, and people who speak, are in the news, not in a report on a year.
_OF_NEWS = re.compile("记者|通讯员|近日|连日来")
#: But 9月1日前 is a deadline.
_THE_OTHER_DAY = re.compile("日前(?<![0-9一二三四五六七八九十当].前)")
_SPOKEN = re.compile("”(?<=[，。！？].)")


@lru_cache(maxsize=1)  # several rules ask it of the text that is read
def is_reportage(text: str) -> bool:
    """Does a text name its reporter, or let people speak (“……。”王先生说)?"""
    if _OF_NEWS.search(text) or _SPOKEN.search(text):
        return True
    return "日前" in text and _THE_OTHER_DAY.search(text) is not None


def tells_of_yesterday(mentions: Iterable[Mention], today: date) -> bool:
    """Does it tell of days just gone by?  A report may name its own day, and 明天."""
    return any(0 < days <= FRESH for days in _distances(mentions, today))


def is_news(text: str, mentions: Iterable[Mention], today: date) -> bool:
    """Is a text of this day reportage, by its words or by the days it tells of?"""
    return tells_of_yesterday(mentions, today) or is_reportage(text)


def _distances(mentions: Iterable[Mention], today: date) -> Iterator[int]:
    """How many days ago each of the days lies."""
    for mention in mentions:
        day = mention.iso.partition("/")[0]
        if len(day) == DAY_LENGTH:
            yield (today - date.fromisoformat(day)).days


class Present:
    """The words of the day in a text, to be asked whether one of them dates a number."""

    def __init__(self, text: str, today: date | None, *, news: bool) -> None:
        self._text, self._today = text, today
        self._reports = today is not None and looks_back(today) and not news
        # but 由目前的1.2亿吨提高到……, which is of one end
        words = (word for word in _NOW.finditer(text) if not self._is_behind(word, _OTHER))
        self._words = [word for word in words if not text.startswith("现有的", word.start())]
        self._ends = [word.end() for word in self._words]

    def __bool__(self) -> bool:
        return bool(self._words)

    def _is_behind(self, word: re.Match[str], before: tuple[str, ...]) -> bool:
        return self._text.endswith(before, 0, word.start())

    def stands_between(self, start: int, stop: int) -> bool:
        """Does one of the words end between the two places?"""
        return bisect_right(self._ends, stop) > bisect_right(self._ends, start)

    def of(self, named: Mention | None, start: int, place: Setting) -> Dated | None:
        """What they say of the number at ``start``, if they stand behind ``named``, the time named
        last; None if nothing.
        """
        since = max(place.sentence, named.stop if named else 0)
        if self._is_fresh(named, place.sentence) or not self.stands_between(since, start):
            return None
        word = self._words[bisect_right(self._ends, start) - 1]
        if word[0].startswith(_HAS) and self._is_told_of(named, place.sentence):
            return None  # what there is at the time that is told of
        if self._today is None:
            return OPEN
        has = word[0].startswith(_HAS) and start < word.end() + REACH
        has = has and not _NEXT_CLAUSE.search(self._text, word.end(), start)
        if self._reports and not (has or word[0] == _AT_PRESENT):
            # 提高到现在的1721元: of the year reported
            year = iso_year(self._today.year - 1)
            return Dated(year, "named") if self._is_behind(word, ("到", "至")) else OPEN
        begun = named.iso if named and named.start >= place.sentence else ""
        if word[0].startswith(_SO_FAR) and _YEAR_OR_MONTH.fullmatch(begun):
            today = self._today.isoformat()[: len(begun)]  # 今年1月底重新开锣，至今已演出96场
            return Dated(f"{begun}/{today}" if begun < today else begun, "named")
        up_to_now = self._is_behind(word, _UP_TO)
        return Dated(f"{self._today}" if up_to_now else iso_month(self._today), "named")

    def _is_told_of(self, named: Mention | None, sentence: int) -> bool:
        """Is what there is (现有) told of a time: 截至6月底，现有…, or of the day of an event?"""
        if named is None or self._today is None:
            return False
        if named.start >= sentence:
            return self._text.endswith(_UP_TO, 0, named.start)
        return tells_news([named], self._today)

    def _is_fresh(self, named: Mention | None, sentence: int) -> bool:
        """Is the time named in the sentence a day just gone by, so that 现有 speaks of it?"""
        if named is None or named.start < sentence or self._today is None:
            return False
        return named.iso[:-2] == f"{iso_month(self._today)}-"

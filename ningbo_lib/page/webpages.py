"""What a web page or a database prints around an article: where from, when, how often read."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from ningbo_lib.lexicons import alternation
from ningbo_lib.marks import ends_sentence

_LONGEST = 90  # characters of such a line
_BRACKETS = "【】（）[] "
_DAY = "[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?"
_HOUR = "[0-9]{1,2}[:：][0-9]{2}"
_NUMERAL = "[一二三四五六七八九十]{1,3}"
#: A date alone on its line, as under a report: 2021年1月12日, 二〇二一年一月十二日.
_DATE = re.compile(
    rf"^（?(?:[0-9]{{4}}年[0-9]{{1,2}}月[0-9]{{1,2}}日|[〇○零一二三四五六七八九]{{4}}年{_NUMERAL}月{_NUMERAL}日)）?$"
)
#: 首页>新闻中心>社会, 理论版>正文; but not 两地合作实现“1+1>2”.
_PATH = re.compile("^[^，。；>0-9+]{1,24}(?:>{1,2}[^，。；>0-9+]{1,24})+>?$")
#: 沅江日报客户端2022-11-16 06:40, 2022年11月16日9:27编辑：…; but not 2020年1月23日10:00全城停运.
_STAMP = re.compile(
    rf"^(?P<site>[^，。；：0-9]{{1,24}})?{_DAY} ?"
    rf"(?:{_HOUR}|(?:星期|周)[一二三四五六日]|第?[A-Z]?[0-9]{{1,2}}版)(?P<more>[^，。；]*)$"
)
_DAY_ALONE = re.compile(f"^{_DAY}$")
_MORE = re.compile("[:：丨|｜版]|发表于|发布|(?:[报網网社台]|客户端|在线|新闻)$")
_LONGEST_PLACE = 4  # characters: 2022-11-16 06:40 浙江
#: 《文学周刊》2017年第14期
_ISSUE = re.compile("^《[^》]{2,20}》 ?[0-9]{4}年?第?[0-9]{1,3}期$")
#: 阅读10万+赞1286
_COUNTER = re.compile("^(?:(?:阅读|浏览|点击|点赞|赞|在看|评论) ?[0-9][0-9.,]*[万亿]?[+]?次? ?)+$")


_words = partial(alternation, "web_lines.tsv", columns=("word", "role", "gloss"))


@lru_cache(maxsize=1)
def _surely() -> re.Pattern[str]:
    return re.compile(
        f"^(?:(?:{_words('label')}) ?[:：丨|｜】]|(?:{_words('open')}) ?[:：丨|｜】] ?{_DAY}"
        f"|{_words('phrase')}|(?:{_words('whole')})[：:]?$|[-—– ]*END\\b)"
    )


@lru_cache(maxsize=1)
def _perhaps() -> re.Pattern[str]:
    return re.compile(f"^(?:{_words('open')}) ?[:：丨|｜】]")


@lru_cache(maxsize=1)
def _notices() -> re.Pattern[str]:
    return re.compile(f"^(?:{_words('notice')})")


@lru_cache(maxsize=1)
def _links() -> re.Pattern[str]:
    return re.compile(f"^(?:{_words('links')})$")


def is_web_line(text: str) -> bool:
    """Whether a line of a text that is not set in columns is the web page's, not the article's.

    >>> is_web_line("2020年12月8日06:58|来源：晚报"), is_web_line("【责任编辑：某某】")
    (True, True)
    >>> is_web_line("来源于民间的技艺"), is_web_line("2020年1月23日10:00 武汉全城停运")
    (False, False)
    """
    bare = text.strip(_BRACKETS)
    if len(text) > _LONGEST or not bare:
        return False
    if _notices().match(bare):
        return True
    if ends_sentence(text) and not _surely().match(bare):
        return False
    return bool(
        _surely().match(bare)
        or _COUNTER.match(bare)
        or _PATH.match(bare)
        or _ISSUE.match(bare)
        or _DAY_ALONE.match(bare)
        or _is_stamp(bare)
    )


def _is_stamp(bare: str) -> bool:
    """Whether a line says when it was published and no more than from where."""
    match = _STAMP.match(bare)
    if match is None:
        return False
    more = match["more"]
    place = match["site"] is not None and len(more) <= _LONGEST_PLACE
    return not more or place or bool(_MORE.search(more))


def may_be_web_line(text: str) -> bool:
    """Whether a line may be the web page's, beside another that surely is.

    >>> may_be_web_line("编辑：某某"), may_be_web_line("编辑部来信")
    (True, False)
    """
    bare = text.strip(_BRACKETS)
    return len(text) <= _LONGEST and not ends_sentence(text) and bool(_perhaps().match(bare))


def is_date_line(text: str) -> bool:
    """Whether a line is a date and nothing else, as communiqués and reports have one.

    >>> is_date_line("（2016年2月29日）"), is_date_line("二〇二二年一月十八日")
    (True, True)
    """
    return bool(_DATE.match(text))


def opens_links(text: str) -> bool:
    """Whether below a line there are links to other articles.

    >>> opens_links("【相关新闻】"), opens_links("相关新闻发布会")
    (True, False)
    """
    return bool(_links().match(text.strip(_BRACKETS + "：:")))

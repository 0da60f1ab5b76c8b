"""What a web page or a database prints around an article: where from, when, how often read."""

from __future__ import annotations

import re
from functools import lru_cache

from ningbo_lib.lexicons import read_lexicon
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
#: 首页>新闻中心>社会
_PATH = re.compile("^[^，。；>]{1,24}(?:>{1,2}[^，。；>]{1,24})+$")
#: 沅江日报客户端 2022-11-16 06:40, 2022-11-16
#: and 沅江日报 2022年11月16日 星期三 第02版：要闻
_STAMP = re.compile(
    rf"^(?:[^，。；：0-9]{{0,16}}{_DAY} ?"
    rf"(?:{_HOUR}|(?:星期|周)[一二三四五六日]|第?[A-Z]?[0-9]{{1,2}}版)|{_DAY}$)"
)
#: 《文学周刊》2017年第14期
_ISSUE = re.compile("^《[^》]{2,20}》 ?[0-9]{4}年?第?[0-9]{1,3}期$")
_COUNTER = re.compile("^(?:阅读|浏览|点击|点赞|赞) ?[0-9]")


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """For each role the words that have it, as an alternation, the longest first."""
    rows = read_lexicon("web_lines.tsv", ("text", "role", "gloss"))
    roles = {row["role"] for row in rows}
    return {
        role: "|".join(sorted((r["text"] for r in rows if r["role"] == role), key=len)[::-1])
        for role in roles
    }


@lru_cache(maxsize=1)
def _labelled() -> re.Pattern[str]:
    words = _words()
    labels = f"(?:{words['label']}) ?[:：丨|｜】]"
    return re.compile(f"^(?:{labels}|{words['phrase']}|(?:{words['whole']})$|[-—– ]*END\\b)")


def is_web_line(text: str) -> bool:
    """Whether a line of a text that is not set in columns is the web page's, not the article's.

    >>> is_web_line("2020年12月8日06:58|来源：晚报"), is_web_line("【责任编辑：某某】")
    (True, True)
    >>> is_web_line("来源于民间的技艺"), is_web_line("时间过去了30年。")
    (False, False)
    """
    bare = text.strip(_BRACKETS)
    if bare and re.match(_words()["notice"], bare):
        return True
    if len(text) > _LONGEST or not bare or ends_sentence(text):
        return False
    if _labelled().match(bare) or _STAMP.match(bare) or _COUNTER.match(bare):
        return True
    return bool(_PATH.match(bare) or _ISSUE.match(bare))


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
    return re.fullmatch(_words()["links"], text.strip(_BRACKETS + "：:")) is not None

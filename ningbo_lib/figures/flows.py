"""What was earned or done in a year, where the text names the year's end: 年末……人均收入7850元."""

from __future__ import annotations

import re

from ningbo_lib.figures.dated import Dated

_EARNED = re.compile(
    "(?:可支配|纯|月均|人均[年月]?|营业|财政|销售)收入|消费支出|年产值|生产总值|增加值|利税|利润|总增率|出栏率|死亡率|成活率"
)
#: 年末……。发放资金7.3亿元: what goes on about the year.
_DONE = re.compile(
    f"{_EARNED.pattern}|完成|实现|发放|支付|发生|新增|净增|惠及|出栏|机[收播]|产[量值销]|销售|投资"
    "|进出口|[客货]运|吞吐"
)


def of_whole_year(dated: Dated, last: str, words: str, *, behind: bool) -> Dated:
    """The year itself for a flow that ``words`` tell of, where ``dated`` is its end: what is
    earned, and ``behind`` that part of the text what was done.  ``last`` is the last character of
    the time.
    """
    at_end = dated.iso.endswith("-12") and last in "末底"
    if at_end and (_DONE if behind else _EARNED).search(words):
        return dated._replace(iso=dated.iso.removesuffix("-12"))
    return dated

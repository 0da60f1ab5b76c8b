"""Words that fix a time: a rule for each way to write one, and where one may begin."""

from __future__ import annotations

import re

from ningbo_lib.figures.censuses import CENSUS
from ningbo_lib.figures.days import NEAR_DAY
from ningbo_lib.figures.holidays import HOLIDAYS, NAME_BEGINS, NAME_SECONDS, SEASONS
from ningbo_lib.figures.parts import CLOCK, HOUR, LONE_PART, PART
from ningbo_lib.figures.spans import COUNT, MEAN, SPANS, TO

_YEAR = r"(?:1[5-9]|20|21)[0-9]{2}|[一二][〇○零一二三四五六七八九]{3}"
NEAR_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年度": 0, "本年": 0}
NEAR_YEARS |= {
    "当年": 0,
    "同年": 0,
    "那一年": 0,
    "那年": 0,
    "明年": 1,
    "次年": 1,
    "翌年": 1,
    "后年": 2,
    "第二年": 1,
}
#: 达产后年产值, 说明年度, 目前年产, 过去年均, 两年以上年限, 的基础上年均: no years.
_NOT_BEHIND = {
    "前年": "[大目]",
    "后年": "[产建投成]",
    "第二年": "续",
    "明年": "[说证表]",
    "去年": "(?<!超)过",
    "上年": "[以础]",
}
_NEAR_YEAR = "|".join(
    f"(?<!{_NOT_BEHIND[word]}){word}" if word in _NOT_BEHIND else word for word in NEAR_YEARS
)
#: 2020年12月至2021年2月, 去年11月15日到今年3月15日: what may stand behind the first end.
_ACROSS = rf"(?:(?<=[月日号底初末]){TO}(?:(?:{_YEAR})年|{_NEAR_YEAR})(?:{PART}))?"
_MONTH_OF_NEXT = "(?:明年|次年|翌年)(?:1[0-2]|[1-9])月"
#: 2012年以来, 8月至今: it lasts up to now.
SINCE = ("以来", "至今")
_LASTING = "(?:以来|至今(?![年天日晨早晚]))?"
_CENTURY = r"(?:[0-9]{1,2}|[一二]?十[一二三四五六七八九]?|上个?|本)世纪"
#: 早上六点半; but not 下午三点建议, 晚上一点收入.
_HAN_HOUR = (
    "(?:(?:十[一二]?|[二两三四五六七八九])点(?!建议|意见|要求|体会|原因|感受|希望)|一点(?=[半钟，。到至]))"
    "(?:半|钟|[一三]刻)?"
)
_DAYTIME = "(?:[凌清早]晨|[早晚]上|上午|中午|下午|傍晚)"
_ANY_HOUR = f"(?:{HOUR}|{_HAN_HOUR})"
_SPAN_OF_PLAN = "时期|期间|规划|计划|以来|阶段|末"
_WEEK = (
    "[上本下]个?(?:星期|礼拜)(?![一二三四五六日天])"
    "|[上本下]周(?:末|(?![一二三四五六期年]|[日天](?!均)))"
)
#: 本周三, and 周三 alone where something happened then (周三上午): not 三周三天, 每周三.
_WEEKDAY = (
    "(?:[上本下这]周[一二三四五六日天](?!均)|(?<![每0-9一二两三四五六七八九十几多])(?<!每周.、)周[一二三四五六日]"
    "(?=[早上下晚夜凌白起，至（]))(?![年期])"
)
#: Behind 11日8时: 至12日8时, 至今晨.
_TO_DAY = rf"{TO}(?:今[晨早天日]|(?:3[01]|[12][0-9]|[1-9])日){CLOCK}"

#: Rule name -> pattern; one alternation finds every mention.
_RULES: dict[str, str] = {
    # 2021-03-30, 2021.3.30
    "numeric_date": r"(?<![0-9.])(?:19|20)[0-9]{2}(?P<sep>[-./])(?:1[0-2]|0?[1-9])(?P=sep)"
    r"(?:3[01]|[12][0-9]|0?[1-9])(?![0-9.])",
    # 2016—2020年, 2016至20年, 2021—2022学年, 2021学年
    "years": rf"(?<![0-9.])(?:{_YEAR})(?:年?{TO}(?:{_YEAR}|[0-9]{{2}})(?:年度?|学年)|学年)",
    # 20世纪80年代初, 九十年代
    "decade": rf"(?:{_CENTURY}|(?<![0-9]))(?:[1-9]0|[二三四五六七八九]十)年代(?:[初末]期?|中期)?",
    # 本世纪初, 19世纪中叶
    "century": rf"(?<![0-9]){_CENTURY}(?!海上丝绸)(?:[初末]|中叶)?",
    # 去年这个时候
    "year_ago": "去年的?(?:这个?时候|此时)",
    # 2020年, 2020年3月15日, 2020年以来
    "year": rf"(?<![0-9.])(?:{_YEAR})年度?(?!历史|文明|的历史|历程)"
    rf"(?:的?(?:{PART}))?{_ACROSS}{_LASTING}|(?<![0-9.])(?:19|20)[0-9]{{2}}届",
    # 今夏, 去冬今春, 暑期
    "season": SEASONS,
    # 去年, 今年前三季度, 明年3月
    "near_year": rf"(?:{_NEAR_YEAR})(?![级龄])(?:的?(?:{PART}))?{_ACROSS}{_LASTING}",
    # “十四五”时期, “十一五”前四年, 十三五
    "plan": r"[“‘](?:十[一二三四五六七]?|[七八九])五[”’]"
    rf"(?:的?[前后][一两二三四]年|(?:{_SPAN_OF_PLAN})*)"
    rf"|(?<![0-9一二三四五六七八九])(?:十[一二三四五六七]五(?:{_SPAN_OF_PLAN})*|[七八九]五(?:{_SPAN_OF_PLAN})+)",
    # 第七次全国人口普查, 第四次经济普查
    "census": CENSUS,
    # 近十年来, 未来三年, 五年累计
    "lately": SPANS,
    # 两年平均
    "mean": MEAN,
    # 国庆期间, “五一”假期
    "holiday": HOLIDAYS,
    # 7、8、9三个月
    "months": r"(?<![0-9.表图第])(?:[1-9]|1[0-2])(?:、(?:[1-9]|1[0-2])){1,3}[两三四]个月(?!度)",
    # 3月15日, 上半年, 年底
    "part": rf"(?<![0-9.第])(?:{LONE_PART})(?:(?<=月){TO}{_MONTH_OF_NEXT})?{_LASTING}",
    # 全年, 年内, 上月中旬, 昨天上午, 本周三
    "loose": r"全年|新的一年|(?<![0-9一二三四五六七八九十两几多])年内"
    rf"|(?:[上下]个?月|本月)(?:[上中下]旬|(?:3[01]|[12][0-9]|[1-9])[日号]{CLOCK})?|(?:{NEAR_DAY}){CLOCK}(?:(?<=[时点半分]){TO}{HOUR})?|{_WEEK}|{_WEEKDAY}",
    # 8时至10时, 上午9时许, 15时20分, 5点前, 夜里12点
    "clock": rf"{HOUR}{TO}{HOUR}|{_DAYTIME}{_ANY_HOUR}(?:{TO}(?:{_DAYTIME})?{_ANY_HOUR})?"
    r"|(?<![0-9.])(?:2[0-4]|1?[0-9])[时点][0-5]?[0-9]分(?!之)"
    r"|(?<![0-9.第])(?:2[0-4]|1?[0-9])时(?:整|半|许)?(?![代间候段差速长]|以[上内下])"
    r"|(?<![0-9.第涨跌升降落高低了])(?:2[0-4]|1?[0-9])点(?:半|整|钟(?!方)|许|(?=前(?![后的])))"
    r"|(?<=夜里|半夜|深夜)(?:1?[0-9])点(?![0-9])",
    # 24日, 1至5日, 11日8时至12日8时
    "bare_day": rf"(?<![0-9.第])(?:(?<![^，。；（于在\n])(?:3[01]|[12]?[0-9]){TO})?"
    r"(?:3[01]|[12][0-9]|[1-9])"
    rf"(?:日(?![元均常内游期益报])(?:(?:[0-9]{{1,2}}[时点]?{TO})?{HOUR}|{CLOCK})(?:{_TO_DAY})?"
    r"|号(?=[,，。；在晚早上下从]|、(?![0-9]+号线)))",
    # 假期里, 8天里: of the days just named; 报告期 of the months a text reports on
    "said_span": rf"假期(?:里|间|内|期间)|(?:{COUNT})天[里间](?!面|隔)|报告期(?!末)"
    rf"|(?<![提之以此])[前后](?:{COUNT})天",
    # 当日, 当月, 期末, 期初
    "said_day": r"(?<![一-鿿])第[二2]天|当月(?:3[01]|[12][0-9]|[1-9])日"
    rf"|当[日天](?![前下]){CLOCK}|当[晚月](?![前下])|当季(?!度)"
    r"|(?<![年月比历前])同日(?!期)"
    r"|(?<![0-9一二三四五六七八九十上本])月末|季末"
    r"|(?<!学)期末(?!统?考|测)|(?<!学)期初"
    rf"|[次翌]日{CLOCK}",
}
_MARKS = "年月日号季纪天五时点周届"
_COUNTS = "0-9〇○零一二两三四五六七八九十百几数"
#: What may stand between the first digit of a rule and its first mark.
_TO_MARK = "-–~～至到—、个世第0-9〇○零一二两三四六七八九十百几多余"
_SOON = rf"(?=[^\n{_MARKS}]{{0,8}}+[{_MARKS}])"
#: What any rule may have second: one look at this class passes over most places.
_SECOND = (
    f"{_TO_MARK}{_COUNTS}{_MARKS}:：的这半前去来近后明世午晨上"
    f"底末终初中内早晚夜起双国元清端告学{NAME_SECONDS}"
)
#: And third, behind a quotation mark: “十四五”, “九五”, “双11”, “国庆”, “中秋”.
_QUOTED_SECONDS = f"一二三四五六七{NAME_SECONDS}"
#: Where a rule may begin: a class in front is fast to look for, and alternatives that open with
#: a class fail at one look.  So each opens with the second character and then looks back.
BEGINNING = re.compile(
    f"[{_COUNTS}第大前去上今本当同明次翌后年过最近这那未全下昨头周国即双清端春秋元暑寒“‘凌傍中早晚月季期新假报入此除初开](?=[{_SECOND}])(?:"
    f"[{_MARKS}](?<=[{_COUNTS}去上今本当同明次翌前后全下昨这那].)(?<!同时)(?<![0-9.][0-9].)|[:：](?<=[{_COUNTS}].){_SOON}"
    f"|[{_TO_MARK}](?<=[{_COUNTS}].)"
    f"(?=[{_TO_MARK}]{{0,8}}+(?:[{_MARKS}]|学年)|[0-9]{{2}}[-./][0-9]{{1,2}}[-./]|[:：][^\n{_MARKS}]{{0,7}}+[{_MARKS}])"
    f"|(?:[{_COUNTS}](?<=[第前后头近那].)|[的这](?<=[近新].)|[半个](?<=[上下].)"
    f"|[前去来近后明世午晨上](?<=大前|过去|未来|最近|此[前后]|今[后明]|明后|[上本]世|[上中下]午|[凌清早]晨|[早晚]上)){_SOON}"
    f"|学(?<=[上本新下].)(?=年)|季(?<=[春秋].)(?=学)|一(?<=[上本新下].)(?=个?学年)"
    f"|[底末终初中内](?<=年.)|[晨早晚夜起](?<=[今昨明当前傍].)|[一二三四五六日](?<=周.)|日(?<=即.)|[二三四五六七八九](?<=第.)(?=次[全人经])|年(?<=开.)(?=[以至])|末(?<=[月季期].)|初(?<=期.)|期(?<=假.)|告(?<=报.)(?=期)"
    f"|[十七八九双五国元清端中春](?<=[“‘].)(?=[{_QUOTED_SECONDS}])|{NAME_BEGINS})"
)
#: The group of a rule stands empty at its end, where it costs nothing before the rule has matched.
PHRASE = re.compile("|".join(f"(?:{rule})(?P<{name}>)" for name, rule in _RULES.items()))


def phrases(text: str) -> list[re.Match[str]]:
    """Time phrases of folded ``text`` from left to right; ``lastgroup`` names the rule."""
    found: list[re.Match[str]] = []
    position = 0
    while beginning := BEGINNING.search(text, position):
        start = beginning.start()
        position = start + 1
        if match := PHRASE.match(text, start):
            position = match.end()
            found.append(match)
    return found

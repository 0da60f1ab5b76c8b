"""What a number measures: the noun phrase before it, behind it, or earlier on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from ningbo_lib.figures.directions import counted_change
from ningbo_lib.figures.linking import AND, Setting, begins_pair, remembered
from ningbo_lib.figures.numerals import HAN
from ningbo_lib.figures.quantities import Quantity
from ningbo_lib.figures.subjects import where_alone
from ningbo_lib.figures.timeless import is_size
from ningbo_lib.lexicons import alternation, read_lexicon

_LONGEST = 24
_REACH = 60
_PEOPLE = re.compile(rf"(?:(?P<turns>人次|户)|{alternation('phrase_words.tsv', 'people')})$")
_PEOPLE_BEHIND = re.compile(rf"[一-鿿]{{0,6}}?(?:{alternation('phrase_words.tsv', 'people')})")
#: A blanked time phrase with what belongs to it (年底前).
_TIME = re.compile("\0+(?:[以之]?[前后](?!移))?")


_words = partial(alternation, "phrase_words.tsv")


def _tail_starts() -> str:
    """First characters of what may end a phrase: looking at them first is faster."""
    words = read_lexicon("phrase_words.tsv", ("word", "role"))
    changes = read_lexicon("change_words.tsv", ("word", "role"))
    tails = [row["word"] for row in words if row["role"] == "tail"]
    return "".join(
        sorted({word[0] for word in [*tails, *(row["word"] for row in changes), *"比较与"]})
    )


_COMPARISON = (
    r"(?:(?<![占之入])比(?![重例率值])|[较与])[^，]{0,8}?"
    r"(?=[增减提下上高低多少翻加收回扩缩放偏前后]|相比|调[升降高低])"
)
#: Verbs, adverbs and comparisons between a noun phrase and its number.
_TAIL = re.compile(
    rf"(?=[{_tail_starts()}])(?:{_COMPARISON}|{_words('tail')}"
    rf"|{alternation('change_words.tsv', 'down')}|{alternation('change_words.tsv', 'up')})+$"
)
#: 较去年同期的, 恢复到去年同期的, with the time blanked and taken out; 按平均汇率折算.
_AGAINST = re.compile(
    r"(?:[较比与和同是为]|恢复到|相当于)同期(?:水平)?的?$|按[^，]{0,12}(?:折算|计算)[约为]?$"
)
#: Part of what the number before measures: 城镇居民, 国有控股企业.
_GROUP = re.compile(rf"(?:{_words('group')})$")
_GROUP_FIRST = re.compile(rf"(?:{_words('group')})")
_MOST_IN_GROUP = 10
#: Who pays tells less than what for: 财政安排32.5亿元帮助解决…….
_PAYER = re.compile(r"(?:财政|政府|国家)(?:再|拟|已|又|共)*$")
_GIVING = re.compile(r"[向为对给][^，]{1,30}?(?:提供|发放|给予)")
_BRACKET = re.compile(r"（[^（）]{1,16}）$")
_OF_BEFORE = re.compile(r"[由从][^，。]{0,8}的$")
#: What a number is set against is not what it measures: 是平日的1.8倍, 高于前一周的3.4%.
_TIMES_THAT = re.compile(
    rf"^(?:[均仅约]?[是为]|相当于|[也却又]?(?:{_words('against')}))[^，。；]{{1,14}}的$"
)
#: Words that only look like an opening: 经济, 对外贸易.
_NO_HEAD = r"(?!经[济营常费]|到[岗位账访港货]|对外|和谐|到期|将士|同时期|及格|但是)"
_HEAD = re.compile(rf"(?:{_NO_HEAD}(?:{_words('head')}))+")
#: Whose it is stands in front of some: 全市实现地区生产总值, 公司完成营业收入.
_VERB_HEAD = re.compile(
    rf"(?!.{{0,2}}生产总值)(?:[全我本][市省国区县州]|公司)?(?:{_words('adverb')})*(?:{_words('verb')})了?"
)
#: 全市有学校120所, but 全市有效发明专利300件.
_WHOSE = re.compile(
    "(?:[全我本][市省国区县州](?=[一-鿿]{3}))?(?:[共现]?有(?![限效色机关望线害毒权])(?=[一-鿿]{2}))?"
)
_BEHIND = re.compile(r"(?:（[^（）0-9]{1,8}）)?的?(?P<noun>[一-鿿A-Za-z“”‘’·、]{1,24})")
_LIST = re.compile(rf"(?:[^、{HAN}]{{2,8}}、)+[^、{HAN}]{{2,8}}?和")
_DOING = re.compile(r"(?:（[^（）0-9]{1,8}）)?(?P<what>[一-鿿]{2,16})")
#: Acts that are counted or valued themselves: 减税降费约1.3万亿元, 扩招100万人.
_ACT = re.compile(rf"(?:{_words('act')})$")
_THINGS = frozenset(("count", "measure", "money"))
#: Measure words that say themselves what is counted.
_NAMING = frozenset(("城市", "国家", "岗位", "专利", "床位", "泊位", "车位"))
_END = rf"(?<!规模)(?<!限额)(?<!级)(?!增加值|增长[率点极])(?:{_words('end')})"
_NOUN_END = re.compile(
    rf"{_END}|等(?![教级待额离效])|(?<![许认])可(?![证能再燃回])|(?<!节)能(?![力源耗效量动])"
)
#: What a clause says of its head: behind this nothing names what is measured.
_PREDICATE = re.compile(
    rf"逐步|不断|持续|屡[创次]|再创|创|稳步|明显|大幅|显著|日益|基本|保持|继续|有[所望]|(?![和与及])(?:{_END})"
)
_YEARS_ON_END = re.compile(rf"连续第?[0-9{HAN}]+年")
_HARMED = re.compile(
    "受灾|返乡|报名|参保|脱贫|参赛|擦伤|死亡|受伤|失踪|遇难|[轻重]伤|伤亡|被困|获救"
)
_PLACE = re.compile("[我全本][市省国区县]|全球|各地")
#: 迈上2500亿元台阶: what a number makes of itself.
_STEP = re.compile("[两三四]个|(?:新的?)?(?:大?台阶|大关|关口|门槛)")
_LAST_CLAUSE = re.compile(r"[^，；：。！？\n]*(?=[，；：]\n?$)")
#: Measure words that a noun follows: 13个核心指标.
_BEFORE_NOUN = frozenset(
    "个项家所条座名位款种类套只件部颗辆艘架台户批例场次大处片枚支株棵幢栋间张册幅匹道扇盏束瓶碗杯"
)
#: A bare verb of change: the clause speaks of what was named before it.
_OPENING = re.compile(rf"(?:{_words('verb')})(?:一批|一个|一条|一系列)")
_ELLIPTIC = re.compile(r"[增减降升涨高低]|下降|提高|加快")
#: Names of a change: what changes was named before it.
_RATES = frozenset(("涨幅", "降幅", "增幅", "增速", "跌幅", "升幅", "增长率"))
#: How a number was reckoned, not what it measures; and the most of what was named before.
_ADJUSTED = re.compile(
    r"(?:扣除|剔除)[^，]*(?:因素|影响)(?:后|的影响)?|[按同以][^，]{0,8}(?:口径|价格?|计[价算])(?:计算)?|名义|实际"
    r"|(?:这一?|该)(?:数字|数据|数值|比例|占比|指标)|[比较]前|时间|期间|(?:年?平均)?汇率|占(?:全[国省市球]|世界)(?:总[量额])?|[从由]?(?:全[国省市球]|世界)|最[大高低小多少](?:为[^，]*)?"
)
#: (由3000辆)扩至8000辆, 好于去年的87%, 比去年早了19分钟: what that is was named before.
_COMES_TO = re.compile("[一-鿿]{1,2}[至到](?:目前|如今|现在)?|[好高低优]于|比[一-鿿]{1,2}|同一天")
_VERBAL = re.compile(_words("verb"))
_CHANGES = re.compile(
    r"(?:扩大|上调|下调|提高|提升|增加|增至|增长|下降|降低|降至|减少|上升|升至|(?:精简|调整|压缩|压减|缩短|拓宽)(?=[到至为]))"
    r"[到至为]?"
)
_TIME_WORDS = re.compile(r"(?:时间|时|期|之?前|之?后|[来间里])+")
_DIGIT = re.compile("[0-9]")
_MOST_HEADS = 12
_RANKED = re.compile(r"[跃稳]?(?:位?居|位?列|排名?|占据?|跃升|升至|上升|保持|名列).*$")


def indicators(text: str, quantities: Sequence[Quantity], places: Sequence[Setting]) -> list[str]:
    """The noun phrase each number measures; an elliptical clause takes its antecedent's.

    ``text`` has its time phrases blanked: they are no part of what is measured.
    """
    found: list[str] = []
    spoken = -1
    counted: dict[str, str] = {}  # what was last counted or measured in a unit
    behind = [*quantities[1:], None]
    for quantity, following, place in zip(quantities, behind, places, strict=False):
        gap = text[place.gap_start : quantity.start]
        gap = _TIME.sub("", gap) if "\0" in gap else gap
        if following and following.start == quantity.stop:  # 一艘300吨渔船
            own = _behind(text, following)
        else:
            own = _own(text, quantity, gap)
        own = "" if _goes_on(own) and own != counted_change(text, quantity) else own
        if place.sentence == spoken:
            said = found[-1].partition(_ON_END)[0] or found[-1]
            if not own or _is_part(own, quantity):
                own = said
            elif own.startswith(_ON_END):
                own = said + own
        spoken = place.sentence
        opens = place.gap_start == place.clause > place.sentence
        if not own and opens and quantity.kind not in ("duration", "age"):
            own = _antecedent(text[max(place.sentence, place.clause - _REACH) : place.clause])
        where = where_alone(gap) if own in gap else ""
        if where and where in own:
            own = counted.get(quantity.unit, own)
        counted[quantity.unit] = own
        found.append(own)
    _distribute(found, places)
    return found


@remembered
def _goes_on(own: str) -> bool:
    """Is a number without such a name one of what was named before?"""
    said = _ADJUSTED.fullmatch(own) or _PREDICATE.fullmatch(own) or _COMES_TO.fullmatch(own)
    return len(own) < 2 or own in _RATES or bool(said)


def _is_part(own: str, quantity: Quantity) -> bool:
    """其中城镇居民46208元: the group is whose it is, what is measured was named before."""
    amount = quantity.kind in ("money", "percent", "percentage_point", "proportion")
    return amount and len(own) <= _MOST_IN_GROUP and _is_group(own)


@remembered
def _is_group(own: str) -> bool:
    return bool(_GROUP.search(own))


@remembered
def _antecedent(before: str) -> str:
    """What the clause before speaks of: its head, else its last noun phrase, up to what it says.

    A bracket (固定资产投资（不含农户）比上年) belongs to what stands before it.
    """
    before = before.replace("\0", "")
    if bracket := _BRACKET.search(before):
        before = before[: bracket.start()] + "，"
    clause = _LAST_CLAUSE.search(before)
    if clause is None:
        return ""
    words = _cut(_GIVING, _cut(_YEARS_ON_END, _cut(_HEAD, clause[0])))
    phrase = _PREDICATE.split(_cut(_VERB_HEAD, words) or words, maxsplit=1)[0]
    if phrase.startswith(("比", "较")) or _DIGIT.search(phrase):
        return ""
    return phrase.strip("的、“”‘’ —-")[-_LONGEST:] if len(phrase) > 1 else ""


def _own(text: str, quantity: Quantity, gap: str) -> str:
    kind, unit = quantity.kind, quantity.unit
    if kind == "count" and (change := counted_change(text, quantity)):
        return change
    if text.startswith("的", quantity.stop) and unit in _NAMING:
        return unit
    if unit == "人" and text.startswith("人口的", quantity.stop - 2):  # 14亿人口的大国
        return "人口"
    if kind == "ordinal" and unit in ("位", "名", "名次", ""):
        return _before(_RANKED.sub("", gap))
    if kind == "ordinal" and unit == "次" and (named := _before(gap)):
        return named
    if kind == "age" and not (named := _age_of(gap)):
        return "年龄"
    behind = _behind(text, quantity)
    if kind == "duration":
        if gap.endswith(_ON_END) and behind:  # 产量连续6年稳定
            return f"{_before(gap)}{_ON_END}{behind}"
        if gap.endswith("连续") or begins_pair(gap):  # 产量连续6年稳定, 周期由3个月拉长至8个月
            return _before(_OF_BEFORE.sub("", gap))
        return _cut(_TIME_WORDS, behind) or _before(gap)
    if behind:
        named_behind = unit in _BEFORE_NOUN or kind in ("ordinal", "age")
        if named_behind or (kind in _MEASURED and not _is_named_before(gap, kind, behind)):
            return behind
        if kind == "count" and (not unit or _HARMED.match(behind)):
            return behind
    named = _named(gap)
    if kind == "money" and _PAYER.search(named) and (paid := _paid_for(text, quantity)):
        return paid
    if named:
        return named
    if behind and kind in _THINGS and text.startswith("的", quantity.stop):
        return behind  # 新增8000万吨标准煤的节能能力
    if _ELLIPTIC.search(gap) or text.startswith("相比", quantity.stop):  # 与2010年的170万人相比
        return ""
    return behind or _doing(text, quantity)


def _is_named_before(gap: str, kind: str, behind: str) -> bool:
    """总投资28亿元的工程, 进口5吨货物: do the words before a sum or measure say more of what it is
    than those behind it?
    """
    if is_size(gap):
        return True
    if kind == "money":
        return gap.endswith("投资") or _VERBAL.match(behind) is not None
    return gap.endswith(_TRADE) or _NO_THING.match(behind) is not None


_MEASURED = frozenset(("money", "measure"))


def _age_of(gap: str) -> str:
    """平均年龄, 人均预期寿命: what an age is of, where it is not a person's."""
    named = _before(gap)
    return named if _AGES.search(named) else ""


_ON_END = "连续"
_TRADE = ("进口", "出口")
#: Behind a measure, what is no thing measured: 每秒, 就够了, 处放警示牌.
_NO_THING = re.compile(f"{_words('verb')}|[每就全的]")
_AGES = re.compile("年龄|寿命|[船机树工教]龄")


@remembered
def _named(gap: str) -> str:
    """The noun phrase before a number, from the words between it and the last one."""
    if _TIMES_THAT.search(gap):
        return ""
    if act := _ACT.search(gap):
        return act[0]
    named = _before(_OF_BEFORE.sub("", gap))
    return "" if _PLACE.fullmatch(named) else named  # 全市280万人次接受检测


def _doing(text: str, quantity: Quantity) -> str:
    """What the counted do or undergo: 9880万人领取养老金, 三次提高收购价."""
    match = _DOING.match(text, quantity.stop) if quantity.kind == "count" else None
    changes = match and quantity.unit != "次" and _CHANGES.match(match["what"])
    return "" if match is None or changes else match["what"]


def _paid_for(text: str, quantity: Quantity) -> str:
    match = _DOING.match(text, quantity.stop)
    return _cut(_VERB_HEAD, match["what"]) if match else ""


def _before(gap: str) -> str:
    if "同期" in gap or "按" in gap:
        gap = _AGAINST.sub("", gap)
    phrase = _cut(_HEAD, _TAIL.sub("", gap))
    phrase = _cut(_VERB_HEAD, phrase) or phrase
    return _unquoted(_cut(_WHOSE, phrase.strip("的、 —-和与及")))[-_LONGEST:]


def _unquoted(phrase: str) -> str:
    """Without quotation marks around it; those of a name within it stay (“小巨人”企业)."""
    whole = phrase.count("“") == phrase.count("”") and phrase.count("‘") == phrase.count("’")
    wraps = phrase[:1] in ("“", "‘") and phrase[-1:] in ("”", "’")
    return phrase if whole and not wraps else phrase.strip("“”‘’的、 ")


def _cut(pattern: re.Pattern[str], phrase: str) -> str:
    opening = pattern.match(phrase)
    return phrase[opening.end() :] if opening else phrase


def _behind(text: str, quantity: Quantity) -> str:
    match = _BEHIND.match(text, quantity.stop)
    return _noun_of(match["noun"]) if match else ""


@remembered
def _noun_of(words: str) -> str:
    """The noun phrase that words behind a number begin with."""
    if _CHANGES.match(words) or _STEP.match(words):
        return ""
    noun = _NOUN_END.split(_listed(words), maxsplit=1)[0]
    noun = _cut(_OPENING, noun)
    return noun.strip("“”‘’") if len(noun) > 1 else ""


def _listed(words: str) -> str:
    """食品、药品和其他产品的标准: of a list of nouns the last one has the head."""
    if "、" not in words:
        return words
    listed = _LIST.match(words)
    return words[listed.end() :] if listed else words.partition("、")[0]


def counted_in(text: str, quantity: Quantity, indicator: str) -> str:
    """The unit of people counted without a measure word: 20多万无电人口, 参保人数7359万."""
    if quantity.rule != "counted_noun":
        return ""
    unit = _PEOPLE.search(indicator)
    if unit is None:  # 3亿多农村人口饮水安全问题
        return "人" if _PEOPLE_BEHIND.match(text, quantity.stop) else ""
    return unit["turns"] or "人"


def _distribute(found: list[str], places: Sequence[Setting]) -> None:
    """进口、出口分别增长3%、5%: the first number to the first head, and so on.

    Without heads in its clause (同比分别增长3%和5%) the numbers follow the amounts before them.
    """
    for number, place in enumerate(places):
        shared = number + 1 < len(places) and places[number + 1].gap in AND
        if not ("分别" in place.gap or (shared and place.gap not in AND)):
            continue
        last = number
        while last + 1 < len(places) and places[last + 1].clause == place.clause:
            if last - number == _MOST_HEADS:
                break
            last += 1
        size = last + 1 - number
        words, respectively, _ = place.gap.partition("分别")
        head = _cut(_HEAD, words if respectively else _TAIL.sub("", words))
        heads = [_TAIL.sub("", h) or h for h in re.split(r"[、和与及]", head) if h]
        if respectively and not _TAIL.sub("", head):
            heads = found[number - size : number] if _is_run(places, number - size, number) else []
        if len(heads) > 1 and all(_WHEN.fullmatch(h) for h in heads[:-1]):  # 7月、8月口岸进出口
            more = len(heads[-1]) > _LONGEST_TIME  # than a time
            heads = [_cut(_WHEN, heads[-1])] * size if more else []
        if len(heads) == size > 1:  # 汽、柴油每吨
            heads = [head if len(head) > 1 else head + heads[-1][1:] for head in heads]
        if len(heads) == size > 1 and _GROUP.fullmatch(heads[0]):  # 城镇和农村人均住房面积
            heads = [_cut(_GROUP_FIRST, heads[-1])] * size
        if len(heads) == size > 1:
            found[number : last + 1] = heads


_LONGEST_TIME = 5
_WHEN = re.compile("[0-9]{1,4}(?:年|月份?|日|月[0-9]{1,2}日)|[一二三四]季度")


def _is_run(places: Sequence[Setting], first: int, stop: int) -> bool:
    """Are these the numbers of clauses of one sentence, the sentence of ``stop``?"""
    return first >= 0 and places[first].sentence == places[stop].sentence

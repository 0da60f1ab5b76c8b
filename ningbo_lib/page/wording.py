"""What the words at the edges of a line say: does it begin or end as a title may, or as text?

The rates in the comments were counted on the development pages: 93 titles, and paragraphs cut at
random places as a page break or a column's end cuts them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ningbo_lib.marks import NEVER_FIRST, is_balanced
from ningbo_lib.page.dictionary import first_word, last_word
from ningbo_lib.page.judging import Evidence, cues

_HANGING = tuple(
    "仅只因但若如即其此该这那所的在和与及或是为将把被从对向以而且并就都也还又之于由使让给"
    "很更最请说达到称"
)
#: jieba's tags of words that need more: preposition, conjunction, pronoun, 的 and 得.
#: One title in a hundred ends with such a word, of cut paragraphs one in ten.
_HANGING_TAGS = ("p", "c", "r", "uj", "ud")
_MEASURE = re.compile(
    "(?:[一两兩这這那每某哪][个個名位所条條家种種座项項只支张張片间間件批段份头頭]|[另每各])$"
)
#: Tags of words bound to the one before: particles, measures, places.  No
#: paragraph begins with one, of continued ones every seventh.
_BOUND_TAGS = ("uj", "ul", "uz", "ud", "ug", "uv", "q", "k", "y")
_PARTICLES = "的了着過过得地们們吗嗎呢吧啊"  # within a sentence, unless they begin a word
_PARTICLE_TAGS = ("uj", "ul", "uz", "ud", "ug", "uv", "y", "k")  # jieba's for them
_ADVERBIAL = re.compile(
    "(?:在|对|据|随着|为了|通过|经过|按照|根据|围绕|面对|作为|截至|除了).{1,16}，"
)
_AGED = re.compile("[今時时]年[0-9一二三四五六七八九十]{1,4}[岁歲]")
_DATED = re.compile("(?:[0-9]{4}年|[0-9]{1,2}月[0-9]{0,2})[^，]{0,6}，")
_BARE_NUMBER = re.compile(
    "[0-9][0-9.,]*(?![0-9.,年月日岁歲]|至|—)|[二三四五六七八九十百千]{3,}(?![二三四五六七八九十百千年月日岁歲多余])"
)
_NEVER_FIRST = tuple(NEVER_FIRST)
_QUESTIONS = re.compile("(?:什么|哪里|哪儿|何处|何在|多少|谁|怎么办|何为)$")  # 政策该帮什么
_SALUTES = re.compile("(?:各位|尊敬的|同志们|朋友们|女士们).{0,24}[：！]$")
_ASKS = re.compile("(?:本[报報])?(?:记者|記者|问|問|答|主持人)：")


def begins_as_text(text: str) -> bool:
    """Whether a line begins with words with which running text begins, not titles."""
    return text.startswith(_text_cues())


def begins_with_particle(text: str) -> bool:
    """Whether the first word is a particle, which nothing can begin with."""
    return text[0] in _PARTICLES and first_word(text)[1] in _PARTICLE_TAGS


def begins_within(text: str) -> bool:
    """Whether the first word stands within a sentence: bound to another, or a number's figures.

    >>> begins_within("1.4万尾，入海成活率"), begins_within("2019年起，当地")
    (True, False)
    """
    word, tag = first_word(text)
    place = tag == "f" and len(word) == 1  # 里, 上; but 最后 and 前面 may begin
    return tag in _BOUND_TAGS or place or bool(_BARE_NUMBER.match(text))


def ends_open(text: str) -> bool:
    """Whether the last word needs another behind it.

    >>> ends_open("是桥梁养护所的一名"), ends_open("一把锤子"), ends_open("他们的日常")
    (True, False, False)
    """
    if _QUESTIONS.search(text):
        return False
    word, tag = last_word(text)
    hangs = (word in _HANGING) or tag in _HANGING_TAGS or (tag == "d" and len(word) == 1)
    return hangs or bool(_MEASURE.search(text))


def says_who(text: str) -> bool:
    """Whether a clause ends with a verb of saying, as 有关负责人介绍，"""
    return bool(_saying().search(text))


def says_when(text: str) -> bool:
    """Whether a line opens with a time and a comma, or says how old somebody is this year."""
    return bool(_times().match(text) or _DATED.match(text) or _AGED.search(text))


def opens_with_phrase(text: str) -> bool:
    """Whether a line opens with a phrase of place, time or source, and a comma."""
    return bool(_ADVERBIAL.match(text))


def is_labelled(text: str) -> bool:
    """Whether a line opens with the label of a question or an answer."""
    return bool(_ASKS.match(text))


@lru_cache(maxsize=1)
def _text_cues() -> tuple[str, ...]:
    return cues("connective") + cues("opening") + cues("scene")


@lru_cache(maxsize=1)
def _saying() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(cues('saying'))})，")


@lru_cache(maxsize=1)
def _times() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(cues('time'))})[^，]{{0,5}}，")


#: What a line says for or against its being a title, wherever it stands.
WORDING_EVIDENCE: tuple[Evidence, ...] = (
    Evidence(
        "opens with a phrase of place, time or source, and a comma",
        -3,
        lambda p: opens_with_phrase(p.line.text),
    ),
    Evidence("a salutation", -6, lambda p: bool(_SALUTES.match(p.line.text))),
    Evidence("says who says what follows", -3, lambda p: says_who(p.line.text)),
    Evidence(
        "says when, and a comma, or how old somebody is", -3, lambda p: says_when(p.line.text)
    ),
    Evidence("begins with a particle", -4, lambda p: begins_with_particle(p.line.text)),
    Evidence(
        "a full stop or semicolon inside or at the end",
        -5,
        lambda p: "。" in p.line.text or "；" in p.line.text,
    ),
    Evidence("ends with a bare number", -2, lambda p: p.line.text[-1].isdigit()),
    Evidence("rather long", -1.5, lambda p: 24 < p.line.width <= 32),
    Evidence("too long", -4, lambda p: p.line.width > 32),
    Evidence("too short", -3, lambda p: len(p.line.text) < 3),
    Evidence("quotes or brackets not paired", -4, lambda p: not is_balanced(p.line.text)),
    Evidence(
        "no more than the end of a sentence",
        -8,
        lambda p: p.line.ended and len(p.line.text) < 5 and p.role_before != "title",
    ),
    Evidence(
        "begins with a mark that needs text before",
        -8,
        lambda p: p.line.text.startswith(_NEVER_FIRST),
    ),
)

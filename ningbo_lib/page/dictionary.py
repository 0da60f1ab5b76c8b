"""jieba's dictionary as the page parser asks it: which characters make a word, and of what sort."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import rjieba

from ningbo_lib.marks import is_han

_LONGEST_LINE = 40  # characters
_UNITS_OF_TIME = "年月日时時点點分秒"
_REACH = 6  # characters on either side of a cut that are looked at


@lru_cache(maxsize=1)
def _jieba() -> rjieba.Jieba:
    return rjieba.Jieba()


def word_crosses(left: str, right: str) -> bool:
    """Whether a word of the dictionary is cut between two pieces of text.

    >>> word_crosses("老渔港的名声传遍世", "界各地"), word_crosses("占比", "最高")
    (True, False)
    """
    if not (left and right and is_han(left[-1]) and is_han(right[0])):
        return False
    if left[-1] in _UNITS_OF_TIME and left[-2:-1].isdigit():
        return False  # 2028年|前三季度: no 年前
    return _cut(left[-_REACH:] + right[:_REACH], min(_REACH, len(left)))


@lru_cache(maxsize=2048)
def _cut(text: str, place: int) -> bool:
    at = 0
    for word in _jieba().cut(_whole(text), False):
        if at < place < at + len(word):
            return True
        at += len(word)
    return False


def tagged(text: str) -> Sequence[tuple[str, str]]:
    """Words of a text with jieba's part-of-speech tags (``n`` noun, ``v`` verb, ``nr`` name …)."""
    return _line_tagged(text) if len(text) <= _LONGEST_LINE else _jieba().tag(_whole(text))


@lru_cache(maxsize=2048)
def _line_tagged(text: str) -> Sequence[tuple[str, str]]:
    return tuple(_jieba().tag(_whole(text)))  # lines are asked about often, paragraphs once


def _whole(text: str) -> str:
    """The text with a question mark for each half of a surrogate pair, which jieba cannot take."""
    return text.encode("utf-8", "replace").decode()


def first_word(text: str) -> tuple[str, str]:
    """The first word of a text and its part of speech; two empty strings for an empty text."""
    return _word_at(text[:_REACH], 0)


def last_word(text: str) -> tuple[str, str]:
    """The last word of a text and its part of speech; two empty strings for an empty text."""
    return _word_at(text[-2 * _REACH :], -1)  # a name at the end shows by the title before it


@lru_cache(maxsize=2048)
def _word_at(text: str, place: int) -> tuple[str, str]:
    words = _jieba().tag(_whole(text))
    return words[place] if words else ("", "")

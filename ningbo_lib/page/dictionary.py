"""jieba's dictionary as the page parser asks it: which characters make a word, and of what sort."""

from __future__ import annotations

from functools import lru_cache

import rjieba

from ningbo_lib.marks import is_han

_REACH = 6  # characters on either side of a cut that are looked at


@lru_cache(maxsize=1)
def _jieba() -> rjieba.Jieba:
    return rjieba.Jieba()


def _writable(text: str) -> str:
    """The text as jieba takes it: half of a surrogate pair, which no file can hold, is a ``?``."""
    return text.encode("utf-8", "replace").decode("utf-8")


def word_crosses(left: str, right: str) -> bool:
    """Whether a word of the dictionary is cut between two pieces of text.

    >>> word_crosses("高质量发展先行市、世", "界一流强港"), word_crosses("占比", "最高")
    (True, False)
    """
    if not (left and right and is_han(left[-1]) and is_han(right[0])):
        return False
    return _crosses(left[-_REACH:], right[:_REACH])


@lru_cache(maxsize=65536)
def _crosses(left: str, right: str) -> bool:
    at = 0
    for word in _jieba().cut(_writable(left + right), False):
        if at < len(left) < at + len(word):
            return True
        at += len(word)
    return False


@lru_cache(maxsize=4096)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """Words of a text with jieba's part-of-speech tags (``n`` noun, ``v`` verb, ``nr`` name …)."""
    return tuple((word, tag) for word, tag in _jieba().tag(_writable(text)))

"""What characters are: scripts, marks that open, close or end, printed width; pairs of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import add

#: Regex class bodies (to stand inside ``[...]``).
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd〇々"
CHINESE_MARKS = "，。、；：？！“”‘’「」『』《》〈〉（）【】〔〕［］…—·～￥"
CHINESE = HAN + CHINESE_MARKS

OPENING = "“‘「『《〈（【〔［"
CLOSING = "”’」』》〉）】〕］"
PARTNER = dict(zip(CLOSING, OPENING, strict=True))

#: Marks after which a sentence is over, and marks that no printed line may begin with.
TERMINAL = "。！？…"
NEVER_FIRST = CLOSING + "，。、；：？！…%‰℃"
#: Marks after which a sentence must go on.
PENDING = "，、；：—" + OPENING

_TERMINAL_END = re.compile(rf"[{TERMINAL}!?][{CLOSING}]*(?:（完）)?$")
_HAN = re.compile(f"[{HAN}]")
_NARROW = re.compile("[\x21-\x7e]")
_BRACKETS = re.compile(f"[{OPENING}{CLOSING}]")


def is_han(char: str) -> bool:
    """Whether ``char`` is one Chinese character (not a mark)."""
    return "\u4e00" <= char <= "\u9fff" or bool(_HAN.match(char))


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends with a full stop or its like, closing marks aside.

    >>> ends_sentence("他说。”"), ends_sentence("他说，")
    (True, False)
    """
    return bool(_TERMINAL_END.search(text))


def em_width(text: str) -> float:
    """Printed width in em: ASCII counts a half, a space a quarter, anything else one."""
    return len(text) - 0.5 * len(_NARROW.findall(text)) - 0.75 * text.count(" ")


def pairs_of(text: str) -> Iterator[str]:
    """The pairs of neighbouring characters of a text.

    >>> list(pairs_of("新码头"))
    ['新码', '码头']
    """
    return map(add, text, text[1:])


def open_marks(text: str) -> str:
    """Opening marks of ``text`` still unclosed at its end, outermost first.

    A closing mark without its opening one is ignored: the line above may hold that.

    >>> open_marks("他说：“好（很")
    '“（'
    """
    stack: list[str] = []
    for mark in _BRACKETS.findall(text):
        if mark in PARTNER:
            if PARTNER[mark] in stack:
                del stack[len(stack) - 1 - stack[::-1].index(PARTNER[mark]) :]
        else:
            stack.append(mark)
    return "".join(stack)


def is_balanced(text: str) -> bool:
    """Whether every bracket and quotation mark of ``text`` has its partner in it.

    >>> is_balanced("“先问市场”"), is_balanced("变脸”。")
    (True, False)
    """
    stack: list[str] = []
    for mark in _BRACKETS.findall(text):
        if mark not in PARTNER:
            stack.append(mark)
        elif not stack or stack.pop() != PARTNER[mark]:
            return False
    return not stack

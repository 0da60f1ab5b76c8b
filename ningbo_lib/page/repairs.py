"""The repairs of characters and lines: each small, named, explained and kept in one table.

A repair reads the text as it stands and yields the edits it wants; ``cleaning`` carries them
out and writes the log.  No repair moves or joins lines: what belongs together is for ``layout``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ningbo_lib.lexicons import read_lexicon
from ningbo_lib.marks import CHINESE, HAN
from ningbo_lib.page.doubling import doubled_lines, doubled_runs, echoed_lines
from ningbo_lib.page.spacing import loose_spaces

#: ``start, stop, after``: replace ``text[start:stop]``; by equal text: report, do not change.
Edit = tuple[int, int, str]


class Repair(NamedTuple):
    """A named repair and why it is right.

    ``needs`` are the characters, as in a regex class, of which one must be in a text for the
    repair to find anything; empty where it looks at every text.
    """

    rule: str
    reason: str
    edits: Callable[[str], Iterator[Edit]]
    needs: str = ""

    def may_find(self, wanted: str) -> bool:
        """Whether it may find anything in a text with these ``wanted_characters``."""
        return not self.needs or re.search(f"[{self.needs}]", wanted) is not None


def _substitute(pattern: str, after: str | Callable[[str], str]) -> Callable[[str], Iterator[Edit]]:
    """Edits that replace every match of ``pattern`` by a text or by a function of the match."""
    compiled = re.compile(pattern, re.MULTILINE)

    def edits(text: str) -> Iterator[Edit]:
        for match in compiled.finditer(text):
            old = match[0]
            new = after if isinstance(after, str) else after(old)
            if new != old:
                yield *match.span(), new

    return edits


def _delete(spans: Callable[[str], Iterator[tuple[int, int]]]) -> Callable[[str], Iterator[Edit]]:
    def edits(text: str) -> Iterator[Edit]:
        for start, stop in spans(text):
            yield start, stop, ""

    return edits


@lru_cache(maxsize=1)
def _radicals() -> dict[str, str]:
    return {
        row["radical"]: row["character"]
        for row in read_lexicon("radicals.tsv", ("radical", "character"))
    }


def _ordinary(char: str) -> str:
    """The ordinary character for a radical or compatibility form; the same where none is."""
    found = _radicals().get(char) or unicodedata.normalize("NFKC", char)
    return found if len(found) == 1 else char


def _ascii(chars: str) -> str:
    return "".join(chr(ord(char) - 0xFEE0) for char in chars)


_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_MARK = re.compile("[,;:?!]")
_CHINESE = re.compile(f"[{CHINESE}]")


def _neighbours(text: str, start: int, stop: int) -> tuple[str, str]:
    """The nearest characters around a span, spaces and one line end passed over."""
    left, right = start - 1, stop
    while left >= 0 and text[left] in " \n":
        left -= 1
    while right < len(text) and text[right] in " \n":
        right += 1
    return text[left] if left >= 0 else "", text[right] if right < len(text) else ""


def _is_chinese(char: str) -> bool:
    return bool(char) and bool(_CHINESE.match(char))


def _half_width_marks(text: str) -> Iterator[Edit]:
    """Commas and the like of scanned text: wide where the text around them is Chinese."""
    for match in _MARK.finditer(text):
        at, mark = match.start(), match[0]
        left, right = text[at - 1 : at], text[at + 1 : at + 2]
        if left.isdigit() and right.isdigit():
            continue  # 1,234 and 10:18
        left, right = _neighbours(text, at, at + 1)
        if _is_chinese(left) or (_is_chinese(right) and mark in ",;:"):
            yield at, at + 1, _WIDE[mark]


_ROUND = re.compile(r"\n\s*\n|[()（）]")


def _half_width_brackets(text: str) -> Iterator[Edit]:
    """Round brackets: both of a pair wide if what they hold or stand beside is Chinese."""
    found: list[tuple[int, str]] = []
    opened: list[int] = []
    for match in _ROUND.finditer(text):
        mark = match[0]
        if mark in "(（":
            opened.append(match.start())
        elif mark in ")）" and opened:
            first = opened.pop()
            inside = _CHINESE.search(text, first + 1, match.start())
            outside = (
                *_neighbours(text, first, first + 1),
                *_neighbours(text, match.start(), match.end()),
            )
            if inside or any(map(_is_chinese, outside)):
                found += [(first, "（"), (match.start(), "）")]
        elif mark in ")）":
            found += _lone(text, match.start(), "）")
        else:
            for at in opened:
                found += _lone(text, at, "（")
            opened.clear()
    for at in opened:
        found += _lone(text, at, "（")
    for at, wide in sorted(found):
        if text[at] != wide:
            yield at, at + 1, wide


def _lone(text: str, at: int, wide: str) -> list[tuple[int, str]]:
    return [(at, wide)] if any(map(_is_chinese, _neighbours(text, at, at + 1))) else []


_STRAIGHT = re.compile(r"\n\s*\n|[\"']")


def _straight_quotes(text: str) -> Iterator[Edit]:
    """Typewriter quotation marks: opening and closing by turns within a paragraph."""
    is_open = {'"': False, "'": False}
    for match in _STRAIGHT.finditer(text):
        mark, at = match[0], match.start()
        if mark not in is_open:
            is_open = dict.fromkeys(is_open, False)
            continue
        if not any(map(_is_chinese, _neighbours(text, at, at + 1))):
            continue
        pair = "“”" if mark == '"' else "‘’"
        yield at, at + 1, pair[is_open[mark]]
        is_open[mark] = not is_open[mark]


def _report(pattern: str) -> Callable[[str], Iterator[Edit]]:
    compiled = re.compile(pattern)

    def edits(text: str) -> Iterator[Edit]:
        for match in compiled.finditer(text):
            yield match.start(), match.end(), match[0]

    return edits


_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_CONTROLS = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
)
_SPACES = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_RADICALS = "\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f"
_WIDE_ASCII = "０-９Ａ-Ｚａ-ｚ％＋／．－"
_DOTS = "・•‧∙"
_DASHES = r"―─⸺⸻\-"
_UNKNOWN = "\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff"

#: English words that extraction leaves between Chinese characters.
_MISPRINT = "|".join(f"{word[0]}(?<=[{HAN}].){word[1:]}" for word in ("and", "or", "the", "of"))

#: 【标题】, 标题： and their like, as databases print them before what an article consists of; with
#: a colon only where another label stands on the next line.
_TITLES = "标题|题名|篇名|题目"
_FIELDS = "作者|来源|出处|日期|时间|版次|版面|正文|全文|摘要|关键词|发布|发表|文献|报纸|媒体|副题"
_FIELD_LABEL = (
    rf"^(?:【(?:{_TITLES}|作者|正文(?:快照)?|全文)】 *|[正全]文[：:] *|(?:{_TITLES})[：:] *"
    rf"(?=[^\n]+\n+ *【?(?:{_FIELDS})[^\n：:】]{{0,4}}[：:】]))(?=\S)"
)

#: All repairs, in the order they are made.  Their patterns begin with plain characters, what must
#: stand before is looked for after the first: so the search skips from one such character to the
#: next and costs a fraction.
REPAIRS: tuple[Repair, ...] = (
    Repair(
        "line end",
        "one kind of line end",
        _substitute(f"[{_LINE_ENDS}](?:(?<=\r)\n)?", "\n"),
        needs=_LINE_ENDS,
    ),
    Repair(
        "invisible",
        "control, zero-width or soft-hyphen character",
        _substitute(f"[{_CONTROLS}]", ""),
        needs=_CONTROLS,
    ),
    Repair(
        "odd space",
        "a space by another code point",
        _substitute(f"[{_SPACES}]", " "),
        needs=_SPACES,
    ),
    Repair(
        "heading mark",
        "Markdown's mark of a heading",
        _substitute("^#{1,6} +(?=[^\\s#])", ""),
        needs="#",
    ),
    Repair(
        "field label",
        "what a database prints before the headline or the text",
        _substitute(_FIELD_LABEL, lambda label: "作者：" if "作者" in label else ""),
        needs="题篇】：:",
    ),
    Repair(
        "radical",
        "a radical or compatibility form of an ordinary character",
        _substitute(f"[{_RADICALS}]", _ordinary),
        needs=_RADICALS,
    ),
    Repair(
        "wide ASCII",
        "full-width digit or Latin letter",
        _substitute(
            f"[{_WIDE_ASCII}](?:(?<![．－])[０-９Ａ-Ｚａ-ｚ％＋／]*"
            "|(?<=[0-9０-９][．－])(?=[0-9０-９]))",
            _ascii,
        ),
        needs=_WIDE_ASCII,
    ),
    Repair(
        "middle dot", "another dot in a name or title", _substitute(f"[{_DOTS}]", "·"), needs=_DOTS
    ),
    Repair(
        "dash",
        "another dash",
        _substitute(
            f"[{_DASHES}](?:(?<!-)[―─⸺⸻]*|(?<!--)(?:(?<=[{CHINESE}]-)-+|-++(?=[{CHINESE}])))",
            lambda dash: "—" * (len(dash) + dash.count("⸺") + 2 * dash.count("⸻")),
        ),
        needs=_DASHES,
    ),
    Repair(
        "ellipsis",
        "one form of the ellipsis",
        _substitute(f"⋯[⋯…]*|…[⋯…]*|。。。+|\\.(?<=[{CHINESE}].)\\.\\.+", "……"),
    ),
    Repair(
        "half-width mark",
        "half-width punctuation in Chinese text",
        _half_width_marks,
        needs=",;:?!",
    ),
    Repair(
        "half-width bracket",
        "half-width bracket in Chinese text",
        _half_width_brackets,
        needs="()",
    ),
    Repair(
        "straight quote",
        "typewriter quotation mark in Chinese text",
        _straight_quotes,
        needs="\"'",
    ),
    Repair(
        "doubled lines",
        "fake bold: every run printed again on the next line",
        _delete(doubled_lines),
    ),
    Repair(
        "echoed line",
        "fake bold: a line near a doubled one that repeats part of it",
        _delete(echoed_lines),
    ),
    Repair("doubled run", "fake bold: every run printed twice", _delete(doubled_runs)),
    Repair("space", "space from justified setting, padding or a scanner", _delete(loose_spaces)),
    Repair(
        "suspected misprint",
        "English word between Chinese characters; not changed",
        _report(f"(?:{_MISPRINT})(?=[{HAN}])"),
        needs="aot",
    ),
    Repair(
        "unknown glyph",
        "private-use or unassigned character; not changed",
        _report(f"[{_UNKNOWN}]"),
        needs=_UNKNOWN,
    ),
)

_WANTED = re.compile(f"[{''.join(repair.needs for repair in REPAIRS)}]")


def wanted_characters(text: str) -> str:
    """The characters of a text, each once, that some repair needs.

    Found in one search, where those of the repairs would be many.
    """
    return "".join({match[0] for match in _WANTED.finditer(text)})

"""The evidence by which lines are judged, its weights, and why a line was judged as it was.

Two questions are asked of a page's lines: is this line a title (headline, kicker, section
heading), and does a new paragraph begin here?  Each piece of evidence has a name, a weight and a
test; a verdict is the sum of the weights that apply, and it remembers their names.  Weights were
set by hand on pages with known structure: 1 is a hint, 3 settles a case that is otherwise open,
6 and more overrule everything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ningbo_lib.lexicons import read_lexicon
from ningbo_lib.marks import NEVER_FIRST, PENDING, ends_sentence, is_balanced
from ningbo_lib.page.dictionary import word_crosses
from ningbo_lib.page.lines import Line

TITLE_THRESHOLD = 2.0
BREAK_THRESHOLD = 0.0

_INDENT = 2.0  # em by which a paragraph's first line is indented
_SPARE = 0.6  # em that the next word must have had to spare before a line counts as short
_TIGHT = 0.25  # em that may seem free at the end of a full line
_FULL = 1.2  # em within which a line is as wide as its column
_HANGING = (
    "仅只因但若如即其此该这那所的了在和与及或是为将把被从对向以而且等并就都也还又之于由使让给"
    "很更最请说达到称"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A line with what stands around it.

    ``before`` and ``after`` are the neighbouring lines, ``role_before`` and ``role_after`` what
    they are known to be (``""`` where that is open); ``text_before`` and ``text_after`` are the
    nearest lines that may be running text, past titles and captions.  ``open_chunk``: no sentence
    ends in the two or three lines between the blank ones around; ``never_ends``: none ends any
    more from this line to where the article stops; ``blocks_usual``: lines between blank ones are
    common on this page; ``blanks``: the page sets blank lines between
    paragraphs.  For joining lines: ``first`` says that ``before`` opens a paragraph, ``pending``
    are the marks opened in the paragraph and not yet closed, ``interrupted`` says that a title,
    caption or number stood between, ``opens_turn`` that somebody begins to speak.
    """

    line: Line
    before: Line | None = None
    after: Line | None = None
    text_before: Line | None = None
    text_after: Line | None = None
    never_ends: bool = False
    open_chunk: bool = False
    blocks_usual: bool = False
    first: bool = False
    role_before: str = ""
    role_after: str = ""
    blanks: bool = True
    pending: str = ""
    interrupted: bool = False
    opens_turn: bool = False


class Evidence(NamedTuple):
    """One reason for or against, its weight, and when it applies."""

    name: str
    weight: float
    applies: Callable[[Place], bool]


class Verdict(NamedTuple):
    """The sum of the weights that applied, and their names."""

    score: float
    reasons: tuple[str, ...]


def judge(evidence: Sequence[Evidence], place: Place) -> Verdict:
    """Weigh all ``evidence`` at one place."""
    held = [item for item in evidence if item.applies(place)]
    return Verdict(
        sum(item.weight for item in held), tuple(f"{item.name} {item.weight:+g}" for item in held)
    )


def _cuts_word(before: Line | None, line: Line | None) -> bool:
    return before is not None and line is not None and word_crosses(before.text, line.text)


def _ended(line: Line | None) -> bool:
    return line is not None and ends_sentence(line.text)


def _isolated(place: Place) -> bool:
    return place.line.blank_before and place.line.blank_after


def _usual(place: Place) -> bool:
    return place.blocks_usual and place.line.column > 0


def _falls_short(line: Line, indent: float) -> bool:
    """Whether the next word would still have fitted: not the column ended this line."""
    return line.column > 0 and not line.justified and line.room > indent + _SPARE


def is_full(line: Line) -> bool:
    """Whether a line fills its column (wider ones do not count)."""
    return line.column > 0 and line.slack < _FULL


def is_wide(line: Line) -> bool:
    """Whether a line was set across columns, or not in columns at all."""
    return line.column == 0 or line.width > 1.6 * line.column or line.column > 30


def like_first_line(line: Line) -> bool:
    """Whether only an indent of two characters explains where this line ends."""
    if line.column <= 0 or line.justified:
        return False
    uncertain = any(char.isascii() for char in line.text)
    if not uncertain and abs(line.slack - _INDENT) <= _TIGHT:
        return True  # no digits or Latin letters, whose printed widths vary: just the indent
    return _TIGHT < line.room <= _INDENT + _SPARE


def _mid_sentence(place: Place) -> bool:
    return place.text_before is not None and not _ended(place.text_before)


def _next_is_full(place: Place) -> bool:
    after = place.text_after
    return after is not None and is_full(after) and not is_wide(after) and not is_wide(place.line)


_QUOTED = re.compile("^(?:“[^“”]*”|「[^「」]*」)$")
_ADVERBIAL = re.compile(
    "(?:在|对|据|随着|为了|通过|经过|按照|根据|围绕|面对|作为|截至|除了).{1,16}，"
)
_QUOTED_SENTENCE = re.compile("[。！？][”」].")

TITLE_EVIDENCE: tuple[Evidence, ...] = (
    Evidence("blank lines on both sides", 3, lambda p: _isolated(p) and not _usual(p)),
    Evidence(
        "blank lines on both sides, as often on this page",
        1,
        lambda p: _isolated(p) and _usual(p),
    ),
    Evidence("opens with a dash", 4, lambda p: p.line.text.startswith(("——", "—"))),
    Evidence(
        "names a kind of sidebar", 5, lambda p: p.role_after == "" and is_sidebar(p.line.text)
    ),
    Evidence(
        "short of its column, sentence open",
        2.5,
        lambda p: not _ended(p.line) and _falls_short(p.line, 0 if _mid_sentence(p) else _INDENT),
    ),
    Evidence(
        "sentence open in a text without columns or blank lines",
        2,
        lambda p: (
            p.line.column == 0
            and not (p.line.blank_before or p.line.blank_after)
            and not _ended(p.line)
        ),
    ),
    Evidence(
        "two or three lines between blank ones, no sentence ends in them",
        2,
        lambda p: p.open_chunk and not _mid_sentence(p),
    ),
    Evidence(
        "ends the sentence that was open before",
        -4,
        lambda p: _mid_sentence(p) and _ended(p.line),
    ),
    Evidence(
        "opens with a phrase of place, time or source, and a comma",
        -3,
        lambda p: bool(_ADVERBIAL.match(p.line.text)),
    ),
    Evidence(
        "goes on after a quoted sentence",
        -3,
        lambda p: bool(_QUOTED_SENTENCE.search(p.line.text)),
    ),
    Evidence("wider than its column", 2, lambda p: p.line.column > 0 and p.line.slack < -_FULL),
    Evidence("whole line in quotes", 1, lambda p: bool(_QUOTED.match(p.line.text))),
    Evidence("after a section number", 3, lambda p: p.role_before == "number"),
    Evidence("text before is finished", 1, lambda p: not _mid_sentence(p)),
    Evidence(
        "sentence open before, yet the line leaves its column unfilled",
        1.5,
        lambda p: (
            _mid_sentence(p)
            and _isolated(p)
            and p.line.column > 0
            and not p.line.justified
            and _FULL < p.line.slack <= _INDENT + _FULL
        ),
    ),
    Evidence(
        "text before is in mid sentence",
        -1,
        lambda p: _mid_sentence(p) and p.line.blank_before and p.line.column > 0,
    ),
    Evidence(
        "text before is in mid sentence, no blank line or no columns",
        -3,
        lambda p: _mid_sentence(p) and not (p.line.blank_before and p.line.column > 0),
    ),
    Evidence("no sentence ends from here to where the article stops", 5, lambda p: p.never_ends),
    Evidence(
        "a title follows at once, sentence open",
        3,
        lambda p: p.role_after == "title" and not p.line.blank_after and not _ended(p.line),
    ),
    Evidence(
        "a title follows, sentence open",
        0.5,
        lambda p: p.role_after == "title" and p.line.blank_after and not _ended(p.line),
    ),
    Evidence(
        "next line is full, nothing open before: it begins here",
        -3,
        lambda p: not p.never_ends and not _mid_sentence(p) and _next_is_full(p),
    ),
    Evidence(
        "next line is full, sentence open before: it goes on there",
        1,
        lambda p: _mid_sentence(p) and _next_is_full(p),
    ),
    Evidence(
        "not indented after a finished paragraph, an indented line follows",
        2.5,
        lambda p: (
            not _mid_sentence(p)
            and is_full(p.line)
            and p.after is p.text_after
            and p.after is not None
            and like_first_line(p.after)
            and not _ended(p.line)
            and (p.line.blank_before or (p.before is not None and _falls_short(p.before, 0)))
        ),
    ),
    Evidence(
        "next line is indented like a first line",
        1.5,
        lambda p: p.role_after == "" and p.after is not None and like_first_line(p.after),
    ),
    Evidence(
        "continues a word of the line before",
        -3,
        lambda p: _mid_sentence(p) and p.before is p.text_before and _cuts_word(p.before, p.line),
    ),
    Evidence(
        "its last word goes on in the next line",
        -2.5,
        lambda p: (
            p.after is not None and p.role_after == "" and word_crosses(p.line.text, p.after.text)
        ),
    ),
    Evidence(
        "a full stop or semicolon inside or at the end",
        -5,
        lambda p: bool(re.search("[。；]", p.line.text)),
    ),
    Evidence("ends as a question or call", -0.5, lambda p: p.line.text.endswith(("？", "！"))),
    Evidence(
        "ends with a mark that needs more", -6, lambda p: p.line.text.endswith(tuple(PENDING))
    ),
    Evidence(
        "begins with a mark that needs text before",
        -8,
        lambda p: p.line.text.startswith(tuple(NEVER_FIRST)),
    ),
    Evidence("quotes or brackets not paired", -4, lambda p: not is_balanced(p.line.text)),
    Evidence("spread to fill its column", -3, lambda p: p.line.justified),
    Evidence(
        "ends with a word that needs more", -3, lambda p: p.line.text.endswith(tuple(_HANGING))
    ),
    Evidence(
        "begins as running text does",
        -3,
        lambda p: p.line.text.startswith(cues("connective") + cues("opening") + cues("scene")),
    ),
    Evidence("ends with a bare number", -2, lambda p: p.line.text[-1].isdigit()),
    Evidence("rather long", -1.5, lambda p: 24 < p.line.width <= 32),
    Evidence("too long", -4, lambda p: p.line.width > 32),
    Evidence("opens like a speaker's turn", -4, lambda p: p.opens_turn),
    Evidence("too short", -3, lambda p: len(p.line.text) < 3),
    Evidence(
        "as wide as an indented first line",
        -2.5,
        lambda p: (
            not _isolated(p)
            and like_first_line(p.line)
            and p.role_after == ""
            and not (p.after is not None and like_first_line(p.after))
            and not p.never_ends
        ),
    ),
    Evidence(
        "as wide as its column",
        -1.5,
        lambda p: not _isolated(p) and p.line.column > 0 and abs(p.line.slack) < _FULL,
    ),
    Evidence(
        "a clause of one to three characters",
        -2,
        lambda p: (
            any(len(part) < 4 for part in p.line.text.split("，")[1:])
            or len(p.line.text.split("，")[0]) < 4 <= p.line.text.count("，") * 4
        ),
    ),
    Evidence("more than one comma", -2, lambda p: p.line.text.count("，") > 1),
)

BREAK_EVIDENCE: tuple[Evidence, ...] = (
    Evidence("sentence ended", 2, lambda p: _ended(p.before)),
    Evidence("sentence open", -7, lambda p: not _ended(p.before)),
    Evidence(
        "line before short of its column",
        4,
        lambda p: (
            _ended(p.before)
            and p.before is not None
            and _falls_short(p.before, _INDENT if p.first else 0)
        ),
    ),
    Evidence(
        "line before full",
        -2,
        lambda p: (
            _ended(p.before)
            and p.before is not None
            and is_full(p.before)
            and not is_wide(p.before)
        ),
    ),
    Evidence(
        "line before spread to fill its column",
        -3,
        lambda p: p.before is not None and p.before.justified,
    ),
    Evidence("a speaker begins", 10, lambda p: p.opens_turn),
    Evidence("printed indent", 4, lambda p: p.line.indent >= 2 and _ended(p.before)),
    Evidence(
        "as wide as an indented first line",
        2,
        lambda p: like_first_line(p.line) and not _ended(p.line),
    ),
    Evidence("full line", -4, lambda p: is_full(p.line) and not is_wide(p.line)),
    Evidence("blank line between", 2, lambda p: p.line.blank_before or p.interrupted),
    Evidence(
        "no blank line between",
        -1.5,
        lambda p: p.blanks and not (p.line.blank_before or p.interrupted),
    ),
    Evidence(
        "begins with a mark that needs text before",
        -9,
        lambda p: p.line.text.startswith(tuple(NEVER_FIRST)),
    ),
    Evidence("quote or bracket still open", -4, lambda p: p.pending != ""),
    Evidence(
        "another width of setting",
        3,
        lambda p: (
            p.before is not None
            and is_wide(p.before) != is_wide(p.line)
            and (p.line.blank_before or _ended(p.before))
        ),
    ),
    Evidence(
        "a word is cut between the lines",
        -2,
        lambda p: p.before is not None and word_crosses(p.before.text, p.line.text),
    ),
)


def is_sidebar(text: str) -> bool:
    """Whether a title is one that newspapers give to sidebars.

    >>> is_sidebar("记者手记"), is_sidebar("记者手记本")
    (True, False)
    """
    return text.strip("【】■□▲●◆ ") in _sidebars()


@lru_cache(maxsize=1)
def _sidebars() -> frozenset[str]:

    return frozenset(row["title"] for row in read_lexicon("sidebar_titles.tsv", ("title", "gloss")))


def cues(kind: str) -> tuple[str, ...]:
    """Words of one kind from the table of order cues: connective, opening, interview …"""
    return _cues()[kind]


@lru_cache(maxsize=1)
def _cues() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in read_lexicon("order_cues.tsv", ("kind", "cue")):
        found.setdefault(row["kind"], []).append(row["cue"])
    return {kind: tuple(words) for kind, words in found.items()}

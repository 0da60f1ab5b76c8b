"""The evidence by which titles and the beginnings of paragraphs are told, weighed.

Weights were set by hand on pages with known structure: 1 is a hint, 3 settles a case that is
otherwise open, 6 and more overrule everything else.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ningbo_lib.marks import NEVER_FIRST, PENDING, TERMINAL, is_balanced
from ningbo_lib.page.dictionary import first_tag, word_crosses
from ningbo_lib.page.judging import (
    Evidence,
    Place,
    cues,
    cuts_word,
    is_sidebar,
)
from ningbo_lib.page.lines import FULL, INDENT, NO_COLUMN, Line

_HANGING = tuple(
    "仅只因但若如即其此该这那所的了在和与及或是为将把被从对向以而且并就都也还又之于由使让给"
    "很更最请说达到称"
)
_NEVER_FIRST, _PENDING = tuple(NEVER_FIRST), tuple(PENDING)


@lru_cache(maxsize=1)
def _text_cues() -> tuple[str, ...]:
    """Words with which running text begins, not titles."""
    return cues("connective") + cues("opening") + cues("scene")


def _ended(line: Line | None) -> bool:
    return line is not None and line.ended


def _usual(place: Place) -> bool:
    return place.blocks_usual and place.line.column > 0


def _one_line(left: Line | None, right: Line | None) -> bool:
    """Whether an extractor may have cut one printed line into these two."""
    if left is None or right is None or left.blank_after or left.column == 0:
        return False
    return abs(left.column - left.width - right.width) < 0.6


def _quarter(line: Line) -> float:
    return max(3.0, 0.25 * line.column)


def _breaks_off(line: Line) -> bool:
    """Whether a line ends in mid sentence before its column does, as no running text may."""
    return not line.ended and line.falls_short(INDENT)


def _clauses(line: Line) -> list[str]:
    """The clauses of a line; the last one not if the line breaks off in it."""
    parts = line.text.rstrip("，").split("，")
    return parts[:-1] if len(parts) > 1 and _breaks_off(line) else parts


def _goes_on_as_title(place: Place) -> bool:
    """Whether the line right below is a title too."""
    return place.role_after == "title" and not place.line.blank_after


def _may_hang(line: Line) -> bool:
    """Whether a line may end a character earlier than it measures, with a mark in the margin."""
    return line.text.endswith(_NEVER_FIRST) and line.slack > 0.75


def _amid_wide(place: Place) -> bool:
    """Whether the text that follows at once is set across columns too."""
    return place.line.wide and place.role_after == "" and place.after is not None and place.after.wide


def _paragraph_ends(line: Line | None) -> bool:
    """Whether a line ends before its column does, be it a paragraph's first or not."""
    return line is not None and line.falls_short(INDENT if line.like_first else 0)


def _below_title(place: Place) -> bool:
    """Whether a line stands in one chunk with a title above it."""
    above = place.before if place.role_before == "title" else None
    return above is not None and above.blank_before and not place.line.blank_before


def _short_between(place: Place) -> bool:
    """Whether the column ends both neighbours but not this line."""
    above, line, below = place.before, place.line, place.after
    return (
        above is place.text_before
        and above is not None
        and below is not None
        and place.role_after == ""
        and (above.full or above.like_first)
        and below.full
        and abs(above.column - below.column) < FULL
        and not (above.wide or below.wide or line.justified)
        and line.falls_short(_quarter(line))
    )


def _parallel(text: str) -> bool:
    """Whether all clauses are equally long, as in a slogan."""
    sizes = [len(clause) for clause in text.split("，")]
    return min(sizes) > 5 and max(sizes) - min(sizes) <= 1


def _first_below(place: Place) -> bool:
    """Whether the next line begins a paragraph by its width.

    Below a line that might be a first line itself it must be one beyond doubt: a full line would
    have had room for the next word, however digits and Latin letters were printed.
    """
    after = place.after
    if after is None or not after.like_first:
        return False
    unsure = 0.3 + 0.15 * len(re.findall("[\x21-\x7e]", after.text))
    return after.room > unsure if place.line.like_first else not after.justified


def _next_is_full(place: Place) -> bool:
    after = place.text_after
    if after is None or place.line.slack < -FULL:
        return False
    return after.full and not after.wide and not place.line.wide


_QUOTED = re.compile("^(?:“[^“”]*”|「[^「」]*」)$")
_ADVERBIAL = re.compile(
    "(?:在|对|据|随着|为了|通过|经过|按照|根据|围绕|面对|作为|截至|除了).{1,16}，"
)
_ASKS = re.compile("(?:本[报報])?(?:记者|記者|问|問|答|主持人)：")
_LAST_BIT = re.compile(f"^.{{1,2}}[{TERMINAL}]")
_PARTICLES = ("uj", "ul", "uz", "ud", "ug", "uv", "y")  # jieba's tags of 的 了 着 得 过 吗 …
_QUOTED_SENTENCE = re.compile("[。！？][”」].")

_PRINTED = 2  # characters by which a text layer indents a paragraph, where it does


def _indent_begins(place: Place) -> bool:
    """An indent opens a paragraph even though the line before does not end its sentence."""
    before = place.before
    return (
        before is not None
        and place.line.indent >= _PRINTED
        and not place.line.justified
        and before.indent < _PRINTED
        and not _ended(before)
    )


TITLE_EVIDENCE: tuple[Evidence, ...] = (
    Evidence("blank lines on both sides", 3, lambda p: p.isolated and not _usual(p)),
    Evidence(
        "blank lines on both sides, as often on this page",
        1,
        lambda p: p.isolated and _usual(p),
    ),
    Evidence("opens with a dash", 4, lambda p: p.line.text.startswith(("——", "—"))),
    Evidence(
        "names a kind of sidebar", 5, lambda p: p.role_after == "" and is_sidebar(p.line.text)
    ),
    Evidence(
        "short of its column, sentence open",
        2.5,
        lambda p: not _ended(p.line) and p.line.falls_short(0 if p.mid_sentence else INDENT),
    ),
    Evidence(
        "without it the sentence goes on in mid word",
        3,
        lambda p: (
            p.before is not None
            and not p.before.ended
            and p.role_before == p.role_after == ""
            and p.after is p.text_after
            and not (p.line.ended or p.line.text[0].isdigit())
            and cuts_word(p.before, p.after)
            and not cuts_word(p.before, p.line)
        ),
    ),
    Evidence(
        "the characters around it stand together elsewhere on the page",
        1.5,
        lambda p: p.known_around and p.mid_sentence and p.role_after == "" and not p.line.ended,
    ),
    Evidence(
        "in mid sentence, and leaves a quarter of its column unfilled",
        1.5,
        lambda p: p.mid_sentence and not p.line.ended and p.line.falls_short(_quarter(p.line)),
    ),
    Evidence(
        "short between two lines that fill the same column, sentence open",
        1.5,
        lambda p: p.mid_sentence and not p.line.ended and _short_between(p),
    ),
    Evidence(
        "part of a printed line, with the one before or after",
        -3,
        lambda p: p.mid_sentence and (_one_line(p.before, p.line) or _one_line(p.line, p.after)),
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
        lambda p: p.open_chunk and not p.mid_sentence,
    ),
    Evidence(
        "a printed indent follows, sentence open",
        4,
        lambda p: (
            p.after is not None
            and p.after.indent >= _PRINTED
            and not p.after.justified
            and not _ended(p.line)
        ),
    ),
    Evidence(
        "ends the sentence that was open before",
        -4,
        lambda p: p.mid_sentence and _ended(p.line),
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
    Evidence(
        "wider than its column",
        2,
        lambda p: p.line.column > 0 and p.line.slack < -FULL and not _amid_wide(p),
    ),
    Evidence("whole line in quotes", 1, lambda p: bool(_QUOTED.match(p.line.text))),
    Evidence("after a section number", 3, lambda p: p.role_before == "number"),
    Evidence("text before is finished", 1, lambda p: not p.mid_sentence),
    Evidence(
        "sentence open before, yet the line leaves its column unfilled",
        1.5,
        lambda p: (
            p.mid_sentence
            and p.isolated
            and p.line.column > 0
            and not p.line.justified
            and FULL < p.line.slack <= INDENT + FULL
        ),
    ),
    Evidence(
        "text before is in mid sentence",
        -1,
        lambda p: (
            p.mid_sentence and (p.line.blank_before or _below_title(p)) and p.line.column > 0
        ),
    ),
    Evidence(
        "text before is in mid sentence, no blank line or no columns",
        -3,
        lambda p: (
            p.mid_sentence
            and not ((p.line.blank_before or _below_title(p)) and p.line.column > 0)
        ),
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
        lambda p: not p.never_ends and not p.mid_sentence and _next_is_full(p),
    ),
    Evidence(
        "next line is full, sentence open before: it goes on there",
        1,
        lambda p: p.mid_sentence and _next_is_full(p),
    ),
    Evidence(
        "not indented after a finished paragraph, an indented line follows",
        2.5,
        lambda p: (
            not p.mid_sentence
            and p.line.full
            and p.after is p.text_after
            and p.after is not None
            and p.after.like_first
            and not _ended(p.line)
            and (p.line.blank_before or _paragraph_ends(p.before))
        ),
    ),
    Evidence("opens the page", 1, lambda p: p.role_before == "start" and not p.line.full),
    Evidence(
        "not indented after a finished paragraph, no text follows",
        2.5,
        lambda p: (
            not p.mid_sentence
            and p.role_after not in ("", "turn")
            and p.line.full
            and p.before is p.text_before
            and _paragraph_ends(p.before)
        ),
    ),
    Evidence(
        "next line is indented like a first line",
        1.5,
        lambda p: p.role_after == "" and _first_below(p),
    ),
    Evidence(
        "continues a word of the line before",
        -3,
        lambda p: (
            p.mid_sentence
            and p.before is p.text_before
            and cuts_word(p.before, p.line)
            and not (p.before is not None and _breaks_off(p.before))
        ),
    ),
    Evidence(
        "its last word goes on in the next line",
        -2.5,
        lambda p: (
            p.after is not None
            and p.role_after == ""
            and word_crosses(p.line.text, p.after.text)
            and not _breaks_off(p.line)
        ),
    ),
    Evidence(
        "its last word goes on behind the title that follows",
        -5,
        lambda p: p.role_after == "title" and cuts_word(p.line, p.text_after),
    ),
    Evidence(
        "the next line does no more than end the sentence",
        -4,
        lambda p: (
            not p.mid_sentence
            and p.role_after == ""
            and p.after is not None
            and bool(_LAST_BIT.match(p.after.text))
        ),
    ),
    Evidence("begins with a particle", -4, lambda p: first_tag(p.line.text) in _PARTICLES),
    Evidence(
        "the next line begins with a particle",
        -4,
        lambda p: (
            not p.mid_sentence
            and p.role_after == ""
            and p.after is not None
            and first_tag(p.after.text) in _PARTICLES
        ),
    ),
    Evidence(
        "a full stop or semicolon inside or at the end",
        -5,
        lambda p: bool(re.search("[。；]", p.line.text)),
    ),
    Evidence("ends as a question or call", -0.5, lambda p: p.line.text.endswith(("？", "！"))),
    Evidence(
        "ends with a mark that needs more",
        -6,
        lambda p: p.line.text.endswith(_PENDING) and not _goes_on_as_title(p),
    ),
    Evidence(
        "begins with a mark that needs text before",
        -8,
        lambda p: p.line.text.startswith(_NEVER_FIRST),
    ),
    Evidence("quotes or brackets not paired", -4, lambda p: not is_balanced(p.line.text)),
    Evidence("spread to fill its column", -3, lambda p: p.line.justified),
    Evidence(
        "ends with a word that needs more",
        -3,
        lambda p: p.line.text.endswith(_HANGING) or (
            p.line.text[-1] == "等" and not (p.isolated or _breaks_off(p.line))
        ),
    ),
    Evidence(
        "begins as running text does",
        -3,
        lambda p: p.line.text.startswith(_text_cues()),
    ),
    Evidence("ends with a bare number", -2, lambda p: p.line.text[-1].isdigit()),
    Evidence("rather long", -1.5, lambda p: 24 < p.line.width <= 32),
    Evidence("too long", -4, lambda p: p.line.width > 32),
    Evidence("opens like a speaker's turn", -4, lambda p: p.opens_turn),
    Evidence(
        "opens with the label of a question or an answer",
        -4,
        lambda p: p.opens_turn and bool(_ASKS.match(p.line.text)),
    ),
    Evidence("too short", -3, lambda p: len(p.line.text) < 3),
    Evidence(
        "as wide as an indented first line",
        -2.5,
        lambda p: (
            not p.isolated
            and p.line.like_first
            and p.role_after == ""
            and not _first_below(p)
            and not p.never_ends
        ),
    ),
    Evidence(
        "as wide as an indented first line, between blank lines",
        -1,
        lambda p: p.isolated and p.line.like_first and not (_first_below(p) or p.never_ends),
    ),
    Evidence(
        "as wide as its column",
        -1.5,
        lambda p: not p.isolated and p.line.column > 0 and abs(p.line.slack) < FULL,
    ),
    Evidence(
        "a clause of one to three characters",
        -2,
        lambda p: (
            any(len(part) < 4 for part in _clauses(p.line)[1:])
            or len(p.line.text.split("，")[0]) < 4 <= p.line.text.count("，") * 4
        ),
    ),
    Evidence(
        "more than one comma",
        -2,
        lambda p: p.line.text.count("，") > 1 and not _parallel(p.line.text),
    ),
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
            and p.before.falls_short(INDENT if p.first else 0)
        ),
    ),
    Evidence(
        "line before full",
        -2,
        lambda p: _ended(p.before) and p.before is not None and p.before.full and not p.before.wide,
    ),
    Evidence(
        "line before spread to fill its column",
        -3,
        lambda p: p.before is not None and p.before.justified,
    ),
    Evidence("a speaker begins", 10, lambda p: p.opens_turn),
    Evidence("printed indent", 4, lambda p: p.line.indent >= 2 and _ended(p.before)),
    Evidence("printed indent below a line without one", 9, lambda p: _indent_begins(p)),
    Evidence(
        "as wide as an indented first line",
        2,
        lambda p: p.line.like_first and not _ended(p.line),
    ),
    Evidence(
        "ends a sentence where an indented first line ends, and the next line is full",
        4,
        lambda p: (
            p.line.like_first
            and _ended(p.line)
            and p.after is not None
            and p.after.full
            and not p.after.wide
        ),
    ),
    Evidence("full line", -4, lambda p: p.line.full and not (p.line.wide or _may_hang(p.line))),
    Evidence(
        "full line, unless the mark at its end hangs out of the column",
        -2,
        lambda p: p.line.full and not p.line.wide and _may_hang(p.line),
    ),
    Evidence("blank line between", 2, lambda p: p.line.blank_before or p.interrupted),
    Evidence(
        "no blank line between",
        -1.5,
        lambda p: p.blanks and not (p.line.blank_before or p.interrupted),
    ),
    Evidence(
        "no blank line between, as between most paragraphs here",
        -1.5,
        lambda p: (
            p.parted
            and not (p.line.blank_before or p.interrupted)
            and p.before is not None
            and (p.before.wide or not p.line.like_first)
        ),
    ),
    Evidence(
        "begins with a mark that needs text before",
        -9,
        lambda p: p.line.text.startswith(_NEVER_FIRST),
    ),
    Evidence("quote or bracket still open", -4, lambda p: p.pending != ""),
    Evidence(
        "another width of setting",
        3,
        lambda p: (
            p.before is not None
            and max(p.before.column, p.line.column) < NO_COLUMN
            and p.before.wide != p.line.wide
            and (p.line.blank_before or _ended(p.before))
        ),
    ),
    Evidence(
        "a word is cut between the lines",
        -2,
        lambda p: p.before is not None and word_crosses(p.before.text, p.line.text),
    ),
)

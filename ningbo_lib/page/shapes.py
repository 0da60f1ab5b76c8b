"""What the shape of a line, and of the lines around it, says about its place in the text."""

from __future__ import annotations

import re

from ningbo_lib.marks import NEVER_FIRST
from ningbo_lib.numbering import section_ordinal
from ningbo_lib.page.judging import Place
from ningbo_lib.page.lines import FULL, INDENT, WRAPPED, Line

_NEVER_FIRST = tuple(NEVER_FIRST)
_QUOTES = re.compile("[“”「」『』]")
_FEW = 8  # em; running text breaks off so early only by chance
_SHORT = 20  # em that a heading may have
PRINTED = 2  # characters by which a text layer indents a paragraph, where it does


def ended(line: Line | None) -> bool:
    """Whether there is a line and a sentence ends with it."""
    return line is not None and line.ended


def opens_with_dash(line: Line) -> bool:
    """Whether a line opens as newspapers set subtitles."""
    return line.text.startswith("—")


def quarter(line: Line) -> float:
    """A quarter of the column, three em at least."""
    return max(3.0, 0.25 * line.column)


def breaks_off(line: Line) -> bool:
    """Whether a line ends in mid sentence before its column does, as no running text may."""
    return not line.ended and line.falls_short(INDENT)


def paragraph_ends(line: Line | None) -> bool:
    """Whether a line ends before its column does, be it a paragraph's first or not."""
    return line is not None and line.falls_short(INDENT if line.like_first else 0)


def may_hang(line: Line) -> bool:
    """Whether a line may end a character earlier than it measures, with a mark in the margin."""
    return line.text.endswith(_NEVER_FIRST) and line.slack > 0.75


def one_line(left: Line | None, right: Line | None) -> bool:
    """Whether an extractor may have cut one printed line into these two."""
    if left is None or right is None or left.blank_after or left.column == 0:
        return False
    return abs(left.column - left.width - right.width) < 0.6


def clauses(line: Line) -> list[str]:
    """The clauses of a line; the last one not if the line breaks off in it."""
    parts = line.text.rstrip("，").split("，")
    return parts[:-1] if len(parts) > 1 and breaks_off(line) else parts


def parallel(text: str) -> bool:
    """Whether all clauses are equally long, as in a slogan."""
    sizes = [len(clause) for clause in text.split("，")]
    return min(sizes) > 5 and max(sizes) - min(sizes) <= 1


def is_couplet(line: Line) -> bool:
    """Whether a line is two clauses as long as each other, as titles like to be.

    A third of the titles of two clauses were on the pages counted, of such lines of text one in
    sixteen.
    """
    parts = _QUOTES.sub("", line.text).split("，")
    return len(parts) == 2 and len(parts[0]) == len(parts[1]) > 2 and not line.ended


def usual(place: Place) -> bool:
    """Whether lines between blank ones are common on this page of columns."""
    return place.blocks_usual and place.line.column > 0


def goes_on_as_title(place: Place) -> bool:
    """Whether the line right below is a title too."""
    return place.role_after == "title" and not place.line.blank_after


def below_title(place: Place) -> bool:
    """Whether a line stands in one chunk with a title above it."""
    above = place.before if place.role_before == "title" else None
    return above is not None and above.blank_before and not place.line.blank_before


def may_open(place: Place) -> bool:
    """Whether a line may be a paragraph's first: nothing is open before, but for a line alone."""
    above = place.text_before
    alone = above is not None and above.blank_before and above.blank_after
    return not place.mid_sentence or (alone and place.line.like_first)


def stands_alone(place: Place) -> bool:
    """Whether a line between blank ones breaks off far before its column does."""
    line = place.line
    return place.isolated and not line.ended and line.falls_short(quarter(line))


def stands_short(place: Place) -> bool:
    """Whether a line of a few characters, its sentence open, stands by itself between texts."""
    line, below = place.line, place.text_after
    apart = place.isolated or (line.falls_short(0) and below is not None and below.like_first)
    return apart and line.width <= _FEW and not (line.ended or place.mid_sentence)


def amid_wide(place: Place) -> bool:
    """Whether the text right before or behind the line is wider than the column too."""
    beside = ((place.before, place.role_before), (place.after, place.role_after))
    return any(line and role == "" and (line.wide or line.slack < -FULL) for line, role in beside)


def short_between(place: Place) -> bool:
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
        and line.falls_short(quarter(line))
    )


def first_below(place: Place) -> bool:
    """Whether the next line begins a paragraph by its width.

    Below a line that might be a first line itself it must be one beyond doubt: a full line would
    have had room for the next word, however digits and Latin letters were printed.
    """
    after = place.after
    if after is None or not after.like_first:
        return False
    unsure = 0.3 + 0.15 * len(re.findall("[\x21-\x7e]", after.text))
    return after.room > unsure if place.line.like_first else not after.justified


def next_is_full(place: Place) -> bool:
    """Whether the next line of running text fills the same column."""
    after = place.text_after
    if after is None or place.line.slack < -FULL:
        return False
    return after.full and not (after.wide or place.line.wide or opens_with_dash(after))


def unset(line: Line) -> bool:
    """Whether a line was not set in a column, but runs on as a whole paragraph may."""
    return line.column == 0 or line.column > WRAPPED


def indent_follows(place: Place) -> bool:
    """Whether the next line is indented as a paragraph's first: nothing goes on in it."""
    after = place.after
    return after is not None and after.indent >= PRINTED and not after.justified


def opens_section(line: Line) -> bool:
    """Whether a line opens with a section's ordinal (一、, （二）) and holds no whole sentence."""
    return section_ordinal(line.text) is not None and not line.ended


def numbers_section(place: Place) -> bool:
    """Whether a line of a text that is not set in columns opens a section by its number."""
    return place.line.column == 0 and opens_section(place.line)


def may_go_on(place: Place) -> bool:
    """Whether what follows may go on with the line: it begins no paragraph, nor heads one.

    Nor can a short line without any mark in a text that is not set in columns, alone or where no
    blank lines are.
    """
    line = place.line
    apart = line.blank_before == line.blank_after and not place.mid_sentence
    alone = apart and line.width <= _SHORT
    heads = alone and line.column == 0 and "，" not in line.text
    return not (indent_follows(place) or numbers_section(place) or heads)


def indent_begins(place: Place) -> bool:
    """An indent opens a paragraph even though the line before does not end its sentence."""
    before = place.before
    return (
        before is not None
        and place.line.indent >= PRINTED
        and not place.line.justified
        and before.indent < PRINTED
        and not ended(before)
    )

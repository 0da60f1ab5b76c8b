"""The evidence by which titles are told, weighed.

Weights were set by hand on pages with known structure: 1 is a hint, 3 settles a case that is
otherwise open, 6 and more overrule everything else.
"""

from __future__ import annotations

import re

from ningbo_lib.marks import PENDING, TERMINAL
from ningbo_lib.page.dictionary import word_crosses
from ningbo_lib.page.judging import Evidence, cuts_word, is_sidebar
from ningbo_lib.page.lines import FULL, INDENT
from ningbo_lib.page.shapes import (
    amid_wide,
    below_title,
    breaks_off,
    clauses,
    ended,
    first_below,
    goes_on_as_title,
    indent_follows,
    is_couplet,
    may_go_on,
    may_open,
    next_is_full,
    numbers_section,
    one_line,
    opens_with_dash,
    paragraph_ends,
    parallel,
    quarter,
    short_between,
    stands_alone,
    stands_short,
    usual,
)
from ningbo_lib.page.wording import (
    WORDING_EVIDENCE,
    begins_as_text,
    begins_with_particle,
    begins_within,
    ends_open,
    is_labelled,
)

_PENDING = tuple(PENDING)
_QUOTED = re.compile("^(?:“[^“”]{4,}”|「[^「」]{4,}」)$")
_LAST_BIT = re.compile(f"^.{{1,2}}[{TERMINAL}]")
_QUOTED_SENTENCE = re.compile("[。！？][”」].")


TITLE_EVIDENCE: tuple[Evidence, ...] = (
    Evidence("blank lines on both sides", 3, lambda p: p.isolated and not usual(p)),
    Evidence(
        "blank lines on both sides, as often on this page",
        0.5,
        lambda p: p.isolated and usual(p),
    ),
    Evidence("opens with a dash", 4, lambda p: opens_with_dash(p.line)),
    Evidence(
        "names a kind of sidebar", 5, lambda p: p.role_after == "" and is_sidebar(p.line.text)
    ),
    Evidence(
        "short of its column, sentence open",
        3,
        lambda p: not ended(p.line) and p.line.falls_short(INDENT if may_open(p) else 0),
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
        lambda p: p.mid_sentence and not p.line.ended and p.line.falls_short(quarter(p.line)),
    ),
    Evidence(
        "short between two lines that fill the same column, sentence open",
        1.5,
        lambda p: p.mid_sentence and not p.line.ended and short_between(p),
    ),
    Evidence(
        "part of a printed line, with the one before or after",
        -3,
        lambda p: p.mid_sentence and (one_line(p.before, p.line) or one_line(p.line, p.after)),
    ),
    Evidence(
        "sentence open in a text without columns or blank lines",
        2,
        lambda p: (
            p.line.column == 0
            and not (p.line.blank_before or p.line.blank_after)
            and not ended(p.line)
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
        lambda p: indent_follows(p) and not ended(p.line),
    ),
    Evidence("opens with a section's ordinal, not in columns", 4, numbers_section),
    Evidence(
        "ends the sentence that was open before",
        -4,
        lambda p: p.mid_sentence and ended(p.line),
    ),
    Evidence(
        "goes on after a quoted sentence",
        -3,
        lambda p: bool(_QUOTED_SENTENCE.search(p.line.text)),
    ),
    Evidence(
        "wider than its column",
        2,
        lambda p: p.line.column > 0 and p.line.slack < -FULL and not amid_wide(p),
    ),
    Evidence("whole line in quotes", 2, lambda p: bool(_QUOTED.match(p.line.text))),
    Evidence("most of it is said elsewhere on the page too", 1.5, lambda p: p.summary),
    Evidence("two clauses of one length, as in a couplet", 1.5, lambda p: is_couplet(p.line)),
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
        lambda p: p.mid_sentence and (p.line.blank_before or below_title(p)) and p.line.column > 0,
    ),
    Evidence(
        "text before is in mid sentence, no blank line or no columns",
        -3,
        lambda p: (
            p.mid_sentence and not ((p.line.blank_before or below_title(p)) and p.line.column > 0)
        ),
    ),
    Evidence("no sentence ends from here to where the article stops", 5, lambda p: p.never_ends),
    Evidence(
        "a title follows at once, sentence open",
        3,
        lambda p: p.role_after == "title" and not p.line.blank_after and not ended(p.line),
    ),
    Evidence(
        "asks or calls, nothing open before, and a title follows at once, or around it",
        3,
        lambda p: (
            p.role_after == "title"
            and (p.role_before == "title" or not p.line.blank_after)
            and not (p.mid_sentence or p.opens_turn)
            and p.line.text.endswith(("？", "！"))
        ),
    ),
    Evidence(
        "no columns, and a finished sentence between a title and text",
        -2,
        lambda p: (
            p.role_before == "title" and p.role_after == "" and ended(p.line) and not p.line.column
        ),
    ),
    Evidence(
        "nothing open before, and with the text that follows it makes a word of this page",
        -3,
        lambda p: p.known_below and not p.mid_sentence and may_go_on(p),
    ),
    Evidence(
        "a title follows, sentence open",
        0.5,
        lambda p: p.role_after == "title" and p.line.blank_after and not ended(p.line),
    ),
    Evidence(
        "next line is full, nothing open before: it begins here",
        -3,
        lambda p: not (p.never_ends or p.mid_sentence or stands_alone(p)) and next_is_full(p),
    ),
    Evidence(
        "next line is full, sentence open before: it goes on there",
        1,
        lambda p: p.mid_sentence and next_is_full(p),
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
            and not ended(p.line)
            and (p.line.blank_before or paragraph_ends(p.before))
        ),
    ),
    Evidence("opens the page", 2, lambda p: p.role_before == "start" and not p.line.full),
    Evidence(
        "not indented after a finished paragraph, no text follows",
        2.5,
        lambda p: (
            not p.mid_sentence
            and p.role_after not in ("", "turn")
            and p.line.full
            and p.before is p.text_before
            and paragraph_ends(p.before)
        ),
    ),
    Evidence(
        "next line is indented like a first line",
        1.5,
        lambda p: p.role_after == "" and first_below(p),
    ),
    Evidence(
        "continues a word of the line before",
        -3,
        lambda p: (
            p.mid_sentence
            and p.before is p.text_before
            and cuts_word(p.before, p.line)
            and not (p.before is not None and breaks_off(p.before))
        ),
    ),
    Evidence(
        "its last word goes on in the next line",
        -2.5,
        lambda p: (
            p.after is not None
            and p.role_after == ""
            and word_crosses(p.line.text, p.after.text)
            and not breaks_off(p.line)
            and may_go_on(p)
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
            and p.role_after != "title"
            and p.text_after is not None
            and bool(_LAST_BIT.match(p.text_after.text))
        ),
    ),
    Evidence(
        "nothing open before, and its last word goes on in the text that follows",
        -4,
        lambda p: (
            not (p.mid_sentence or p.never_ends)
            and p.text_after is not None
            and not breaks_off(p.text_after)
            and cuts_word(p.line, p.text_after)
            and may_go_on(p)
        ),
    ),
    Evidence(
        "nothing open before, and the text that follows begins within a sentence",
        -3,
        lambda p: (
            not (p.mid_sentence or p.line.ended)
            and p.text_after is not None
            and not breaks_off(p.text_after)
            and begins_within(p.text_after.text)
            and may_go_on(p)
        ),
    ),
    Evidence(
        "below the title of a sidebar",
        -3,
        lambda p: p.role_before == "title" and p.before is not None and is_sidebar(p.before.text),
    ),
    Evidence(
        "alone below a byline, and no title follows",
        -1.5,
        lambda p: p.isolated and p.role_before == "byline" and p.role_after == "",
    ),
    Evidence(
        "a web page's date and source stand below it",
        6,
        lambda p: p.dated_below and p.begins_anew and not p.line.ended,
    ),
    Evidence(
        "the page ends below it, and no title follows",
        -1.5,
        lambda p: p.page_ends and not p.mid_sentence and p.role_after == "",
    ),
    Evidence(
        "between texts without a number, where sections are numbered",
        -1.5,
        lambda p: p.numbered and p.role_before == p.role_after == "" and not p.mid_sentence,
    ),
    Evidence(
        "the next line begins with a particle",
        -4,
        lambda p: (
            not p.mid_sentence
            and p.role_after == ""
            and p.after is not None
            and begins_with_particle(p.after.text)
        ),
    ),
    Evidence(
        "ends with a mark that needs more",
        -6,
        lambda p: p.line.text.endswith(_PENDING) and not goes_on_as_title(p),
    ),
    Evidence("spread to fill its column", -3, lambda p: p.line.justified),
    Evidence(
        "ends with a word that needs more",
        -3,
        lambda p: (
            (ends_open(p.line.text) and not (p.line.ended or opens_with_dash(p.line)))
            or (p.line.text[-1] == "等" and not (p.isolated or breaks_off(p.line)))
            or (p.line.text[-1] == "了" and p.line.like_first and not breaks_off(p.line))
        ),
    ),
    Evidence(
        "begins as running text does",
        -4,
        lambda p: begins_as_text(p.line.text) and not stands_short(p),
    ),
    Evidence("opens like a speaker's turn", -4, lambda p: p.opens_turn),
    Evidence(
        "opens with the label of a question or an answer",
        -4,
        lambda p: p.opens_turn and is_labelled(p.line.text),
    ),
    Evidence(
        "as wide as an indented first line",
        -2.5,
        lambda p: (
            not p.isolated
            and p.line.like_first
            and p.role_after == ""
            and not first_below(p)
            and not p.never_ends
        ),
    ),
    Evidence(
        "as wide as an indented first line, between blank lines",
        -1,
        lambda p: p.isolated and p.line.like_first and not (first_below(p) or p.never_ends),
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
            "，" in p.line.text
            and not stands_short(p)
            and (
                any(len(part) < 4 for part in clauses(p.line)[1:])
                or len(p.line.text.split("，")[0]) < 4
            )
        ),
    ),
    Evidence(
        "more than one comma",
        -2,
        lambda p: p.line.text.count("，") > 1 and not parallel(p.line.text),
    ),
    *WORDING_EVIDENCE,
)

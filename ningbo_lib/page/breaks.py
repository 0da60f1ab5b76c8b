"""The evidence by which it is told where a paragraph begins, weighed as titles are."""

from __future__ import annotations

from ningbo_lib.marks import NEVER_FIRST
from ningbo_lib.page.dictionary import word_crosses
from ningbo_lib.page.judging import Evidence
from ningbo_lib.page.lines import INDENT, NO_COLUMN
from ningbo_lib.page.shapes import PRINTED, ended, indent_begins, may_hang, unset

_NEVER_FIRST = tuple(NEVER_FIRST)

BREAK_EVIDENCE: tuple[Evidence, ...] = (
    Evidence("sentence ended", 2, lambda p: ended(p.before)),
    Evidence("sentence open", -7, lambda p: not ended(p.before)),
    Evidence(
        "line before short of its column",
        4,
        lambda p: (
            ended(p.before)
            and p.before is not None
            and p.before.falls_short(INDENT if p.first else 0)
        ),
    ),
    Evidence(
        "line before full",
        -2,
        lambda p: ended(p.before) and p.before is not None and p.before.full and not p.before.wide,
    ),
    Evidence(
        "line before spread to fill its column",
        -3,
        lambda p: p.before is not None and p.before.justified,
    ),
    Evidence("a speaker begins", 10, lambda p: p.opens_turn),
    Evidence("printed indent", 4, lambda p: p.line.indent >= PRINTED and ended(p.before)),
    Evidence("printed indent below a line without one", 9, lambda p: indent_begins(p)),
    Evidence(
        "printed indent, sentence open, not in columns",
        9,
        lambda p: (
            p.line.indent >= PRINTED
            and unset(p.line)
            and not (p.line.justified or ended(p.before) or indent_begins(p))
        ),
    ),
    Evidence(
        "a colon closes the line before, not in columns",
        11,
        lambda p: p.before is not None and p.before.text.endswith("：") and unset(p.before),
    ),
    Evidence(
        "as wide as an indented first line",
        2,
        lambda p: p.line.like_first and not ended(p.line),
    ),
    Evidence(
        "ends a sentence where an indented first line ends, and the next line is full",
        4,
        lambda p: (
            p.line.like_first
            and ended(p.line)
            and p.after is not None
            and p.after.full
            and not p.after.wide
        ),
    ),
    Evidence("full line", -4, lambda p: p.line.full and not (p.line.wide or may_hang(p.line))),
    Evidence(
        "full line, unless the mark at its end hangs out of the column",
        -2,
        lambda p: p.line.full and not p.line.wide and may_hang(p.line),
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
            and (p.line.blank_before or ended(p.before))
        ),
    ),
    Evidence(
        "a word is cut between the lines",
        -2,
        lambda p: p.before is not None and word_crosses(p.before.text, p.line.text),
    ),
)

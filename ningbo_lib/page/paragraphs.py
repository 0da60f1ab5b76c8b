"""Join printed lines into paragraphs, across columns, pages, headings and captions."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from ningbo_lib.marks import open_marks
from ningbo_lib.page.breaks import BREAK_EVIDENCE
from ningbo_lib.page.judging import (
    BREAK_THRESHOLD,
    Judged,
    Place,
    Verdict,
    cuts_word,
    judge,
    text_of,
)
from ningbo_lib.page.lines import Line


@dataclass
class Paragraph:
    """Lines that make one paragraph, and for each line why it begins or continues it."""

    lines: list[Judged]
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The running text, the lines put together."""
        return text_of(self.lines)

    @property
    def speaker(self) -> str:
        """Who begins to speak here; ``""`` where the paragraph opens no turn."""
        return self.lines[0].speaker

    @property
    def width(self) -> float:
        """Width of its widest line in em."""
        return max(item.line.width for item in self.lines)

    @property
    def wide(self) -> bool:
        """Whether it was set across columns."""
        line = self.lines[0].line
        return line.column > 0 and line.wide


@dataclass
class Heading:
    """A title inside an article's flow.

    ``gap`` counts the paragraphs begun before it; ``inside`` says that it cut the last of them.
    """

    lines: list[Judged]
    gap: int
    inside: bool = False
    numbered: bool = False


def join_lines(flow: Sequence[Judged], *, blanks: bool) -> tuple[list[Paragraph], list[Heading]]:
    """Paragraphs and headings of one article's lines, in the order of the page.

    ``blanks`` says whether the page sets blank lines between paragraphs.
    """
    paragraphs: list[Paragraph] = []
    waiting: list[Judged] = []
    headings: list[Heading] = []
    pending = ""
    numbered = False
    following, parted = _text_after(flow), _parted(flow)
    for i, item in enumerate(flow):
        if item.role == "text":
            place = Place(
                line=item.line,
                before=paragraphs[-1].lines[-1].line if paragraphs else None,
                after=following[i],
                blanks=blanks,
                parted=parted,
                pending=pending,
                first=bool(paragraphs) and len(paragraphs[-1].lines) == 1,
                interrupted=bool(waiting) or numbered,
                opens_turn=bool(item.speaker),
            )
            verdict = judge(BREAK_EVIDENCE, place)
            new = not paragraphs or verdict.score > BREAK_THRESHOLD
            headings += _settle(waiting, paragraphs, inside=not new, numbered=numbered)
            waiting, numbered = [], False
            if new:
                paragraphs.append(Paragraph([]))
            paragraphs[-1].lines.append(item)
            paragraphs[-1].verdicts.append(verdict)
            pending = open_marks(("" if new else pending) + item.line.text)
        elif item.role == "title":
            waiting.append(item)
        else:
            numbered = numbered or item.role == "number"
    headings += _settle(waiting, paragraphs, inside=False, numbered=numbered)
    return paragraphs, headings


def _parted(flow: Sequence[Judged]) -> bool:
    """Whether most lines right below a finished one of running text have a blank line before."""
    pairs = [pair for pair in itertools.pairwise(flow) if pair[0].role == pair[1].role == "text"]
    fresh = [item.line.blank_before for before, item in pairs if before.line.ended]
    return 2 * sum(fresh) > len(fresh)


def _text_after(flow: Sequence[Judged]) -> list[Line | None]:
    """For each place of the flow the next line of running text."""
    found: list[Line | None] = []
    line: Line | None = None
    for item in reversed(flow):
        found.append(line)
        line = item.line if item.role == "text" else line
    return found[::-1]


def _settle(
    waiting: list[Judged], paragraphs: list[Paragraph], *, inside: bool, numbered: bool
) -> list[Heading]:
    """Headings from the title lines that stood between two lines of text."""
    headings: list[Heading] = []
    for item in waiting:
        if headings and _goes_on(headings[-1].lines[-1], item):
            headings[-1].lines.append(item)
        else:
            headings.append(Heading([item], len(paragraphs), inside, numbered))
    return headings


def _goes_on(above: Judged, below: Judged) -> bool:
    """Whether a title line is the second line of the heading above it."""
    if cuts_word(above.line, below.line):
        return True
    joined = above.line.number + 1 == below.line.number and above.line.blank_before
    return joined and not below.line.blank_before

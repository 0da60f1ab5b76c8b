"""How lines are judged: by evidence that is weighed, and the names of what applied are kept.

Three questions are asked of a page's lines: is this line a title (headline, kicker, section
heading), does the line above a caption belong to it, and does a new paragraph begin here?  Each
piece of evidence has a name, a weight and a test; ``evidence`` lists those
for titles, ``captions`` those for captions, ``breaks`` those for paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from ningbo_lib.lexicons import read_lexicon
from ningbo_lib.page.dictionary import word_crosses
from ningbo_lib.page.lines import Line

TITLE_THRESHOLD = 2.0
CAPTION_THRESHOLD = 2.0
BREAK_THRESHOLD = 0.0


class Place(NamedTuple):
    """A line with what stands around it.

    ``before`` and ``after`` are the neighbouring lines, ``role_before`` and ``role_after`` what
    they are known to be (``""`` where that is open); ``text_before`` and ``text_after`` are the
    nearest lines that may be running text, past titles and captions; ``mid_sentence`` says that the
    one before is still open.  ``open_chunk``: no sentence ends in the two or three lines between
    the blank ones around; ``never_ends``: none ends any more from this line to where the article
    stops; ``blocks_usual``: lines between blank ones are common on this page; ``known_around``: the
    last character before and the first one after the line stand together elsewhere on the page, the
    one before and the line's first do not; ``known_below``: its last character and the first of the
    text that follows stand together elsewhere; ``page_ends``: a folio or its like stands right
    below; ``dated_below``: a web page's date and source do; ``numbered``: the page numbers its
    sections; ``summary``: most of the line's character pairs stand in other lines of the page too.

    For joining lines: ``blanks`` says that the page has blank lines between its blocks, ``parted``
    that most lines after a finished one have one before; ``first`` that ``before`` opens a
    paragraph, ``interrupted`` that a title, caption or number stood between, ``opens_turn`` that
    somebody begins to speak; ``pending`` are the marks opened in the paragraph and not yet closed.
    """

    line: Line
    before: Line | None = None
    after: Line | None = None
    text_before: Line | None = None
    text_after: Line | None = None
    never_ends: bool = False
    open_chunk: bool = False
    blocks_usual: bool = False
    known_around: bool = False
    known_below: bool = False
    page_ends: bool = False
    dated_below: bool = False
    numbered: bool = False
    summary: bool = False
    first: bool = False
    role_before: str = ""
    role_after: str = ""
    blanks: bool = True
    parted: bool = False
    pending: str = ""
    interrupted: bool = False
    opens_turn: bool = False
    mid_sentence: bool = False

    @property
    def isolated(self) -> bool:
        """Whether blank lines part the line from both neighbours."""
        return self.line.blank_before and self.line.blank_after

    @property
    def begins_anew(self) -> bool:
        """Whether it is the first of the texts, or stands apart from one that is at its end."""
        return self.text_before is None or (self.line.blank_before and not self.mid_sentence)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """One reason for or against, its weight, and when it applies; ``label`` names both."""

    name: str
    weight: float
    applies: Callable[[Place], bool]
    label: str = field(init=False)

    def __post_init__(self) -> None:
        """Write the label once, not for every line."""
        object.__setattr__(self, "label", f"{self.name} {self.weight:+g}")


class Verdict(NamedTuple):
    """The sum of the weights that applied, and their names."""

    score: float
    reasons: tuple[str, ...]


def judge(evidence: Sequence[Evidence], place: Place) -> Verdict:
    """Weigh all ``evidence`` at one place."""
    return _verdict(tuple([item for item in evidence if item.applies(place)]))


@lru_cache(maxsize=4096)
def _verdict(held: tuple[Evidence, ...]) -> Verdict:
    """One object for all places where the same held: a page has few different ones."""
    return Verdict(sum(item.weight for item in held), tuple(item.label for item in held))


@dataclass(slots=True)
class Judged:
    """A line and what it was judged to be, with the evidence; never changed (not frozen, as a page
    has thousands and freezing them takes longer than making them).

    ``role`` is byline, caption, number, furniture, title or text; ``speaker`` the name that
    opens a turn; ``place`` counts the lines of the page in the order in which they are read.
    """

    line: Line
    role: str
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    speaker: str = ""
    place: int = 0


def text_of(lines: Sequence[Judged]) -> str:
    """What the lines say, joined."""
    return "".join(item.line.text for item in lines)


def cuts_word(before: Line | None, line: Line | None) -> bool:
    """Whether a word of the dictionary is cut between two lines."""
    return before is not None and line is not None and word_crosses(before.text, line.text)


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

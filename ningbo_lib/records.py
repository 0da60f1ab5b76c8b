"""Value types that two or more modules share; no behaviour beyond read-only views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

BlockKind = Literal[
    "kicker",
    "headline",
    "subtitle",
    "byline",
    "lead",
    "heading",
    "paragraph",
    "turn",
    "sidebar",
    "caption",
    "furniture",
]

#: Kinds of block that make up the running text of an article, in reading order.
BODY_KINDS: frozenset[str] = frozenset({"lead", "paragraph", "turn", "sidebar"})


class Span(NamedTuple):
    """A half-open range of characters, ``text[start:stop]``."""

    start: int
    stop: int


#: Between the headings of sections one inside the other, in ``Block.section``.
SECTION_BREAK = " / "


@dataclass(frozen=True, slots=True)
class Byline:
    """One signature: ``Byline("记者", "李华")``; a body that issues a text has no role."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Caption:
    """A picture's text and, without its brackets, who took or gave the picture."""

    text: str
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a page as a reader sees it.

    ``spans`` are ranges of the *raw* text, several where a heading, a caption or a page
    break had cut the block; ``origin[i]`` is the raw offset of ``text[i]``.  ``speaker`` is who
    begins to speak (turns), ``credit`` who took or gave a picture (captions); ``section`` is the
    heading it stands under, below those of the sections that hold it (一、工业 / （一）钢铁).
    """

    kind: BlockKind
    text: str
    section: str = ""
    speaker: str = ""
    credit: str = ""
    spans: tuple[Span, ...] = ()
    origin: Sequence[int] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True)
class Article:
    """One article of a page; ``blocks`` stand in reading order."""

    article_id: str
    headline: str = ""
    kicker: str = ""
    subtitle: str = ""
    bylines: tuple[Byline, ...] = ()
    blocks: tuple[Block, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def body(self) -> tuple[Block, ...]:
        """Blocks of running text: lead, paragraphs, turns and sidebars."""
        return tuple(block for block in self.blocks if block.kind in BODY_KINDS)

    @property
    def paragraphs(self) -> list[str]:
        """Running text in reading order; a turn reads ``记者：…``."""
        return [
            f"{block.speaker}：{block.text}" if block.speaker else block.text for block in self.body
        ]

    @property
    def headings(self) -> list[str]:
        """Section headings in reading order."""
        return [block.text for block in self.blocks if block.kind == "heading"]

    @property
    def captions(self) -> list[Caption]:
        """Captions with their credits, in the order of the page."""
        return [
            Caption(block.text, block.credit) for block in self.blocks if block.kind == "caption"
        ]

    def __repr__(self) -> str:
        """What it is and how long; the blocks show themselves in a notebook."""
        return (
            f"Article({self.article_id!r}, {self.headline!r}, {len(self.body)} paragraphs, "
            f"{len(self.blocks)} blocks)"
        )

    def _repr_html_(self) -> str:
        from ningbo_lib.display import show_article  # loads pandas, which parsing does not need

        return show_article(self)

"""A raw page to articles: the one way from text to blocks, with the reasons kept."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ningbo_lib.marks import ends_sentence
from ningbo_lib.numbering import section_paths
from ningbo_lib.page.bylines import is_byline, parse_byline, signed_inside
from ningbo_lib.page.captions import credit_of
from ningbo_lib.page.cleaning import Cleaned, clean_unlogged
from ningbo_lib.page.columns import unweave
from ningbo_lib.page.fitting import Region, byline_groups, caption_groups
from ningbo_lib.page.heads import read_head
from ningbo_lib.page.judging import TITLE_THRESHOLD, Judged, is_sidebar
from ningbo_lib.page.lines import printed_lines
from ningbo_lib.page.ordering import Arrangement, Section, arrange
from ningbo_lib.page.paragraphs import Paragraph, join_lines
from ningbo_lib.page.regions import divide_page
from ningbo_lib.page.roles import judge_lines
from ningbo_lib.page.signatures import signers
from ningbo_lib.records import Article, Block, BlockKind, Byline, Span

_BLANK_SHARE = 0.06  # of lines with a blank one above, from which a page parts its paragraphs so


class LineReading(NamedTuple):
    """What one printed line was taken for, and why.

    ``number`` is the line of the raw page (from 1), ``kind`` the kind of block it went into,
    ``article`` counts from 1.  ``score`` and ``reasons`` are those of the judgement whether it is
    a title; ``joins`` says why a line of running text begins a paragraph or goes on with one.
    """

    number: int
    text: str
    kind: str
    article: int
    score: float
    reasons: tuple[str, ...]
    joins: tuple[str, ...]


class _Reading(NamedTuple):
    """One article of a page, the lines it was made from and how they were joined."""

    article: Article
    region: Region
    paragraphs: list[Paragraph]


def parse_page(text: str) -> list[Article]:
    """The articles of a raw page, each in reading order.

    Nothing is lost: every character of ``text`` that is not a space lies in the ``spans`` of
    exactly one block or in the log of ``clean(text)``.  What could not be settled is in each
    article's ``doubts``.  A text without any line gives no article.
    """
    return parse_cleaned(text, clean_unlogged(text))


def parse_cleaned(text: str, cleaned: Cleaned) -> list[Article]:
    """``parse_page(text)`` for those who have ``clean(text)`` already."""
    judged = _judged(text, cleaned)
    maker = _BlockMaker(text, cleaned, judged)
    readings = _readings(judged, maker)
    del judged  # lines of a long page take several times its size; they go as its articles come
    return [reading.article for reading in readings]


def explain_page(text: str) -> list[LineReading]:
    """Line by line, what the page's lines were taken for and on what evidence.

    The rows are those of the very run that makes the articles; ``pandas.DataFrame`` takes them.
    """
    cleaned = clean_unlogged(text)
    judged = _judged(text, cleaned)
    maker = _BlockMaker(text, cleaned, judged)
    joins: dict[int, tuple[str, ...]] = {}
    owner: dict[int, int] = {}
    for number, reading in enumerate(_readings(judged, maker), start=1):
        owner |= {item.line.start: number for item in reading.region.lines}
        for paragraph in reading.paragraphs:
            for item, verdict in zip(paragraph.lines, paragraph.verdicts, strict=True):
                joins[item.line.start] = verdict.reasons
    return [
        LineReading(
            item.line.number,
            item.line.text,
            maker.kinds[maker.rank(item)],
            owner[item.line.start],
            item.score,
            item.reasons,
            joins.get(item.line.start, ()),
        )
        for item in sorted(judged, key=lambda item: item.line.start)
    ]


def _judged(text: str, cleaned: Cleaned) -> list[Judged]:
    return _in_columns(judge_lines(printed_lines(text, cleaned)))


def _readings(judged: Sequence[Judged], maker: _BlockMaker) -> Iterator[_Reading]:
    """The articles of a page one after another."""
    blanks = sum(item.line.blank_before for item in judged) > _BLANK_SHARE * len(judged)
    regions = divide_page(judged)[::-1]
    del judged
    for number in range(1, len(regions) + 1):
        region = regions.pop()
        paragraphs, headings = join_lines(region.flow, blanks=blanks)
        arrangement = arrange(paragraphs, headings, _head_position(region, paragraphs))
        article = _article(str(number), region, paragraphs, arrangement, maker)
        yield _Reading(article, region, paragraphs)


def _in_columns(judged: list[Judged]) -> list[Judged]:
    """The lines column by column; where that changed their order, judged once more."""
    lines = [item.line for item in unweave(judged)]
    if all(line is item.line for line, item in zip(lines, judged, strict=True)):
        return judged
    del judged
    return judge_lines(lines)


def _head_position(region: Region, paragraphs: Sequence[Paragraph]) -> int | None:
    """How many paragraphs stand before a head that lies inside its article's text."""
    if not region.head or not paragraphs:
        return None
    before = sum(p.lines[0].place < region.head[0].place for p in paragraphs)
    return before if 0 < before < len(paragraphs) else None


def _article(
    number: str,
    region: Region,
    paragraphs: Sequence[Paragraph],
    order: Arrangement,
    make: _BlockMaker,
) -> Article:
    head = read_head(region.head, region.text)
    parts: tuple[tuple[BlockKind, Sequence[Judged]], ...] = (
        ("kicker", head.kicker),
        ("headline", head.headline),
        ("subtitle", head.subtitle),
    )
    titles = [make.block(kind, lines) for kind, lines in parts if lines]
    texts: dict[str, str] = {block.kind: block.text for block in titles}
    signed = [make.block("byline", lines) for lines in byline_groups(region.bylines)]
    titled = zip(order.sections, section_paths([s.title for s in order.sections]), strict=True)
    body = [
        block
        for section, path in titled
        for block in _section(
            section, path, paragraphs, make, has_lead=_has_lead(order, paragraphs)
        )
    ]
    captions = [make.caption(lines) for lines in caption_groups(region.flow)]
    rest = [
        make.block("furniture", [item])
        for item in region.flow
        if item.role in ("number", "furniture")
    ]
    bylines = tuple(dict.fromkeys(by for block in signed for by in signers(block.text)))
    return Article(
        article_id=number,
        headline=texts.get("headline", ""),
        kicker=texts.get("kicker", ""),
        subtitle=texts.get("subtitle", ""),
        bylines=bylines or _signed_in_text(body, make.raw),
        blocks=tuple(titles + signed + body + captions + rest),
        doubts=(*_doubts(region, texts, body), *order.doubts),
    )


def _signed_in_text(body: Sequence[Block], raw: str) -> tuple[Byline, ...]:
    """Who signs inside the running text, as in 本报讯（记者 …）; the text keeps its brackets.

    Read from the raw text, whose spaces part the names.
    """
    for block in (*body[:1], *body[-1:]):
        place = signed_inside(block.text)
        if place:
            start, stop = block.origin[place[0]], block.origin[place[1] - 1] + 1
            signed = " ".join(raw[start:stop].split())
            if is_byline(signed):
                return parse_byline(signed)
    return ()


def _has_lead(order: Arrangement, paragraphs: Sequence[Paragraph]) -> bool:
    return len(order.sections) > 1 or any(p.speaker for p in paragraphs)


def _section(
    section: Section,
    path: str,
    paragraphs: Sequence[Paragraph],
    make: _BlockMaker,
    *,
    has_lead: bool,
) -> Iterator[Block]:
    """The blocks of one section: its heading, then its paragraphs."""
    if section.heading is not None:
        yield make.block("heading", section.heading.lines, section=path)
    for index in section.paragraphs:
        paragraph = paragraphs[index]
        kind: BlockKind = "paragraph"
        if paragraph.speaker:
            kind = "turn"
        elif is_sidebar(section.title):
            kind = "sidebar"
        elif section.heading is None and has_lead:
            kind = "lead"
        yield make.block(kind, paragraph.lines, section=path, speaker=paragraph.speaker)


def _doubts(region: Region, titles: dict[str, str], body: Sequence[Block]) -> Iterator[str]:
    if not titles.get("headline"):
        yield "no headline found"
    if not body:
        yield "no running text found"
    for item in region.flow:
        if item.role in ("title", "text") and abs(item.score - TITLE_THRESHOLD) < 1:
            yield f"line {item.line.number}: title or text? read as {item.role}"
    for block in body:
        if (
            block.kind != "heading"
            and not ends_sentence(block.text)
            and block.text[-1:] not in "：；"
        ):
            yield f"a paragraph ends in mid sentence: …{block.text[-12:]}"


class _BlockMaker:
    """Turns lines of a page into blocks that know their raw places."""

    def __init__(self, raw: str, cleaned: Cleaned, judged: Sequence[Judged]) -> None:
        self.raw = raw
        self.cleaned = cleaned
        self.starts = array("I", sorted(item.line.start for item in judged))
        self.kinds: list[BlockKind] = ["paragraph"] * len(judged)

    def rank(self, item: Judged) -> int:
        """Which of the page's lines it is, as printed."""
        return bisect_left(self.starts, item.line.start)

    def block(
        self, kind: BlockKind, lines: Sequence[Judged], *, section: str = "", speaker: str = ""
    ) -> Block:
        """A block of these lines; a turn's text begins after its speaker."""
        text, origin = self._text(kind, lines)
        skip = len(speaker) + 1 if speaker else 0
        return Block(kind, text[skip:], section, speaker, "", self._spans(lines), origin[skip:])

    def caption(self, lines: Sequence[Judged]) -> Block:
        """A caption, its credit apart and without brackets."""
        text, origin = self._text("caption", lines)
        credit = credit_of(text)
        words = text[: text.rindex(credit)].rstrip("（ ") if credit else text
        return Block("caption", words, "", "", credit, self._spans(lines), origin[: len(words)])

    def _text(self, kind: BlockKind, lines: Sequence[Judged]) -> tuple[str, array[int]]:
        """Lines put together, a space only between Latin words; ``kind`` is noted of each."""
        pieces: list[str] = []
        origin = array("I")
        for item in lines:
            line = item.line
            self.kinds[self.rank(item)] = kind
            if (
                pieces
                and pieces[-1][-1:].isascii()
                and pieces[-1][-1:].isalpha()
                and (line.text[:1].isascii() and line.text[:1].isalpha())
            ):
                pieces.append(" ")
                origin.append(origin[-1])
            pieces.append(line.text)
            origin += self.cleaned.origin[line.start : line.stop]
        return "".join(pieces), origin

    def _spans(self, lines: Sequence[Judged]) -> tuple[Span, ...]:
        """Raw ranges of the lines, neighbouring lines as one."""
        spans: list[Span] = []
        last = -2
        for item in lines:
            span = self.cleaned.to_raw(item.line.start, item.line.stop)
            rank = self.rank(item)
            if rank == last + 1:
                spans[-1] = Span(spans[-1].start, span.stop)
            else:
                spans.append(span)
            last = rank
        return tuple(spans)

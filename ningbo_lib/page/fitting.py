"""How well lines of a page fit the articles they might belong to, by the words they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ningbo_lib.marks import pairs_of
from ningbo_lib.page.captions import ABOVE_CREDIT
from ningbo_lib.page.judging import Judged, is_sidebar, text_of
from ningbo_lib.page.roles import CUT_BYLINE

Chunks = list[list[Judged]]


@dataclass
class Region:
    """The lines of one article: head, signatures, and everything else in page order."""

    head: list[Judged] = field(default_factory=list)
    bylines: list[Judged] = field(default_factory=list)
    flow: list[Judged] = field(default_factory=list)

    @property
    def lines(self) -> list[Judged]:
        """All lines of the article."""
        return [*self.head, *self.bylines, *self.flow]

    @property
    def text(self) -> str:
        """Running text and titles, for comparing vocabularies."""
        return "".join(item.line.text for item in self.flow if item.role in ("text", "title"))


def caption_groups(flow: Iterable[Judged]) -> Iterator[list[Judged]]:
    """Caption lines, each group ending with the line that holds the credit."""
    return _groups((item for item in flow if item.role == "caption"), ABOVE_CREDIT)


def byline_groups(bylines: Iterable[Judged]) -> Iterator[list[Judged]]:
    """Byline lines, one that was cut together with its end."""
    return _groups(bylines, CUT_BYLINE)


def _groups(items: Iterable[Judged], goes_on: tuple[str, ...]) -> Iterator[list[Judged]]:
    group: list[Judged] = []
    for item in items:
        group.append(item)
        if item.reasons != goes_on:
            yield group
            group = []
    if group:
        yield group


def title_chunks(lines: Sequence[Judged]) -> list[list[Judged]]:
    """Title lines grouped as printed: a blank line parts two chunks, a dash line joins on.

    Without blank lines around it a chunk of more than two lines was not set as one title: its
    lines stand for themselves.
    """
    chunks: list[list[Judged]] = []
    for item in lines:
        if item.role != "title":
            continue
        if chunks and (not item.line.blank_before or dashed(item)):
            chunks[-1].append(item)
        else:
            chunks.append([item])
    return [part for chunk in chunks for part in _parted(chunk)]


def _parted(chunk: list[Judged]) -> list[list[Judged]]:
    spaced = chunk[0].line.blank_before and chunk[-1].line.blank_after
    if spaced or sum(not dashed(item) for item in chunk) <= 2:
        return [chunk]
    parts: list[list[Judged]] = []
    for item in chunk:
        if parts and dashed(item):
            parts[-1].append(item)
        else:
            parts.append([item])
    return parts


def dashed(item: Judged) -> bool:
    """A subtitle as newspapers set it, opening with a dash."""
    return item.line.text.startswith("——")


class Fit:
    """How well titles suit the articles they might belong to."""

    def __init__(self, page: Sequence[Judged], flows: Sequence[Sequence[Judged]]) -> None:
        self.inner = [inner_chunks(flow) for flow in flows]
        titles = text_of([item for item in page if item.role == "title"])
        captions = text_of([item for item in page if item.role == "caption"])
        asked = {pair: pair for pair in (*pairs_of(titles), *pairs_of(captions))}
        texts = ("".join(i.line.text for i in flow if i.role == "text") for flow in flows)
        self.pairs = [set(map(asked.get, pairs_of(text))) for text in texts]
        self.spread = Counter(pair for pairs in self.pairs for pair in pairs)

    def coverage(self, lines: Sequence[Judged], k: int) -> float:
        """Share of the titles' character pairs that article ``k`` has, rare pairs counting more."""
        weights = {pair: 1 / (1 + self.spread[pair]) for pair in pairs_of(text_of(lines))}
        total = sum(weights.values())
        return (
            sum(w for pair, w in weights.items() if pair in self.pairs[k]) / total if total else 0.0
        )

    def score(self, k: int, before: Chunks, after: Chunks) -> float:
        """Likelihood, on a rough scale, of these titles before and after article ``k``."""
        inner = self.inner[k]
        score = sum(6 * self.coverage(chunk, k) for chunk in (*before, *after))
        if any(is_sidebar(text_of(chunk)) for chunk in (*before, *after[-1:])):
            score -= 8.0
        if before:
            score -= abs(len(before) - 1.5) - 0.5
            score -= (0.5 if inner else 1.5) * len(after)
            score += 0.5
        elif after:
            score -= 0.7 * max(0, len(after) - 2 - (1 if inner else 0))
        else:
            score -= 0.5 if any(is_head(chunk) for chunk in inner) else 6.0
        return score


def inner_chunks(flow: Sequence[Judged]) -> Chunks:
    """The titles inside a run of lines, each with its lines."""
    return title_chunks([item for item in flow if item.role == "title"])


def is_head(chunk: Sequence[Judged]) -> bool:
    """Whether titles are a headline and its subtitle."""
    return any(dashed(item) for item in chunk[1:])


def in_order(parts: Sequence[Sequence[Judged]]) -> list[Judged]:
    """The lines of several parts in the order of the page."""
    return sorted((item for part in parts for item in part), key=lambda item: item.place)

"""Which lines of a page belong to which article.

A page is read as runs of titles and stretches of text between bylines.  An article's head stands
before its byline or after its text; both occur on one page, and then the titles between two
bylines have to be dealt out.  All ways to deal them out are compared by how well each title's
words fit the text they would stand over.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import add

from ningbo_lib.page.captions import ABOVE_CREDIT
from ningbo_lib.page.heads import read_head
from ningbo_lib.page.judging import Judged, is_sidebar
from ningbo_lib.page.roles import CUT_BYLINE

#: How much a caption's place counts: amid an article's text, after it, and at the page's end.
_AMID, _NEAR, _LAST = 0.3, 0.05, 0.01
_MOST_HEAD_LINES = 4  # a head of more lines may hold another article's
_PARTED = 2.5  # what captions between two titles speak for their being of two articles
_MARGIN = 0.05  # by which a title's words must fit another article better
_MOST_APART = 8  # articles between a caption or title and its own
_MOST_SPLIT = 6  # title chunks between two bylines that are dealt out in every way


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


def divide_page(judged: Sequence[Judged]) -> list[Region]:
    """Articles of a page in page order; captions still lie where they were printed."""
    if not judged:
        return []
    stretches = _stretches(judged)
    regions = [Region(bylines=s.bylines, flow=list(s.text)) for s in stretches]
    fit = _Fit(judged, [region.flow for region in regions])
    for region, (before, after) in zip(regions, _deal(stretches, fit), strict=True):
        region.head, region.flow = _place_head(before, region.flow, after)
    if len(regions) > 1:
        _give_titles(regions, fit)
        _give_captions(regions, fit)
    return regions


def _near(regions: Sequence[Region], k: int) -> range:
    """The articles among which the owner of a line printed with article ``k`` is looked for."""
    return range(max(0, k - _MOST_APART), min(len(regions), k + _MOST_APART + 1))


def _give_titles(regions: list[Region], fit: _Fit) -> None:
    """Where the heads of articles side by side were read across, part them by their words."""
    for k, region in enumerate(regions):
        if len(region.head) <= _MOST_HEAD_LINES:
            continue
        for item in list(region.head):
            scores = {other: fit.coverage([item], other) for other in _near(regions, k)}
            owner = max(scores, key=lambda other: (scores[other], -other))
            if scores[owner] > scores[k] + _MARGIN:
                region.head.remove(item)
                regions[owner].head = _in_order([regions[owner].head, [item]])


def _give_captions(regions: list[Region], fit: _Fit) -> None:
    """Move each caption to the article whose words it shares; in doubt it stays where it is."""
    for k, region in enumerate(regions):
        last_text = max((i.place for i in region.flow if i.role == "text"), default=-1)
        for group in caption_groups(region.flow):
            after = _LAST if k == len(regions) - 1 else _NEAR
            nearness = _AMID if group[0].place < last_text else after
            scores = {
                other: fit.coverage(group, other) + nearness * (other == k)
                for other in _near(regions, k)
            }
            owner = max(scores, key=lambda other: (scores[other], -other))
            if owner != k:
                region.flow = [item for item in region.flow if item not in group]
                regions[owner].flow += group


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


@dataclass
class _Stretch:
    """A byline (or the page's start), the titles above it and the text up to the next titles."""

    above: list[list[Judged]] = field(default_factory=list)
    bylines: list[Judged] = field(default_factory=list)
    text: list[Judged] = field(default_factory=list)
    below: list[list[Judged]] = field(default_factory=list)


def _stretches(judged: Sequence[Judged]) -> list[_Stretch]:
    """Cut a page at its bylines; ``above`` and ``below`` are the title runs at the cuts."""
    groups: list[list[Judged]] = [[]]
    for item in judged:
        if item.role == "byline" and groups[-1] and groups[-1][-1].role != "byline":
            groups.append([])
        groups[-1].append(item)
    if not any(item.role == "byline" for item in judged):
        return _unsigned(groups[0])
    stretches = [_stretch(group) for group in groups]
    if _signed_below(stretches):
        for stretch, following in itertools.pairwise(stretches):
            stretch.bylines, following.bylines = following.bylines, []
            following.above, following.text = _leading(following.text)
    elif not _has_text(stretches[0].text) and len(stretches) > 1 and not stretches[0].bylines:
        first = stretches.pop(0)  # nothing but a head, captions or furniture above the first byline
        stretches[0].above = first.above + first.below + stretches[0].above
        stretches[0].text = first.text + stretches[0].text
    kept = stretches[:1]
    for stretch in stretches[1:]:
        if _has_text(stretch.text):
            kept.append(stretch)
        else:  # a signature with nothing of its own
            kept[-1].bylines += stretch.bylines
            kept[-1].below += stretch.above + stretch.below
            kept[-1].text += stretch.text
    return kept


def _stretch(group: list[Judged]) -> _Stretch:
    signed = [item for item in group if item.role == "byline"]
    flow = [item for item in group if item.role != "byline"]
    above: Chunks = []
    if not signed:
        above, flow = _leading(flow)
    text, below = _split_tail(flow)
    return _Stretch(above, signed, text, below)


def _leading(flow: list[Judged]) -> tuple[Chunks, list[Judged]]:
    """The titles at the start of a flow, and the rest."""
    count = 0
    while count < len(flow) and flow[count].role in ("title", "furniture"):
        count += 1
    furniture = [item for item in flow[:count] if item.role == "furniture"]
    return _title_chunks(flow[:count]), furniture + flow[count:]


def _has_text(flow: Sequence[Judged]) -> bool:
    return any(item.role == "text" for item in flow)


def _signed_below(stretches: Sequence[_Stretch]) -> bool:
    """Whether bylines close their articles: text before the first one, none after the last."""
    return (
        len(stretches) > 1
        and _has_text(stretches[0].text)
        and not stretches[0].bylines
        and not _has_text(stretches[-1].text)
    )


def _unsigned(lines: list[Judged]) -> list[_Stretch]:
    """A page without bylines: an article begins at a title run with a subtitle or of two chunks."""
    stretches = [_Stretch()]
    run: list[Judged] = []
    for item in [*lines, None]:
        if item is not None and item.role == "title":
            run.append(item)
            continue
        if run:
            chunks = _title_chunks(run)
            opens = len(chunks) > 1 or any(i.line.text.startswith("——") for i in run)
            has_text = any(i.role == "text" for i in stretches[-1].text)
            if not has_text and not stretches[-1].above:
                stretches[-1].above = chunks
            elif opens and item is not None and has_text:
                stretches.append(_Stretch(above=chunks))
            else:
                stretches[-1].text += run
            run = []
        if item is not None:
            stretches[-1].text.append(item)
    return stretches


def _split_tail(flow: list[Judged]) -> tuple[list[Judged], list[list[Judged]]]:
    """Part the titles after the last text line from the rest; other lines stay in the flow."""
    last = max((i for i, item in enumerate(flow) if item.role == "text"), default=-1)
    tail = flow[last + 1 :]
    others = [item for item in tail if item.role != "title"]
    return flow[: last + 1] + others, _title_chunks(tail)


def _title_chunks(lines: Sequence[Judged]) -> list[list[Judged]]:
    """Title lines grouped as printed: a blank line parts two chunks, a dash line joins on.

    Without blank lines around it a chunk of more than two lines was not set as one title: its
    lines stand for themselves.
    """
    chunks: list[list[Judged]] = []
    for item in lines:
        if item.role != "title":
            continue
        if chunks and (not item.line.blank_before or _dashed(item)):
            chunks[-1].append(item)
        else:
            chunks.append([item])
    return [part for chunk in chunks for part in _parted(chunk)]


def _parted(chunk: list[Judged]) -> list[list[Judged]]:
    spaced = chunk[0].line.blank_before and chunk[-1].line.blank_after
    if spaced or sum(not _dashed(item) for item in chunk) <= 2:
        return [chunk]
    parts: list[list[Judged]] = []
    for item in chunk:
        if parts and _dashed(item):
            parts[-1].append(item)
        else:
            parts.append([item])
    return parts


def _dashed(item: Judged) -> bool:
    return item.line.text.startswith("——")


def _deal(stretches: Sequence[_Stretch], fit: _Fit) -> list[tuple[Chunks, Chunks]]:
    """For each article its title chunks before and after its text, dealt out for the best fit.

    Dynamic programming from byline to byline: the state is how many chunks of the run above an
    article are its own.
    """
    runs = [stretches[0].above]
    for before, after in itertools.pairwise(stretches):
        runs.append(_as_many(before.below + after.above))
    runs.append(stretches[-1].below)
    best = {0: 0.0}
    came_from: list[dict[int, int]] = []
    for k in range(len(stretches)):
        is_last = k == len(stretches) - 1
        choices = [len(runs[k + 1])] if is_last else range(len(runs[k + 1]) + 1)
        step: dict[int, float] = {}
        came_from.append({})
        for start, score in best.items():
            for cut in choices:
                total = score + fit.score(k, runs[k][start:], runs[k + 1][:cut])
                total += _PARTED * _parts(runs[k + 1], cut)
                if cut not in step or total > step[cut]:
                    step[cut], came_from[k][cut] = total, start
        best = step
    cuts = [max(best, key=lambda cut: best[cut])]
    for starts in reversed(came_from):
        cuts.append(starts[cuts[-1]])
    cuts.reverse()
    return [(runs[k][cuts[k] :], runs[k + 1][: cuts[k + 1]]) for k in range(len(stretches))]


def _parts(run: Chunks, cut: int) -> bool:
    """Whether other lines, as captions, stand between the chunks on both sides of a cut."""
    return 0 < cut < len(run) and run[cut][0].place - run[cut - 1][-1].place > 1


def _as_many(chunks: Chunks) -> Chunks:
    """At most ``_MOST_SPLIT`` chunks, the surplus kept with the first."""
    surplus = len(chunks) - _MOST_SPLIT
    if surplus <= 0:
        return chunks
    return [[item for chunk in chunks[: surplus + 1] for item in chunk], *chunks[surplus + 1 :]]


class _Fit:
    """How well titles suit the articles they might belong to."""

    def __init__(self, page: Sequence[Judged], flows: Sequence[Sequence[Judged]]) -> None:
        self.inner = [_inner_chunks(flow) for flow in flows]
        titles = _text([item for item in page if item.role == "title"])
        captions = _text([item for item in page if item.role == "caption"])
        asked = {pair: pair for pair in (*_pairs(titles), *_pairs(captions))}
        texts = ("".join(i.line.text for i in flow if i.role == "text") for flow in flows)
        self.pairs = [set(map(asked.get, _pairs(text))) for text in texts]
        self.spread = Counter(pair for pairs in self.pairs for pair in pairs)

    def coverage(self, lines: Sequence[Judged], k: int) -> float:
        """Share of the titles' character pairs that article ``k`` has, rare pairs counting more."""
        weights = {pair: 1 / (1 + self.spread[pair]) for pair in _pairs(_text(lines))}
        total = sum(weights.values())
        return (
            sum(w for pair, w in weights.items() if pair in self.pairs[k]) / total if total else 0.0
        )

    def score(self, k: int, before: Chunks, after: Chunks) -> float:
        """Likelihood, on a rough scale, of these titles before and after article ``k``."""
        inner = self.inner[k]
        score = sum(6 * self.coverage(chunk, k) for chunk in (*before, *after))
        if any(is_sidebar(_text(chunk)) for chunk in (*before, *after[-1:])):
            score -= 8.0
        if before:
            score -= abs(len(before) - 1.5) - 0.5
            score -= (0.5 if inner else 1.5) * len(after)
            score += 0.5
        elif after:
            score -= 0.7 * max(0, len(after) - 2 - (1 if inner else 0))
        else:
            score -= 0.5 if any(_is_head(chunk) for chunk in inner) else 6.0
        return score


def _pairs(text: str) -> Iterator[str]:
    return map(add, text, text[1:])


def _text(lines: Sequence[Judged]) -> str:
    return "".join(item.line.text for item in lines)


def _inner_chunks(flow: Sequence[Judged]) -> Chunks:
    return _title_chunks([item for item in flow if item.role == "title"])


def _is_head(chunk: Sequence[Judged]) -> bool:
    return any(item.line.text.startswith("——") for item in chunk[1:])


def _place_head(
    before: Chunks, flow: list[Judged], after: Chunks
) -> tuple[list[Judged], list[Judged]]:
    """The lines of the head, and the flow with the titles that are section headings."""
    if before:
        count = next((i for i, chunk in enumerate(before, 1) if _dashed(chunk[-1])), len(before))
        head = [item for chunk in before[:count] for item in chunk]
        return head, _in_order([flow, *before[count:], *after])  # below a subtitle: headings
    if after:
        count = _head_size(after, flow)
        head = [item for chunk in after[-count:] for item in chunk]
        return head, _in_order([flow, *after[:-count]])
    inner = _inner_chunks(flow)
    chosen = next((chunk for chunk in inner if _is_head(chunk)), inner[0] if inner else [])
    places = {item.place for item in chosen}
    return chosen, [item for item in flow if item.place not in places]


def _in_order(parts: Sequence[Sequence[Judged]]) -> list[Judged]:
    return sorted((item for part in parts for item in part), key=lambda item: item.place)


def _head_size(after: Chunks, flow: Sequence[Judged]) -> int:
    """How many of the chunks after the text are head, the others being section headings.

    In an article without headings all of them; else headline and kicker, unless what stands
    above the headline is quoted or a sidebar's title, as headings are.
    """
    if not any(item.role == "title" for item in flow) and not any(
        is_sidebar(_text(c)) for c in after
    ):
        return len(after)
    last = after[-1]
    if len(after) == 1 or read_head(last).kicker:
        return 1
    if len(after) > 2 and _dashed(last[0]):
        return 3
    above = _text(after[-2])
    return 1 if is_sidebar(above) or (above[0] + above[-1]) == "“”" else 2

"""Which lines of a page belong to which article.

A page is read as runs of titles and stretches of text between bylines.  An article's head stands
before its byline or after its text; both occur on one page, and then the titles between two
bylines have to be dealt out.  All ways to deal them out are compared by how well each title's
words fit the text they would stand over.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ningbo_lib.marks import is_han, pairs_of
from ningbo_lib.page.fitting import (
    Chunks,
    Fit,
    Region,
    dashed,
    in_order,
    inner_chunks,
    is_head,
    title_chunks,
)
from ningbo_lib.page.heads import read_head
from ningbo_lib.page.judging import Judged, is_sidebar, text_of
from ningbo_lib.page.ownership import give_captions, give_texts, give_titles
from ningbo_lib.page.shapes import opens_section

_NUMBER = re.compile("[0-9]+")
_PARTED = 2.0  # what captions between two titles speak for their being of two articles
_OF_SECTION = 0.25  # of a heading's character pairs that its section has at least
_SHORTEST = 5  # characters of a text that is no article's
_MOST_SPLIT = 6  # title chunks between two bylines that are dealt out in every way


def divide_page(judged: Sequence[Judged]) -> list[Region]:
    """Articles of a page in page order; captions still lie where they were printed."""
    if not judged:
        return []
    stretches = _stretches(judged)
    regions = [Region(bylines=s.bylines, flow=list(s.text)) for s in stretches]
    fit = Fit(judged, [region.flow for region in regions])
    for region, (before, after) in zip(regions, _deal(stretches, fit), strict=True):
        region.head, region.flow = _place_head(before, region.flow, after)
    if len(regions) > 1:
        give_titles(regions, fit)
        give_texts(regions)
        give_captions(regions, fit)
    return regions


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
        if kept[-1].bylines and _is_rest(kept[-1].text):  # signed in two places
            kept[-1].bylines += stretch.bylines
            kept[-1].text += [i for chunk in kept[-1].below for i in chunk] + stretch.text
            kept[-1].below = stretch.below
        elif _has_text(stretch.text):
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
    return title_chunks(flow[:count]), furniture + flow[count:]


def _has_text(flow: Sequence[Judged]) -> bool:
    return any(item.role == "text" for item in flow)


def _is_rest(flow: Sequence[Judged]) -> bool:
    """Whether there is no running text, or only the last characters of some."""
    text = text_of([item for item in flow if item.role == "text"])
    return len(text) < _SHORTEST


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
            chunks = title_chunks(run)
            opens = len(chunks) > 1 or any(map(dashed, run))
            opens = opens and not any(opens_section(i.line) for i in run)
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
    return flow[: last + 1] + others, title_chunks(tail)


def _deal(stretches: Sequence[_Stretch], fit: Fit) -> list[tuple[Chunks, Chunks]]:
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


def _place_head(
    before: Chunks, flow: list[Judged], after: Chunks
) -> tuple[list[Judged], list[Judged]]:
    """The lines of the head, and the flow with the titles that are section headings."""
    if before:
        count = next((i for i, chunk in enumerate(before, 1) if dashed(chunk[-1])), len(before))
        head = [item for chunk in before[:count] for item in chunk]
        return head, in_order([flow, *before[count:], *after])  # below a subtitle: headings
    if after:
        count = _head_size(after, flow)
        head = [item for chunk in after[-count:] for item in chunk]
        return head, in_order([flow, *after[:-count]])
    inner = inner_chunks(flow)
    chosen = next((chunk for chunk in inner if is_head(chunk)), inner[0] if inner else [])
    places = {item.place for item in chosen}
    return chosen, [item for item in flow if item.place not in places]


def _head_size(after: Chunks, flow: Sequence[Judged]) -> int:
    """How many of the chunks after the text are head, the others being section headings.

    In an article without headings all of them; else headline and kicker, unless what stands
    above the headline is quoted or a sidebar's title, as headings are.
    """
    if not any(item.role == "title" for item in flow) and not any(
        is_sidebar(text_of(c)) for c in after
    ):
        return len(after)
    last = after[-1]
    if len(after) == 1 or read_head(last).kicker:
        return 1
    if len(after) > 2 and dashed(last[0]):
        return 3
    above = text_of(after[-2])
    heading = is_sidebar(above) or above[0] + above[-1] in ("“”", "「」") or _is_alike(above, flow)
    return 1 if heading or _heads_last_section(above, flow) else 2


def _is_alike(title: str, flow: Sequence[Judged]) -> bool:
    """Whether one of the headings has the same marks and numbers at the same places."""
    form = _form(title)
    marked = form.strip("x") != ""
    return marked and any(i.role == "title" and _form(i.line.text) == form for i in flow)


def _form(title: str) -> str:
    """A title with one sign for every Chinese character and one for every number.

    >>> _form("早上6点，等潮") == _form("中午12点，换船")
    True
    """
    return _NUMBER.sub("9", "".join("x" if is_han(character) else character for character in title))


def _heads_last_section(title: str, flow: Sequence[Judged]) -> bool:
    """Whether a title's words are in the text behind the last heading, and hardly before it."""
    last = max((i for i, item in enumerate(flow) if item.role == "title"), default=0)
    asked = set(pairs_of(title))
    here = asked.intersection(pairs_of(text_of(flow[last + 1 :])))
    before = asked.intersection(pairs_of(text_of([i for i in flow[:last] if i.role == "text"])))
    return len(here) >= max(2, _OF_SECTION * len(asked)) and len(here) > 2 * len(before)

"""The order in which a reader would take an article's paragraphs, from what they say.

A page's text layer can give the sections of an article in the wrong order, the lead last, or the
lead from the bottom up.  Every arrangement that the headings allow is weighed: what it assumes
about the printing costs, what the text says against it costs more.  Where the text says nothing
the order of the page stands and the doubt is reported.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ningbo_lib.marks import HAN, pairs_of
from ningbo_lib.numbering import counts_up
from ningbo_lib.page.dictionary import tagged
from ningbo_lib.page.judging import cues, is_sidebar, text_of
from ningbo_lib.page.paragraphs import Heading, Paragraph

QUESTIONERS = frozenset({"记者", "本报记者", "问", "主持人", "記者", "問", "提问", "本报"})
_MOST_PARAGRAPHS = 80  # an article of more, or of more headings, is left in the page's order
_LONGEST_LEAD = 8
_DOUBT = "the page was not in reading order; that of its sections is not confirmed by the text"
_GAIN = 1.0  # what another order must be better by before it replaces that of the page


@dataclass
class Section:
    """A heading with the paragraphs under it; the lead has no heading."""

    paragraphs: list[int]
    heading: Heading | None = None

    @property
    def title(self) -> str:
        """The heading's text, ``""`` for the lead."""
        return text_of(self.heading.lines) if self.heading else ""


@dataclass
class Arrangement:
    """Sections in reading order, and what remains doubtful about it."""

    sections: list[Section]
    doubts: list[str] = field(default_factory=list)


def arrange(
    paragraphs: Sequence[Paragraph], headings: Sequence[Heading], head_at: int | None = None
) -> Arrangement:
    """Put an article's paragraphs in reading order.

    ``head_at`` is the number of paragraphs before the headline where that stands inside the
    article's text: what follows it is read first.
    """
    count = len(paragraphs)
    if max(count, len(headings)) > _MOST_PARAGRAPHS:
        return Arrangement(_as_printed(count, headings), ["too long for its order to be weighed"])
    if not headings or not count or _numbered_through(headings):
        return Arrangement(_as_printed(count, headings))
    facts = _Facts(paragraphs)
    best = max(
        (
            _laid_out(facts, headings, lead, head_at)
            for lead in _lead_options(facts, headings, head_at)
        ),
        key=lambda option: option[0],
    )
    return _ordered(best[1], head_at)


def _as_printed(count: int, headings: Sequence[Heading]) -> list[Section]:
    starts = [0, *(h.gap - h.inside for h in headings), count]
    sections = [Section(list(range(starts[0], starts[1])))]
    for heading, start, stop in zip(headings, starts[1:], starts[2:], strict=False):
        sections.append(Section(list(range(start, stop)), heading))
    return [section for section in sections if section.paragraphs or section.heading]


def _numbered_through(headings: Sequence[Heading]) -> bool:
    """Whether the sections of a text not set in columns count up by their ordinals, as printed."""
    placed = not any(heading.inside or heading.lines[0].line.column for heading in headings)
    return placed and counts_up([text_of(heading.lines) for heading in headings])


class _Facts:
    """What each paragraph says that bears on its place."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.texts = [p.text for p in paragraphs]
        self.wide = [p.wide for p in paragraphs]
        self.widths = [p.width for p in paragraphs]
        self.speakers = [p.speaker for p in paragraphs]
        self.people = {s for s in self.speakers if s and s not in QUESTIONERS}
        self.pairs = [set(pairs_of(text)) for text in self.texts]
        self.names = [_names(text) for text in self.texts]
        for i, text in enumerate(self.texts):
            for name in _aged(text):
                bare = [k for k, other in enumerate(self.texts) if k != i and name in other]
                self.names[i].update({name: True} if bare else {})
                for k in bare:
                    self.names[k].setdefault(name, False)
        self.hours = [_hour(text) for text in self.texts]
        self.shared: dict[str, list[set[str]]] = {}

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def interview(self) -> bool:
        """Whether the article has questions and answers."""
        return any(s in QUESTIONERS for s in self.speakers)

    def alike(self, i: int, k: int) -> float:
        """Shared character pairs of two paragraphs, 0 to 1."""
        shared = len(self.pairs[i] & self.pairs[k])
        return shared / (1 + min(len(self.pairs[i]), len(self.pairs[k])))

    def words_shared(self, title: str, begin: int, end: int) -> float:
        """Share of a title's character pairs that the paragraphs ``begin:end`` have."""
        pairs = set(pairs_of(title))
        if title not in self.shared:
            self.shared[title] = [pairs & own for own in self.pairs]
        return len(set().union(*self.shared[title][begin:end])) / (1 + len(pairs))

    @cached_property
    def third_persons(self) -> list[bool]:
        """For each paragraph, whether it speaks of somebody who is interviewed."""
        return [self.third_person(i) for i in range(len(self))]

    def third_person(self, i: int) -> bool:
        """Whether a paragraph speaks of somebody who is interviewed: no answer does."""
        return not self.speakers[i] and any(name in self.texts[i] for name in self.people)


_AGE = "[0-9一二三四五六七八九十]{1,4}[岁歲]"
_AGED = re.compile(f"([{HAN}]{{3}})(?:今年|，){_AGE}|{_AGE}的([{HAN}]{{3}})")


def _aged(text: str) -> list[str]:
    """Names of three characters that are given with an age, as a reader is told it once."""
    return [match[1] or match[2] for match in _AGED.finditer(text)]


def _hour(text: str) -> int:
    """The time of day with which a text begins, by its rank in the table of cues; -1 for none."""
    return next((k for k, cue in enumerate(cues("hour")) if text.startswith(cue)), -1)


def _names(text: str) -> dict[str, bool]:
    """People named in a text -> whether it introduces them: a title or age before the name."""
    found: dict[str, bool] = {}
    before = ""
    for word, tag in tagged(text):
        if tag == "nr" and len(word) in (2, 3):
            found.setdefault(word, before in ("n", "b", "nz", "nt", "nn"))
        before = tag
    return found


Range = tuple[int, int]


def _lead_options(facts: _Facts, headings: Sequence[Heading], head_at: int | None) -> list[Range]:
    """Runs of paragraphs that may be the lead: at the start, at the end, or set across columns."""
    count = len(facts)
    wide = [i for i, is_wide in enumerate(facts.wide) if is_wide]
    if wide and len(wide) <= _LONGEST_LEAD and 2 * len(wide) < count and _apart(facts, wide):
        return [(wide[0], wide[-1] + 1)]
    first = headings[0].gap - headings[0].inside
    last = headings[-1].gap
    options = [(0, stop) for stop in range(first + 1)]
    if head_at is None:
        longest = min(_LONGEST_LEAD, count // 2)
        options += [(start, count) for start in range(max(last, count - longest), count)]
    return options


def _apart(facts: _Facts, wide: Sequence[int]) -> bool:
    """Whether paragraphs follow each other and are set clearly wider than all the others."""
    others = sorted(facts.widths[i] for i in range(len(facts)) if i not in wide)
    touching = wide[-1] - wide[0] == len(wide) - 1
    return touching and min(facts.widths[i] for i in wide) > 1.3 * others[len(others) // 2]


def _laid_out(
    facts: _Facts, headings: Sequence[Heading], lead: Range, head_at: int | None
) -> tuple[float, list[Section]]:
    """The best division into sections with this lead, and how likely it is."""
    parts = [(0, lead[0]), (lead[1], len(facts))]
    sections = [Section(_turned(list(range(*lead)), facts))]
    score = _lead_score(facts, lead, at_end=lead[0] > 0 and lead[1] == len(facts))
    if sections[0].paragraphs != list(range(*lead)):
        score -= 1.0 + 0.3 * (lead[1] - lead[0] - 2)
    taken = 0
    for start, stop in parts:
        own = [h for h in headings[taken:] if h.gap <= stop or stop == len(facts)]
        if start == stop:
            continue
        part_score, found = _divide(facts, own, start, stop)
        taken += len(own)
        score += part_score
        sections += found
    score -= 1.5 * _unlike_places(sections)
    unplaced = [Section([], heading) for heading in headings[taken:]]
    score -= 10.0 * len(unplaced)
    sections += unplaced
    return score + _story_score(facts, [i for s in sections for i in s.paragraphs]), sections


def _unlike_places(sections: Sequence[Section]) -> bool:
    """Whether some headings stand over their sections and others behind them."""
    over = behind = False
    for section in sections:
        if section.heading and section.paragraphs and not section.heading.inside:
            over = over or section.heading.gap == section.paragraphs[0]
            behind = behind or section.heading.gap == section.paragraphs[-1] + 1
    return over and behind


_AT_A_PLACE = re.compile("在.{3,14}，")


def _lead_score(facts: _Facts, lead: Range, *, at_end: bool) -> float:
    start, stop = lead
    if start == stop:
        return -3.0 if facts.interview else -0.5
    score = -1.5 if at_end else 0.0
    text = "".join(facts.texts[start:stop])
    score += 1.5 * any(cue in text for cue in cues("interview"))
    score += 1.0 * (facts.interview and any(map(facts.third_person, range(start, stop))))
    begins = [t.startswith(cues("opening") + cues("scene")) for t in facts.texts[start:stop]]
    score += 1.0 if begins[0] else 0.5 * any(begins)
    score += 0.5 * bool(_AT_A_PLACE.match(facts.texts[start]))
    if at_end:
        score -= 2 * facts.alike(start - 1, start)
    score -= 8.0 * any(facts.speakers[start:stop])
    return score


def _divide(
    facts: _Facts, headings: Sequence[Heading], start: int, stop: int
) -> tuple[float, list[Section]]:
    """Cut a run of paragraphs into one section for each heading, at the likeliest places."""
    if not headings:
        return -4.0, [Section(list(range(start, stop)))]
    best: dict[int, tuple[float, list[int]]] = {start: (0.0, [start])}
    for k, heading in enumerate(headings):
        is_last = k + 1 == len(headings)
        low = heading.gap
        high = stop if is_last else headings[k + 1].gap - headings[k + 1].inside
        first = max(low, start)
        ends = [stop] if is_last else range(first, max(first, high) + 1)
        cut = {end: 0.0 if is_last else _cut_score(facts, end, headings[k + 1]) for end in ends}
        step: dict[int, tuple[float, list[int]]] = {}
        for begin, (score, cuts) in best.items():
            for end in ends:
                total = score + _section_score(facts, heading, begin, end) + cut[end]
                if end not in step or total > step[end][0]:
                    step[end] = (total, [*cuts, end])
        best = step
    score, cuts = max(best.values(), key=lambda value: value[0])
    score += _cut_score(facts, start, headings[0])
    sections = [
        Section(list(range(a, b)), heading)
        for heading, a, b in zip(headings, cuts, cuts[1:], strict=False)
    ]
    return score, sections


def _section_score(facts: _Facts, heading: Heading, begin: int, end: int) -> float:
    """How well a heading stands to the section ``begin:end`` that would be its own."""
    if begin >= end:
        return -8.0
    inside = heading.gap - 1
    score = 0.0
    if heading.inside:
        score -= 0.3 if begin <= inside < end else 8.0
    elif heading.gap == end and not heading.numbered:
        score -= 0.6
    elif heading.gap != begin:
        score -= 8.0
    title = text_of(heading.lines)
    score += 2 * facts.words_shared(title, begin, end)
    third = sum(facts.third_persons[begin:end])
    if facts.interview:
        score += 1.5 * (third > 0) if is_sidebar(title) else -3.0 * third
        score -= 4.0 * (is_sidebar(title) and any(facts.speakers[begin:end]))
    return score


def _cut_score(facts: _Facts, at: int, heading: Heading) -> float:
    """How natural it is that a section begins with paragraph ``at``."""
    if at >= len(facts):
        return -8.0
    title = text_of(heading.lines)
    score = 0.0
    if facts.interview and not is_sidebar(title) and facts.speakers[at] not in QUESTIONERS:
        score -= 4.0
    if facts.texts[at].startswith(cues("connective")):
        score -= 1.5
    if at > 0:
        score -= 2 * facts.alike(at - 1, at)
    return score


_POINTING = re.compile(
    "^.{0,10}(?:这[片个些家位里项种座条样]|该[一-鿿]|上述|[他她]们?[又也还]?[说是在])"
)


def _story_score(facts: _Facts, order: Sequence[int]) -> float:
    """What the text says against an order: pointing back at nothing, names before their titles."""
    score = 0.0
    first = facts.texts[order[0]]
    if first.startswith(cues("connective")) or _POINTING.match(first):
        score -= 2.0
    seen: set[str] = set()
    for i in order:
        for name, introduced in facts.names[i].items():
            if introduced and name in seen and name not in facts.people:
                score -= 2.0
        seen |= {name for name, introduced in facts.names[i].items() if not introduced}
        for name, introduced in facts.names[i].items():
            if introduced:
                seen.discard(name)
    return score - 1.5 * _pairs_reversed(facts, order) - 1.0 * _day_reversed(facts, order)


def _pairs_reversed(facts: _Facts, order: Sequence[int]) -> int:
    """How many cue words of one kind come after their counterparts."""
    openings = [facts.texts[i][:12] for i in order]
    wrong = 0
    for first, later in zip(cues("first"), cues("later"), strict=True):
        places = [k for k, text in enumerate(openings) if text.startswith(first)]
        others = [k for k, text in enumerate(openings) if text.startswith(later)]
        wrong += bool(places and others and min(others) < min(places))
    return wrong


def _day_reversed(facts: _Facts, order: Sequence[int]) -> int:
    """How often a paragraph that begins in the evening is followed by one of the morning."""
    hours = [hour for i in order if (hour := facts.hours[i]) >= 0]
    return sum(later < earlier for earlier, later in itertools.pairwise(hours))


def _turned(order: list[int], facts: _Facts) -> list[int]:
    """A lead, turned round if it was read from the bottom up."""
    if not 2 <= len(order) <= _LONGEST_LEAD:
        return order
    texts = [facts.texts[i] for i in order]
    gain = _opening_score(texts[::-1]) - _opening_score(texts)
    return order[::-1] if gain > _GAIN else order


def _opening_score(texts: Sequence[str]) -> float:
    """How well a run of paragraphs reads as an article's beginning in this order."""
    score = 0.0
    first, last = texts[0], texts[-1]
    if first.startswith(cues("opening")) or re.match("[0-9]{1,2}月[0-9]{1,2}日", first):
        score += 2.0
    elif first.startswith(cues("scene")):
        score += 1.2
    if first.startswith(cues("connective")) or _POINTING.match(first):
        score -= 3.0
    score += 3.0 * any(cue in last for cue in cues("interview"))
    score -= 1.0 * any(cue in first for cue in cues("interview"))
    for k, text in enumerate(texts):
        for term in re.findall("以下简称[“”]?([^“”）]{2,12})[”）]", text):
            score -= 2.0 * any(term in earlier for earlier in texts[:k])
    return score


def _ordered(sections: list[Section], head_at: int | None) -> Arrangement:
    """The lead, the sections from the head on, those before the head, and sidebars last.

    Where the page shows that it was not set in reading order (the head amid the text, the lead not
    first or turned round), the order of the remaining sections is the page's, and doubtful.
    """
    lead, rest = sections[0], sections[1:]
    sidebars = [s for s in rest if is_sidebar(s.title)]
    others = [s for s in rest if not is_sidebar(s.title)]
    if head_at is not None:
        after = [s for s in others if s.paragraphs and s.paragraphs[0] >= head_at]
        others = after + [s for s in others if s not in after]
    moved = head_at is not None or lead.paragraphs != list(range(len(lead.paragraphs)))
    doubts = [_DOUBT] if moved and len(others) > 1 else []
    return Arrangement([lead] * bool(lead.paragraphs) + others + sidebars, doubts)

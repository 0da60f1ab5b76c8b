"""A raw page to articles: the one way from text to blocks, with the reasons kept."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from ningbo_lib.bylines import parse_byline
from ningbo_lib.cleaning import Cleaned, clean
from ningbo_lib.heads import read_head
from ningbo_lib.lines import Line, printed_lines
from ningbo_lib.paragraphs import Paragraph, join_lines
from ningbo_lib.records import Article, Block, Span
from ningbo_lib.regions import Region, divide_page
from ningbo_lib.roles import Judged, credit_of, judge_lines


def parse_page(text: str) -> list[Article]:
    cleaned = clean(text)
    lines = printed_lines(text, cleaned)
    judged = judge_lines(lines)
    blanks = sum(l.blank_before for l in lines) > 0.06 * len(lines)
    out = []
    regions=divide_page(judged)
    for k, region in enumerate(regions):
        head = read_head(region.head, region.text)
        paragraphs, headings = join_lines(region.flow, blanks=blanks)
        blocks=[]
        for h in headings: blocks.append(Block("heading", "".join(x.line.text for x in h.lines)))
        for p in paragraphs:
            t=p.text
            if p.speaker: blocks.append(Block("turn", t[len(p.speaker)+1:], speaker=p.speaker))
            else: blocks.append(Block("paragraph", t))
        cap=[]
        for x in region.flow:
            if x.role=='caption':
                if cap and x.reasons!=('above its credit',) and cap[-1][-1].reasons==('above its credit',): cap[-1].append(x)
                elif cap and cap[-1][-1].reasons==('above its credit',): cap[-1].append(x)
                else: cap.append([x])
        for c in cap:
            t="".join(x.line.text for x in c); cr=credit_of(t)
            blocks.append(Block("caption", t, ))
        j=lambda ls:"".join(x.line.text for x in ls)
        out.append(Article(f"a{k}", j(head.headline), j(head.kicker), j(head.subtitle), tuple(b for x in region.bylines for b in parse_byline(x.line.text)), tuple(blocks)))
    return out

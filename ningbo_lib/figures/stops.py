"""Where sentences and paragraphs end, for the rules of time and plan.

``linking`` and ``periods`` look at sentences more closely: there a line break behind a comma does
not end one, since lists go on over lines, and in ``linking`` ASCII ``!`` and ``?`` end one.  Here
every line break ends what is told of one time, and a list of aims runs to its full stop.
"""

from __future__ import annotations

import re

#: So far is looked back and ahead for what decides on a time: the time it takes stays linear.
REACH = 200
#: Marks that end a sentence, and what may close behind them.
MARKS = "。！？"
_CLOSING = "”’」』）"
FULL_STOP = re.compile(f"[{MARKS}]")
SENTENCE_END = re.compile(f"[{MARKS}\n]")
#: A line break inside a sentence ends a line of the page, not a paragraph.
PARAGRAPH_END = re.compile(f"[{MARKS}][{_CLOSING}]*\n")
_LONGEST_HEADING = 40
#: 2020年工作回顾, alone on its line.
HEADING = re.compile(rf"[^\n，；{MARKS}]{{1,{_LONGEST_HEADING}}}(?:\n|$)")
#: 过去五年，我国发展成就举世瞩目。 alone on its line, where each sentence has one.
_FRAME = re.compile(rf"，[^\n，；{MARKS}0-9]{{1,{_LONGEST_HEADING}}}。\n")
#: 2024年，全区经济社会发展的主要预期目标为：…… stands above the plans of a report without headings.
_AIMS = re.compile(rf"，?[^\n{MARKS}]{{0,40}}(?:预期|主要|总体|奋斗)目标")


def heads(text: str, start: int, stop: int) -> bool:
    """Is the time from ``start`` to ``stop`` one of a heading, or of a sentence that is as good as
    one, so that what stands below is told of it?
    """
    line = text.rfind("\n", max(0, start - _LONGEST_HEADING), start) + 1
    if not line and start > _LONGEST_HEADING:
        return False
    if start == line and ((line and _FRAME.match(text, stop)) or _AIMS.match(text, stop)):
        return True
    return HEADING.match(text, line) is not None

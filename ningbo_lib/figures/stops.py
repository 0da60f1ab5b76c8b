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

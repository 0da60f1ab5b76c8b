"""Lines around a text that is not set in columns: what a site prints there, and who signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ningbo_lib.page.judging import Judged
from ningbo_lib.page.signatures import are_bodies, officeholder
from ningbo_lib.page.webpages import is_date_line, is_web_line, may_be_web_line, opens_links

_MOST_BODIES = 6  # that sign together
#: Why a line is taken for what it is.
OF_WEB = ("of a web page, or a date",)
_LINKS = ("links to other articles",)
_ISSUER = ("body that issues the text",)
_HOLDER = ("office and name",)


def mark_surroundings(judged: list[Judged]) -> list[Judged]:
    """Mark what a site prints around the text and who signs it, where no columns are."""
    if all(item.line.column for item in judged):
        return judged
    return _signed(_without_links(_of_web(judged)))


def _of_web(judged: Sequence[Judged]) -> list[Judged]:
    """Mark lines that are surely a site's, and beside them those that only may be, such as 时间：….

    The first line that is left is the headline, whatever it looks like.
    """
    found = [
        replace(item, role="furniture", score=9.0, reasons=OF_WEB)
        if not item.line.column and (is_web_line(item.line.text) or is_date_line(item.line.text))
        else item
        for item in judged
    ]
    headline = next((i for i, item in enumerate(found) if item.role != "furniture"), len(found))
    for step in (1, -1):
        near = step < 0  # the last line of all stands beside the end
        for i in range(len(found))[::step]:
            item = found[i]
            if near and i > headline and not item.line.column and may_be_web_line(item.line.text):
                found[i] = replace(item, role="furniture", score=9.0, reasons=OF_WEB)
            near = found[i].reasons == OF_WEB
    return found


def _without_links(judged: list[Judged]) -> list[Judged]:
    """Mark links to other articles at the end, and the line above them."""
    first = next((i for i, j in enumerate(judged) if not j.role and opens_links(j.line.text)), None)
    if first is None or any(j.line.ended or j.line.column for j in judged[first:]):
        return judged
    return judged[:first] + [replace(j, role="furniture", reasons=_LINKS) for j in judged[first:]]


def _signed(judged: list[Judged]) -> list[Judged]:
    """Mark officeholders and bodies below the title, and behind the last sentence.

    Below the title a body stands beside the date or apart.  The first line that is left is the
    title and signs nothing.
    """
    ended = [i for i, item in enumerate(judged) if item.line.ended and item.role != "furniture"]
    if not ended:
        return judged
    result, titled = list(judged), False
    for i, item in enumerate(judged):
        if item.role or item.line.column or ended[0] <= i <= ended[-1]:
            continue
        if titled and officeholder(item.line.text):
            result[i] = replace(item, role="byline", score=9.0, reasons=_HOLDER)
        elif titled and are_bodies(item.line.text) and (i > ended[-1] or _stands_apart(judged, i)):
            result[i] = replace(item, role="byline", score=9.0, reasons=_ISSUER)
        titled = True
    return result


def _stands_apart(judged: Sequence[Judged], i: int) -> bool:
    """Whether a date stands beside the bodies that sign with line ``i``, or a blank line below."""
    first = last = i
    while first > max(0, i - _MOST_BODIES) and are_bodies(judged[first - 1].line.text):
        first -= 1
    while last < min(len(judged), i + _MOST_BODIES) - 1 and are_bodies(judged[last + 1].line.text):
        last += 1
    beside = judged[max(0, first - 1) : last + 2]
    return judged[last].line.blank_after or any(is_date_line(one.line.text) for one in beside)

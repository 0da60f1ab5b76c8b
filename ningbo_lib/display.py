"""Articles, raw lines and repairs as a reader sees them: HTML for a notebook, light or dark.

The types are described by what is shown of them, so that ``records`` and ``page`` can ask this
module to show their own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple, Protocol

from ningbo_lib.columns_needed import require_type
from ningbo_lib.evidence import Html, highlight
from ningbo_lib.wording import Language, Say, say_in

#: Kind of block -> ground of its label: light enough for black text, and told apart in grey.
KIND_COLOURS: dict[str, str] = {
    "kicker": "#f8e6c4",
    "headline": "#e9a94f",
    "subtitle": "#f5cf8e",
    "byline": "#d9c7e8",
    "lead": "#b9d3ea",
    "heading": "#f0c9b0",
    "paragraph": "#dfeaf4",
    "turn": "#cfe5d6",
    "sidebar": "#e4e2c4",
    "caption": "#c9e0a5",
    "furniture": "#d0d0d0",
}
_LABEL = (
    "display:inline-block;min-width:5.5em;margin-right:.6em;padding:0 .3em;font-size:75%;"
    "text-align:center;color:#1a1a1a;background:"
)
_MOST_LINES = 40  # of a repaired text that are shown


class Piece(Protocol):
    """What is shown of a block."""

    @property
    def kind(self) -> str:
        """Its role: headline, paragraph, caption ..."""

    @property
    def text(self) -> str:
        """What it says, clean."""

    @property
    def speaker(self) -> str:
        """Who says it, in an interview."""

    @property
    def credit(self) -> str:
        """Who made the picture of a caption."""

    @property
    def spans(self) -> Sequence[tuple[int, int]]:
        """Where it stands in the raw text."""


class Printed(Protocol):
    """What is shown of an article."""

    @property
    def blocks(self) -> Sequence[Piece]:
        """In reading order."""


class Repair(Protocol):
    """What is shown of one repair."""

    @property
    def rule(self) -> str:
        """The name of the rule."""

    @property
    def start(self) -> int:
        """Where it begins in the raw text."""

    @property
    def stop(self) -> int:
        """Where it ends there."""

    @property
    def before(self) -> str:
        """What stood there."""

    @property
    def after(self) -> str:
        """What stands there now."""

    @property
    def reason(self) -> str:
        """Why it was made."""


class Repaired(Protocol):
    """What is shown of a cleaned text."""

    @property
    def text(self) -> str:
        """The clean text."""

    @property
    def repairs(self) -> Sequence[Repair]:
        """Every change, in the order of the raw text."""

    @property
    def origin(self) -> Sequence[int]:
        """The raw offset of each clean character."""

    def restore(self) -> str:
        """The raw text again."""


def show_article(article: Printed, *, language: Language = "en") -> Html:
    """The blocks of an article in reading order, each with its kind, its text escaped.

    ``language`` is that of the kinds, "en" or "zh".  Raises ``TypeError`` for what is no article.
    """
    if not hasattr(article, "blocks"):
        given = type(article).__name__
        raise TypeError(f"no article but a {given}; take one of corpus.parsed or of parse_page()")
    say = say_in(language)
    rows = "".join(
        f'<div style="margin:.35em 0"><span style="{_LABEL}{KIND_COLOURS[block.kind]}">'
        f"{say(block.kind)}</span>{_words(block)}</div>"
        for block in article.blocks
        if block.kind != "furniture"
    )
    return Html(f'<div lang="zh-Hans" style="line-height:1.6;max-width:46em">{rows}</div>')


def _words(block: Piece) -> str:
    before = f"<b>{escape(block.speaker)}：</b>" if block.speaker else ""
    credit = f' <span style="opacity:.75">（{escape(block.credit)}）</span>'
    after = credit if block.credit else ""
    text = escape(block.text)
    if block.kind in ("headline", "heading"):
        text = f"<b>{text}</b>"
    return f"{before}{text}{after}"


def show_raw(block: Piece, raw: str, *, language: Language = "en") -> Html:
    """A block beside the raw lines it was made from, their line breaks and spaces as they are.

    ``raw`` is the text of the page that the block's ``spans`` refer to, ``language`` that of the
    heads, "en" or "zh".  Raises ``ValueError`` for spans that lie outside it.
    """
    if not hasattr(block, "spans"):
        given = type(block).__name__
        raise TypeError(f"no block but a {given}; take one of the blocks of an article")
    require_type(
        raw, str, name="raw", remedy="give the text of the page, such as corpus.raw[0].text"
    )
    if any(stop > len(raw) for _, stop in block.spans):
        raise ValueError("this block comes from another page than the text given as raw")
    say = say_in(language)
    raw_lines = "\n<b>⋯</b>\n".join(_raw_pieces(block, raw))
    cell = "vertical-align:top;text-align:left;padding:.4em .8em;border-left:2px solid #bbb"
    return Html(
        f'<table lang="zh-Hans"><tr>{_heads(say("raw_lines"), say("as_read"))}</tr>'
        f'<tr><td style="{cell};white-space:pre">{raw_lines}</td>'
        f'<td style="{cell};max-width:26em;line-height:1.6;word-break:normal;line-break:auto">'
        f"{_words(block)}</td></tr></table>"
    )


def _raw_pieces(block: Piece, raw: str) -> list[str]:
    return [escape(raw[start:stop]) for start, stop in block.spans]


class Line(NamedTuple):
    """A line of a clean text, the raw text it was made from, and the repairs made in that."""

    number: int
    start: int
    raw: str
    text: str
    repairs: list[Repair]


def show_repairs(cleaned: Repaired, *, language: Language = "en") -> Html:
    """The repaired lines of a ``Cleaned``: raw beside clean, each repair marked with its reason.

    Of a long text the first forty such lines.  Line ends are repaired unseen.  ``language`` is
    that of heads and reasons, "en" or "zh".
    """
    say = say_in(language)
    if not hasattr(cleaned, "restore"):
        given = type(cleaned).__name__
        raise TypeError(f"no cleaned text but a {given}; take what clean(text) gives")
    touched = [line for line in _lines(cleaned) if line.repairs]
    rows = "".join(_repaired(line, say) for line in touched[:_MOST_LINES])
    note = say("repairs_made", repairs=len(cleaned.repairs), lines=len(touched))
    if (more := len(touched) - _MOST_LINES) > 0:
        note = say("repairs_hidden", made=note, more=more)
    heads = _heads("", say("raw"), say("clean"))
    return Html(f'<table lang="zh-Hans"><tr>{heads}</tr>{rows}</table><p>{note}</p>')


def _heads(*heads: str) -> str:
    return "".join(f'<th style="text-align:left">{head}</th>' for head in heads)


def _lines(cleaned: Repaired) -> Iterator[Line]:
    raw, text = cleaned.restore(), cleaned.text
    repairs = sorted(cleaned.repairs, key=lambda repair: repair.start)
    starts = [repair.start for repair in repairs]
    ends = [place for place, char in enumerate(text) if char == "\n"]
    at, raw_at, number = 0, 0, 1
    for end in [*ends, len(text)]:
        raw_end = cleaned.origin[end] if end < len(text) else len(raw)
        inside = repairs[bisect_left(starts, raw_at) : bisect_left(starts, raw_end)]
        yield Line(number, raw_at, raw[raw_at:raw_end], text[at:end], inside)
        at, after = end + 1, raw_end + (2 if raw.startswith("\r\n", raw_end) else 1)
        number += max(1, len(raw[raw_at:after].splitlines()))
        raw_at = after


def _repaired(line: Line, say: Say) -> str:
    marks = [
        (
            repair.start - line.start,
            min(repair.stop - line.start, len(line.raw)),
            repair.rule,
            say(
                "repair",
                rule=say(repair.rule),
                before=repair.before,
                after=repair.after,
                reason=say(f"{repair.rule}: why"),
            ),
        )
        for repair in line.repairs
    ]
    cell = "text-align:left;vertical-align:top;white-space:pre-wrap"
    return (
        f'<tr><td style="opacity:.75;vertical-align:top">{line.number}</td>'
        f'<td style="{cell}">{highlight(line.raw, marks)}</td>'
        f'<td style="{cell}">{escape(line.text)}</td></tr>'
    )

"""Articles as a reader sees them, and any block beside its raw lines: HTML for a notebook."""

from __future__ import annotations

from html import escape

from ningbo_lib.evidence import Html
from ningbo_lib.records import Article, Block

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


def show_article(article: Article) -> Html:
    """The blocks of an article in reading order, each with its kind, its text escaped."""
    rows = "".join(
        f'<div style="margin:.35em 0"><span style="{_LABEL}{KIND_COLOURS[block.kind]}">'
        f"{block.kind}</span>{_words(block)}</div>"
        for block in article.blocks
        if block.kind != "furniture"
    )
    return Html(f'<div lang="zh-Hans" style="line-height:1.6;max-width:46em">{rows}</div>')


def _words(block: Block) -> str:
    before = f"<b>{escape(block.speaker)}：</b>" if block.speaker else ""
    after = (
        f' <span style="color:#5f5f5f">（{escape(block.credit)}）</span>' if block.credit else ""
    )
    text = escape(block.text)
    if block.kind in ("headline", "heading"):
        text = f"<b>{text}</b>"
    return f"{before}{text}{after}"


def show_raw(block: Block, raw: str) -> Html:
    """A block beside the raw lines it was made from, their line breaks and spaces as they are.

    ``raw`` is the text of the page that the block's ``spans`` refer to.  Raises ``ValueError``
    for spans that lie outside it.
    """
    if any(span.stop > len(raw) for span in block.spans):
        raise ValueError("this block comes from another page than the text given as raw")
    raw_lines = '\n<span style="color:#8a4b00">⋯</span>\n'.join(_raw_pieces(block, raw))
    cell = "vertical-align:top;text-align:left;padding:.4em .8em;border-left:2px solid #bbb"
    return Html(
        '<table lang="zh-Hans"><tr><th style="text-align:left">raw lines</th>'
        '<th style="text-align:left">as read</th></tr>'
        f'<tr><td style="{cell};white-space:pre">{raw_lines}</td>'
        f'<td style="{cell};max-width:26em;line-height:1.6;word-break:normal;line-break:auto">'
        f"{_words(block)}</td></tr></table>"
    )


def _raw_pieces(block: Block, raw: str) -> list[str]:
    return [escape(raw[span.start : span.stop]) for span in block.spans]

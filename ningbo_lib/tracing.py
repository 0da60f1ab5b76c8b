"""From any number back to its sentence and its raw lines; figures marked in their text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd

from ningbo_lib.columns_needed import require_each, require_type
from ningbo_lib.corpus import Corpus
from ningbo_lib.corpus_tables import line_starts
from ningbo_lib.evidence import Html, highlight
from ningbo_lib.figures.explaining import explain
from ningbo_lib.figures.extraction import Figure
from ningbo_lib.wording import Language, Say, say_in

_FACTS = ("kind", "low", "high", "unit", "indicator", "period", "status")


def show_figures(text: str, figures: Iterable[Figure], *, language: Language = "en") -> Html:
    """``text`` with the figures ``find_figures`` found in it marked by kind.

    The tooltip of a mark says in ``language``, "en" or "zh", how the figure was read: value,
    period, meaning.  Raises ``ValueError`` for figures of another, longer text.
    """
    remedy = "give those of find_figures(text)"
    found = require_each(figures, Figure, name="the figures", remedy=remedy)
    marks = [(f.start, f.stop, f.kind, explain(f, language=language)) for f in found]
    return highlight(text, marks)


def show_place(
    row: Mapping[str, Any] | pd.Series, corpus: Corpus, *, language: Language = "en"
) -> Html:
    """A row of ``figures_table`` or ``concordance`` in its sentence, above its raw lines.

    The raw lines, with their numbers in the file, are those that the sentence was printed on; the
    one where the marked words begin is bold.  A corpus that was made from a table has none.
    ``language`` is that of the tooltip, "en" or "zh".  Raises ``TypeError`` for what is no row or
    no corpus, ``ValueError`` for a row without ``paragraph_id`` and ``start``, and for one of
    another corpus.
    """
    if not isinstance(row, Mapping | pd.Series):
        raise TypeError(f"the row is a {type(row).__name__}; give one row, such as table.iloc[0]")
    require_type(corpus, Corpus, name="the corpus", remedy="take the one the row was found in")
    missing = [name for name in ("paragraph_id", "start") if name not in row]
    if missing:
        raise ValueError(f"the row has no {missing[0]}; give one of figures_table or concordance")
    begin = int(row["start"])
    stop = int(row["stop"]) if "stop" in row else begin + len(row["keyword"])
    paragraph = _only(corpus.paragraphs, row["paragraph_id"])
    first, last = _sentence(corpus, row["paragraph_id"], begin)
    note = _note(row, say_in(language))
    mark = (begin - first, min(stop, last) - first, "here", note)
    sentence = highlight(paragraph["text"][first:last], [mark])
    return Html(
        f'<div lang="zh-Hans" style="line-height:1.7"><div style="opacity:.75">'
        f"{escape(_where(corpus, paragraph))}</div><p>{sentence}</p>"
        f"{_raw_lines(corpus, paragraph, (first, last), begin)}</div>"
    )


def _note(row: Mapping[str, Any] | pd.Series, say: Say) -> str:
    """What the row tells of the marked words; kind and status by their names in the language."""
    facts = {name: row[name] for name in _FACTS if _told(row, name)}
    facts |= {name: say(f"{name}_{facts[name]}") for name in ("kind", "status") if name in facts}
    told = [say(f"fact_{name}", value=value) for name, value in facts.items()]
    return say("between_facts").join(told) or say("here")


def _told(row: Mapping[str, Any] | pd.Series, name: str) -> bool:
    return name in row and row[name] is not None and row[name] != ""


def _only(paragraphs: pd.DataFrame, paragraph_id: object) -> dict[str, Any]:
    found = paragraphs[paragraphs["paragraph_id"] == paragraph_id].to_dict("records")
    if not found:
        raise ValueError(
            f"this corpus has no paragraph {paragraph_id!r}; give the row's own corpus"
        )
    return {str(name): value for name, value in found[0].items()}


def _sentence(corpus: Corpus, paragraph_id: object, at: int) -> tuple[int, int]:
    sentences = corpus.sentences[corpus.sentences["paragraph_id"] == paragraph_id]
    here = sentences[(sentences["start"] <= at) & (at < sentences["stop"])]
    if here.empty:
        raise ValueError(f"offset {at} lies in no sentence of {paragraph_id!r}")
    return int(here["start"].iloc[0]), int(here["stop"].iloc[0])


def _where(corpus: Corpus, paragraph: Mapping[str, Any]) -> str:
    articles = corpus.articles.set_index("article_id")["headline"]
    headline = articles[paragraph["article_id"]]
    return f"{paragraph['source']}, {headline}, {paragraph['paragraph_id']}"


def _raw_lines(
    corpus: Corpus, paragraph: Mapping[str, Any], sentence: tuple[int, int], begin: int
) -> str:
    """The raw lines of a sentence as a table; the line where ``begin`` lies is bold."""
    pages = [
        raw.text
        for raw in corpus.raw
        if f"/{raw.path.with_suffix('').as_posix()}".endswith(f"/{paragraph['source']}")
    ]
    if not pages or not paragraph["raw_lines"]:
        return ""
    pairs = [tuple(map(int, pair.split(":"))) for pair in paragraph["raw_lines"].split()]
    offsets = [offset for offset, _ in pairs]
    places = [max(0, bisect_right(offsets, at) - 1) for at in (sentence[0], sentence[1] - 1, begin)]
    starts = [*line_starts(pages[0]), len(pages[0])]
    rows = [
        f'<tr style="font-weight:{"bold" if place == places[2] else "normal"}">'
        f'<td style="opacity:.75">{line}</td><td style="text-align:left;white-space:pre-wrap">'
        f"{escape(pages[0][starts[line - 1] : starts[line]].rstrip())}</td></tr>"
        for place, (_, line) in enumerate(pairs)
        if places[0] <= place <= places[1]
    ]
    return f"<table>{''.join(rows)}</table>"

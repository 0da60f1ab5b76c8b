"""Checks that a reader can repeat: where every character went, and how a page agrees with gold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ningbo_lib.columns_needed import require_each
from ningbo_lib.page.cleaning import clean
from ningbo_lib.page.layout import parse_page
from ningbo_lib.records import Article

_RUNNING = frozenset({"lead", "heading", "paragraph", "turn", "sidebar"})


def account(text: str) -> pd.DataFrame:
    """Where each character of a raw page that is not a space went.

    One row for each kind of block, for each repair that took characters away, and a row
    ``missing`` that must read 0.  Columns: ``where`` (block, repair or missing), ``what`` (kind
    of block or name of the repair) and ``characters`` (count).
    """
    owner: dict[int, tuple[str, str]] = {}
    for article in parse_page(text):
        for block in article.blocks:
            for span in block.spans:
                owner |= dict.fromkeys(range(*span), ("block", block.kind))
    for change in clean(text).repairs:
        if len(change.after) < len(change.before):
            taken = range(change.start + len(change.after), change.stop)
            owner |= dict.fromkeys(taken, ("repair", change.rule))
    visible = [place for place, char in enumerate(text) if not char.isspace()]
    counts = Counter(owner.get(place, ("missing", "")) for place in visible)
    counts[("missing", "")] += 0
    rows = [
        (*key, count) for key, count in sorted(counts.items(), key=lambda kv: (kv[0][0], -kv[1]))
    ]
    return pd.DataFrame(rows, columns=["where", "what", "characters"])


def structure_agreement(parsed: Sequence[Article], gold: str | Path) -> pd.DataFrame:
    """Compare articles with the hand-made structure in the JSON file ``gold``.

    One row an article and field: ``gold`` how many items the reader found, ``parsed`` how many
    the parser found, ``same`` how many are equal to the last character and in the same place.
    Raises ``ValueError`` where the file names another set of articles.
    """
    parsed = require_each(parsed, Article, name="the articles", remedy="give corpus.parsed")
    wanted = {a["article_id"]: a for a in json.loads(Path(gold).read_text(encoding="utf-8"))}
    found = {article.article_id: article for article in parsed}
    if set(wanted) != set(found):
        raise ValueError(f"{gold} describes other articles: {sorted(set(wanted) ^ set(found))}")
    rows = []
    for article_id, article in wanted.items():
        ours, theirs = _fields(found[article_id]), _gold_fields(article)
        for field in theirs:
            same = sum(a == b for a, b in zip(ours[field], theirs[field], strict=False))
            rows.append((article_id, field, len(theirs[field]), len(ours[field]), same))
    return pd.DataFrame(rows, columns=["article_id", "field", "gold", "parsed", "same"])


def _fields(article: Article) -> dict[str, list[Any]]:
    blocks = [b for b in article.blocks if b.kind in _RUNNING]
    return {
        "headline": _present(article.headline),
        "kicker": _present(article.kicker),
        "subtitle": _present(article.subtitle),
        "bylines": [(by.role, by.name) for by in article.bylines],
        "blocks in order": [(b.kind, b.section, b.speaker, b.text) for b in blocks],
        "captions": [(c.text, c.credit) for c in article.captions],
    }


def _gold_fields(article: dict[str, Any]) -> dict[str, list[Any]]:
    return {
        "headline": _present(article["headline"]),
        "kicker": _present(article["kicker"]),
        "subtitle": _present(article["subtitle"]),
        "bylines": [(by["role"], by["name"]) for by in article["bylines"]],
        "blocks in order": [
            (b["kind"], b["section"], b["speaker"], b["text"]) for b in article["blocks"]
        ],
        "captions": [(c["text"], c["credit"]) for c in article["captions"]],
    }


def _present(text: str) -> list[str]:
    return [text] if text else []

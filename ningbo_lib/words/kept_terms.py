"""How many of the places where a term is written come out of the tokenizer as one word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from ningbo_lib.columns_needed import require_each
from ningbo_lib.words.tokens import TokenizerSpec, tokenize

_SPACE = re.compile(r"\s")


def kept_terms(
    texts: Iterable[str], terms: Sequence[str], spec: TokenizerSpec | None = None
) -> dict[str, int]:
    """Occurrences of ``terms`` in ``texts``, the longest where they overlap, counted three times.

    ``written``: with spaces and line ends taken out; ``searchable``: as a search finds them, with
    no space or line end in them that the term does not have; ``one word``: as a single token under
    ``spec`` (the dictionary alone unless given).

    >>> kept_terms(["雾岭茶 园", "雾岭茶园"], ["雾岭茶园"])
    {'written': 2, 'searchable': 1, 'one word': 0}
    """
    terms = require_each(terms, str, name="the terms", remedy='such as ["创新", "港口"]')
    texts = require_each(texts, str, name="the texts", remedy='such as corpus.paragraphs["text"]')
    known = frozenset(terms)
    tokens = tokenize(pd.DataFrame({"text": pd.Series(texts, dtype="str")}), spec)["token"]
    tight = [_SPACE.sub("", text) for text in texts]
    return {
        "written": _occurrences(tight, [_SPACE.sub("", term) for term in terms]),
        "searchable": _occurrences(texts, terms),
        "one word": int(tokens.isin(known).sum()),
    }


def _occurrences(texts: Sequence[str], terms: Sequence[str]) -> int:
    longest_first = sorted(set(terms) - {""}, key=lambda term: (-len(term), term))
    if not longest_first:
        return 0
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return sum(len(pattern.findall(text)) for text in texts)

"""What must hold of every page, whatever it is: shared by several test modules."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import ningbo_lib as nb


@lru_cache(maxsize=1)
def read_page(text: str) -> tuple[nb.Cleaned, list[nb.Article]]:
    """A page cleaned and parsed, once for all the checks of it."""
    return nb.clean(text), nb.parse_page(text)


def assert_conserved(text: str) -> None:
    """Every raw character that is not a space is in exactly one block or in the log."""
    cleaned, articles = read_page(text)
    assert cleaned.restore() == text
    logged = Counter()
    for change in cleaned.repairs:
        if change.before != change.after:
            logged.update(range(change.start, change.stop))
    held = Counter()
    for article in articles:
        for block in article.blocks:
            for start, stop in block.spans:
                assert 0 <= start < stop <= len(text)
                held.update(range(start, stop))
            assert len(block.origin) == len(block.text)
    for place, char in enumerate(text):
        if char.isspace() or place in logged:
            continue
        assert held[place] == 1, (place, char, held[place])


def assert_origins_right(text: str) -> None:
    """Where a block's character was not repaired, the raw text has it at the given place."""
    cleaned, articles = read_page(text)
    repaired = {i for c in cleaned.repairs for i in range(c.start, c.stop)}
    for article in articles:
        for block in article.blocks:
            for char, place in zip(block.text, block.origin, strict=True):
                assert text[place] == char or place in repaired or char == " "

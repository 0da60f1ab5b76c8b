"""What a headline tells is told again below it, where the text says when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ningbo_lib.figures.dated import Dated
from ningbo_lib.figures.plans import Status
from ningbo_lib.figures.quantities import Quantity

#: The first line with a sentence in it: above stand headline, subtitle and byline.
_BODY = re.compile("^[^\n]*[。！？]", re.MULTILINE)


def take_from_body(
    text: str, quantities: Sequence[Quantity], found: list[Dated], states: list[Status]
) -> None:
    """Give a number of the headline without a time that of the same number below, and say with it
    whether it is a fact.
    """
    body = _BODY.search(text) if "\n" in text else None
    if body is None:
        return
    above = 0
    while above < len(quantities) and quantities[above].start < body.start():
        above += 1
    told: dict[tuple[object, ...], int] = {}
    for number in range(above, len(quantities)):
        if found[number].iso:
            told.setdefault(_what(quantities[number]), number)
    for number in range(above):
        below = told.get(_what(quantities[number]))
        if below is not None and not found[number].iso:
            found[number] = Dated(found[below].iso, "carried")
            states[number] = states[below]


def _what(quantity: Quantity) -> tuple[object, ...]:
    over = quantity.modifier == "over"
    return quantity.kind, quantity.low, quantity.high, quantity.unit, over

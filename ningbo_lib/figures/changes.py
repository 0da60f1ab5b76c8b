"""Which numbers of a text are changes, and against what: ``directions`` and ``bases`` by turns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ningbo_lib.figures.bases import (
    basis,
    basis_below,
    basis_by_time,
    basis_of_multiple,
    basis_of_pair,
    basis_of_sentence,
    carries_basis,
    frames_bases,
    inherits_basis,
    is_mean_rate,
    is_part_of_change,
    starts_anew,
)
from ningbo_lib.figures.dated import Dated
from ningbo_lib.figures.directions import direction
from ningbo_lib.figures.linking import Setting
from ningbo_lib.figures.quantities import Quantity

#: Direction and basis of a change, (None, None) where there is none.
Change = tuple[str | None, str | None]


class _Told(NamedTuple):
    """A change: which number of the text, where it stands, its basis, that of the first change of
    its sentence.
    """

    number: int
    place: Setting
    basis: str | None
    first: str | None


def changes(
    text: str, amounts: Sequence[Quantity], places: Sequence[Setting], dated: Sequence[Dated]
) -> list[Change]:
    """Direction and basis; a change without a basis of its own shares the last one's."""
    found: list[Change] = []
    last: _Told | None = None
    way: str | None = None
    below = basis_below(text)
    framed = frames_bases(text)
    for number, (quantity, place) in enumerate(zip(amounts, places, strict=True)):
        before, way = way, direction(text, quantity, place, way)
        if before and not way and is_part_of_change(quantity, place, amounts[number - 1]):
            way = before
        base = basis(text, place) if way else basis_of_multiple(quantity, place)
        if way:
            if base is None and last:
                base = _shared(text, number, place, last)
            if base is None and number > 1:
                base = basis_of_pair(places[number - 2], places[number - 1], place)
            if base is None and below and below[0] <= place.gap_start and not is_mean_rate(place):
                base = below[1]
            if base is None and framed:
                base = basis_of_sentence(text, place)
            if not (last and base is None and is_mean_rate(place)):  # it comes in between
                same = last is not None and last.place.sentence == place.sentence
                last = _Told(number, place, base, last.first if last and same else base)
        if base:
            base = basis_by_time(base, place, dated[number].iso)
        found.append((way, base))
    return found


def _shared(text: str, number: int, place: Setting, last: _Told) -> str | None:
    """The basis a change has in common with the last one, or with the first of its sentence."""
    if not inherits_basis(text, place, last.place):
        return None
    anew = starts_anew(text, place, last.place, last.basis)
    anew = anew or (last.basis == "since" and number > last.number + 1)
    base = last.first if anew else last.basis
    return base if carries_basis(base, place) else None

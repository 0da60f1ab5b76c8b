"""What every picture takes beside its data: title, source, language."""

from __future__ import annotations

from typing import TypedDict

from ningbo_lib.wording import Language, Say, say_in


class Texts(TypedDict, total=False):
    """What every picture takes: its words, and the language of those the library adds.

    ``title`` says the finding, ``source`` stands at the foot; both are drawn as given.
    ``language`` is that of axes, legends and remarks: "en" (the default) or "zh".
    """

    title: str
    source: str
    language: Language


def speaker(texts: Texts) -> Say:
    """The texts of a picture in the language asked for.

    Raises ``ValueError`` for another language than "en" and "zh", and ``TypeError`` for a keyword
    that pictures do not know.
    """
    if unknown := set(texts) - set(Texts.__annotations__):
        raise TypeError(
            f"unknown keyword {min(unknown)!r}; pictures take {', '.join(Texts.__annotations__)}"
        )
    return say_in(texts.get("language", "en"))

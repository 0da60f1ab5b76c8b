"""What pictures say of themselves, in English or Chinese: the words of ``picture_words.tsv``."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Literal, TypedDict, get_args

from ningbo_lib.lexicons import read_lexicon

Language = Literal["en", "zh"]

#: ``say(name, **values)``: one text of the table in one language, its places filled in.
Say = Callable[..., str]


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

    >>> speaker({"language": "zh"})("published", date="2021-03")
    '发表于\\n2021-03'
    """
    if unknown := set(texts) - set(Texts.__annotations__):
        raise TypeError(
            f"unknown keyword {min(unknown)!r}; pictures take {', '.join(Texts.__annotations__)}"
        )
    words = _words(texts.get("language", "en"))
    return lambda name, /, **values: words[name].format(**values)


@lru_cache
def _words(language: Language) -> dict[str, str]:
    if language not in get_args(Language):
        raise ValueError(f'pictures speak "en" and "zh", not {language!r}')
    rows = read_lexicon("picture_words.tsv", ("name", *get_args(Language)))
    return {row["name"]: row[language].replace("\\n", "\n") for row in rows}

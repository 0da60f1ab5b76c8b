"""What the library says to a reader, in English or Chinese: the words of ``wording.tsv``."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Literal, get_args

from ningbo_lib.lexicons import read_lexicon

Language = Literal["en", "zh"]

#: ``say(name, **values)``: one text of the table in one language, its places filled in.
Say = Callable[..., str]


def say_in(language: Language) -> Say:
    """The texts of the table in one language.

    Raises ``ValueError`` for another language than "en" and "zh".

    >>> say_in("zh")("published", date="2021-03")
    '发表于\\n2021-03'
    """
    words = _words(language)
    return lambda name, /, **values: words[name].format(**values)


@lru_cache
def _words(language: Language) -> dict[str, str]:
    if language not in get_args(Language):
        raise ValueError(f'language is "en" or "zh", not {language!r}')
    rows = read_lexicon("wording.tsv", ("name", *get_args(Language)))
    return {row["name"]: row[language].replace("\\n", "\n").replace("\\s", " ") for row in rows}

"""Words of a text: a tokenizer given by plain values, one row a word, nothing lost."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ningbo_lib.columns_needed import require_columns, require_type
from ningbo_lib.lexicons import LexiconError, read_lexicon
from ningbo_lib.words.segmentation import COMMON_HAN, Terms, Words, cut, dictionary, terms_of

#: Raised when the rules of this module change what a text's words are.
RULES = "2"

#: Parts of speech (jieba's) of words that carry content: nouns, names, verbs, adjectives,
#: idioms, and words the dictionary does not know.
CONTENT_TAGS = ("n", "v", "a", "i", "l", "j", "s", "t", "z", "b", "eng", "")

_TEXT_COLUMNS = ("text", "raw_lines")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-zＡ-Ｚａ-ｚ]")
_DATE = re.compile("[年月日]|^[0-9]{4}[-/]")
_NUMERAL = re.compile("百分之.|[一二][零〇一二三四五六七八九]{3}年")
_FIRST_HAN, _LAST_HAN = COMMON_HAN[0], COMMON_HAN[-1]
_RARE_HAN = re.compile("[〇\u3400-\u4dff\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


#: Characters of a term; what is longer is a text, and too deep for the pattern of all terms.
LONGEST_TERM = 100


@dataclass(frozen=True)
class TokenizerSpec:
    """What decides the words of a text: plain values, so it hashes, pickles and travels.

    ``terms`` are ``(word, part of speech)`` pairs that stay whole, except inside a longer word
    of the dictionary (大学 in 大学生) and where a short one would break the words beside it
    (科创 in 学科创新); plain words may be given, too, and count as nouns.  Their order does not
    matter.  ``function``, if given, cuts a text in place of the built-in cutter: from text to
    words, in order.  ``name`` stands for a function that cannot be found again under its own:
    a lambda, a ``partial``, a method of an object.

    Raises ``ValueError`` for terms that are one string, empty or not in pairs, and for such a
    function without a name.
    """

    terms: tuple[tuple[str, str], ...] = ()
    function: Callable[[str], Iterable[str]] | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.terms, str):
            raise ValueError(f"terms is one string; write [{self.terms!r}] for one term")
        if any(not isinstance(term, str) and len(term) != 2 for term in self.terms):
            raise ValueError("a term is a word, or a pair of word and part of speech")
        if self.function and not self.name and _found(_name(self.function)) is not self.function:
            raise ValueError(
                f"the function {_name(self.function)} cannot be told from others by its name; "
                'say which it is: TokenizerSpec(function=..., name="...")'
            )
        pairs = [(term, "n") if isinstance(term, str) else tuple(term) for term in self.terms]
        cleaned = {word.strip(): tag.strip() or "n" for word, tag in sorted(pairs)}
        if "" in cleaned or any("\n" in word for word in cleaned):
            raise ValueError("a term is empty or holds a line break; write one term a row")
        if any(len(word) > LONGEST_TERM for word in cleaned):
            raise ValueError(f"a term is over {LONGEST_TERM} characters; write one term a row")
        object.__setattr__(self, "terms", tuple(sorted(cleaned.items())))

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change when terms, dictionary, rules or function do."""
        name = self.name or (_name(self.function) if self.function else "")
        facts = repr((RULES, _dictionary_version(), name, self.terms))
        return hashlib.sha256(facts.encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def _dictionary_version() -> str:
    return version("jieba")


def _name(function: Callable[[str], Iterable[str]]) -> str:
    module = getattr(function, "__module__", None) or type(function).__module__
    return f"{module}:{getattr(function, '__qualname__', type(function).__qualname__)}"


def _found(name: str) -> object:
    """What stands under ``module:name``, nothing if nothing does: pickle's rule."""
    module, _, path = name.partition(":")
    steps = path.split(".")
    return reduce(lambda at, step: getattr(at, step, None), steps, sys.modules.get(module))


def read_terms(path: str | Path) -> tuple[tuple[str, str], ...]:
    """``(term, part of speech)`` pairs of a lexicon with the columns term, pos and gloss.

    Raises ``LexiconError`` naming file and line when the file cannot be used, and when a term
    stands in it twice.
    """
    terms = [
        (row["term"], row["pos"])
        for row in read_lexicon(Path(path).absolute(), ("term", "pos", "gloss"))
    ]
    words = [word for word, _ in terms]
    twice = sorted({word for word in words if words.count(word) > 1})
    if twice:
        raise LexiconError(f"{path}: listed twice: {'、'.join(twice)}; keep one row each")
    return tuple(terms)


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words that say nothing about a text's subject: particles, pronouns, conjunctions …"""
    return frozenset(row["word"] for row in read_lexicon("stopwords.tsv", ("word",)))


def content_words(tokens: pd.DataFrame, stop: Iterable[str] | None = None) -> frozenset[str]:
    """Distinct words of ``tokens`` that carry content: the ones worth ranking.

    Kept are words of two characters or more and Latin words, by the dictionary's part of
    speech (a word is not looked at in its sentence), less the stop words (``stop_words()``
    unless given).  Use it to choose rows of a table of counts, whose totals were fixed before.
    Raises ``ValueError`` for a missing column.
    """
    require_columns(tokens, "token", "kind", "tag")
    rows = tokens[["token", "kind", "tag"]].drop_duplicates()
    rows = rows[rows["kind"].isin(["word", "latin"])]
    tags = rows["tag"].isin(CONTENT_TAGS) | rows["tag"].str[:1].isin(CONTENT_TAGS)
    kept = rows.loc[tags & (rows["token"].str.len() > 1), "token"]
    return frozenset(kept) - frozenset(stop_words() if stop is None else stop)


def tokenize(frame: pd.DataFrame, spec: TokenizerSpec | None = None) -> pd.DataFrame:
    """One row a word of the ``text`` column, in order; every other column is carried over.

    New columns: ``token``; ``start`` and ``stop``, offsets in the row's text; ``tag``, jieba's
    part of speech for the word by itself ("" for words no dictionary knows); ``kind``: word,
    number (with its unit; dates), latin, punctuation or space.  The tokens of a row joined
    are its text exactly.  ``raw_lines`` is not carried over; columns of the frame that are
    named like a new one come out as ``text_kind``, ``text_start`` and so on.  The frame may be
    empty, the index is not used.  ``attrs["tokenizer"]`` keeps the fingerprint of ``spec``.
    Raises ``ValueError`` for a frame without text, with a missing text or with one that holds
    lone surrogates, ``TypeError`` for what is no frame or no spec.
    """
    require_columns(frame, "text", of="paragraphs")
    spec = TokenizerSpec() if spec is None else spec
    require_type(spec, TokenizerSpec, name="spec", remedy="write TokenizerSpec(terms=[...])")
    texts = _texts(frame)
    words = _cut_texts(texts, spec)
    widths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    begins = np.cumsum(widths) - widths
    first = np.append(np.searchsorted(words.starts, begins), len(words.starts))
    row = np.repeat(np.arange(len(texts)), np.diff(first))
    within = words.starts - begins[row]
    inside = within < widths[row] - 1  # leaves out the line feed between texts
    columns = _columns(words, inside, dict(spec.terms))
    start = within[inside]
    places = {"start": start, "stop": start + columns.pop("length")}
    tokens = pd.DataFrame({"token": columns.pop("token"), **places, **columns}, copy=False)
    carried = frame.drop(columns=[c for c in _TEXT_COLUMNS if c in frame]).take(row[inside])
    carried = carried.rename(columns={name: f"text_{name}" for name in tokens.columns})
    result: pd.DataFrame = pd.concat([carried.set_axis(tokens.index), tokens], axis=1)
    result.attrs["tokenizer"] = spec.fingerprint
    return result


def _texts(frame: pd.DataFrame) -> list[str]:
    texts: list[str] = frame["text"].tolist()
    for place, text in enumerate(texts):
        if not isinstance(text, str):
            raise ValueError(f"row {place}: the text is missing; drop such rows first")
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise ValueError(
                f"row {place}: character {error.start} is half of one (a lone surrogate); "
                "read the text again in its encoding"
            ) from None
    return texts


def _cut_texts(texts: list[str], spec: TokenizerSpec) -> Words:
    """The words of all texts, set one behind the other with a line feed after each."""
    if spec.function is None:
        return cut("".join(f"{text}\n" for text in texts), _terms(spec))
    words, starts, begin = [], [], 0
    for text in texts:
        for word, start in _place_words(text, spec.function(text)):
            words.append(word)
            starts.append(begin + start)
        begin += len(text) + 1
    codes, distinct = pd.factorize(np.array(words, dtype=object))
    return Words(codes, distinct, np.array(starts, dtype=np.int64))


def _place_words(text: str, words: Iterable[str]) -> list[tuple[str, int]]:
    """Each word of a user's function with its place; what the function skipped is kept."""
    placed, end = [], 0
    for word in filter(None, words):
        start = text.find(word, end)
        if start < 0:
            raise ValueError(f"the tokenizer function gave {word!r}, not in {text[end:][:20]!r}")
        if start > end:
            placed.append((text[end:start], end))
        placed.append((word, start))
        end = start + len(word)
    return [*placed, (text[end:], end)] if end < len(text) else placed


@lru_cache(maxsize=8)
def _terms(spec: TokenizerSpec) -> Terms | None:
    return terms_of(word for word, _ in spec.terms) if spec.terms else None


def _columns(words: Words, inside: npt.NDArray[np.bool_], terms: dict[str, str]) -> dict[str, Any]:
    """token, tag, kind and length of the words ``inside``; each distinct word is judged once."""
    codes = words.codes[inside]
    distinct: list[str] = words.distinct.tolist()
    tags: list[Any] = list(map(dictionary().get, distinct))
    kinds = ["word"] * len(distinct)
    unsure = {place for place, tag in enumerate(tags) if tag is None or tag == "m"}
    if terms:
        unsure.update(place for place, word in enumerate(distinct) if word in terms)
    for place in unsure:
        tags[place], kinds[place] = _judge(distinct[place], tags[place] or "", terms)
    lengths = np.fromiter(map(len, distinct), dtype=np.int64, count=len(distinct))
    columns = {"token": distinct, "tag": tags, "kind": kinds}
    taken = {name: pd.array(values, dtype="str").take(codes) for name, values in columns.items()}
    return {**taken, "length": lengths[codes]}


def _judge(word: str, tag: str, terms: dict[str, str]) -> tuple[str, str]:
    """Part of speech and kind of a term, of a numeral, or of a word in no dictionary."""
    if word in terms:
        return terms[word], "word"
    if _FIRST_HAN <= word[0] <= _LAST_HAN:
        return ("m", "number") if word[0] in "百一二" and _NUMERAL.match(word) else (tag, "word")
    if word.isspace():
        return "x", "space"
    if word[0].isdecimal() and not _LATIN.search(word):
        return ("t" if _DATE.search(word) else "m"), "number"
    if _RARE_HAN.match(word):
        return tag, "word"
    return ("eng", "latin") if _LETTER.search(word) else ("x", "punctuation")

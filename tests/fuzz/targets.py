"""What must hold of any input: one function a target, from bytes to nothing or an error.

``tests/fuzz/fuzz.py`` calls them with bytes it makes up, ``tests/test_fuzz.py`` with the inputs
that once broke something.  Texts are UTF-8 here; a byte that is not becomes a lone surrogate, so
that every string can be written, also those no file holds.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from time import process_time

import pandas as pd

import ningbo_lib as nb
from ningbo_lib.words.tokens import LONGEST_TERM
from tests.page_checks import assert_conserved, assert_origins_right

Target = Callable[[bytes], None]

PUBLISHED = date(2021, 3, 31)
PAGE = "港口迎来新航线\n记者 李华\n港口的货物吞吐量增长7.25%，船到得更多了。\n（王强 摄）\n"
#: Marks of which each waits for the next one's repair, more of them than there are rounds.
LONG_CHAIN = re.compile(r"(?:[,;:?!()\"'，；：？！（）“”‘’][ \n]*){10}")
KINDS = {
    *("money", "percent", "percentage_point", "proportion", "multiple", "ratio", "count"),
    *("measure", "ordinal", "date", "period", "duration", "age"),
}
#: How a text grows from one measurement to the next, and how much more time than that it may take.
GROWTH, SLACK, WORTH_TIMING = 8, 4, 0.25


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def is_whole(text: str) -> bool:
    """Whether no character is half of one."""
    return not any("\ud800" <= char <= "\udfff" for char in text)


@cache
def folder() -> Path:
    """A folder of this process, gone when it ends; in memory where the machine has such a place."""
    memory = Path("/dev/shm")
    path = Path(tempfile.mkdtemp(prefix="fuzz-", dir=memory if memory.is_dir() else None))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


def read(data: bytes) -> None:
    """A file of any bytes, with its encoding guessed and with one named."""
    path = folder() / "page.txt"
    path.write_bytes(data)
    names = (None, "gb18030", "utf-16", data[:12].decode("latin-1") or "utf-8")
    for name in names:
        try:
            raw = nb.read_text(path, encoding=name)
        except nb.ReadingError as error:
            assert str(path) in str(error)
            continue
        assert raw.text.strip() and is_whole(raw.text)
        assert raw.text == data.decode(raw.encoding)


def clean(data: bytes) -> None:
    """The way back is whole, offsets point into the raw text, a clean text stays as it is."""
    text = text_of(data)
    cleaned = nb.clean(text)
    assert cleaned.restore() == text
    assert len(cleaned.origin) == len(cleaned.text)
    last = 0
    for place, char in enumerate(cleaned.text):
        start, stop = cleaned.to_raw(place, place + 1)
        assert last <= start < stop <= len(text), (place, char)
        last = start
    assert nb.clean(cleaned.text).text == cleaned.text or LONG_CHAIN.search(cleaned.text)


def page(data: bytes) -> None:
    """Every character is in one block or in the log, and every block knows where it is from."""
    text = text_of(data)
    assert_conserved(text)
    assert_origins_right(text)


def figures(data: bytes) -> None:
    """Figures stand where they say, in order, with both ends the right way round."""
    text = text_of(data)
    for published in (None, PUBLISHED):
        last = 0
        for figure in nb.find_figures(text, published=published):
            assert text[figure.start : figure.stop] == figure.surface != ""
            assert last <= figure.start
            assert figure.kind in KINDS
            if figure.low is not None and figure.high is not None:
                assert figure.low <= figure.high
            last = figure.start


def tokens(data: bytes) -> None:
    """The tokens of a text are the text, whatever terms are to stay whole."""
    lines = text_of(data).split("\n")
    frame = pd.DataFrame({"text": pd.Series(lines, dtype=object), "line": range(len(lines))})
    terms = tuple(word for word in map(str.strip, lines[0].split("、")) if word)
    try:
        table = nb.tokenize(frame, nb.TokenizerSpec(terms=terms))
    except ValueError as error:
        halves = "lone surrogate" in str(error) and not is_whole("".join(lines))
        assert halves or ("characters" in str(error) and max(map(len, terms)) > LONGEST_TERM)
        return
    rebuilt = [""] * len(lines)
    words = zip(table["line"], table["start"], table["stop"], table["token"], strict=True)
    for line, start, stop, token in words:
        assert lines[line][start:stop] == token
        rebuilt[line] += token
    assert rebuilt == lines


def corpus(data: bytes) -> None:
    """A folder with any ``corpus.toml``: frames, or one error that names the place."""
    place = folder() / "listed"
    _page_in(place)
    (place / "corpus.toml").write_bytes(data)
    _frames_or_error(place)


def dates(data: bytes) -> None:
    """A folder with any ``dates.csv``: frames, or one error that names the place."""
    place = folder() / "dated"
    _page_in(place)
    (place / "dates.csv").write_bytes(data)
    _frames_or_error(place)


def _page_in(place: Path) -> None:
    if not place.is_dir():
        place.mkdir()
        (place / "2021-03-31_A02.txt").write_text(PAGE, encoding="utf-8")
        (place / "b.txt").write_text(PAGE, encoding="utf-8")


def _frames_or_error(place: Path) -> None:
    for skip_bad in (False, True):
        try:
            found = nb.read_corpus(place, skip_bad=skip_bad)
        except (nb.CorpusError, nb.ReadingError) as error:
            assert str(place) in str(error)
        else:
            assert len(found.articles) and found.articles["published"].notna().all()


def lexicons(data: bytes) -> None:
    """A word list of any bytes: rows, or one error that names the file."""
    path = folder() / "list.tsv"
    path.write_bytes(data)
    read_labels = nb.theme_labels
    for reader in (nb.read_terms, nb.read_themes, read_labels):
        try:
            assert len(reader(path)) >= 0
        except nb.LexiconError as error:
            assert str(path) in str(error)


def growth(data: bytes) -> None:
    """A text repeated until it is eight times as long takes about eight times as long."""
    text = text_of(data)
    if not text:
        return
    short = text * (1000 // len(text) + 1)
    for step in (nb.clean, nb.parse_page, nb.find_figures, _tokens_of):
        seconds = _seconds(step, short * GROWTH)
        if seconds < WORTH_TIMING:
            continue
        allowed = SLACK * GROWTH * _seconds(step, short) + WORTH_TIMING
        assert min(seconds, _seconds(step, short * GROWTH)) < allowed, step.__name__


def _tokens_of(text: str) -> None:
    if is_whole(text):
        nb.tokenize(pd.DataFrame({"text": text.split("\n")}))


def _seconds(step: Callable[[str], object], text: str) -> float:
    before = process_time()
    step(text)
    return process_time() - before


TARGETS: dict[str, Target] = {
    f.__name__: f for f in (read, clean, page, figures, tokens, corpus, dates, lexicons, growth)
}

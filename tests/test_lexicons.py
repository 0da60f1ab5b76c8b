"""Lexicons: what a file must look like, and the one error that says what is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ningbo_lib.lexicons import PACKAGED, LexiconError, alternation, read_lexicon

COLUMNS = ("word", "role")
ROWS = [{"word": "增长", "role": "up"}, {"word": "下降", "role": ""}]

READ = {
    "plain": "word\trole\n增长\tup\n下降\t\n",
    "comments and empty lines": "# from a list\n\nword\trole\n\n增长\tup\n# more\n下降\t\n",
    "byte order mark": "\ufeffword\trole\n增长\tup\n下降\t\n",
    "line ends of Windows": "word\trole\r\n增长\tup\r\n下降\t\r\n",
    "spaces around cells": "word \t role\n 增长\tup \n下降\t \n",
}


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_rows_are_read(text: str, tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_bytes(text.encode())
    assert read_lexicon(path, COLUMNS) == ROWS


REFUSED = {
    "empty": (b"", "no header line; start with word | role"),
    "comments only": (b"# nothing\n\n", "no header line"),
    "another header": (
        b"# a\nword\tclass\n",
        "line 2: the header is word | class; write it",
    ),
    "a cell missing": (b"word\trole\n\nup\n", "line 3: 1 cells where the header has 2"),
    "a cell too many": (b"word\trole\na\tb\tc\n", "line 2: 3 cells where the header has 2"),
    "not UTF-8": ("word\trole\n增长\tup\n".encode("gb18030"), "byte 10 is not UTF-8"),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_wrong_is_said_with_file_and_line(
    data: bytes, message: str, tmp_path: Path
) -> None:
    path = tmp_path / "words.tsv"
    path.write_bytes(data)
    with pytest.raises(LexiconError) as caught:
        read_lexicon(path, COLUMNS)
    assert str(caught.value).startswith(str(path))
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["none.tsv", "/nowhere/none.tsv"])
def test_a_missing_lexicon_is_named(name: str) -> None:
    with pytest.raises(LexiconError, match=r"none\.tsv: no such lexicon; check the name"):
        read_lexicon(name, COLUMNS)


# --- words with roles ---------------------------------------------------------------------------
BY_ROLE = ("change_words.tsv", "event_words.tsv", "phrase_words.tsv", "plan_words.tsv")


def asked_for(name: str) -> set[str]:
    """The roles that modules ask of a lexicon, by ``alternation`` or a helper of their own."""
    found: set[str] = set()
    for path in sorted((PACKAGED.parent / "figures").glob("*.py")):
        source = path.read_text("utf-8")
        found |= set(re.findall(rf"""alternation\(["']{name}["'], ["'](\w+)["']\)""", source))
        if re.search(rf"""partial\(alternation, ["']{name}["']\)""", source):
            found |= set(re.findall(r"""_words\(["'](\w+)["']\)""", source))
    return found


@pytest.mark.parametrize("name", BY_ROLE)
def test_each_role_of_a_word_is_explained_and_read(name: str) -> None:
    rows = read_lexicon(name, COLUMNS)
    pairs = [(row["word"], row["role"]) for row in rows]
    assert len(set(pairs)) == len(pairs)
    assert all(word for word, _ in pairs)
    roles = {role for _, role in pairs}
    assert asked_for(name) == roles
    said = (PACKAGED / name).read_text("utf-8").partition("\nword\t")[0]
    assert "Source: " in said
    assert {role for role in roles if not re.search(rf"\b{role}\b", said)} == set()


def test_words_are_looked_for_longest_first_and_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("word\trole\n达\tup\n达到\tup\n降\tdown\n到.\tup\n", "utf-8")
    assert alternation(str(path), "up") == r"达到|到\.|达"
    with pytest.raises(LexiconError, match=r"words\.tsv: no word with the role level; add one"):
        alternation(str(path), "level")

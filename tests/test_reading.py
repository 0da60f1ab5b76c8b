"""Files to text: every encoding a page may come in, and one clear error where there is none."""

from __future__ import annotations

import hashlib

import pytest

import ningbo_lib as nb
from ningbo_lib.reading import ReadingError

SIMPLE = (
    "记者从昨天召开的会上获悉，今年前三季度，港口的货物吞吐量是去年同期的1.07倍。\n"
    "“过去是船等货，现在是货等船。”\n"
)
TRADITIONAL = (
    "清晨六時二十分，馬公碼頭的霧笛響了兩聲，渡輪緩緩離岸。島上的人要看病、要買藥，全靠這一條船。\n"
)


@pytest.mark.parametrize(
    "codec",
    ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_simplified_pages(tmp_path, codec, end):
    path = tmp_path / "page.txt"
    text = SIMPLE.replace("\n", end)
    path.write_bytes(text.encode(codec))
    raw = nb.read_text(path)
    assert raw.text == text
    assert raw.path == path
    assert raw.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("codec", ["utf-8", "big5", "big5hkscs", "gb18030", "utf-16"])
def test_traditional_pages(tmp_path, codec):
    path = tmp_path / "page.txt"
    path.write_bytes((TRADITIONAL * 5).encode(codec))
    assert nb.read_text(path).text == TRADITIONAL * 5


def test_characters_beyond_the_basic_plane(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(("地名𠅤在这里，" + SIMPLE).encode("gb18030"))
    assert nb.read_text(path).text.startswith("地名𠅤")


def test_plain_ascii(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(b"AI for Science\n")
    assert nb.read_text(path).text == "AI for Science\n"


def test_a_named_encoding_is_obeyed(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(SIMPLE.encode("gb18030"))
    raw = nb.read_text(path, encoding="gb18030")
    assert (raw.text, raw.encoding) == (SIMPLE, "gb18030")


def test_the_path_may_be_a_string(tmp_path):
    path = tmp_path / "页面 一.txt"
    path.write_text(SIMPLE, encoding="utf-8")
    assert nb.read_text(str(path)).path == path


def _folder(path):
    path.mkdir()


def _bytes(data):
    return lambda path: path.write_bytes(data)


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\x00\x01\x02\xff\xfe stream\x00\x00\x9c\x8f"
BAD = [
    ("missing", lambda path: None, None, "no such file", "check the name"),
    ("empty", _bytes(b""), None, "is empty", "extracted"),
    ("blank", _bytes(" \n\u3000\n".encode()), None, "no text", "extracted"),
    ("only a mark", _bytes(b"\xef\xbb\xbf"), None, "no text", "extracted"),
    ("folder", _folder, None, "a folder", "read_corpus"),
    ("not a file", lambda path: path.symlink_to(path), None, "cannot be read", "symbolic links"),
    ("half a character", _bytes(b"+2AA-" * 9), "utf-7", "half of one", "encoding="),
    ("binary", _bytes(PDF), None, "zero bytes", "encoding="),
    ("noise", _bytes(bytes(range(1, 256)) * 3), None, "encoding", "encoding="),
    ("wrong name", _bytes(SIMPLE.encode("gb18030")), "utf-8", "not valid utf-8", "encoding="),
    ("no such codec", _bytes(SIMPLE.encode()), "utf-88", "utf-88", "gb18030"),
    ("cut character", _bytes(SIMPLE.encode("utf-8")[:-5]), "utf-8", "not valid utf-8", "encoding="),
]


@pytest.mark.parametrize(
    ("prepare", "encoding", "what", "remedy"), [case[1:] for case in BAD], ids=[c[0] for c in BAD]
)
def test_a_bad_file_is_one_clear_error(tmp_path, prepare, encoding, what, remedy):
    path = tmp_path / "page.txt"
    prepare(path)
    with pytest.raises(ReadingError) as error:
        nb.read_text(path, encoding=encoding)
    message = str(error.value)
    assert str(path) in message
    assert what in message
    assert remedy in message
    assert "\n" not in message

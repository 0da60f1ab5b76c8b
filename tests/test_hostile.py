"""Texts, files and names that nobody sends by mistake: nothing breaks, nothing is lost."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

import ningbo_lib as nb
from tests.conftest import ROOT
from tests.page_checks import assert_conserved, assert_origins_right

LINE = "港口的货物吞吐量增长7.25%，船到得更多了。"
ONE_BY_ONE = "()[]{}<>（）【】《》〔〕「」“”‘’\"'0189一二十百千万亿零〇几两半多％%．.-—…·,，;:!?"
TEXTS = {f"nothing but {char}": char * 1500 + "字" for char in ONE_BY_ONE} | {
    "one line": LINE * 100,
    "blank lines": "\n" * 5000 + LINE,
    "bylines": "记者 李华\n" * 400,
    "captions": "图为港口的新航线。（王强 摄）\n" * 60,
    "captions apart": "图为港口的新航线。（王强 摄）\n\n" * 60,
    "headings": "港口新航线\n\n" * 150,
    "questions": "记者：港口怎么样？\n\n李华：很好。\n\n" * 40,
    "one character a line": "港\n" * 700,
    "one line again and again": f"{LINE}\n" * 60,
    "NUL": "\0" * 2000 + LINE,
    "controls": "".join(map(chr, range(32))) * 40 + LINE,
    "lone surrogates": "港\ud800口\udfff" * 200,
    "bidirectional overrides": "\u202e港口\u202d\u2066增长7%\u2069" * 100,
    "combining marks": "港" + "\u0301" * 2000 + "口",
    "private use": "\ue000港" * 400,
    "unassigned": "\u0378\U000e0fff港" * 300,
    "not characters": "\ufffe\uffff\U0010ffff港" * 200,
    "spaces": "港" + " " * 3000 + "口",
    "white space of all kinds": "".join(map(chr, (9, 11, 12, 13, 0x85, 0xA0, 0x2028, 0x3000))) * 99,
    "HTML": "<script>alert(1)</script>&lt;b onclick='x'>港口" * 40,
    "numbers in numbers": "1,234.5—6.7%至8:9/10、第2021年3月31日至去年同期" * 30,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_is_read_and_nothing_is_lost(text: str) -> None:
    assert_conserved(text)
    assert_origins_right(text)
    for figure in nb.find_figures(text):
        assert text[figure.start : figure.stop] == figure.surface
    if "\ud800" not in text:
        tokens = nb.tokenize(pd.DataFrame({"text": [text]}))
        assert "".join(tokens["token"]) == text
        corpus = nb.corpus_from_frame(pd.DataFrame({"text": [LINE + text], "published": ["2021"]}))
        assert len(corpus.sentences) > 0


def test_halves_of_characters_are_refused_by_name() -> None:
    frame = pd.DataFrame({"text": pd.Series([LINE, "港\ud800"], dtype=object), "published": "2021"})
    with pytest.raises(ValueError, match="row 2: half of a character"):
        nb.corpus_from_frame(frame)
    with pytest.raises(ValueError, match="row 1: character 1 is half of one"):
        nb.tokenize(frame)


CODECS = ("utf-8", "gb18030", "utf-16-le", "big5hkscs")


@pytest.mark.parametrize("first", CODECS)
@pytest.mark.parametrize("second", CODECS)
def test_half_a_file_in_another_encoding_is_noticed(
    first: str, second: str, tmp_path: Path
) -> None:
    path = tmp_path / "page.txt"
    text = "港口在中國，一是船的到來，不同的人有了不同的大船。\n" * 4
    path.write_bytes(text.encode(first) + text.encode(second))
    if first == second:
        assert nb.read_text(path).text == text * 2
    else:
        with pytest.raises(nb.ReadingError, match=r"page\.txt: .*name it"):
            nb.read_text(path)


# --- files beside the texts ---------------------------------------------------------------------

FILES = json.loads((ROOT / "tests/cases/hostile_files.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", FILES, ids=[f"{c['file']} {c['message']}" for c in FILES])
def test_a_list_that_is_no_list_is_one_clear_error(case: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "2021-03-31.txt").write_text(LINE, encoding="utf-8")
    text = case["before"] + case["piece"] * int(case["times"])
    (tmp_path / case["file"]).write_text(text, encoding="utf-8")
    with pytest.raises(nb.CorpusError, match=case["message"]) as error:
        nb.read_corpus(tmp_path)
    assert case["file"] in str(error.value)
    assert "\n" not in str(error.value).replace(case["piece"], "")


def test_a_list_of_a_hundred_megabytes_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "corpus.toml").open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(nb.CorpusError, match="over 1,000,000 bytes"):
        nb.read_corpus(tmp_path)


NAMES = [
    "2021-03-31 a b.txt",
    "2021-03-31'\"`$(x);&|.txt",
    "2021-03-31\n\t.txt",
    "=2021-03-31.txt",
    "-rf 2021-03-31.txt",
    "2021-03-31 <b>港口<b>.txt",
    "2021-03-31 \u202etxt.exe\u202d.txt",
    "2021-03-31 é" + unicodedata.normalize("NFD", "é") + "\U0001f6a2.txt",
    "2021-03-31" + "长" * 70 + ".txt",
    "2021-03-31\\..\\x.txt",
]


def test_odd_names_are_read_or_left_out_with_a_reason(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_text(f"港口新航线\n记者 李华\n{LINE}\n", encoding="utf-8")
    corpus = nb.read_corpus(tmp_path, skip_bad=True)
    read = set(corpus.articles["source"])
    listed = {Path(raw.path).name for raw in corpus.raw}
    assert listed == {name for name in NAMES if "\\" not in name}
    assert len(read) == len(corpus.articles) == len(listed)
    table = nb.write_table(corpus.articles, tmp_path / "out" / "articles.csv")
    cells = pd.read_csv(table, keep_default_na=False).to_numpy().ravel()
    assert not [cell for cell in cells if str(cell).startswith(("=", "@", "+", "\t"))]


# --- word lists ---------------------------------------------------------------------------------

ROWS = "# from a reader\nterm\tpos\tgloss\n港口\tn\tport\n"
LISTS = {
    "byte-order mark": "\ufeff" + ROWS,
    "line ends of Windows": ROWS.replace("\n", "\r\n"),
    "line ends of old Macs": ROWS.replace("\n", "\r"),
    "blank lines": ROWS.replace("\n", "\n\n  \n"),
    "no line end": ROWS.rstrip("\n"),
}
WRONG_LISTS = {
    "spaces for tabs": (ROWS.replace("\t", "    "), "line 2: the header is"),
    "a tab missing": (ROWS.replace("n\tport", "n port"), "line 3: 2 cells"),
    "a tab too many": (ROWS.replace("n\tport", "n\t\tport"), "line 3: 4 cells"),
    "no header": ("# nothing\n", "no header line"),
    "twice": (ROWS + "港口\tn\tharbour\n", "listed twice: 港口"),
    "UTF-16": (ROWS, "not UTF-8"),
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_a_word_list_from_any_editor(text: str, tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_bytes(text.encode())
    assert nb.read_terms(path) == (("港口", "n"),)


@pytest.mark.parametrize(("text", "message"), WRONG_LISTS.values(), ids=WRONG_LISTS)
def test_a_word_list_that_is_none(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_bytes(text.encode("utf-16" if message == "not UTF-8" else "utf-8"))
    with pytest.raises(nb.LexiconError, match=message) as error:
        nb.read_terms(path)
    assert "terms.tsv" in str(error.value)

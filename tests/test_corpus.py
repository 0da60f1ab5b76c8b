"""A folder of pages becomes tidy frames, or one clear error says what is wrong with it."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ningbo_lib as nb
from ningbo_lib.corpus_tables import COLUMNS, _sentences, empty_rows, frames, line_starts
from ningbo_lib.dates import DateError, stated_date
from ningbo_lib.page.cleaning import Cleaned

ROOT = Path(__file__).parents[1]
FRAMES = ("articles", "paragraphs", "sentences", "captions", "repairs", "errors")

#: A made-up page, its headline and its sections.
PAGE = (ROOT / "tests/pages/ocr_03.txt").read_text("utf-8")
TITLES = ["一片碎瓷，半部家史", "“补的不是瓷，是时间”", "从小巷走向课堂"]

ENTRY = '[[page]]\nfile = "a.txt"\npublished = 2021-03-31\n'


def folder_with(tmp_path: Path, toml: str | bytes = ENTRY, **files: str | bytes) -> Path:
    """A folder with a corpus.toml and text files, ``a.txt`` with a page among them."""
    contents: dict[str, str | bytes] = {"a.txt": PAGE, "corpus.toml": toml, **files}
    for name, content in contents.items():
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
    return tmp_path


# --- what is wrong with a corpus.toml -----------------------------------------------------------

OVERRIDE = '[[page.override]]\narticle = "景德镇"\nsections = [{}]\nreason = "第2版在先"\n'

WRONG = {
    "a file that is not there": (ENTRY.replace("a.txt", "b.txt"), "b.txt, which is not in"),
    "another hash": (ENTRY + f'sha256 = "{"0" * 64}"\n', "corpus.toml says 0000"),
    "an unknown key": (ENTRY + 'pubished = "x"\n', "page 1: unknown key 'pubished'"),
    "an unknown key of an override": (
        ENTRY + OVERRIDE.format('""') + 'paper = "x"\n',
        "unknown key 'paper'; known are article, sections, reason",
    ),
    "an unknown table": (ENTRY + "[paper]\nname = 1\n", "unknown key 'paper'"),
    "no date": ('[[page]]\nfile = "a.txt"\n', "say when a.txt was published"),
    "a date in quotation marks": (ENTRY.replace("2021-03-31", '"2021-03-31"'), "published = 2021"),
    "a time only": (ENTRY.replace("2021-03-31", "08:00:00"), "not of its type"),
    "no file": ("[[page]]\npublished = 2021-03-31\n", "say which file"),
    "a number for a file": ("[[page]]\nfile = 3\npublished = 2021-03-31\n", "file = 3"),
    "a precision of its own": (ENTRY + 'precision = "week"\n', "one of day, month, year"),
    "a way up": (ENTRY.replace("a.txt", "../a.txt"), "inside the folder"),
    "a way up in the middle": (ENTRY.replace("a.txt", "x/../../a.txt"), "inside the folder"),
    "an absolute path": (ENTRY.replace("a.txt", "/etc/hosts"), "inside the folder"),
    "a link": (ENTRY.replace("a.txt", "link.txt"), "inside the folder"),
    "a linked folder": (ENTRY.replace("a.txt", "linked/a.txt"), "inside the folder"),
    "not TOML": ("[[page]\n", "not valid TOML"),
    "not UTF-8": ('title = "宁波"'.encode("gb18030"), "not valid TOML"),
    "empty": ("", "no [[page]] entry"),
    "a list of names": ('page = ["a.txt"]\n', "a line [[page]]"),
    "a huge file": ("#" * 1_000_001, "over 1,000,000 bytes"),
    "a file listed twice": (ENTRY + ENTRY, "a.txt and a.txt would have the same name"),
    "an unknown encoding": (ENTRY + 'encoding = "gb99"\n', "no encoding is called 'gb99'"),
    "another encoding": (ENTRY + 'encoding = "ascii"\n', "byte 0 is not valid ascii"),
    "an override of no article": (
        ENTRY + OVERRIDE.replace("景德镇", "无此文").format(""),
        "override 1: needs sections",
    ),
    "an override that fits nothing": (
        ENTRY + OVERRIDE.replace("景德镇", "无此文").format('"建桥"'),
        "0 articles have a headline that begins with '无此文'",
    ),
    "an override of other sections": (
        ENTRY + OVERRIDE.format('"一片碎瓷，半部家史", "通航"'),
        "the sections must be “补的不是瓷，是时间”, 一片碎瓷，半部家史, 从小巷走向课堂",
    ),
    "an override without a reason": (
        ENTRY + OVERRIDE.format('"建桥"').replace("reason", "because"),
        "needs reason",
    ),
    "an override that is no table": (ENTRY + 'override = ["x"]\n', "a line [[page.override]]"),
    "an override of numbers": (ENTRY + OVERRIDE.format("1, 2"), 'write article = "…"'),
}


@pytest.mark.parametrize(("toml", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_list_is_refused_with_place_and_remedy(
    tmp_path: Path, toml: str | bytes, message: str
) -> None:
    folder = folder_with(tmp_path, toml)
    (folder / "link.txt").symlink_to(folder / "a.txt")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text(PAGE, "utf-8")
    (folder / "linked").symlink_to(tmp_path / "elsewhere")
    with pytest.raises((nb.CorpusError, nb.ReadingError)) as caught:
        nb.read_corpus(folder)
    assert message in str(caught.value)
    assert str(folder) in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "the file is empty"), (b" \n", "holds no text"), ("第1版\n".encode(), "no article")],
)
def test_a_page_without_an_article(tmp_path: Path, content: bytes, message: str) -> None:
    folder = folder_with(tmp_path, ENTRY, **{"a.txt": content})
    with pytest.raises((nb.CorpusError, nb.ReadingError), match=message):
        nb.read_corpus(folder)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(nb.CorpusError, match="no such folder"):
        nb.read_corpus(tmp_path / "nowhere")


# --- what is right ------------------------------------------------------------------------------


def test_mark_hash_in_capitals_date_with_time_and_a_subfolder(tmp_path: Path) -> None:
    digest = hashlib.sha256(PAGE.encode()).hexdigest().upper()
    toml = f'[[page]]\nfile = "sub/a.txt"\npublished = 2021-03-31T08:00:00\nsha256 = "{digest}"\n'
    folder = folder_with(tmp_path, b"\xef\xbb\xbf" + toml.encode())
    (folder / "sub").mkdir()
    (folder / "a.txt").rename(folder / "sub" / "a.txt")
    (article,) = nb.read_corpus(folder).articles.to_dict("records")
    assert (article["article_id"], article["source"]) == ("sub/a-1", "sub/a")
    assert article["published"] == pd.Timestamp(2021, 3, 31)


def test_an_override_puts_the_sections_in_order(tmp_path: Path) -> None:
    titles = [TITLES[1], TITLES[2], TITLES[0]]
    plain = nb.read_corpus(folder_with(tmp_path))
    listed = ", ".join(f'"{title}"' for title in titles)
    turned = nb.read_corpus(folder_with(tmp_path, ENTRY + OVERRIDE.format(listed)))
    assert [s for s in plain.paragraphs["section"].unique() if s] == TITLES
    assert [s for s in turned.paragraphs["section"].unique() if s] == titles
    assert turned.paragraphs["section"].iloc[0] == ""
    assert sorted(turned.paragraphs["text"]) == sorted(plain.paragraphs["text"])
    assert turned.paragraphs["position"].tolist() == plain.paragraphs["position"].tolist()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_same_frames_from_any_encoding(tmp_path: Path, encoding: str) -> None:
    expected = nb.read_corpus(folder_with(tmp_path)).paragraphs
    found = nb.read_corpus(folder_with(tmp_path, ENTRY, **{"a.txt": PAGE.encode(encoding)}))
    pd.testing.assert_frame_equal(found.paragraphs, expected)


# --- the frames ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> list[nb.Corpus]:
    """The texts of the project, and the made-up pages of the parser's tests."""
    folder = tmp_path_factory.mktemp("pages")
    for path in sorted((ROOT / "tests/pages").glob("*.txt")):
        (folder / path.name).write_bytes(path.read_bytes())
    names = {path.name: "2021-03-31" for path in folder.iterdir()}
    return [nb.read_corpus(ROOT / "data/raw"), nb.read_corpus(folder, dates=names)]


def test_sentences_rebuild_their_paragraphs(corpora: list[nb.Corpus]) -> None:
    for corpus in corpora:
        rebuilt = corpus.sentences.groupby("paragraph_id", sort=False)["text"].agg("".join)
        texts = corpus.paragraphs.set_index("paragraph_id")["text"]
        pd.testing.assert_series_equal(rebuilt, texts)
        for row in corpus.sentences.itertuples():
            assert texts[row.paragraph_id][row.start : row.stop] == row.text


@settings(max_examples=200)
@given(st.text(st.sampled_from("甬江在东。！？…”’》!?\n ，") | st.characters(), max_size=40))
def test_sentences_rebuild_any_text(text: str) -> None:
    assert "".join(sentence["text"] for sentence in _sentences("p", text)) == text


def test_each_character_is_on_the_raw_line_that_raw_lines_says(corpora: list[nb.Corpus]) -> None:
    checked = 0
    for corpus in corpora:
        pages = {raw.path.stem: lines_of(raw.text) for raw in corpus.raw}
        for row in corpus.paragraphs.itertuples():
            pairs = [tuple(map(int, pair.split(":"))) for pair in row.raw_lines.split()]
            assert pairs[0][0] == 0
            stops = [offset for offset, _ in pairs[1:]] + [len(row.text)]
            for (start, line), stop in zip(pairs, stops, strict=True):
                printed = letters(nb.clean(pages[row.source][line - 1]).text)
                assert letters(row.text[start:stop]) in printed, (row.paragraph_id, line)
                checked += 1
    assert checked > 1000


def letters(text: str) -> str:
    """Chinese characters and small Latin letters: what marks and digits around do not change."""
    return re.sub("[^\u4e00-\u9fffa-z]", "", text)


def lines_of(text: str) -> list[str]:
    starts = line_starts(text)
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def test_empty_frames_have_the_same_columns_and_types(corpora: list[nb.Corpus]) -> None:
    empty = frames(empty_rows())
    assert set(empty) == set(FRAMES) == set(COLUMNS)
    for name in FRAMES:
        full = getattr(corpora[0], name)
        assert len(empty[name]) == 0
        pd.testing.assert_series_equal(full.dtypes, empty[name].dtypes)


def test_years_and_identities(corpora: list[nb.Corpus]) -> None:
    for corpus in corpora:
        for name in ("articles", "paragraphs", "sentences", "captions"):
            frame = getattr(corpus, name)
            assert (frame["year"] == frame["published"].dt.year).all()
            assert frame["article_id"].isin(corpus.articles["article_id"]).all()
        assert corpus.articles["article_id"].is_unique
        assert corpus.paragraphs["paragraph_id"].is_unique
        assert corpus.sentences["sentence_id"].is_unique
        assert [a.article_id for a in corpus.parsed] == corpus.articles["article_id"].tolist()
    assert corpora[0].articles["year"].tolist() == [2021, 2021, 2021, 2024]


# --- a folder without corpus.toml ---------------------------------------------------------------

NAMES = {
    "2021-03-31.txt": ("2021-03-31", "day"),
    "A02_20210331_港口.txt": ("2021-03-31", "day"),
    "2021_3_1.txt": ("2021-03-01", "day"),
    "2021.03.31-2.txt": ("2021-03-31", "day"),
    "日报2021年3月31日01版.txt": ("2021-03-31", "day"),
    "2021_03.txt": ("2021-03-15", "month"),
    "202103.TXT": ("2021-03-15", "month"),
    "2021-03-A01.txt": ("2021-03-15", "month"),
    "2021_03_2.txt": ("2021-03-15", "month"),
    "2021年.txt": ("2021-07-01", "year"),
    "2021/03/31/A01.txt": ("2021-03-31", "day"),
    "2021/A01.txt": ("2021-07-01", "year"),
    "2019/2021-03-31.txt": ("2021-03-31", "day"),
}


@pytest.mark.parametrize("name", NAMES)
def test_the_date_stands_in_the_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE, "utf-8")
    (article,) = nb.read_corpus(tmp_path).articles.to_dict("records")
    assert (str(article["published"].date()), article["precision"]) == NAMES[name]
    assert article["source"] == name[:-4]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("港口.txt", "no date known"),
        ("20210230.txt", "20210230 is not a date"),
        ("2021-45.txt", "2021-45 is not a date"),
        ("2019-2024.txt", "more than one date: 2019-07-01, 2024-07-01"),
        ("12021.txt", "no date known"),
        ("2021-03-31.pdf", "a .pdf file; save its text"),
    ],
)
def test_a_date_is_asked_for_not_guessed(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "2020-01-02.txt").write_text(PAGE, "utf-8")
    (tmp_path / name).write_text(PAGE, "utf-8")
    with pytest.raises(nb.CorpusError, match=re.escape(f"{name}: {reason}")) as caught:
        nb.read_corpus(tmp_path)
    if not name.endswith("pdf"):
        assert "dates={'A02.txt': '2021-03-31'}" in str(caught.value)
    corpus = nb.read_corpus(tmp_path, skip_bad=True)
    assert corpus.articles["source"].tolist() == ["2020-01-02"]
    assert corpus.errors["file"].tolist() == [name]
    assert corpus.errors["reason"].iloc[0].startswith(reason)


@pytest.mark.parametrize("text", ["2021-03-31 2021.3.31", "20210331 and 2021年3月31日"])
def test_one_date_said_twice_is_one_date(text: str) -> None:
    assert stated_date(text) == (date(2021, 3, 31), "day")


@pytest.mark.parametrize(
    "text", ["05/10/2021", "10.5.2021", "a 10-05-2021", "10 May 2021", "Sept. 2021"]
)
def test_a_date_with_its_year_last_is_asked_for_anew(text: str) -> None:
    with pytest.raises(DateError, match="year last; write dates as 2021-03-31"):
        stated_date(text)


@settings(max_examples=200)
@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%Y%m%d"]))
def test_every_day_is_read(day: date, form: str) -> None:
    assert stated_date(f"A1 {day.strftime(form)}x") == (day, "day")


@settings(max_examples=300)
@given(st.text(st.sampled_from("0123459-_/年月日 x"), max_size=16))
def test_a_name_gives_a_date_none_or_an_error(text: str) -> None:
    try:
        found = stated_date(text)
    except DateError:
        return
    assert found is None or str(found[0].year) in text


def dated(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.txt", "2020-01-02.txt"):
        (tmp_path / name).write_bytes(PAGE.encode("gb18030"))
    return tmp_path


def test_dates_from_a_mapping_a_table_and_names(tmp_path: Path) -> None:
    folder = dated(tmp_path)
    given = nb.read_corpus(folder, dates={"a.txt": date(2019, 5, 6), "b.txt": "2019-05"})
    assert given.articles["published"].dt.strftime("%F").tolist() == [
        "2020-01-02",
        "2019-05-06",
        "2019-05-15",
    ]
    assert given.articles["precision"].tolist() == ["day", "day", "month"]
    table = folder / "dates.csv"
    table.write_bytes(
        "file,published,note\na.txt,2019-05-06,甬\nb.txt,2019-05,\n".encode("gb18030")
    )
    pd.testing.assert_frame_equal(nb.read_corpus(folder).articles, given.articles)
    elsewhere = table.rename(folder / "other.csv")
    read = nb.read_corpus(folder, dates=elsewhere)
    pd.testing.assert_frame_equal(read.articles, given.articles)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("name,date\na.txt,2019\n", "no column file and published"),
        ("file,published\nc.txt,2019\n", "line 2: c.txt is not a text file"),
        ("file,published\na.txt,2019\na.txt,2020\n", "line 3: a.txt stands there twice"),
        ("file,published\na.txt,May\n", "line 2: 'May' for a.txt: not a date"),
        ("file,published\na.txt\n", "line 2: '' for a.txt: not a date"),
        ("file,published\na.txt,2021-02-30\n", "2021-02-30 is not a date"),
    ],
)
def test_a_wrong_table_of_dates(tmp_path: Path, table: str, message: str) -> None:
    folder = dated(tmp_path)
    (folder / "dates.csv").write_text(table, "utf-8")
    with pytest.raises(nb.CorpusError, match=message):
        nb.read_corpus(folder)


def test_dates_beside_a_corpus_toml_contradict_it(tmp_path: Path) -> None:
    with pytest.raises(nb.CorpusError, match="says the dates already"):
        nb.read_corpus(folder_with(tmp_path), dates={"a.txt": "2021"})


def test_what_cannot_be_read_is_listed_with_its_reason(tmp_path: Path) -> None:
    folder = dated(tmp_path)
    (folder / "2021-01-01.txt").write_bytes(b"")
    (folder / "2021-01-02.txt").write_bytes(bytes(range(256)) * 4)
    (folder / ".hidden.txt").write_text("x")
    (folder / "2021-01-03.txt").symlink_to(folder / "a.txt")
    with pytest.raises(nb.ReadingError, match=r"2021-01-01\.txt: the file is empty"):
        nb.read_corpus(folder, dates={"a.txt": "2019", "b.txt": "2019"})
    corpus = nb.read_corpus(folder, skip_bad=True)
    assert corpus.articles["source"].tolist() == ["2020-01-02"]
    reasons = dict(corpus.errors.itertuples(index=False))
    assert list(reasons) == ["2021-01-01.txt", "2021-01-02.txt", "a.txt", "b.txt"]
    assert reasons["2021-01-01.txt"].startswith("the file is empty")
    assert str(folder) not in "".join(reasons.values())


def test_a_page_that_breaks_the_parser_does_not_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ningbo_lib import corpus as module

    parse = module.parse_cleaned

    def broken(text: str, cleaned: Cleaned) -> list[nb.Article]:
        return parse(text, cleaned) if "坏" not in text else [][1]

    monkeypatch.setattr(module, "parse_cleaned", broken)
    folder = dated(tmp_path)
    (folder / "2021-01-02.txt").write_text("坏" + PAGE, "utf-8")
    with pytest.raises(IndexError):
        nb.read_corpus(folder, dates={"a.txt": "2019", "b.txt": "2019"})
    errors = nb.read_corpus(folder, skip_bad=True).errors
    assert errors["reason"].iloc[0] == "cannot be parsed: IndexError: list index out of range"


def test_a_folder_without_texts(tmp_path: Path) -> None:
    (tmp_path / "2021.pdf").write_bytes(b"%PDF")
    with pytest.raises(nb.CorpusError, match=r"no \.txt file in it \(\.pdf\)"):
        nb.read_corpus(tmp_path)


def test_a_folder_of_nothing_but_bad_files(tmp_path: Path) -> None:
    (tmp_path / "2021.txt").write_bytes(b"")
    with pytest.raises(nb.CorpusError, match=r"2021\.txt: the file is empty"):
        nb.read_corpus(tmp_path, skip_bad=True)

"""Articles, raw lines, repairs and figures as HTML: escaped, labelled, nothing left out."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import ningbo_lib as nb
from tests.test_evidence import Reader

PAGE = (
    "记者 张三\n\n他说<script>alert(1)</script>很好。今天是\n\n个好日子。\n\n新的标题\n\n"
    "记者 李四\n\n另一篇。\n\n别的标题"
)
FOLDER = Path(__file__).parent / "own_texts"


@pytest.fixture(scope="module")
def corpus() -> nb.Corpus:
    return nb.read_corpus(FOLDER, skip_bad=True)


@pytest.fixture(scope="module")
def figures(corpus: nb.Corpus) -> pd.DataFrame:
    return nb.figures_table(corpus.paragraphs)


def test_an_article_shows_itself_escaped_and_labelled():
    article = nb.parse_page(PAGE)[0]
    html = article._repr_html_()
    assert html == nb.show_article(article)._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert ">headline</span>" in html


def test_raw_lines_stand_beside_the_block():
    article = nb.parse_page(PAGE)[0]
    html = nb.show_raw(article.body[0], PAGE)
    assert "今天是\n\n个好日子" in html
    assert "今天是个好日子" in html


def test_raw_of_another_page_is_refused():
    block = nb.parse_page(PAGE)[0].body[0]
    with pytest.raises(ValueError, match="another page"):
        nb.show_raw(block, "短")


def test_repairs_show_raw_beside_clean():
    raw = "第一行\n中 国 <b>人</b>, 好.\r\n\n末行。。。 好"
    cleaned = nb.clean(raw)
    html = cleaned._repr_html_()
    rows = html.split("<tr>")[2:]
    assert [Reader(row).texts[0] for row in rows] == ["2", "4"]
    assert "<b>" not in html and "&lt;b&gt;" in html
    seen = [change for change in cleaned.repairs if change.rule != "line end"]
    assert len(seen) >= 4
    assert all(change.rule in html and change.reason in html for change in seen)
    assert f"{len(cleaned.repairs)} repairs; lines repaired: 2" in html
    for line in cleaned.text.split("\n")[1::2]:
        assert line in "".join(Reader(html).texts)


def test_every_repair_stands_on_a_line_of_its_own_text(corpus):
    for raw in corpus.raw:
        cleaned = nb.clean(raw.text)
        html = nb.show_repairs(cleaned)
        assert html.count("title=") <= len(cleaned.repairs)
        assert f"{len(cleaned.repairs):,} repairs" in html


def test_a_long_text_says_what_is_not_shown():
    html = nb.show_repairs(nb.clean("".join(f"第{i} 行，中 国\n" for i in range(50))))
    assert html.count("<tr>") == 41
    assert "lines repaired: 50, of which 10 are not shown" in html


def test_nothing_repaired_is_said_too():
    assert "0 repairs; lines repaired: 0" in nb.show_repairs(nb.clean("中国。"))
    assert "0 repairs" in nb.show_repairs(nb.clean(""))


def test_figures_are_marked_with_value_and_period():
    text = "2020年，出口额约103.35亿元<i>，增长5%。"
    html = nb.show_figures(text, nb.find_figures(text))
    assert "".join(Reader(html).texts) == text
    assert "10,335,000,000 CNY, for 2020" in html and "increase by 5 percent" in html
    with pytest.raises(ValueError, match="outside the text"):
        nb.show_figures("短", nb.find_figures(text))


def test_every_number_leads_to_its_sentence_and_raw_lines(corpus, figures):
    pages = {raw.path.stem: raw.text.splitlines() for raw in corpus.raw}
    for _, row in figures.iterrows():
        html = nb.show_place(row, corpus)
        texts = Reader(html).texts
        assert row["surface"] in texts
        assert row["sentence"] in "".join(texts)
        source = row["article_id"].rpartition("-")[0]
        bold = html.split("font-weight:bold")[1].split("</tr>")[0]
        assert Reader(f"<tr {bold}").texts[-1] == pages[source][row["raw_line"] - 1].rstrip()


def test_a_concordance_row_leads_there_too(corpus):
    row = nb.concordance(corpus.paragraphs, "公园").iloc[0]
    html = nb.show_place(row, corpus)
    assert ">公园</mark>" in html and f">{row['raw_line']}</td>" in html


def test_a_corpus_without_files_has_no_raw_lines(corpus):
    table = nb.corpus_from_frame(pd.DataFrame({"text": ["共有3人。"], "published": ["2020-01-02"]}))
    row = nb.figures_table(table.paragraphs).iloc[0]
    html = nb.show_place(row, table)
    assert ">3人</mark>" in html and "<table>" not in html
    with pytest.raises(ValueError, match="no paragraph"):
        nb.show_place(row, corpus)
    with pytest.raises(ValueError, match="the row has no paragraph_id"):
        nb.show_place({"start": 1}, corpus)


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (nb.parse_page(PAGE)[0], "Article("),
        (nb.clean(PAGE), f"Cleaned({len(nb.clean(PAGE).text)} characters, "),
        (nb.read_text(FOLDER / "2019-03-06_A01.txt"), "RawText('"),
    ],
)
def test_the_plain_form_is_one_short_line(shown, text):
    assert repr(shown).startswith(text)
    assert len(repr(shown)) < 200 and "\n" not in repr(shown)


def test_page_picture_shows_every_line():
    lines = nb.explain_page(PAGE)
    ax = nb.plot_page(lines, columns=2)
    shown = {text.get_text() for text in ax.texts}
    assert {line.text[:21] for line in lines if len(line.text) <= 22} <= shown
    assert {text.get_text() for text in ax.get_legend().get_texts()} == {
        line.kind for line in lines
    }


def test_what_is_no_article_is_refused():
    with pytest.raises(TypeError, match="no article but a str"):
        nb.show_article("港口")


def test_a_place_outside_all_sentences_is_named(corpus, figures):
    row = figures.iloc[0].to_dict() | {"start": 10**6, "stop": 10**6 + 1}
    with pytest.raises(ValueError, match="offset 1000000 lies in no sentence"):
        nb.show_place(row, corpus)

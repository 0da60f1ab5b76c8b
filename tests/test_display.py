"""Articles and raw lines as HTML: escaped, labelled, nothing left out."""

from __future__ import annotations

import pytest

import ningbo_lib as nb

PAGE = (
    "记者 张三\n\n他说<script>alert(1)</script>很好。今天是\n\n个好日子。\n\n新的标题\n\n"
    "记者 李四\n\n另一篇。\n\n别的标题"
)


def test_text_is_escaped_and_labelled():
    html = nb.show_article(nb.parse_page(PAGE)[0])._repr_html_()
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


def test_page_picture_shows_every_line():
    lines = nb.explain_page(PAGE)
    ax = nb.plot_page(lines, columns=2)
    shown = {text.get_text() for text in ax.texts}
    assert {line.text[:21] for line in lines if len(line.text) <= 22} <= shown
    assert {text.get_text() for text in ax.get_legend().get_texts()} == {
        line.kind for line in lines
    }

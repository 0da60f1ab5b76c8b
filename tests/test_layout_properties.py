"""Contracts of cleaning and parsing on generated pages and on any string."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import ningbo_lib as nb
from tests.page_checks import assert_conserved, assert_origins_right

HAN = (Path(__file__).parent / "cases/common_characters.txt").read_text(encoding="utf-8").strip()
MARKS = (
    "，。：；？！“”‘’（）()[]{}\"',.:;?!…⋯—-\n\n\n  \t\r\x0b\x0c\u3000\u200b\ufeff\u2028"
    "０９％⽇⻅\ue000摄记者一二三1234abc"
)
words = st.text(HAN, min_size=2, max_size=12)
sentence = st.lists(words, min_size=1, max_size=5).map(lambda ws: "，".join(ws) + "。")
paragraph = st.lists(sentence, min_size=1, max_size=4).map("".join)


def wrap(text: str, width: int) -> str:
    return "\n".join(text[i : i + width] for i in range(0, len(text), width))


@st.composite
def pages(draw):
    width = draw(st.sampled_from([12, 15, 16, 60, 400]))
    chunks = []
    for _ in range(draw(st.integers(1, 3))):
        headline, byline = (
            draw(words),
            "记者 " + draw(st.text("张李王陈赵", min_size=2, max_size=3)),
        )
        body = [wrap(p, width) for p in draw(st.lists(paragraph, min_size=1, max_size=4))]
        for _ in range(draw(st.integers(0, 3))):  # headings before, after and between paragraphs
            body.insert(draw(st.integers(0, len(body))), draw(words))
        chunks += [byline, *body, headline] if draw(st.booleans()) else [headline, byline, *body]
        if draw(st.booleans()):
            chunks.append(draw(words) + "（张三 摄）")
    return draw(st.sampled_from(["\n\n", "\n"])).join(chunks)


@settings(max_examples=60, deadline=None)
@given(pages())
def test_made_up_pages_lose_nothing(text):
    assert_conserved(text)
    assert_origins_right(text)


strange = st.text(
    st.one_of(
        st.sampled_from(MARKS),
        st.characters(),
    ),
    max_size=120,
)


@settings(max_examples=300, deadline=None)
@given(strange)
@example("记者 张三\n\n（张三 摄）")
@example("，，，，")
@example("大厅大厅，，有人有人")
@example("\ud800")
@example("\ud800新码头\n\n\ud800镇里的新码头，\ud800\n\n昨天开始使用。\n\n小标题\n\n渔船。")
@example("镇里建成新码头\n\n记者 李明\n\n镇里建成新码头\n\n记者 李明\n\n")
def test_any_string(text):
    assert_conserved(text)


@settings(max_examples=300, deadline=None)
@given(strange)
def test_cleaning_twice_changes_nothing(text):
    once = nb.clean(text).text
    assert nb.clean(once).text == once


@settings(max_examples=30, deadline=None)
@given(pages(), st.sampled_from(["\r\n", "\r", "\x0b"]))
def test_line_ends_do_not_matter(text, end):
    plain = nb.parse_page(text)
    other = nb.parse_page(text.replace("\n", end))
    assert [a.paragraphs for a in plain] == [a.paragraphs for a in other]
    assert [a.headline for a in plain] == [a.headline for a in other]


@settings(max_examples=15, deadline=None)
@given(text=pages(), codec=st.sampled_from(["utf-8-sig", "gb18030", "utf-16"]))
def test_encodings_do_not_matter(tmp_path_factory, text, codec):
    path = tmp_path_factory.mktemp("pages") / "page.txt"
    path.write_bytes(("的一是不在，。" + text).encode(codec))
    assert nb.read_text(path).text == "的一是不在，。" + text


@pytest.mark.parametrize("text", ["", "\n\n", "   "])
def test_nothing_gives_no_article(text):
    assert nb.parse_page(text) == []

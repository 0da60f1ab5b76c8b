"""Contracts of cleaning and parsing on generated pages and on any string."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import ningbo_lib as nb
from tests.page_checks import assert_conserved, assert_origins_right

HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
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
        st.sampled_from(
            "，。：；？！“”‘’（）()[]{}\"',.:;?!…⋯—-\n\n\n  \t\r\x0b\x0c\u3000\u200b\ufeff\u2028０９％⽇⻅\ue000摄记者一二三1234abc"
        ),
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

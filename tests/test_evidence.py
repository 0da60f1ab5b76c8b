"""Concordance and marking: the passage, its line, and safe HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ningbo_lib.evidence import concordance, highlight, raw_line, show_concordance

PARAGRAPHS = pd.DataFrame(
    {
        "paragraph_id": ["p1", "p2"],
        "article_id": ["A", "B"],
        "year": [2021, 2024],
        "text": ["宁波要重点做好甬江实验室。甬江实验室论证", "<b>甬江实验室</b> & 𬭎甬江实验室"],
        "raw_lines": ["0:3 9:4", "0:40"],
    }
)


class Reader(HTMLParser):
    """Collects the text and the tags of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


def test_every_occurrence_with_its_place() -> None:
    table = concordance(PARAGRAPHS, "甬江实验室", width=3)
    assert table["article_id"].tolist() == ["A", "A", "B", "B"]
    assert table["left"].tolist() == ["点做好", "验室。", "<b>", "& 𬭎"]
    assert table["right"].tolist() == ["。甬江", "论证", "</b", ""]
    assert table["raw_line"].tolist() == [3, 4, 40, 40]
    assert set(table["keyword"]) == {"甬江实验室"}


def test_the_term_is_taken_as_it_is_written() -> None:
    texts = PARAGRAPHS.assign(text=["a.b 与 axb", "(a.b"])
    assert concordance(texts, "a.b")["start"].tolist() == [0, 1]


def test_nothing_found_and_nothing_given_keep_columns_and_types() -> None:
    full = concordance(PARAGRAPHS, "甬江实验室")
    for empty in (concordance(PARAGRAPHS, "没有"), concordance(PARAGRAPHS.iloc[:0], "宁波")):
        assert empty.empty and (empty.dtypes == full.dtypes).all()
    with pytest.raises(ValueError, match="this one is empty"):
        concordance(PARAGRAPHS, " ")


def test_frames_without_raw_lines_have_none() -> None:
    table = concordance(PARAGRAPHS.drop(columns=["raw_lines", "year"]), "宁波")
    assert list(table) == ["article_id", "paragraph_id", "left", "keyword", "right", "start"]


@given(st.lists(st.integers(1, 20), min_size=1, max_size=6), st.data())
def test_raw_line_is_that_of_the_last_piece_begun(widths: list[int], data: st.DataObject) -> None:
    starts = [sum(widths[:i]) for i in range(len(widths))]
    pairs = " ".join(f"{start}:{100 + i}" for i, start in enumerate(starts))
    offset = data.draw(st.integers(0, sum(widths) - 1))
    assert raw_line(pairs, offset) == 100 + max(i for i, s in enumerate(starts) if s <= offset)
    assert raw_line("", offset) == 0


def test_the_table_for_reading_is_escaped() -> None:
    html = show_concordance(concordance(PARAGRAPHS, "甬江实验室"), notes={"A": "2021 <page>"})
    assert "<b>" not in html and "2021 &lt;page&gt;, line 3" in html
    assert html._repr_html_() == html
    assert Reader(html).tags.count("tr") == 5


@given(st.text(), st.data())
def test_marking_keeps_every_character_and_no_markup(text: str, data: st.DataObject) -> None:
    ends = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    marks = [
        (min(pair), max(pair), f'label "{i}"') for i, pair in enumerate(ends) if pair[0] != pair[1]
    ]
    text = text.replace("\r", " ").replace("\0", " ")
    reader = Reader(highlight(text, marks))
    assert "".join(reader.texts) == text
    assert set(reader.tags) <= {"mark"}


def test_labels_look_different_and_inner_marks_yield() -> None:
    html = highlight("甬江实验室在宁波", [(0, 5, "place"), (2, 5, "room"), (6, 8, "city")])
    assert html.count("<mark") == 2 and 'title="place"' in html and 'title="city"' in html
    styles = {part.split('"')[1] for part in html.split("<mark style=")[1:]}
    assert len(styles) == 2


@pytest.mark.parametrize("mark", [(-1, 2, "x"), (2, 2, "x"), (0, 9, "x")])
def test_marks_outside_the_text_are_refused(mark: tuple[int, int, str]) -> None:
    with pytest.raises(ValueError, match="lies outside the text"):
        highlight("宁波", [mark])


def test_a_frame_without_text_is_named() -> None:
    with pytest.raises(ValueError, match="the paragraphs have no column text"):
        concordance(pd.DataFrame({"article_id": ["a"]}), "宁波")

"""Texts that are in a table already give the same frames as a folder."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import papermill
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell

import ningbo_lib as nb
from ningbo_lib.corpus_tables import COLUMNS, line_starts

ROOT = Path(__file__).parents[1]

GOOD = pd.DataFrame(
    {
        "text": ["港口繁忙。\n\n　　新桥通车！行人称便。  \r\n完", "港口扩建。"],
        "published": ["2021-03-31", "2024-03"],
        "paper": ["甲报", "乙报"],
        "page": [1, 2],
    }
)


def test_paragraphs_are_lines_with_their_places() -> None:
    corpus = nb.corpus_from_frame(GOOD)
    assert corpus.paragraphs["text"].tolist() == [
        "港口繁忙。",
        "新桥通车！行人称便。",
        "完",
        "港口扩建。",
    ]
    assert corpus.paragraphs["raw_lines"].tolist() == ["0:1", "0:3", "0:4", "0:1"]
    assert corpus.paragraphs["position"].tolist() == [1, 2, 3, 1]
    assert corpus.sentences["text"].tolist()[1:3] == ["新桥通车！", "行人称便。"]
    assert corpus.articles["article_id"].tolist() == ["text-0001", "text-0002"]
    assert corpus.articles["precision"].tolist() == ["day", "month"]
    assert corpus.articles["year"].tolist() == [2021, 2024]
    assert [article.paragraphs[0] for article in corpus.parsed] == ["港口繁忙。", "港口扩建。"]


def test_further_columns_are_carried_to_every_frame_and_can_be_compared() -> None:
    corpus = nb.corpus_from_frame(GOOD)
    for name in ("articles", "paragraphs", "sentences"):
        frame = getattr(corpus, name)
        assert list(frame.columns) == [*COLUMNS[name], "paper", "page"]
        assert frame["page"].dtype == "int64"
    tokens = nb.tokenize(corpus.paragraphs)
    key = nb.keyness(tokens, "乙报", "甲报", by="paper", min_count=1)
    assert set(key["term"]) >= {"港口", "扩建"}
    assert len(nb.figures_table(corpus.paragraphs)) == 0


def test_what_is_known_already_is_used() -> None:
    frame = GOOD.assign(
        article_id=["a", 7], source=["x", "y"], headline=["题", ""], precision=["year", "day"]
    )
    articles = nb.corpus_from_frame(frame).articles
    shown = articles[["article_id", "source", "headline", "precision"]]
    assert shown.to_numpy().tolist() == [["a", "x", "题", "year"], ["7", "y", "", "day"]]


@pytest.mark.parametrize(
    "day", [date(2021, 3, 31), datetime(2021, 3, 31, 8), pd.Timestamp("2021-03-31 23:00+08:00")]
)
def test_dates_of_any_type(day: object) -> None:
    frame = pd.DataFrame({"text": ["港口。"], "published": [day]})
    assert nb.corpus_from_frame(frame).articles["published"].iloc[0] == pd.Timestamp(2021, 3, 31)


WRONG = {
    "no texts": (GOOD.drop(columns="text"), "no column text; the frame has published, paper"),
    "no dates": (GOOD.drop(columns="published"), "no column published"),
    "a missing date": (GOOD.assign(published=["2021", None]), "row 2: no date in published"),
    "not a date": (GOOD.assign(published=pd.NaT), "row 1, 2: no date in published"),
    "an odd date": (GOOD.assign(published=["2021-02-30", "May"]), "row 1, 2: no date"),
    "a missing text": (GOOD.assign(text=["港", None]), "row 2: no text"),
    "an empty text": (GOOD.assign(text=[" \n", "港"]), "row 1: no text"),
    "a number for a text": (GOOD.assign(text=[1, 2]), "row 1, 2: no text"),
    "an identity twice": (GOOD.assign(article_id=["a", "a"]), "article_id 'a' stands 2 times"),
    "no identity": (GOOD.assign(article_id=["a", None]), "row 2: no article_id"),
    "another year": (GOOD.assign(year=[2021, 2023]), "row 2: year is not the year"),
    "a name that is taken": (GOOD.assign(kind="x"), "a column kind of their own; rename yours"),
    "many rows": (
        pd.concat([GOOD] * 6).assign(text=""),
        "row 1, 2, 3, 4, 5 and 7 more: no text",
    ),
}


@pytest.mark.parametrize(("frame", "message"), WRONG.values(), ids=WRONG)
def test_wrong_rows_are_named(frame: pd.DataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nb.corpus_from_frame(frame)


def test_an_empty_frame_has_the_same_columns_and_types() -> None:
    full, empty = nb.corpus_from_frame(GOOD), nb.corpus_from_frame(GOOD.iloc[:0])
    for name in COLUMNS:
        assert len(getattr(empty, name)) == 0
        pd.testing.assert_series_equal(getattr(empty, name).dtypes, getattr(full, name).dtypes)


def test_index_and_order_do_not_matter_and_parts_join_to_the_whole() -> None:
    frame = pd.concat([GOOD, GOOD], ignore_index=True).assign(article_id=list("abcd"))
    frame.index = pd.Index([9, 9, 3, 1])
    whole = nb.corpus_from_frame(frame)
    parts = [nb.corpus_from_frame(frame.iloc[i : i + 1]) for i in range(4)]
    for name in ("articles", "paragraphs", "sentences"):
        joined = pd.concat([getattr(part, name) for part in parts], ignore_index=True)
        pd.testing.assert_frame_equal(joined, getattr(whole, name))


@settings(max_examples=100)
@given(
    st.text(st.sampled_from("港口。！ \n\r　\u2028x") | st.characters(exclude_categories=["Cs"]))
)
def test_every_character_is_kept_at_its_place(text: str) -> None:
    if not text.strip():
        return
    frame = pd.DataFrame({"text": [text], "published": ["2021"]})
    corpus = nb.corpus_from_frame(frame)
    starts = [*line_starts(text), len(text)]
    for row in corpus.paragraphs.itertuples():
        line = int(row.raw_lines.removeprefix("0:"))
        assert text[starts[line - 1] : starts[line]].strip() == row.text
    kept = "".join(corpus.paragraphs["text"])
    assert "".join(kept.split()) == "".join(text.split())
    assert "".join(corpus.sentences["text"]) == kept


def test_the_groups_to_compare() -> None:
    articles = nb.corpus_from_frame(GOOD).articles
    assert nb.two_groups(articles) == (2024, 2021)
    assert nb.two_groups(articles, [2021, 2024]) == (2021, 2024)
    assert nb.two_groups(articles, by="paper") == ("甲报", "乙报")


@pytest.mark.parametrize("compare", [(2021, 2020), (2021,), (2021, 2021), (2021, 2024, 2023)])
def test_groups_that_are_not_there(compare: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="name two of these, target first: 2021, 2024"):
        nb.two_groups(nb.corpus_from_frame(GOOD).articles, compare)


def test_one_group_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="the only year is 2021"):
        nb.two_groups(nb.corpus_from_frame(GOOD.iloc[:1]).articles)


# --- the notebook ---------------------------------------------------------------------------------

NOTEBOOK = ROOT / "notebooks/05_your_own_texts.ipynb"

ARTICLE = """\
{head}

本报记者 {name}

　　雾岭镇的茶园今年{rate}。茶农老周说，雾岭的茶
园靠天吃饭，雨水多一天，茶青就少一成。
　　镇上的茶厂改了机器，一天做茶六百斤，雾岭茶
园的青叶当天收、当天做。
"""


def parameterized(**parameters: object) -> nbformat.NotebookNode:
    """The notebook with a cell behind its parameters, as papermill puts it."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    tagged = ["parameters" in cell.metadata.get("tags", []) for cell in notebook.cells]
    source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    notebook.cells.insert(tagged.index(True) + 1, new_code_cell(source))
    return notebook


def run_here(notebook: nbformat.NotebookNode, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The notebook's code in this process, where a warning is an error; its names."""
    monkeypatch.chdir(NOTEBOOK.parent)
    names: dict[str, Any] = {"display": lambda shown: shown._repr_html_()}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, cell.id, "exec"), names)
    plt.close("all")
    return names


def tea_town(folder: Path) -> Path:
    """Four pages of a town of tea in GB18030, dated by folder, file name and table."""
    names = ["2018/05/01/一版.txt", "2018-06-02.txt", "20220501A1.txt", "副刊.txt"]
    for number, name in enumerate(names):
        rate = "增产一成" if number < 2 else "减产两成，改种的新茶亩产值8600元，增长12.5%"
        text = ARTICLE.format(name="苏禾", head=f"雾岭茶园{number + 1}号地块开采", rate=rate)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("gb18030"))
    table = "文件,file,published\n副刊,副刊.txt,2022-07\n"
    (folder / "dates.csv").write_bytes(table.encode("gb18030"))
    return folder


def by_papermill(out: Path, **parameters: object) -> tuple[str, pd.DataFrame]:
    """Run the notebook as its reader is told to; what it shows, and the articles it wrote."""
    executed = papermill.execute_notebook(
        NOTEBOOK,
        out / "mine.ipynb",
        parameters=parameters | {"out_dir": str(out)},
        cwd=NOTEBOOK.parent,
        kernel_name="python3",
        progress_bar=False,
    )
    shown = "\n".join(str(cell.get("outputs")) for cell in executed.cells)
    assert "stderr" not in shown
    assert (out / "columns.csv").exists()
    return shown, pd.read_csv(out / "articles.csv")


def test_papermill_runs_the_notebook_on_another_town_in_gb18030(tmp_path: Path) -> None:
    shown, articles = by_papermill(
        tmp_path,
        corpus_dir=str(tea_town(tmp_path / "texts")),
        compare=[2022, 2018],
        terms=["雾岭", "茶园"],
    )
    assert "4 gb18030" in shown
    assert "compared are **2022** and **2018**" in shown
    assert articles["published"].tolist() == [
        "2018-06-02",
        "2018-05-01",
        "2022-05-01",
        "2022-07-15",
    ]
    counts = pd.read_csv(tmp_path / "term_counts.csv").set_index(["term", "year"])["n"]
    assert counts["雾岭"].to_dict() == {2018: 6, 2022: 6}
    assert "12.5%" in pd.read_csv(tmp_path / "figures.csv")["surface"].tolist()
    assert nb.read_terms(tmp_path / "lexicon.tsv") == (("茶园", "n"), ("雾岭", "n"))


def test_papermill_runs_the_notebook_with_a_list_of_pages_and_a_lexicon(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    pages = []
    for number, page in enumerate(sorted((ROOT / "tests/own_texts").glob("2019*.txt"))):
        encoding = ["utf-8", "gb18030"][number % 2]
        (texts / f"{number}.txt").write_bytes(nb.read_text(page).text.encode(encoding))
        pages.append(f'[[page]]\nfile = "{number}.txt"\npublished = {2001 + number % 2}-03-06\n')
    (texts / "corpus.toml").write_text("\n".join(pages), "utf-8")
    lexicon = tmp_path / "terms.tsv"
    lexicon.write_text("term\tpos\tgloss\n清澜湖\tns\tLake Qinglan\n", "utf-8")
    shown, articles = by_papermill(tmp_path, corpus_dir=str(texts), terms=str(lexicon))
    assert "3 utf-8, 3 gb18030" in shown
    assert "compared are **2002** and **2001**" in shown
    assert articles["year"].value_counts().to_dict() == {2001: 3, 2002: 3}
    counts = pd.read_csv(tmp_path / "term_counts.csv").groupby("term")["n"].sum()
    assert counts["清澜湖"] > 1
    assert nb.read_terms(tmp_path / "lexicon.tsv") == (("清澜湖", "ns"),)


def test_papermill_ends_with_a_clear_question_where_dates_are_missing(tmp_path: Path) -> None:
    for name in ("头版", "副刊"):
        text = ARTICLE.format(name="苏禾", head="雾岭茶园开采", rate="增产一成")
        (tmp_path / f"{name}.txt").write_bytes(text.encode("gb18030"))
    asked = "副刊.txt, 头版.txt: no date known; write the date into the file name"
    with pytest.raises(papermill.PapermillExecutionError, match=asked):
        by_papermill(tmp_path, corpus_dir=str(tmp_path))


def test_the_notebook_on_hardly_any_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for year in (2001, 2002):
        (texts / f"{year}.txt").write_text("雨。\n\n　　山里下雨，路滑。\n", "utf-8")
    names = run_here(
        parameterized(corpus_dir=str(texts), out_dir=str(tmp_path / "out")), monkeypatch
    )
    assert names["figures"].empty
    assert names["key"].empty


def test_the_notebook_says_why_it_cannot_compare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "2001.txt").write_text("雨。\n\n　　山里下雨，路滑。\n", "utf-8")
    with pytest.raises(ValueError, match="a comparison needs two groups; the only year is 2001"):
        run_here(parameterized(corpus_dir=str(tmp_path)), monkeypatch)

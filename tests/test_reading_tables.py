"""Tables for a reader: figures, changes and variants in words, glosses, heads of articles."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import ningbo_lib as nb
from ningbo_lib.lexicons import LexiconError

TEXTS = pd.DataFrame(
    {
        "text": [
            "去年，港口投资额约3亿元，同比增长5%。投资额2亿元。到2025年，港口投资额达到5亿元以上。",
            "港口投资额8亿元。有3至5人，第一名。",
        ],
        "published": ["2021-03-30", "2024-03-01"],
    }
)
CORPUS = nb.corpus_from_frame(TEXTS)
FIGURES = nb.figures_table(CORPUS.paragraphs)
THEMES = {"港口": ["港口"], "创新": ["创新"]}


def test_figures_in_words_say_bound_change_origin_and_plan() -> None:
    table = nb.figures_in_words(FIGURES).set_index("surface")
    assert table.loc["约3亿元", "value"] == "≈300,000,000 CNY"
    assert table.loc["5%", ["value", "change"]].tolist() == ["5 %", "increase yoy"]
    assert table.loc["5亿元以上", ["value", "plan"]].tolist() == ["≥500,000,000 CNY", "target"]
    assert table.loc["3至5人", "value"] == "3–5 人"
    assert table.loc["2025年", ["value", "period", "plan"]].tolist() == ["", "2025", "target"]
    assert table.loc["约3亿元", "line"] == "1"
    assert table.loc["第一名", "value"] == "№ 1 名"
    marks = dict(zip(FIGURES["period_from"], table["period"].str[-1:], strict=True))
    assert marks["carried"] == "↑"


def test_a_table_in_words_keeps_rows_and_index() -> None:
    some = FIGURES[FIGURES["kind"] == "money"]
    assert nb.figures_in_words(some).index.equals(some.index)
    assert set(nb.figures_in_words(some).dtypes.astype(str)) == {"str"}
    unknown = nb.figures_in_words(FIGURES.assign(raw_line=pd.NA))
    assert set(unknown["line"]) == {""}


def test_groups_stand_side_by_side_kind_by_kind() -> None:
    table = nb.figures_side_by_side(FIGURES)
    assert table.columns.tolist() == [2021, 2024]
    assert table.loc["money", 2024] == "港口投资额 8亿元"
    assert "约3亿元; " in table.loc["money", 2021]
    assert table.loc["ordinal", 2021] == ""
    assert not {"date", "period"} & set(table.index)


def test_only_one_indicator_in_one_unit_can_be_compared() -> None:
    pairs = nb.figures_stated_twice(FIGURES)
    assert set(pairs["indicator"]) == {"港口投资额"}
    assert pairs[["year_1", "year_2"]].drop_duplicates().to_numpy().tolist() == [[2021, 2024]]
    assert set(pairs["surface_2"]) == {"8亿元"}
    assert nb.figures_stated_twice(FIGURES[FIGURES["year"] == 2021]).empty


def test_figures_of_two_subjects_are_not_compared() -> None:
    stated = [
        "全市生产总值9亿元",
        "我市完成生产总值8亿元",
        "全省实现生产总值70亿元",
        "生产总值6亿元",
    ]
    texts = pd.DataFrame({"text": stated, "published": [f"20{n}-07-01" for n in range(21, 25)]})
    figures = nb.figures_table(nb.corpus_from_frame(texts).paragraphs)
    pairs = nb.figures_stated_twice(figures)[["surface_1", "surface_2"]].to_numpy().tolist()
    assert ["9亿元", "8亿元"] in pairs
    assert ["9亿元", "6亿元"] in pairs  # whose it is, is not said
    assert ["9亿元", "70亿元"] not in pairs


def test_a_row_is_explained_like_its_figure() -> None:
    (figure,) = nb.find_figures("出口约5亿元，")
    texts = pd.DataFrame({"text": ["出口约5亿元，"], "published": ["2021-07-01"]})
    (row,) = (row for _, row in nb.figures_table(nb.corpus_from_frame(texts).paragraphs).iterrows())
    assert nb.explain(row) == nb.explain(figure)
    with pytest.raises(ValueError, match="modifier"):
        nb.explain(row.drop("modifier"))


def test_heads_of_articles_are_read_like_paragraphs() -> None:
    articles = CORPUS.articles.assign(headline=["投资8亿元", ""], kicker="", subtitle="")
    heads = nb.head_texts(articles)
    assert heads[["paragraph_id", "text"]].to_numpy().tolist() == [
        ["text-0001-headline", "投资8亿元"]
    ]
    assert nb.figures_table(heads)["surface"].tolist() == ["8亿元"]
    both = nb.figures_table(pd.concat([CORPUS.paragraphs, heads]))
    assert len(both) == len(FIGURES) + 1


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        (["甬江实 验室，甬江实验室"], (2, 1, 1)),
        (["甬江\n实验室"], (1, 1, 1)),
        (["实验室", "甬江实验室"], (2, 2, 2)),
        ([], (0, 0, 0)),
    ],
)
def test_kept_terms_count_the_longest_term(texts: list[str], counts: tuple[int, ...]) -> None:
    spec = nb.TokenizerSpec(terms=("甬江实验室", "实验室"))
    found = nb.kept_terms(texts, ["实验室", "甬江实验室"], spec)
    assert (found["written"], found["searchable"]) == counts[:2]
    assert found["one word"] >= counts[2]
    assert set(nb.kept_terms(texts, [], spec).values()) == {0}


def test_the_last_glosses_count_and_empty_ones_do_not(tmp_path: Path) -> None:
    one, other = tmp_path / "one.tsv", tmp_path / "other.tsv"
    one.write_text("# made up\nterm\tgloss\n港口\tharbour\n船\tship\n", "utf-8")
    other.write_text("theme\tgloss\tterm\nx\tport\t港口\nx\t\t船\n", "utf-8")
    assert nb.read_glosses(one, other) == {"港口": "port", "船": "ship"}
    one.write_text("term\tnote\n港口\tx\n", "utf-8")
    with pytest.raises(LexiconError, match=r"line 1: the header is term \| note; it needs"):
        nb.read_glosses(one)
    one.write_text("term\tgloss\n港口\n", "utf-8")
    with pytest.raises(LexiconError, match="line 2: 1 cells where the header has 2"):
        nb.read_glosses(one)


@pytest.fixture(scope="module")
def tokens() -> pd.DataFrame:
    return nb.tokenize(CORPUS.paragraphs)


@pytest.fixture(scope="module")
def changes(tokens: pd.DataFrame) -> pd.DataFrame:
    return nb.compare_themes(tokens, THEMES, target=2024, reference=2021)


def test_what_stands_behind_a_theme(tokens: pd.DataFrame) -> None:
    lists = {"港口": ["港口", "投资"], "创新": ["创新"]}
    table = nb.coverage_by_theme(nb.theme_coverage(tokens, lists)).set_index("theme")
    assert table.loc["港口", "terms"] == 2
    assert 3 <= table.loc["港口", "hits"] <= table.loc["港口", "in_text"] == 7
    assert table.loc["港口", "commonest"] == "港口"
    assert table.loc["创新", "hits"] == 0 and pd.isna(table.loc["创新", "share"])


def test_changes_in_words(changes: pd.DataFrame) -> None:
    table = nb.changes_in_words(changes, {"港口": "port"})
    assert table["theme"].tolist() == ["port", "创新"]
    row = changes.iloc[0]
    assert table["reference"][0] == f"{row['reference_per_100']:.1f}"
    assert table["difference"][0].startswith(f"{row['difference']:+.1f} [")
    held = changes.assign(shown=True, terms_hold=False, hinge_term="港口", articles_hold=True)
    table = nb.changes_in_words(held, {"港口": "port"})
    assert table[["hangs on the article", "hangs on the term"]].iloc[0].tolist() == ["–", "port"]


def test_a_difference_in_brackets_is_not_shown(changes: pd.DataFrame) -> None:
    shown = changes.assign(difference=[1.25, -2.0], shown=[True, False])
    table = nb.variants_in_words({"as above": shown, "other": shown.iloc[::-1]})
    assert table.loc["港口"].tolist() == ["+1.2", "+1.2"]
    assert table.loc["创新"].tolist() == ["(-2.0)", "(-2.0)"]


def test_findings_have_evidence_and_trust(changes: pd.DataFrame) -> None:
    known = changes.assign(without_article_low=[-1.0, None], without_article_high=[2.0, None])
    judged = nb.judge_changes(changes)
    table = nb.findings_in_words(known, judged, {"港口": "port"})
    assert table.columns.tolist() == ["finding", "evidence", "how far to trust it"]
    assert table["finding"][0].startswith("port: ")
    assert "without one article -1.0 to +2.0" in table["evidence"][0]
    assert "without one article not known" in table["evidence"][1]
    assert table["how far to trust it"].tolist() == nb.trust_in_words(judged, {}).tolist()

"""A table is written whole or not at all, and the same every time."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import ningbo_lib as nb
from ningbo_lib.tables import with_tokenizer

ROOT = Path(__file__).parents[1]


@pytest.fixture
def frame():
    return pd.DataFrame({"term": ["一，二", '"引号"'], "n": [1, 2]})


def test_written_and_read_back(frame, tmp_path):
    path = nb.write_table(frame, tmp_path / "new folder" / "terms.csv")
    pd.testing.assert_frame_equal(pd.read_csv(path), frame, check_dtype=False)
    assert b"\r" not in path.read_bytes()


def test_same_frame_same_bytes(frame, tmp_path):
    first, second = (nb.write_table(frame, tmp_path / name) for name in ("a.csv", "b.csv"))
    assert first.read_bytes() == second.read_bytes()


def test_a_failing_write_leaves_the_old_file(frame, tmp_path, monkeypatch):
    path = nb.write_table(frame, tmp_path / "terms.csv")
    before = path.read_bytes()

    def breaks(self, target, **options):
        target.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", breaks)
    with pytest.raises(OSError, match="No space left"):
        nb.write_table(frame, path)
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["terms.csv"]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_parquet_and_csv_hold_the_same(suffix, tmp_path):
    figures = nb.figures_table(paragraphs())
    first, second = (nb.write_table(figures, tmp_path / f"{n}{suffix}") for n in "ab")
    assert first.read_bytes() == second.read_bytes()
    read = pd.read_parquet(first) if suffix == ".parquet" else pd.read_csv(first)
    assert read["surface"].tolist() == figures["surface"].tolist() != []
    assert [Decimal(str(value)) for value in read["low"]] == figures["low"].tolist()
    assert len(list(tmp_path.iterdir())) == 2


def paragraphs():
    return nb.corpus_from_frame(
        pd.DataFrame({"text": ["去年出口35.6亿元，增长7.25%。"], "published": ["2021-03-31"]})
    ).paragraphs


CELLS = {
    "=1+2": "'=1+2",
    "@SUM(A1)": "'@SUM(A1)",
    "+cmd|x": "'+cmd|x",
    "-2+3": "'-2+3",
    "\t=1": "'\t=1",
    "-5.2%": "-5.2%",
    "+3": "+3",
    "——他说": "——他说",
    "a=1": "a=1",
    "": "",
}


def test_no_cell_of_a_csv_runs_in_a_spreadsheet(tmp_path):
    frame = pd.DataFrame({"text": list(CELLS), "n": -1})
    read = pd.read_csv(nb.write_table(frame, tmp_path / "a.csv"), keep_default_na=False)
    assert read["text"].tolist() == list(CELLS.values())
    assert (read["n"] == -1).all()
    exact = pd.read_parquet(nb.write_table(frame, tmp_path / "a.parquet"))
    assert exact["text"].tolist() == frame["text"].tolist() == list(CELLS)


@cache
def tables_of_the_library():
    """Every table by the name of the function that makes it; those of a corpus by their own."""
    corpus = nb.read_corpus(ROOT / "tests/own_texts", skip_bad=True)
    tokens = nb.tokenize(corpus.paragraphs, nb.TokenizerSpec(terms=("清澜湖", "湖岸公园")))
    themes = nb.read_themes(ROOT / "data/lexicon/themes_general.tsv")
    groups = {"target": 2023, "reference": 2019}
    changes = nb.compare_themes(tokens, themes, **groups)
    words = nb.compare_vocabularies(tokens, **groups, splits=20)
    topics = nb.fit_topics(tokens, n_topics=2)
    figures = nb.figures_table(corpus.paragraphs)
    threads = nb.shared_threads(tokens, **groups)
    pages = nb.read_corpus(ROOT / "data/raw").parsed
    gold = nb.read_gold(ROOT / "data/gold/figures.csv")
    found = gold[gold["figure"] == "1"].iloc[1:]
    frames = ("articles", "paragraphs", "sentences", "captions", "repairs", "errors")
    return {name: getattr(corpus, name) for name in frames} | {
        "account": nb.account(corpus.raw[0].text),
        "article_similarity": nb.article_similarity(tokens, splits=20),
        "check_figures": nb.check_figures(figures),
        "compare_themes": changes,
        "compare_vocabularies": words.terms,
        "baseline": words.baseline,
        "concordance": nb.concordance(corpus.paragraphs, "清澜湖"),
        "count_terms": nb.count_terms(tokens),
        "coverage_by_theme": nb.coverage_by_theme(nb.theme_coverage(tokens, themes)),
        "dispersion": nb.dispersion(tokens),
        "explain_page": pd.DataFrame(nb.explain_page(corpus.raw[0].text)),
        "figure_errors": nb.figure_errors(found, gold),
        "figures_table": figures,
        "fit_topics": topics.table,
        "head_texts": nb.head_texts(corpus.articles),
        "judge_changes": nb.judge_changes(changes),
        "keyness": nb.keyness(tokens, **groups),
        "passages": topics.passages,
        "prevalence": topics.prevalence,
        "ranges": topics.ranges,
        "read_themes": themes,
        "refits": topics.refits,
        "score_figures": nb.score_figures(found, gold),
        "shared_threads": threads,
        "stability": topics.stability,
        "structure_agreement": nb.structure_agreement(pages, ROOT / "data/gold/structure.json"),
        "suggest_terms": nb.suggest_terms(corpus.paragraphs["text"]),
        "theme_coverage": nb.theme_coverage(tokens, themes),
        "theme_shares": nb.theme_shares(tokens, themes),
        "thread_passages": nb.thread_passages(tokens, threads["term"].head(2).tolist()),
        "tokenize": tokens,
    }


def test_no_function_that_makes_a_table_is_left_out():
    makers = {
        name
        for name in nb.__all__
        if "DataFrame" in str(getattr(getattr(nb, name), "__annotations__", {}).get("return"))
    }
    same_columns = {"leading", "merge_counts", "merged_counts", "merged_table"}
    about_other_tables = {"describe_columns", "export_tables", "in_batches", "read_gold"}
    for_a_reader = {name for name in makers if name.endswith("_in_words")}
    for_a_reader |= {"figures_side_by_side", "figures_stated_twice"}  # columns named by groups
    makers -= for_a_reader
    assert makers - same_columns - about_other_tables <= set(tables_of_the_library())


def read_back(path, table):
    """The file holds the table: Parquet cell by cell, CSV its texts and numbers."""
    if path.suffix == ".parquet":
        read = pd.read_parquet(path)
        for name in read.columns[read.dtypes == "object"]:  # a tuple comes back as an array
            read[name] = [tuple(c) if isinstance(c, np.ndarray) else c for c in read[name]]
        times = {name: read[name].dtype for name in table if table[name].dtype.kind == "M"}
        expected = table.reset_index(drop=True).astype(times)
        pd.testing.assert_frame_equal(read, expected, check_exact=True, obj=path.stem)
        return
    read = pd.read_csv(path, keep_default_na=False, dtype="str")
    for name in table:
        cells = table[name]
        if cells.dtype == "str":
            assert read[name].tolist() == cells.fillna("").tolist(), (path.stem, name)
        elif cells.dtype.kind in "if":
            numbers = pd.to_numeric(read[name].mask(read[name] == "")).astype("float64")
            assert numbers.equals(cells.astype("float64").reset_index(drop=True)), (path.stem, name)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_every_table_is_exported_with_a_meaning_for_each_column(suffix, tmp_path):
    tables = tables_of_the_library()
    listed = nb.export_tables(tables, tmp_path / "out", suffix=suffix)
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {f"{name}{suffix}" for name in tables} | {"columns.csv"}
    assert listed["rows"].tolist() == [len(table) for table in tables.values()]
    for name, table in tables.items():
        read_back(tmp_path / "out" / f"{name}{suffix}", with_tokenizer(table))
    columns = pd.read_csv(tmp_path / "out" / "columns.csv")
    of_words = {name for name, table in tables.items() if "tokenizer" in with_tokenizer(table)}
    assert of_words >= {"tokenize", "count_terms", "keyness", "compare_themes", "fit_topics"}
    expected = [(name, column) for name in tables for column in with_tokenizer(tables[name])]
    assert list(zip(columns["table"], columns["column"], strict=True)) == expected
    assert columns.loc[columns["meaning"] == "given by you", "column"].tolist() == []


def test_a_table_made_of_tokens_is_written_with_the_fingerprint_of_the_tokenizer(tmp_path):
    texts = ["数字经济增长7.25%。港口繁忙，数字经济向好。" * 3, "港口扩建，居民就业稳定。" * 3]
    frame = pd.DataFrame({"text": texts * 3, "published": ["2021", "2024"] * 3})
    tokens = nb.tokenize(nb.corpus_from_frame(frame).paragraphs, nb.TokenizerSpec(("数字经济",)))
    themes, sides = {"港口": ["港口"]}, {"target": 2024, "reference": 2021}
    changes, topics = nb.compare_themes(tokens, themes, **sides), nb.fit_topics(tokens, 2)
    vocabularies = nb.compare_vocabularies(tokens, **sides)
    tables = [tokens, nb.count_terms(tokens), nb.keyness(tokens, 2024, 2021), changes]
    tables += [nb.theme_shares(tokens, themes), nb.theme_coverage(tokens, themes)]
    tables += [nb.judge_changes(changes), topics.table, topics.prevalence, topics.passages]
    tables += [topics.stability, topics.refits, vocabularies.terms, vocabularies.baseline]
    tables += [nb.article_similarity(tokens), nb.shared_threads(tokens, **sides)]
    tables += [nb.thread_passages(tokens, ["数字经济"]), nb.dispersion(tokens)]
    for table in tables:
        rounded = table if "published" in table else table.round(2)
        written = pd.read_csv(nb.write_table(rounded, tmp_path / "a.csv"), dtype=str)
        assert set(written["tokenizer"]) <= {tokens.attrs["tokenizer"]}
        assert list(written) == [*table, "tokenizer"]


def test_meanings_that_hang_on_the_table():
    tables = tables_of_the_library()
    low = {
        name: described.set_index("column")["meaning"]["low"]
        for name, table in tables.items()
        if "low" in (described := nb.describe_columns(table))["column"].to_numpy()
    }
    makers = {"keyness", "figures_table", "theme_shares", "compare_themes", "ranges", "baseline"}
    assert set(low) == makers | {"article_similarity"}
    assert len(set(low.values())) == 7
    own = nb.describe_columns(pd.DataFrame({"paper": ["甲"], 2021: [1]}))
    assert own.to_numpy().tolist() == [
        ["paper", "str", "given by you"],
        ["2021", "int64", "given by you"],
    ]


def test_nothing_to_export_and_an_unknown_kind(tmp_path):
    assert nb.export_tables({}, tmp_path).empty
    assert (tmp_path / "columns.csv").read_text() == "table,column,type,meaning\n"
    with pytest.raises(ValueError, match=r"'\.xlsx'; use \.csv"):
        nb.export_tables({}, tmp_path, suffix=".xlsx")


def test_an_empty_table_keeps_its_header(tmp_path):
    frame = pd.DataFrame({"text": [], "n": []})
    assert nb.write_table(frame, tmp_path / "a.csv").read_text() == "text,n\n"


def test_a_lexicon_is_read_back(tmp_path):
    frame = pd.DataFrame({"term": ["甬江", '"AI"'], "pos": ["ns", "n"], "gloss": ["", "="]})
    path = nb.write_table(frame, tmp_path / "a.tsv")
    assert nb.read_terms(path) == (("甬江", "ns"), ('"AI"', "n"))

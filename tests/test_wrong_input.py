"""What a function cannot use is refused with one clear error that says what to give instead.

``FUNCTIONS`` has every public function; each is called with everything in ``GIVEN`` that it does
not take, and with the empty form of the table that it does take.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import ningbo_lib as nb

TEXTS = pd.DataFrame(
    {"text": ["港口繁忙，增长5%。投资3亿元。", "港口扩建。"], "published": ["2021", "2024"]}
)
CORPUS = nb.corpus_from_frame(TEXTS)
TOKENS = nb.tokenize(CORPUS.paragraphs)
COUNTS = nb.count_terms(TOKENS)
FIGURES = nb.figures_table(CORPUS.paragraphs)
KEY = nb.keyness(TOKENS, 2024, 2021, min_count=1)
THEMES = {"港口": ["港口"]}
SIDES: dict[str, Any] = {"target": 2024, "reference": 2021}
CHANGES = nb.compare_themes(TOKENS, THEMES, **SIDES)
BLOCK = CORPUS.parsed[0].blocks[0]

#: By the name of what it is; a function takes those that it names, and refuses the others.
GIVEN: dict[str, object] = {
    "paragraphs": CORPUS.paragraphs,
    "tokens": TOKENS,
    "counts": COUNTS,
    "figures": FIGURES,
    "keyness": KEY,
    "changes": CHANGES,
    "shares": nb.theme_shares(TOKENS, THEMES),
    "threads": nb.shared_threads(TOKENS, **SIDES),
    "lines": nb.concordance(CORPUS.paragraphs, "港口"),
    "verdicts": nb.judge_changes(CHANGES),
    "another table": pd.DataFrame({"a": [1]}),
    "no table": pd.DataFrame(),
    "corpus": CORPUS,
    "list": ["港口"],
    "text": "港口",
    "number": 3,
    "None": None,
}
TABLES = frozenset(name for name, given in GIVEN.items() if isinstance(given, pd.DataFrame))
WITH_YEARS = frozenset({"paragraphs", "tokens", "counts", "figures", "shares", "lines"})


class Case(NamedTuple):
    """A call with the thing given, what the error has to say, and what is no error."""

    call: Callable[[Any], object]
    remedy: str
    takes: frozenset[str] = frozenset()


def table(maker: str, call: Callable[[Any], object], *takes: str) -> Case:
    return Case(call, f"use the table that {maker} gives", frozenset(takes))


def tokens(call: Callable[[Any], object]) -> Case:
    return table("tokenize()", call, "tokens")


def figures(call: Callable[[Any], object]) -> Case:
    return table("figures_table()", call, "figures")


def page(call: Callable[[Any], object]) -> Case:
    return Case(call, "read a file with read_text() and give its .text", frozenset({"text"}))


def path(call: Callable[[Any], object]) -> Case:
    return Case(call, "os.PathLike object", frozenset({"text"}))


FUNCTIONS: dict[str, Case] = {
    "account": page(nb.account),
    "clean": page(nb.clean),
    "explain_page": page(nb.explain_page),
    "parse_page": page(nb.parse_page),
    "cut_corpus": path(nb.cut_corpus),
    "read_corpus": path(nb.read_corpus),
    "read_gold": path(nb.read_gold),
    "read_glosses": path(nb.read_glosses),
    "read_lexicon": path(lambda given: nb.read_lexicon(given, ("term",))),
    "read_terms": path(nb.read_terms),
    "read_text": path(nb.read_text),
    "read_themes": path(nb.read_themes),
    "theme_labels": path(nb.theme_labels),
    "analyse_partition": Case(lambda given: nb.analyse_partition(given, "x"), "of cut_corpus()"),
    "merged_counts": Case(lambda given: nb.merged_counts(given, "x"), "of cut_corpus()"),
    "merged_table": Case(lambda given: nb.merged_table(given, "x", "figures"), "of cut_corpus()"),
    "in_batches": Case(nb.in_batches, "give one that takes a table and gives one"),
    "concordance": Case(
        lambda given: nb.concordance(given, "港口"), "use corpus.paragraphs", {"paragraphs"}
    ),
    "tokenize": Case(nb.tokenize, "use corpus.paragraphs", frozenset({"paragraphs"})),
    "figures_table": Case(nb.figures_table, "use corpus.paragraphs", frozenset({"paragraphs"})),
    "two_groups": Case(nb.two_groups, "use corpus.articles", WITH_YEARS),
    "corpus_from_frame": Case(nb.corpus_from_frame, ""),
    "suggest_terms": Case(nb.suggest_terms, "give ", frozenset({"list"})),
    "article_similarity": tokens(nb.article_similarity),
    "compare_themes": tokens(lambda given: nb.compare_themes(given, THEMES, **SIDES)),
    "compare_vocabularies": tokens(lambda given: nb.compare_vocabularies(given, **SIDES)),
    "content_words": tokens(nb.content_words),
    "count_terms": tokens(nb.count_terms),
    "dispersion": tokens(nb.dispersion),
    "fit_topics": Case(
        lambda given: nb.fit_topics(given, 2), "table that tokenize() gives", frozenset({"tokens"})
    ),
    "shared_threads": tokens(lambda given: nb.shared_threads(given, **SIDES)),
    "subject_words": tokens(nb.subject_words),
    "theme_coverage": tokens(lambda given: nb.theme_coverage(given, THEMES)),
    "theme_shares": tokens(lambda given: nb.theme_shares(given, THEMES)),
    "thread_passages": tokens(lambda given: nb.thread_passages(given, ["港口"])),
    "keyness": table(
        "tokenize() or count_terms()",
        lambda given: nb.keyness(given, 2024, 2021),
        *("tokens", "counts"),
    ),
    "merge_counts": table("count_terms()", nb.merge_counts, "counts"),
    "kept_terms": Case(
        lambda given: nb.kept_terms(given, ["港口"]),
        "such as corpus.paragraphs",
        frozenset({"list"}),
    ),
    "head_texts": Case(nb.head_texts, "use corpus.articles"),
    "leading": table("keyness()", nb.leading, "keyness"),
    "judge_changes": table("compare_themes()", nb.judge_changes, "changes"),
    "trust_in_words": table(
        "judge_changes()", lambda given: nb.trust_in_words(given, {}), "verdicts"
    ),
    "changes_in_words": table(
        "compare_themes()", lambda given: nb.changes_in_words(given, {}), "changes"
    ),
    "findings_in_words": table(
        "compare_themes()",
        lambda given: nb.findings_in_words(given, GIVEN["verdicts"], {}),
        "changes",
    ),
    "variants_in_words": table(
        "compare_themes()", lambda given: nb.variants_in_words({"x": given}), "changes"
    ),
    "coverage_by_theme": table("theme_coverage()", nb.coverage_by_theme),
    "figures_in_words": figures(nb.figures_in_words),
    "figures_side_by_side": figures(nb.figures_side_by_side),
    "figures_stated_twice": figures(nb.figures_stated_twice),
    "check_figures": figures(nb.check_figures),
    "figure_errors": figures(lambda given: nb.figure_errors(given, _gold(given))),
    "score_figures": figures(lambda given: nb.score_figures(given, _gold(given))),
    "find_figures": Case(
        nb.find_figures, "figures_table() reads a table of texts", frozenset({"text"})
    ),
    "explain": Case(nb.explain, "take one of find_figures()"),
    "plot_barcode": tokens(lambda given: nb.plot_barcode(given, ["港口"])),
    "plot_cloud": table("count_terms()", lambda given: nb.plot_cloud(given, 2021), "counts"),
    "plot_growth": figures(nb.plot_growth),
    "plot_keyness": table("keyness()", nb.plot_keyness, "keyness"),
    "plot_money": figures(nb.plot_money),
    "plot_page": Case(nb.plot_page, "give those of explain_page()"),
    "plot_terms": table("count_terms()", lambda given: nb.plot_terms(given, ["港口"]), "counts"),
    "plot_theme_changes": table("compare_themes()", nb.plot_theme_changes, "changes"),
    "plot_theme_shares": table("theme_shares()", nb.plot_theme_shares, "shares"),
    "plot_threads": table("shared_threads()", nb.plot_threads, "threads"),
    "plot_times": figures(nb.plot_times),
    "plot_topic_shares": Case(nb.plot_topic_shares, "take what fit_topics() gives"),
    "plot_topic_stability": Case(nb.plot_topic_stability, "give them with their names"),
    "highlight": Case(
        lambda given: nb.highlight(given, []), "mark one text at a time", frozenset({"text"})
    ),
    "show_article": Case(nb.show_article, "take one of corpus.parsed or of parse_page()"),
    "show_concordance": table("concordance()", nb.show_concordance, "lines"),
    "show_figures": Case(lambda given: nb.show_figures("港口", given), "of find_figures(text)"),
    "show_place": Case(lambda given: nb.show_place(given, CORPUS), "give one"),
    "show_raw": Case(
        lambda given: nb.show_raw(given, "港口"), "take one of the blocks of an article"
    ),
    "show_repairs": Case(nb.show_repairs, "take what clean(text) gives"),
    "structure_agreement": Case(
        lambda given: nb.structure_agreement(given, "gold.json"), "give corpus.parsed"
    ),
    "describe_columns": Case(nb.describe_columns, "should be a DataFrame", TABLES),
    "write_table": Case(
        lambda given: nb.write_table(given, "x.csv"), "should be a DataFrame", TABLES
    ),
    "export_tables": Case(lambda given: nb.export_tables(given, "x"), "give each table its name"),
}
#: They take nothing, or any row of words.
FREE = {"glossed", "stop_words", "use_chinese_font"}

#: A second argument that is wrong, by what is said of it.
SECONDS: dict[str, tuple[Callable[[], object], type[Exception]]] = {
    r"write TokenizerSpec\(terms=": (lambda: nb.tokenize(CORPUS.paragraphs, ["港口"]), TypeError),
    r"not a list; write TokenizerSpec": (
        lambda: nb.analyse_partition(nb.Partition("p", "x", ()), "x", ["港口"]),
        TypeError,
    ),
    "give a table with the columns theme and term": (
        lambda: nb.theme_shares(TOKENS, ["港口"]),
        TypeError,
    ),
    "not a list; look for one term": (
        lambda: nb.concordance(CORPUS.paragraphs, ["港口"]),
        TypeError,
    ),
    r"should be a list, not a str; such as \[": (lambda: nb.plot_terms(COUNTS, "港口"), TypeError),
    r"the terms should be a list, not": (lambda: nb.plot_barcode(TOKENS, "港口"), TypeError),
    r"the terms should be a list": (lambda: nb.thread_passages(TOKENS, "港口"), TypeError),
    "use the table that read_gold": (lambda: nb.score_figures(FIGURES, FIGURES), ValueError),
    "such as {'other words'": (lambda: nb.judge_changes(CHANGES, [CHANGES]), TypeError),
    "the theme changes should be": (lambda: nb.judge_changes(CHANGES, {"x": "y"}), TypeError),
    "the theme changes have no column": (
        lambda: nb.judge_changes(CHANGES, {"x": TOKENS}),
        ValueError,
    ),
    r"such as corpus.raw\[0\].text": (lambda: nb.show_raw(BLOCK, CORPUS), TypeError),
    "take the one the row was found in": (
        lambda: nb.show_place(FIGURES.iloc[0], TOKENS),
        TypeError,
    ),
    "the table 'a' should be a DataFrame": (lambda: nb.export_tables({"a": "b"}, "x"), TypeError),
    "each of the fits should be a Topics": (
        lambda: nb.plot_topic_stability({"NMF": TOKENS}),
        TypeError,
    ),
    "this is a file; give the folder it is in": (
        lambda: nb.read_corpus(Path(__file__)),
        nb.CorpusError,
    ),
    "no such folder; check the path": (lambda: nb.read_corpus("nowhere"), nb.CorpusError),
}


def _gold(given: object) -> object:
    """An annotation that fits the figures, so that only what is given can be wrong."""
    return FIGURES.assign(figure="1") if isinstance(given, pd.DataFrame) else given


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    yield
    plt.close("all")


def test_every_public_function_has_a_case() -> None:
    functions = {name for name in nb.__all__ if inspect.isfunction(getattr(nb, name))}
    functions |= {"read_terms", "stop_words"}  # cached ones are no plain functions
    assert set(FUNCTIONS) | FREE == functions | FREE & set(nb.__all__)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_a_function_cannot_use_is_refused_with_the_remedy(name: str) -> None:
    case = FUNCTIONS[name]
    for what, given in GIVEN.items():
        if what in case.takes:
            continue
        with pytest.raises((TypeError, ValueError)) as raised:
            case.call(given)
        message = str(raised.value)
        assert case.remedy in message, (what, message)
        named = type(given).__name__ in message
        assert named or isinstance(given, pd.DataFrame | list | str), (what, message)


@pytest.mark.parametrize("name", [n for n, case in FUNCTIONS.items() if case.takes & TABLES])
def test_an_empty_table_gives_an_empty_result_or_one_clear_error(name: str) -> None:
    """Empty is not wrong: what cannot be answered says which group or text is missing."""
    for what in sorted(FUNCTIONS[name].takes & TABLES):
        empty = GIVEN[what].iloc[:0]  # type: ignore[attr-defined]
        try:
            FUNCTIONS[name].call(empty)
        except ValueError as error:
            assert any(
                word in str(error) for word in ("2024", "2021", "two groups", "more texts")
            ), error


@pytest.mark.parametrize("remedy", SECONDS)
def test_a_wrong_second_argument_is_named(remedy: str) -> None:
    call, kind = SECONDS[remedy]
    with pytest.raises(kind, match=remedy):
        call()

"""What is no table, no spec or no list of themes is refused with one clear error."""

from __future__ import annotations

import pandas as pd
import pytest

import ningbo_lib as nb

TEXTS = pd.DataFrame({"text": ["港口繁忙。", "港口扩建。"], "published": ["2021", "2024"]})
CORPUS = nb.corpus_from_frame(TEXTS)
TOKENS = nb.tokenize(CORPUS.paragraphs)
THEMES = {"港口": ["港口"]}
SIDES = {"target": 2024, "reference": 2021}

#: Each takes the wrong thing; the second of the pair is the remedy that is named.
CALLS = {
    "tokenize": (nb.tokenize, "use corpus.paragraphs"),
    "count_terms": (nb.count_terms, "use the table that tokenize() gives"),
    "merge_counts": (nb.merge_counts, "use the table that count_terms() gives"),
    "content_words": (nb.content_words, "use the table that tokenize() gives"),
    "keyness": (lambda given: nb.keyness(given, 2024, 2021), "that tokenize() or count_terms()"),
    "theme_shares": (lambda given: nb.theme_shares(given, THEMES), "that tokenize() gives"),
    "theme_coverage": (lambda given: nb.theme_coverage(given, THEMES), "that tokenize() gives"),
    "compare_themes": (lambda given: nb.compare_themes(given, THEMES, **SIDES), "tokenize() gives"),
    "compare_vocabularies": (lambda given: nb.compare_vocabularies(given, **SIDES), "tokenize()"),
    "shared_threads": (lambda given: nb.shared_threads(given, **SIDES), "tokenize() gives"),
    "thread_passages": (lambda given: nb.thread_passages(given, ["港口"]), "tokenize() gives"),
    "fit_topics": (lambda given: nb.fit_topics(given, 2), "use the table that tokenize() gives"),
    "concordance": (lambda given: nb.concordance(given, "港口"), "use corpus.paragraphs"),
    "figures_table": (nb.figures_table, "use corpus.paragraphs"),
    "two_groups": (nb.two_groups, "use corpus.articles"),
}


@pytest.mark.parametrize("given", [CORPUS, ["港口"], "港口"], ids=["Corpus", "list", "str"])
@pytest.mark.parametrize("name", CALLS)
def test_what_is_no_table_is_named_with_the_remedy(name: str, given: object) -> None:
    call, remedy = CALLS[name]
    with pytest.raises(TypeError) as raised:
        call(given)  # type: ignore[operator]
    assert f"not a {type(given).__name__}; " in str(raised.value)
    assert remedy in str(raised.value)


@pytest.mark.parametrize("spec", [["港口"], "港口", ()], ids=["list", "str", "empty"])
def test_a_spec_is_a_spec(spec: object) -> None:
    with pytest.raises(TypeError, match=r"spec should be .* write TokenizerSpec\(terms="):
        nb.tokenize(CORPUS.paragraphs, spec)  # type: ignore[arg-type]


@pytest.mark.parametrize("themes", [["港口"], "港口"], ids=["list", "str"])
def test_themes_are_a_table_or_a_mapping(themes: object) -> None:
    with pytest.raises(TypeError, match="give a table with the columns theme and term"):
        nb.theme_shares(TOKENS, themes)  # type: ignore[arg-type]


def test_one_term_at_a_time() -> None:
    with pytest.raises(TypeError, match="not a list; look for one term at a time"):
        nb.concordance(CORPUS.paragraphs, ["港口"])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="texts is a Corpus; give texts, as in"):
        nb.suggest_terms(CORPUS)  # type: ignore[arg-type]

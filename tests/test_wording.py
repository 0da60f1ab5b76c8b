"""What the library says in two languages: one table, whole, and every display takes a language."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

import ningbo_lib as nb
from ningbo_lib.display import KIND_COLOURS
from ningbo_lib.figures.units import UNITS
from ningbo_lib.lexicons import read_lexicon
from ningbo_lib.page.repairs import REPAIRS
from ningbo_lib.wording import Language, say_in
from tests.test_evidence import Reader
from tests.test_figures import KINDS

PACKAGE = Path(nb.__file__).parent
CASES = Path(__file__).parent / "cases" / "figures" / "explained.tsv"
LANGUAGES = get_args(Language)
WORDS = {row["name"]: row for row in read_lexicon("wording.tsv", ("name", *LANGUAGES))}

#: Names that the code puts together: what stands before, and what may follow.
COMPOSED = {
    "kind_{}": KINDS,
    "status_{}": {"actual", "target"},
    "modifier_{}": {"exact", "approx", "at_least", "over", "at_most", "under"},
    "period_{}": {"named", "carried", "assumed"},
    "figure_{}": {"increase", "decrease", "yoy", "mom", "since"},
    "fact_{}": {"kind", "low", "high", "unit", "indicator", "period", "status"},
    "{}": {*KIND_COLOURS, "yoy", "mom", "since", *(repair.rule for repair in REPAIRS)},
    "{}: why": {repair.rule for repair in REPAIRS},
    "{}_left_out": {"article", "term"},
}


def composed() -> set[str]:
    return {form.format(name) for form, names in COMPOSED.items() for name in names}


def test_every_value_that_is_named_has_its_words() -> None:
    assert composed() - set(WORDS) == set()


def test_no_text_of_the_table_is_idle() -> None:
    sources = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    used = set(re.findall(r'"([\w ]+)"', sources)) | set(re.findall(r"say\('(\w+)'", sources))
    assert set(WORDS) - used - composed() == set()


def test_both_languages_fill_in_the_same_places() -> None:
    for row in WORDS.values():
        places = [set(re.findall(r"{(\w+)", row[language])) for language in LANGUAGES]
        assert places[0] == places[1], row


def test_repairs_are_called_what_the_log_calls_them() -> None:
    say = say_in("en")
    for repair in REPAIRS:
        assert (say(repair.rule), say(f"{repair.rule}: why")) == (repair.rule, repair.reason)


# --- explanations --------------------------------------------------------------------------------


def explained() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("case", explained(), ids=lambda case: case["text"])
def test_a_figure_is_explained_in_both_languages(case: dict[str, str]) -> None:
    published = date.fromisoformat(case["published"]) if case["published"] else None
    figure = next(
        figure
        for figure in nb.find_figures(case["text"], published=published)
        if figure.surface == case["surface"]
    )
    assert nb.explain(figure) == case["en"]
    assert nb.explain(figure, language="zh") == case["zh"]


def codes() -> dict[str, str]:
    """Each word of the lexicon that is read as a currency, a percent or a percentage point."""
    kinds = ("money", "percent", "percentage_point")
    return {word: unit.unit for word, unit in UNITS.items() if unit.kind in kinds}


@pytest.mark.parametrize("word", codes())
def test_no_code_of_a_unit_is_left_in_a_chinese_explanation(word: str) -> None:
    for figure in nb.find_figures(f"3{word}"):
        assert codes()[word] not in nb.explain(figure, language="zh").partition("；")[0]


# --- displays ------------------------------------------------------------------------------------

PAGE = "新桥通车\n\n记者 李华\n\n　　昨天 上午,新桥通车，投资3亿元。\n"
CORPUS = nb.corpus_from_frame(pd.DataFrame({"text": ["投资3亿元。"], "published": ["2021-03-31"]}))
DISPLAYS: dict[str, Callable[..., nb.Html]] = {
    "show_article": lambda **k: nb.show_article(nb.parse_page(PAGE)[0], **k),
    "show_raw": lambda **k: nb.show_raw(nb.parse_page(PAGE)[0].body[0], PAGE, **k),
    "show_repairs": lambda **k: nb.show_repairs(nb.clean(PAGE), **k),
    "show_figures": lambda **k: nb.show_figures("投资3亿元。", nb.find_figures("投资3亿元。"), **k),
    "show_place": lambda **k: nb.show_place(
        nb.figures_table(CORPUS.paragraphs).iloc[0], CORPUS, **k
    ),
    "show_concordance": lambda **k: nb.show_concordance(
        nb.concordance(CORPUS.paragraphs.assign(raw_lines="0:7"), "投资"), **k
    ),
}


def said(html: str) -> set[str]:
    """The texts of a display and its tooltips."""
    return {*Reader(html).texts, *re.findall(r'title="([^"]*)"', html)}


def test_no_display_is_left_out() -> None:
    assert set(DISPLAYS) == {name for name in nb.__all__ if name.startswith("show_")}


@pytest.mark.parametrize("name", DISPLAYS)
def test_a_display_speaks_the_language_asked_for(name: str) -> None:
    english, chinese = (said(DISPLAYS[name](language=language)) for language in LANGUAGES)
    assert DISPLAYS[name]() == DISPLAYS[name](language="en")
    assert english != chinese
    assert not [text for text in chinese - english if not re.search("[\u4e00-\u9fff]", text)]
    own = {row["en"] for row in WORDS.values() if row["en"] != row["zh"]}
    assert own & english or name in ("show_figures", "show_place")
    assert not own & chinese


@pytest.mark.parametrize("name", DISPLAYS)
def test_another_language_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not 'fr'"):
        DISPLAYS[name](language="fr")

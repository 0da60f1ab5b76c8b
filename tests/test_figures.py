"""Stated figures: labelled sentences, invariants on any text, growth, tables, explanations."""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ningbo_lib.figures.explaining import explain
from ningbo_lib.figures.extraction import Figure, find_figures
from ningbo_lib.figures.linking import sentence_at, sentence_starts
from ningbo_lib.figures.linking import settings as settings_of
from ningbo_lib.figures.quantities import find_quantities
from ningbo_lib.figures.tables import figures_table

CASES = Path(__file__).parent / "cases" / "figures"
KINDS = {
    *("money", "percent", "percentage_point", "proportion", "multiple", "ratio", "count"),
    *("measure", "ordinal", "date", "period", "duration", "age"),
}
PUBLISHED = date(2021, 3, 30)
LABELLED = ("in_the_wild", "synthetic", "negative", "edges", "times", "words_around", "frames")
PACKAGE = "ningbo_lib.figures"


def _cases(*names: str) -> list[Any]:
    found = []
    for name in names:
        for case in json.loads((CASES / f"{name}.json").read_text(encoding="utf-8")):
            found.append(pytest.param(case, id=f"{name}: {case['text'][:24]!r}"))
    return found


def _check(case: dict[str, Any]) -> None:
    assert case["why"], "every case says why it is there"
    found = find_figures(case["text"], published=date.fromisoformat(case["published"]))
    assert [f.surface for f in found] == [want["surface"] for want in case["figures"]]
    for figure, want in zip(found, case["figures"], strict=True):
        for name, value in want.items():
            got = getattr(figure, name)
            got = f"{got}" if name in ("low", "high") and got is not None else got
            assert got == value, f"{figure.surface}: {name} is {got!r}, not {value!r}"


@pytest.mark.parametrize("case", _cases(*LABELLED))
def test_labelled_sentences(case: dict[str, Any]) -> None:
    _check(case)


@pytest.mark.xfail(strict=True, reason="known failures, each with its reason in the file")
@pytest.mark.parametrize("case", _cases("known_failures"))
def test_known_failures(case: dict[str, Any]) -> None:
    _check(case)


def test_there_are_enough_cases() -> None:
    files = ("in_the_wild", "synthetic", "negative", "known_failures")
    assert len(_cases(*files)) >= 400


PIECES = st.sampled_from(
    [
        *"一二三十百千万亿两半零第约近超多余至到和、，。；（）“”《》-~%0123456789.元个年月日成倍人吨",
        *(
            "同比",
            "增长",
            "下降",
            "由",
            "提升到",
            "分之",
            "个百分点",
            "以上",
            "左右",
            "去年",
            "“十四五”",
        ),
        *(
            "其中",
            "将",
            "😀",
            "\0",
            "５",
            "．",
            "ABC",
            "5G",
            "近十年来",
            "万亿元",
            "1-2月",
            "∶",
            "\n",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_gives_well_formed_figures(text: str) -> None:
    position = 0
    for figure in find_figures(text, published=PUBLISHED):
        assert figure.surface == text[figure.start : figure.stop] != ""
        assert figure.start >= position, "figures stand in order and do not overlap"
        position = figure.stop
        assert figure.kind in KINDS
        assert figure.rule and figure.status in ("actual", "target")
        assert (figure.low is None) == (figure.kind in ("date", "period"))
        assert figure.low is None or figure.high is not None
        assert explain(figure).count(figure.surface) >= 1


TIMES = st.sampled_from(
    (
        *("1月", "2月", "3月份", "1月、2月、3月", "去年12月", "2022年5月", "3月5日", "昨天"),
        *("2020年", "上半年", "前三季度", "去年同期", "去年春节", "2020学年", "3月下旬", "当月"),
        *("今年以来", "五年来", "近3年", "自2012年起", "截至6月底", "2007年底", "到2025年"),
    )
)
STATEMENTS = st.sampled_from(
    ("出口5亿元", "增长3%", "比上年提高2个百分点", "年均新增50万人", "开放", "其中")
)
CLAUSES = st.tuples(st.just("") | TIMES, STATEMENTS, st.sampled_from("，、。；：\n")).map("".join)


@settings(max_examples=400, deadline=None)
@given(st.lists(CLAUSES, max_size=10), st.sampled_from((None, PUBLISHED, date(2024, 2, 29))))
def test_any_order_of_times_is_read(clauses: list[str], published: date | None) -> None:
    for figure in find_figures("".join(clauses), published=published):
        assert (figure.period == "") == (figure.period_from == "")


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_never_raises(text: str) -> None:
    assert isinstance(find_figures(text), list)


@settings(max_examples=100, deadline=None)
@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from("万亿"))
def test_decimal_amounts_are_exact(value: Decimal, scale: str) -> None:
    (figure,) = find_figures(f"总额为{value:f}{scale}元")
    assert figure.value == value * {"万": 10**4, "亿": 10**8}[scale]


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(min_value=0, max_value=30))
def test_offsets_move_with_the_text(text: str, shift: int) -> None:
    """A neutral prefix sentence changes offsets only."""
    prefix = "前言。" + "字" * shift + "。\n"
    alone = [(f.start, f.surface, f.low) for f in find_figures(text)]
    moved = [(f.start - len(prefix), f.surface, f.low) for f in find_figures(prefix + text)]
    assert moved == alone


def _remembered() -> list[Any]:
    """Every function of the figure modules that remembers what it found."""
    modules = [module for name, module in sys.modules.items() if name.startswith(PACKAGE)]
    found = [value for module in modules for value in vars(module).values()]
    return [value for value in found if hasattr(value, "cache_parameters")]


def test_what_is_remembered_is_bounded_and_changes_nothing() -> None:
    assert len(_remembered()) > 5
    assert all(0 < function.cache_parameters()["maxsize"] <= 4096 for function in _remembered())
    texts = [case.values[0]["text"] for case in _cases("in_the_wild", "synthetic")]
    warm = [find_figures(text, published=PUBLISHED) for text in (*texts, *reversed(texts))]
    for text, figures in zip((*texts, *reversed(texts)), warm, strict=True):
        for function in _remembered():
            function.cache_clear()
        assert find_figures(text, published=PUBLISHED) == figures


def test_without_a_day_of_publication_a_base_is_not_guessed() -> None:
    """Nobody knows of which year the time is, nor whether the base is the year before."""
    *_, figure = find_figures("到一季度末，风电装机较2020年末增长6.4倍。")
    assert (figure.period, figure.basis) == ("--03", "since")


def test_the_date_is_given_by_name() -> None:
    with pytest.raises(TypeError, match="positional"):
        find_figures("5个", PUBLISHED)  # type: ignore[misc]


@pytest.mark.parametrize(("words", "prefix"), [(59, 60), (60, 60), (90, 60), (10, 11)])
def test_the_words_before_a_figure_reach_sixty_characters_back(words: int, prefix: int) -> None:
    text = "进口，" + "和" + "字" * words + "5个"
    quantities = find_quantities(text)
    (place,) = settings_of(text, quantities, sentence_starts(text))
    assert len(place.prefix) == len(place.gap) == prefix
    assert place.clause == place.gap_start == len(text) - 2 - prefix


def test_a_figure_stays_as_it_was_read() -> None:
    (figure,) = find_figures("5个")
    with pytest.raises(AttributeError):
        figure.unit = "家"  # type: ignore[misc]
    assert figure in {figure}


@pytest.mark.parametrize(("text", "origin"), [("3月15日开工", "named"), ("下月5日开工", "named")])
def test_a_date_names_its_own_period(text: str, origin: str) -> None:
    *_, figure = find_figures(text, published=PUBLISHED)
    assert figure.period_from == origin
    assert [f.period_from for f in find_figures("1-2月开工")] == [""], "nobody said of which year"


def test_the_sentence_around_an_offset() -> None:
    text = "甲一。乙二！”丙三？\n丁，\n四"
    starts = sentence_starts(text)
    around = "".join(f"{sentence_at(text, offset, starts)}|" for offset in range(len(text)))
    assert around == "甲一。|" * 3 + "乙二！”|" * 4 + "丙三？|" * 3 + "|" + "丁，\n四|" * 4


def test_value_raises_on_ranges_and_dates() -> None:
    span, day = find_figures("5至8个，3月15日")
    with pytest.raises(ValueError, match="range, 5 to 8"):
        _ = span.value
    with pytest.raises(ValueError, match="a time"):
        _ = day.value


SHAPES = {
    "one digit": "9",
    "亿": "亿",
    "十": "十",
    "一二三": "一二三",
    "ranges": "1-",
    "list": "1、",
    "amounts": "3亿元，",
    "brackets": "（" * 50 + "）" * 50,
    "quotes": "“三",
    "dates": "2021年",
    "month lists": "1月、",
    "ends of pairs": "由2011年的1元",
    "changes": "增长",
    "prose": "去年全市外贸进出口额1079.5亿元，同比增长10.5%，其中一般贸易占七成以上。",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_length(shape: str) -> None:
    """Sixteen times the text may take 16 times as long, with room for noise; not 256 times."""
    unit = SHAPES[shape]
    small, large = (unit * (size // len(unit) + 1) for size in (8_000, 128_000))
    assert _seconds(large) < 40 * _seconds(small) + 0.2


@pytest.mark.parametrize(
    "before", ["2020年，出口5亿元。\n", "昨天，来了3家企业。\n", "去年，公司拟投资3亿元。"]
)
@pytest.mark.parametrize(
    "unit", ["进口5亿元，", "前三季度分别进口5亿元、6亿元，", "建成后进口5亿元，"]
)
def test_time_grows_with_the_length_of_a_later_sentence(unit: str, before: str) -> None:
    """What the paragraph above told is not looked for from the beginning of the sentence on."""
    small, large = (before + unit * (size // len(unit)) for size in (8_000, 128_000))
    assert _seconds(large) < 40 * _seconds(small) + 0.2


def _seconds(text: str) -> float:
    """The better of two runs, in seconds of this process: a busy machine does not count."""
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        find_figures(text, published=PUBLISHED)
        best = min(best, time.process_time() - start)
    return best


def _paragraphs(*texts: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "article_id": [f"a{n}" for n in range(len(texts))],
            "paragraph_id": [f"a{n}-1" for n in range(len(texts))],
            "year": [2021] * len(texts),
            "published": pd.to_datetime(["2021-03-30"] * len(texts)),
            "text": list(texts),
            "raw_lines": ["0:5 10:6"] * len(texts),
        }
    )


def test_table_has_a_row_a_figure_with_its_sentence_and_line() -> None:
    frame = _paragraphs("去年，出口20亿元。增长5%。", "没有数字。")
    table = figures_table(frame)
    assert table["surface"].tolist() == ["20亿元", "5%"]
    assert table["sentence"].tolist() == ["去年，出口20亿元。", "增长5%。"]
    assert table["raw_line"].tolist() == [5, 6]
    assert table["period"].tolist() == ["2020", "2020"]


def test_table_of_partitions_is_the_partition_of_the_table() -> None:
    frame = _paragraphs("去年，出口20亿元。", "没有数字。", "3月15日，5家企业参加。").set_index(
        "year", drop=False
    )
    parts = [figures_table(frame.iloc[i : i + 1]) for i in range(3)]
    pd.testing.assert_frame_equal(
        pd.concat(parts, ignore_index=True), figures_table(frame), check_exact=True
    )
    assert (parts[1].dtypes == figures_table(frame).dtypes).all()


def test_paragraphs_of_an_article_are_read_together() -> None:
    """What a paragraph leaves unsaid stands in the one above; an article ends with its rows."""
    texts = (
        "上半年，出口20亿元。",
        "分市场看，对东盟出口5亿元，\n对欧盟7亿元。",
        "分市场看，出口9亿元。",
    )
    frame = _paragraphs(*texts).assign(published=pd.Timestamp("2021-08-30"))
    together = figures_table(frame.assign(article_id="a"))
    assert together["period"].tolist() == ["2021-01/2021-06"] * 4
    assert together["period_from"].tolist() == ["named", "carried", "carried", "carried"]
    apart = figures_table(frame.assign(article_id=["a", "b", "a"]))
    assert apart["period"].tolist() == ["2021-01/2021-06", "", "", ""]
    unnamed = figures_table(frame.assign(article_id=""))
    assert unnamed["period"].tolist() == ["2021-01/2021-06", "", "", ""]
    alone = frame.assign(article_id="")
    pieces = [figures_table(alone.iloc[i : i + 1]) for i in range(3)]
    pd.testing.assert_frame_equal(pd.concat(pieces, ignore_index=True), unnamed)


def test_the_heading_of_a_section_dates_what_stands_below() -> None:
    """It is read above its paragraphs, but its own numbers are not of the table."""
    frame = _paragraphs(
        "增长6%。", "完成投资120亿元。", "增加5000人。", "全年建设8所学校。"
    ).assign(
        article_id="a",
        published=pd.Timestamp("2022-01-20"),
        section=["", "一、2021年工作回顾", "一、2021年工作回顾", "二、2022年工作安排"],
    )
    table = figures_table(frame)
    assert table["surface"].tolist() == ["6%", "120亿元", "5000人", "8所"]
    assert table["period"].tolist() == ["2021", "2021", "2021", "2022"]
    assert table["period_from"].tolist() == ["assumed", "carried", "carried", "named"]
    assert table["status"].tolist() == ["actual", "actual", "actual", "target"]
    assert table["start"].tolist() == [2, 4, 2, 4]
    assert table["sentence"].tolist() == frame["text"].tolist()


_PIECES = st.text(alphabet="去年1月5亿元增长%，。\n上半分看其中约近至、12", max_size=40)


@given(
    st.lists(st.tuples(_PIECES, st.sampled_from(("", "一、2021年", "5亿元", "去年1"))), max_size=5)
)
def test_figures_of_a_table_stand_in_their_paragraphs(pieces: list[tuple[str, str]]) -> None:
    texts = [text for text, _ in pieces]
    frame = _paragraphs(*texts).assign(article_id="a", section=[section for _, section in pieces])
    by_id = dict(zip(frame["paragraph_id"], texts, strict=True))
    for row in figures_table(frame).itertuples():
        assert by_id[row.paragraph_id][row.start : row.stop] == row.surface
        assert row.surface in row.sentence


def test_table_names_missing_columns() -> None:
    with pytest.raises(ValueError, match="published"):
        figures_table(_paragraphs("5个").drop(columns="published"))


def test_table_without_lines_or_date() -> None:
    frame = _paragraphs("去年5个").drop(columns="raw_lines").assign(published=pd.NaT)
    table = figures_table(frame)
    assert table["raw_line"].isna().all()
    assert figures_table(frame.assign(raw_lines=""))["raw_line"].isna().all()
    assert table["period"].tolist() == [""]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("进口额同比下降约三成", "decrease by about 30 percent on the year before"),
        (
            "力争建成20至30个园区",
            "20 to 30 个, for 2021 (assumed from the date of publication), a target",
        ),
        ("2025年底", "names the date 2025-12"),
        ("去年出口额超过2亿元", "more than 200,000,000 CNY, for 2020;"),
        (
            "去年出口额2亿元。进口3亿元。",
            "300,000,000 CNY, for 2020 (named in an earlier sentence)",
        ),
    ],
)
def test_explanations(text: str, words: str) -> None:
    assert words in " ".join(explain(f) for f in find_figures(text, published=PUBLISHED))


INDICATORS = [
    ("去年，我市对东盟进出口额1079.5亿元，同比增长10.5%。", ["对东盟进出口额"] * 2),
    ("其中，进口500.5亿元，增长14.9%；出口579亿元，增长6.9%。", ["进口", "进口", "出口", "出口"]),
    ("进口、出口分别增长3%、5%。", ["进口", "出口"]),
    ("行动方案明确了13个核心指标。", ["核心指标"]),
    ("占GDP比重从20.3%提升到36.2%。", ["占GDP比重"] * 2),
    ("外销比例在70%以上。", ["外销比例"]),
    ("服务能力居全国第三位。", ["服务能力"]),
    ("新增工业机器人3816台。", ["工业机器人"]),
]


@pytest.mark.parametrize(("text", "names"), INDICATORS)
def test_indicators(text: str, names: list[str]) -> None:
    found: list[Figure] = find_figures(text, published=PUBLISHED)
    assert [f.indicator for f in found if f.kind not in ("date", "period")] == names


HEADLINE = "老人捐出300万元 资助40名学生\n本报讯（记者张三）3月8日，一位教授把{}捐给学校。\n"


@pytest.mark.parametrize(
    ("below", "period"),
    [("300万元", "2023-03-08"), ("约300万元", "2023-03-08"), ("300多万元", ""), ("30万元", "")],
)
def test_a_headline_is_of_the_time_of_what_it_tells_of(below: str, period: str) -> None:
    """Its numbers are told again below; what is told nowhere else gets no time from there."""
    headline, students, money = (
        f
        for f in find_figures(HEADLINE.format(below), published=date(2023, 3, 9))
        if f.kind in ("money", "count")
    )
    assert (headline.surface, headline.period) == ("300万元", period)
    assert headline.period_from == ("carried" if period else "")
    assert (students.surface, money.period) == ("40名", "2023-03-08")

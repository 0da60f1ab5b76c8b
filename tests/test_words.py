"""The tokenizer: jieba's words, numbers and terms whole, every character kept."""

from __future__ import annotations

import json
import pickle
import random
import re
import subprocess
import sys
from functools import lru_cache, partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import jieba
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ningbo_lib.lexicons import LexiconError
from ningbo_lib.words import segmentation
from ningbo_lib.words.matching import in_reading_order, match_terms
from ningbo_lib.words.tokens import TokenizerSpec, content_words, read_terms, stop_words, tokenize

CASES = json.loads((Path(__file__).parent / "cases/words/cuts.json").read_text("utf-8"))
GENERATED = json.loads((Path(__file__).parent / "cases/words/generated.json").read_text("utf-8"))
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5)
RUN = st.text(HAN | st.sampled_from(segmentation.MARKS), max_size=60)
ANY = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from("0159年月日%.-，。万亿个AIz \n宁波工业化")
)


def frame(*texts: str) -> pd.DataFrame:
    ids = [f"p{i}" for i in range(len(texts))]
    columns = {"paragraph_id": ids, "article_id": ["a"] * len(texts), "year": [2021] * len(texts)}
    return pd.DataFrame({**columns, "text": pd.array(texts, dtype="str")})


def cut(text: str, spec: TokenizerSpec | None = None) -> list[str]:
    return tokenize(frame(text), spec)["token"].tolist()


@lru_cache(maxsize=1)
def jieba_cut() -> segmentation.Cut:
    return segmentation.jieba_cut()


@lru_cache(maxsize=1)
def common_words() -> tuple[list[str], list[int]]:
    """Words of jieba's dictionary with their frequencies, runs of common characters only."""
    rows = [line.split() for line in segmentation.jieba_file().read_text("utf-8").splitlines()]
    rows = [row for row in rows if re.fullmatch(f"[{segmentation.COMMON_HAN}]+", row[0])]
    return [row[0] for row in rows], [int(row[1]) for row in rows]


def generated_text(characters: int, seed: int) -> list[str]:
    """Runs of words by their frequency, of rare words, and of characters at random."""
    rng = random.Random(seed)
    words, weights = common_words()
    upto = list(accumulate(weights))
    runs, size = [], 0
    while size < characters:
        length = rng.randint(1, 12)
        kind = rng.random()
        if kind < 0.6:
            run = "".join(rng.choices(words, cum_weights=upto, k=length))
        elif kind < 0.8:
            run = "".join(rng.choices(words, k=length))
        else:
            run = "".join(chr(rng.randint(0x4E00, 0x9FD5)) for _ in range(length))
        runs.append(run + rng.choice(segmentation.MARKS) * rng.randint(0, 2))
        size += len(runs[-1])
    return runs


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_cases(case: dict) -> None:
    spec = TokenizerSpec(tuple(case.get("terms", ())))
    expected = case.get("joined") or [word for word in case["cut"].split("/") if word]
    assert cut(case["text"], spec) == expected


@pytest.mark.parametrize("row", GENERATED["rows"], ids=range(len(GENERATED["rows"])))
def test_generated_text_is_cut_as_it_was(row: dict) -> None:
    """Words, numbers and terms in any order, as the first version of the tokenizer cut them."""
    tokens = tokenize(frame(row["cut"].replace("|", "")), TokenizerSpec(tuple(GENERATED["terms"])))
    assert "|".join(tokens["token"]) == row["cut"]
    pairs = zip(tokens["kind"], tokens["tag"], strict=True)
    assert " ".join(f"{kind[0]}:{tag}" for kind, tag in pairs) == row["tags"]


def test_both_engines_give_the_same_words_on_a_megabyte() -> None:
    runs = generated_text(350_000, seed=1)
    text = "\n".join(runs)
    assert len(text.encode()) > 1_000_000
    assert segmentation.engine()(text) == list(jieba_cut()(text))


@given(RUN)
@settings(max_examples=300, deadline=None)
def test_both_engines_give_the_same_words_on_any_run(run: str) -> None:
    assert segmentation.engine()(run) == list(jieba_cut()(run))


def test_the_library_gives_jiebas_words_on_plain_chinese() -> None:
    runs = generated_text(30_000, seed=2)
    ours = re.compile("百分之|[一二][零〇一二三四五六七八九]{3}年")  # the one difference meant
    runs = [run for run in runs if not ours.search(run)]
    expected = [word for run in runs for word in jieba_cut()(run)]
    assert tokenize(frame(*runs))["token"].tolist() == expected


def test_without_rjieba_the_words_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = sorted((Path(__file__).parents[1] / "data/raw").glob("*.txt"))
    texts = [path.read_text("utf-8") for path in raw] + generated_text(20_000, seed=7)
    numbers = [f"{run}{n}年{n / 7:.1f}%，AI" for n, run in enumerate(texts)]
    spec = TokenizerSpec(("工业化", "5年", "甬江实验室"))
    before = tokenize(frame(*texts, *numbers), spec)
    monkeypatch.setattr(segmentation, "engine", jieba_cut)
    pd.testing.assert_frame_equal(tokenize(frame(*texts, *numbers), spec), before)
    monkeypatch.undo()
    segmentation.engine.cache_clear()
    monkeypatch.setitem(sys.modules, "rjieba", None)
    assert segmentation.engine().__self__.__class__.__module__ == "jieba"
    segmentation.engine.cache_clear()


def test_handing_runs_over_in_parts_does_not_change_the_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = generated_text(5_000, seed=3)
    usual = tokenize(frame(*texts))
    for runs in (1, 7, 1_000_000):
        monkeypatch.setattr(segmentation, "_RUNS", runs)
        pd.testing.assert_frame_equal(tokenize(frame(*texts)), usual)


@given(st.lists(ANY, max_size=4))
@settings(max_examples=200, deadline=None)
def test_tokens_and_offsets_rebuild_every_text(texts: list[str]) -> None:
    spec = TokenizerSpec(("工业化", "AI", "宁波工业"))
    tokens = tokenize(frame(*texts), spec)
    for i, text in enumerate(texts):
        rows = tokens[tokens["paragraph_id"] == f"p{i}"]
        assert "".join(rows["token"]) == text
        assert [text[a:b] for a, b in zip(rows["start"], rows["stop"], strict=True)] == list(
            rows["token"]
        )


@given(
    st.lists(st.text(HAN, min_size=4, max_size=8), min_size=1, max_size=4, unique=True),
    st.lists(st.text(HAN, max_size=5) | st.sampled_from(["2024年", "5G", "的", "，"])),
)
@settings(max_examples=150, deadline=None)
def test_long_terms_stay_whole_anywhere(terms: list[str], between: list[str]) -> None:
    known = segmentation.dictionary()
    terms = [t for t in terms if t not in known and not any(t in u for u in terms if u != t)]
    text = (
        "".join(f"{gap}{terms[i % len(terms)]}" for i, gap in enumerate(between)) if terms else ""
    )
    spec = TokenizerSpec(tuple(terms))
    pattern = re.compile("|".join(sorted(terms, key=len, reverse=True)) or "(?!)")
    expected = [m[0] for m in pattern.finditer(text)]
    found = [word for word in cut(text, spec) if word in terms]
    # a term may only be missing inside a longer word of the dictionary, which random text lacks
    assert found == expected


@pytest.mark.parametrize("others", [(), ("甬江实验室",), ("甬城",)], ids=str)
def test_a_term_of_one_character_stands_beside_longer_ones(others: tuple[str, ...]) -> None:
    spec = TokenizerSpec(("甬", "𠀀", *others))
    assert cut("甬，𠀀甬𠀀。甬", spec) == ["甬", "，", "𠀀", "甬", "𠀀", "。", "甬"]
    assert all(cut(f"{term}2024年{term}", spec) == [term, "2024年", term] for term in others)


def test_thousands_of_terms_are_found_like_one() -> None:
    long = sorted(w for w in segmentation.dictionary() if len(w) > 3 and w.isalpha())[::20]
    some = random.Random(7).sample(long, 200)
    text = "，".join(some)
    assert len(long) > 3_000
    assert cut(text, TokenizerSpec(tuple(long))) == cut(text, TokenizerSpec(tuple(some)))
    assert cut(text, TokenizerSpec(tuple(long)))[::2] == some


def test_terms_of_the_language_break_no_other_words() -> None:
    runs = generated_text(60_000, seed=4)
    words, weights = common_words()
    frequent = [w for w, f in zip(words, weights, strict=True) if f >= 200 and 2 <= len(w) <= 4]
    terms = random.Random(5).sample(frequent, 2_000)
    plain, spec = tokenize(frame(*runs)), TokenizerSpec(tuple(terms))
    with_terms = tokenize(frame(*runs), spec)
    keys = ["paragraph_id", "start", "stop"]
    same = len(plain[keys].merge(with_terms[keys]))
    f1 = 2 * same / (len(plain) + len(with_terms))
    assert f1 > 0.997
    assert 1 - f1 < (1 - _f1_of_cutting_terms_out(runs, terms, plain)) / 10


def _f1_of_cutting_terms_out(runs: list[str], terms: list[str], plain: pd.DataFrame) -> float:
    """The same measure for a cutter that takes every match of a term, whatever it breaks."""
    pattern = re.compile(f"({segmentation.trie(terms)})")
    spans = set()
    for i, run in enumerate(runs):
        at = 0
        for piece in filter(None, pattern.split(run)):
            for word in [piece] if pattern.fullmatch(piece) else segmentation.engine()(piece):
                spans.add((f"p{i}", at, at + len(word)))
                at += len(word)
    gold = set(plain[["paragraph_id", "start", "stop"]].itertuples(index=False, name=None))
    return 2 * len(gold & spans) / (len(gold) + len(spans))


def test_kinds_and_tags() -> None:
    spec = TokenizerSpec((("新型工业化", "n"),))
    tokens = tokenize(frame("新型工业化，AI在2021年占36.2%。 百分之二十"), spec)
    table = dict(zip(tokens["token"], zip(tokens["kind"], tokens["tag"], strict=True), strict=True))
    assert table == {
        "新型工业化": ("word", "n"),
        "，": ("punctuation", "x"),
        "AI": ("latin", "eng"),
        "在": ("word", "p"),
        "2021年": ("number", "t"),
        "占": ("word", "v"),
        "36.2%": ("number", "m"),
        "。": ("punctuation", "x"),
        " ": ("space", "x"),
        "百分之二十": ("number", "m"),
    }


def test_every_column_but_the_text_is_carried_over() -> None:
    paragraphs = frame("宁波", "工业").assign(speaker=["", "崔平"], raw_lines="0:1")
    paragraphs.index = [7, 7]
    tokens = tokenize(paragraphs)
    assert list(tokens.columns[:4]) == ["paragraph_id", "article_id", "year", "speaker"]
    assert tokens["speaker"].tolist() == ["", "崔平"]
    assert "raw_lines" not in tokens and "text" not in tokens


def test_an_empty_frame_gives_the_same_columns_and_types() -> None:
    full = tokenize(frame("宁波。"))
    empty = tokenize(frame("宁波。").iloc[:0])
    assert empty.empty and (empty.dtypes == full.dtypes).all()
    assert (tokenize(frame("", "")).dtypes == full.dtypes).all()


def test_parts_give_what_the_whole_gives() -> None:
    whole = frame(*generated_text(2_000, seed=6))
    parts = [tokenize(whole.iloc[i : i + 7]) for i in range(0, len(whole), 7)]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), tokenize(whole))


def test_the_spec_is_a_value() -> None:
    one = TokenizerSpec((("墨子号", "nz"), ("婴童", "n")))
    other = TokenizerSpec((("婴童", "n"), ("墨子号", "nz"), ("墨子号", "nz")))
    assert one == other and hash(one) == hash(other) and one.fingerprint == other.fingerprint
    assert pickle.loads(pickle.dumps(one)) == one
    changed = (TokenizerSpec(), TokenizerSpec(("墨子号",)), TokenizerSpec(one.terms, str.split))
    assert len({one.fingerprint, *(spec.fingerprint for spec in changed)}) == 4
    assert tokenize(frame("宁波"), one).attrs["tokenizer"] == one.fingerprint


@pytest.mark.parametrize("term", ["", "  ", "上\n下"])
def test_terms_that_cannot_be_are_refused(term: str) -> None:
    with pytest.raises(ValueError, match="one term a row"):
        TokenizerSpec((term,))


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ("数字化", "is one string; write \\['数字化'\\]"),
        ([("数字", "n", "x")], "pair of word and part"),
    ],
)
def test_terms_of_another_shape_are_refused(terms: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        TokenizerSpec(terms)


NAMELESS = [lambda text: text.split(), partial(str.split, sep="，"), partial(str.split, sep="、")]


@pytest.mark.parametrize("function", [*NAMELESS, jieba.Tokenizer().lcut])
def test_functions_without_a_name_of_their_own_need_one(function: Any) -> None:
    with pytest.raises(ValueError, match="say which it is"):
        TokenizerSpec(function=function)
    first, second = (TokenizerSpec(function=function, name=name) for name in ("one", "two"))
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize("function", [str.split, list, re.escape])
def test_functions_found_under_their_name_need_no_other(function: Any) -> None:
    assert TokenizerSpec(function=function).fingerprint != TokenizerSpec().fingerprint


@pytest.mark.parametrize("column", ["token", "kind", "tag"])
def test_content_words_name_a_missing_column(column: str) -> None:
    with pytest.raises(ValueError, match=f"no column {column}; use the table that tokenize"):
        content_words(tokenize(frame("宁波")).drop(columns=column))


def test_a_function_of_ones_own() -> None:
    spec = TokenizerSpec(function=str.split)
    tokens = tokenize(frame("ab cd\nef ", "", "gh"), spec)
    assert tokens["token"].tolist() == ["ab", " ", "cd", "\n", "ef", " ", "gh"]
    assert tokens["start"].tolist() == [0, 2, 3, 5, 6, 8, 0]
    with pytest.raises(ValueError, match="gave 'zz'"):
        tokenize(frame("ab"), TokenizerSpec(function=lambda text: ["zz"], name="zz"))


def test_bad_frames_are_named() -> None:
    with pytest.raises(ValueError, match="no column text"):
        tokenize(frame("a").drop(columns="text"))
    with pytest.raises(ValueError, match="row 1: the text is missing"):
        tokenize(frame("a", None))  # type: ignore[arg-type]


def test_terms_are_read_with_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_bytes("\ufeffterm\tpos\tgloss\r\n墨子号\tnz\tMicius\r\n".encode())
    assert read_terms(path) == (("墨子号", "nz"),)
    path.write_text("term\tpos\tgloss\n婴童\tn\tx\n婴童\tn\ty\n", "utf-8")
    with pytest.raises(LexiconError, match="listed twice: 婴童"):
        read_terms(path)


def test_content_words_leave_out_grammar_numbers_and_marks() -> None:
    tokens = tokenize(frame("我们的数字经济在2021年通过AI加快发展，因此和已经"))
    assert content_words(tokens) == {"数字", "经济", "AI", "加快", "发展"}
    assert "发展" not in content_words(tokens, stop=["发展"])


def test_stop_words_hold_grammar_and_no_content() -> None:
    words = stop_words()
    assert {"的", "我们", "因此", "已经"} <= words
    assert not words & {"宁波", "工业", "发展", "结果", "通过", "大", "宁"}


def test_nothing_global_is_touched(tmp_path: Path) -> None:
    """No jieba import, no log handler, no cache file, no warning, no output."""
    code = (
        "import sys, logging, pandas as pd, ningbo_lib as nb\n"
        "nb.tokenize(pd.DataFrame({'text': ['宁波发展']}), nb.TokenizerSpec(('宁波发展',)))\n"
        "assert 'jieba' not in sys.modules and not logging.root.handlers\n"
        "from ningbo_lib.words.segmentation import jieba_cut\n"
        "jieba_cut()('宁波发展')\n"
        "import jieba\n"
        "assert not jieba.dt.initialized and not jieba.dt.FREQ and not logging.root.handlers\n"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"TMPDIR": str(tmp_path), "PATH": "", "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert not list(tmp_path.iterdir())


def test_a_missing_text_is_named_by_its_row() -> None:
    frame = pd.DataFrame({"article_id": "a", "paragraph_id": ["a1", "a2"], "text": ["港口", None]})
    with pytest.raises(ValueError, match="row 1: the text is missing; drop such rows first"):
        tokenize(frame)


def test_one_string_is_no_list_of_terms() -> None:
    tokens = tokenize(pd.DataFrame({"article_id": "a", "paragraph_id": ["a1"], "text": ["港口"]}))
    with pytest.raises(ValueError, match=r"the terms are one string; write \['港口'\]"):
        match_terms(in_reading_order(tokens), "港口")

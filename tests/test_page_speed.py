"""Time grows with the length of a page, whatever shape somebody's text has."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import pytest

import ningbo_lib as nb
from ningbo_lib.page.bylines import is_byline
from tests.page_checks import assert_conserved

TEXT = "镇里的新码头昨天开始使用，渔船可以靠岸卸货。\n"
#: What is repeated to make the page.
SHAPES = {
    "one line": TEXT.strip(),
    "blank lines": "\n",
    "line ends of two characters": "\r\n",
    "bylines": "记者 李明\n",
    "bylines in a line": "记者 李明 ",
    "captions": "新码头（李明 摄）\n\n",
    "captions in a line": "镇里的新码头全景（李明 摄）",
    "bylines and captions": "记者 李明\n\n新码头（李明 摄）\n\n",
    "titles and bylines": "镇里建成新码头\n\n记者 李明\n\n",
    "articles": f"镇里建成新码头\n\n记者 李明\n\n{TEXT}\n",
    "headings": f"镇里建成新码头\n\n{TEXT}\n",
    "subtitles": "——镇里建成新码头\n",
    "speakers": "记者：为什么？\n王明：因为方便。\n",
    "fake bold": "码头码头，，渔船渔船\n",
    "fake bold in a line": "码头码头，，渔船渔船",
    "doubled lines": "码头\n码头，\n，渔船\n渔船\n",
    "open brackets": "（",
    "lines with open brackets": "镇里的（新码头\n",
    "quotes": '"',
    "digits": "９",
    "hyphens": "-",
    "spaces": "　",
    "spelled out": "a b ",
}


def page(shape: str, size: int) -> str:
    """About ``size`` characters."""
    return SHAPES[shape] * (size // len(SHAPES[shape]))


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_length(shape):
    small, large = page(shape, 4_000), page(shape, 16_000)
    nb.parse_page(small)  # the dictionary is loaded, names are looked up
    best = min(seconds(partial(nb.parse_page, large)) for _ in range(2))
    least = min(seconds(partial(nb.parse_page, small)) for _ in range(2))
    assert best < 10 * max(least, 0.01)  # square growth would make it 16


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_is_lost(shape):
    assert_conserved(page(shape, 300))


def test_a_line_that_is_nearly_a_byline_takes_no_longer():
    near = "记者： 镇里不少人家都有自己的渔船， 码头与它们有什么样的关系？"
    plain = "镇里不少人家都有自己的渔船， 码头与它们有什么样的关系？"
    assert not is_byline(near)
    usual, most = (min(seconds(partial(is_byline, x)) for _ in range(5)) for x in (plain, near))
    assert most < 0.02 + 100 * usual  # trying every way to part it takes a second

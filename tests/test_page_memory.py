"""Memory grows with the length of a page, and by a bounded number of bytes for each of its own."""

from __future__ import annotations

import tracemalloc

import pytest

import ningbo_lib as nb

MOST = 20  # bytes at most for each byte of a page in UTF-8
ARTICLE = [
    "镇里建成新码头",
    "",
    "——渔船可以就近靠岸卸货",
    "",
    "本报记者 李明",
    "",
    *(
        f"　　镇里的新码头{day}日开始使用，渔船\n可以靠岸卸货。码头与老街之间修了一\n条路，"
        f"居民去赶集少走{day}公里，{day}户\n人家把旧屋改成了客栈。"
        for day in range(2, 20)
    ),
    "",
    "渔船停靠在新码头旁边（李明 摄）",
    "",
]
PAGES = {
    "articles": "\n".join(ARTICLE) + "\n",
    "one article": "\n".join(ARTICLE[6:-3]) + "\n",
    "justified lines": "\n".join(" ".join(line) for line in ARTICLE) + "\n",
}
SIZE = 100_000


def page(kind: str) -> str:
    """About ``SIZE`` bytes of UTF-8."""
    return PAGES[kind] * (SIZE // len(PAGES[kind].encode()))


def peak(text: str) -> int:
    """Bytes allocated at most at one time while a page is parsed, its articles among them."""
    tracemalloc.start()
    try:
        nb.parse_page(text)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", PAGES)
def test_memory_is_a_bounded_multiple_of_the_page(kind):
    text = page(kind)
    nb.parse_page(text[: len(text) // 30])  # dictionaries and tables are loaded
    assert peak(text) < MOST * len(text.encode())

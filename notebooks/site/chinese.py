"""What a Chinese page needs beside its text: its language, the theme's words, lines joined."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

#: What the theme says around a page.
WORDS = {
    "Next": "下一页",
    "Previous": "上一页",
    "Home": "首页",
    "On this page": "本页内容",
    "Back to top": "回到顶部",
    "Skip to content": "跳到正文",
    "Search": "搜索",
    "Index": "索引",
    "Made with": "制作：",
    '<a href="https://www.sphinx-doc.org/">Sphinx</a> and': '<a href="https://www.sphinx-doc.org/">Sphinx</a>、',
}
_WIDE = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’…—"
_MARKS = "\u3000-\u303f\uff00-\uff65…—"  # that bring their own space


def is_chinese(page: str) -> bool:
    """Whether the page of this name, a path without suffix, is in Chinese."""
    return page == "zh" or page.startswith("notebooks/guide/zh/")


def keep_language(app: Any, page: str, template: str, context: dict[str, Any], *tree: Any) -> None:
    """Leaf on to the page before or after only where it is in the same language."""
    _, *around = app.builder.relations.get(page, (None, None, None))
    for way, other in zip(("prev", "next"), around, strict=True):
        if other and is_chinese(other) != is_chinese(page):
            context[way] = None


def speak_chinese(app: Any, page: str, template: str, context: dict[str, Any], *tree: Any) -> None:
    """The language of a Chinese page, and the words around it."""
    if is_chinese(page):
        context["language"] = "zh-CN"
        context["_"] = context["gettext"] = lambda text: WORDS.get(text.strip(), text)


class JoinLines(SphinxTransform):
    """A line of Chinese source ends anywhere: no space comes of it between wide characters."""

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        for paragraph in self.document.findall(nodes.TextElement):
            if not isinstance(paragraph, nodes.FixedTextElement | nodes.literal):
                idle = [place for place in line_ends(paragraph) if is_idle(paragraph, place)]
                for place in reversed(idle):
                    del paragraph[place]


def line_ends(paragraph: nodes.TextElement) -> list[int]:
    return [place for place, node in enumerate(paragraph) if node == "\n"]


def is_idle(paragraph: nodes.TextElement, place: int) -> bool:
    """Whether the line end at this place of a paragraph stands for no space."""
    before = "".join(map(seen, paragraph[:place]))[-1:]
    after = "".join(map(seen, paragraph[place + 1 :]))[:1]
    marks = re.compile(f"[{_MARKS}]").match
    wide = re.compile(f"[{_WIDE}]").match
    return bool(marks(before) or marks(after) or (wide(before) and wide(after)))


def seen(node: nodes.Node) -> str:
    """The text of a part of a paragraph; code counts as a Latin letter."""
    return "a" if isinstance(node, nodes.literal) else str(node.astext())

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
}
_WIDE = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’…—"
_MARKS = "\u3000-\u303f\uff00-\uff65…—"  # that bring their own space


def is_chinese(page: str) -> bool:
    """Whether the page of this name, a path without suffix, is in Chinese."""
    return page == "zh" or page.startswith("notebooks/guide/zh/")


def speak_chinese(app: Any, page: str, template: str, context: dict[str, Any], *tree: Any) -> None:
    """The language of a Chinese page, and the words around it."""
    if is_chinese(page):
        context["language"] = "zh-CN"
        context["_"] = context["gettext"] = lambda text: WORDS.get(text.strip(), text)


class JoinLines(SphinxTransform):
    """A line of Chinese source ends anywhere: no space comes of it between wide characters."""

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        for text in list(self.document.findall(nodes.Text)):
            if isinstance(text.parent, nodes.FixedTextElement | nodes.literal | nodes.raw):
                continue
            joined = re.sub(rf"(?<=[{_WIDE}])\n(?=[{_WIDE}])", "", text)
            joined = re.sub(rf"(?<=[{_MARKS}])\n|\n(?=[{_MARKS}])", "", joined)
            if joined != text:
                text.parent.replace(text, nodes.Text(joined))

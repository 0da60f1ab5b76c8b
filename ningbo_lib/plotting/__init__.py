"""DataFrame in, Axes out: one module per kind of picture, one style for all."""

from __future__ import annotations

from ningbo_lib.plotting.style import use_chinese_font

__all__ = ["use_chinese_font"]

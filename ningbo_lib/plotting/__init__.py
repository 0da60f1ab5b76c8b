"""DataFrame in, Axes out: one module per kind of picture, one style for all."""

from __future__ import annotations

from ningbo_lib.plotting.style import use_chinese_font
from ningbo_lib.plotting.terms import plot_barcode, plot_cloud, plot_keyness, plot_terms

__all__ = ["plot_barcode", "plot_cloud", "plot_keyness", "plot_terms", "use_chinese_font"]

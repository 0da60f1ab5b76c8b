"""DataFrame in, Axes out: one module per kind of picture, one style for all."""

from __future__ import annotations

from ningbo_lib.plotting.figures import plot_growth, plot_money, plot_times
from ningbo_lib.plotting.page import plot_page
from ningbo_lib.plotting.style import use_chinese_font
from ningbo_lib.plotting.terms import plot_barcode, plot_cloud, plot_keyness, plot_terms
from ningbo_lib.plotting.themes import plot_theme_changes, plot_theme_shares, plot_threads
from ningbo_lib.plotting.topics import plot_topic_shares, plot_topic_stability

__all__ = [
    "plot_barcode",
    "plot_cloud",
    "plot_growth",
    "plot_keyness",
    "plot_money",
    "plot_page",
    "plot_terms",
    "plot_theme_changes",
    "plot_theme_shares",
    "plot_threads",
    "plot_times",
    "plot_topic_shares",
    "plot_topic_stability",
    "use_chinese_font",
]

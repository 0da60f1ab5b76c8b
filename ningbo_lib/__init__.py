"""Read Chinese newspaper texts from PDF or scan; compare terms, figures and topics.

Names are loaded on first use, so that ``import ningbo_lib`` stays fast and draws in neither
pandas nor matplotlib nor jieba.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

#: Public name -> module that defines it: the table of contents of the library.
_HOME: dict[str, str] = {
    "Article": "records",
    "Block": "records",
    "Byline": "records",
    "Caption": "records",
    "Span": "records",
    "LexiconError": "lexicons",
    "read_lexicon": "lexicons",
    "glossed": "lexicons",
    "read_glosses": "lexicons",
    "RawText": "reading",
    "ReadingError": "reading",
    "read_text": "reading",
    "Cleaned": "page.cleaning",
    "Change": "page.cleaning",
    "clean": "page.cleaning",
    "parse_page": "page.layout",
    "explain_page": "page.layout",
    "LineReading": "page.layout",
    "Source": "sources",
    "Corpus": "corpus",
    "CorpusError": "corpus",
    "read_corpus": "corpus",
    "head_texts": "corpus_tables",
    "TokenizerSpec": "words.tokens",
    "read_terms": "words.tokens",
    "stop_words": "words.tokens",
    "tokenize": "words.tokens",
    "kept_terms": "words.kept_terms",
    "content_words": "words.tokens",
    "show_concordance": "evidence",
    "suggest_terms": "words.newwords",
    "count_terms": "words.counting",
    "merge_counts": "words.counting",
    "dispersion": "words.counting",
    "keyness": "words.comparison",
    "leading": "words.comparison",
    "Figure": "figures.extraction",
    "check_figures": "figures.checks",
    "figure_errors": "figures.scores",
    "read_gold": "figures.scores",
    "score_figures": "figures.scores",
    "explain": "figures.explaining",
    "figures_table": "figures.tables",
    "figures_in_words": "figures.reports",
    "figures_side_by_side": "figures.reports",
    "figures_stated_twice": "figures.reports",
    "find_figures": "figures.extraction",
    "read_themes": "topics.themes",
    "theme_labels": "topics.themes",
    "theme_coverage": "topics.themes",
    "coverage_by_theme": "topics.themes",
    "theme_shares": "topics.themes",
    "compare_themes": "topics.theme_changes",
    "judge_changes": "topics.theme_changes",
    "changes_in_words": "topics.theme_words",
    "findings_in_words": "topics.theme_words",
    "trust_in_words": "topics.theme_words",
    "variants_in_words": "topics.theme_words",
    "fit_topics": "topics.fitted",
    "Topics": "topics.fitted",
    "Fit": "topics.models",
    "subject_words": "topics.fitted",
    "compare_vocabularies": "topics.vocabularies",
    "Vocabularies": "topics.vocabularies",
    "article_similarity": "topics.vocabularies",
    "shared_threads": "topics.threads",
    "thread_passages": "topics.threads",
    "concordance": "evidence",
    "highlight": "evidence",
    "Html": "evidence",
    "show_article": "display",
    "show_raw": "display",
    "show_repairs": "display",
    "show_figures": "tracing",
    "show_place": "tracing",
    "corpus_from_frame": "own_texts",
    "two_groups": "own_texts",
    "Partition": "scale",
    "cut_corpus": "scale",
    "analyse_partition": "scale",
    "merged_counts": "scale",
    "merged_table": "scale",
    "in_batches": "scale",
    "write_table": "tables",
    "export_tables": "tables",
    "describe_columns": "tables",
    "account": "checking",
    "structure_agreement": "checking",
    "use_chinese_font": "plotting",
    "ChineseFont": "plotting.style",
    "Texts": "plotting.wording",
    "plot_barcode": "plotting",
    "plot_cloud": "plotting",
    "plot_growth": "plotting",
    "plot_keyness": "plotting",
    "plot_money": "plotting",
    "plot_page": "plotting",
    "plot_terms": "plotting",
    "plot_theme_changes": "plotting",
    "plot_theme_shares": "plotting",
    "plot_threads": "plotting",
    "plot_times": "plotting",
    "plot_topic_shares": "plotting",
    "plot_topic_stability": "plotting",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_HOME[name]}")
    value = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*_HOME, "__version__"])

"""What the numbers of themes come to, in words, as a table for a reader."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any

import pandas as pd

from ningbo_lib.columns_needed import require_columns

_VERDICTS = {
    "not shown": "no difference shown",
    "these texts": "these articles, in every variant and without any one term",
    "shift": "a shift is stated, and stays in every variant",
}
_TOLD = (
    *("theme", "reference_per_100", "target_per_100", "difference", "low", "high"),
    *("articles_hold", "hinge_article", "terms_hold", "hinge_term"),
)
_WITHOUT = tuple(f"without_{what}_{end}" for what in ("article", "term") for end in ("low", "high"))


def changes_in_words(changes: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The table of ``compare_themes`` for reading: theme, reference, target, difference, and
    the article and the term it hangs on.

    Shares are per 100 words; the difference has its 95 % interval in brackets; "–" where it hangs
    on nothing.  ``names`` gives themes, articles and terms the names that the reader knows.
    """
    require_columns(changes, *_TOLD, of="theme changes")
    rows = changes.to_dict("records")
    columns = {
        "theme": [names.get(row["theme"], row["theme"]) for row in rows],
        "reference": [f"{row['reference_per_100']:.1f}" for row in rows],
        "target": [f"{row['target_per_100']:.1f}" for row in rows],
        "difference": [_difference(row) for row in rows],
    }
    for what in ("article", "term"):
        columns[f"hangs on the {what}"] = [
            "–" if row[f"{what}s_hold"] else names.get(row[f"hinge_{what}"], row[f"hinge_{what}"])
            for row in rows
        ]
    return pd.DataFrame(columns, dtype="str")


def _difference(row: Mapping[Any, Any]) -> str:
    return f"{row['difference']:+.1f} [{row['low']:+.1f}, {row['high']:+.1f}]"


def variants_in_words(variants: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Differences of several ``compare_themes``, a row a theme and a column a variant, by name.

    A difference in brackets is not shown: its interval holds nought.
    """
    columns = {}
    for name, changes in variants.items():
        require_columns(changes, "theme", "difference", "shown", of="theme changes")
        columns[name] = {
            row["theme"]: f"{row['difference']:+.1f}"
            if row["shown"]
            else f"({row['difference']:+.1f})"
            for row in changes.to_dict("records")
        }
    return pd.DataFrame(columns, dtype="str").rename_axis("theme")


def findings_in_words(
    changes: pd.DataFrame, judged: pd.DataFrame, names: Mapping[str, str]
) -> pd.DataFrame:
    """A row a theme: finding, evidence, and how far to trust it, by ``judge_changes``.

    The evidence is the difference with its 95 % interval and its range without any one article
    and without any one term; ``names`` as in ``trust_in_words``.
    """
    require_columns(changes, *_TOLD, *_WITHOUT, of="theme changes")
    trust = trust_in_words(judged, names)
    rows = [
        (
            f"{names.get(row['theme'], row['theme'])}: {row['reference_per_100']:.1f} → "
            f"{row['target_per_100']:.1f} in 100 words",
            f"difference {_difference(row)}; without one article {_range(row, 'article')}, "
            f"without one term {_range(row, 'term')}",
            trust[row["theme"]],
        )
        for row in changes.to_dict("records")
    ]
    columns = ["finding", "evidence", "how far to trust it"]
    table = pd.DataFrame(rows, columns=columns, dtype="str")
    table.attrs = dict(changes.attrs)
    return table


def _range(row: Mapping[Any, Any], what: str) -> str:
    low, high = row[f"without_{what}_low"], row[f"without_{what}_high"]
    return "not known" if isnan(low) else f"{low:+.1f} to {high:+.1f}"


def trust_in_words(judged: pd.DataFrame, names: Mapping[str, str]) -> pd.Series:
    """The verdicts of ``judge_changes`` as sentences for a table, indexed by theme.

    ``names`` gives articles, terms and variants the names that the reader knows; a variant
    without one reads "with: variant".
    """
    require_columns(judged, "theme", "trust", "hangs_on", of="verdicts")
    columns = (judged[name].astype(str) for name in ("theme", "trust", "hangs_on"))
    said = {
        theme: _said(trust, hangs_on, names)
        for theme, trust, hangs_on in zip(*columns, strict=True)
    }
    return pd.Series(said, dtype=str)


def _said(trust: str, hangs_on: str, names: Mapping[str, str]) -> str:
    if trust != "hangs":
        return _VERDICTS[trust]
    parts = []
    for hinge in hangs_on.split("; "):
        what, _, name = hinge.partition(" ")
        if what == "variant":
            parts.append(f"not shown {names.get(name, f'with: {name}')}")
        else:
            parts.append(f"hangs on the {what} {names.get(name, name)}")
    return "; ".join(parts)

"""How far apart two vocabularies are, always next to how far chance alone would put them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import comb

from ningbo_lib.columns_needed import require_columns
from ningbo_lib.topics.incidence import one_of_each
from ningbo_lib.words.counting import term_matrix
from ningbo_lib.words.matching import in_reading_order, is_word

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

#: More pairs than these articles have would take minutes, and no table of them is read.
MOST_ARTICLES = 100


@dataclass(frozen=True, eq=False, repr=False)
class Vocabularies:
    """``bits``: the divergence, 0 (same) to 1 (no word shared).

    ``terms``: term, target_n, reference_n, target_share, reference_share, bits (sum: the
    divergence), leans ("target" or "reference"), largest part first.  ``baseline``: one row for
    each way of dealing the texts at random into sides of the same sizes: unit ("article",
    "paragraph"), possible (number of different deals), splits (deals made; all where they are
    few), mean, low, high (2.5 and 97.5 %) of their divergence, and at_least (share of the
    deals, the true one included, that are at least as far apart).
    """

    bits: float
    terms: pd.DataFrame
    baseline: pd.DataFrame

    def __repr__(self) -> str:
        lines = [f"{self.bits:.3f} bits between the vocabularies"]
        for row in self.baseline.itertuples():
            lines.append(
                f"  {row.unit}s dealt at random: {row.low:.3f} to {row.high:.3f}, "
                f"{row.at_least:.1%} of {row.splits} deals at least as far apart"
            )
        return "\n".join(lines)


def compare_vocabularies(
    tokens: pd.DataFrame,
    *,
    target: object,
    reference: object,
    by: str = "year",
    splits: int = 200,
    seed: int = 0,
) -> Vocabularies:
    """Jensen–Shannon divergence of two groups' words, in bits, and its parts by term.

    Compared are words of every kind, function words too; numbers, marks and spaces are left
    out, so the counts are below those of ``count_terms``, which has numbers.
    JSD = Σ ½ p log2(p / m) + ½ q log2(q / m), m = (p + q) / 2 (Lin 1991, eq. 4.1 with equal
    weights); equals SciPy's ``jensenshannon(p, q, base=2) ** 2``.  Small texts differ by chance
    alone, so the baseline deals articles, and paragraphs, at random to sides of the same
    numbers.  Few articles allow few deals: three against one has four, so ``at_least`` cannot
    be below a quarter.  Paragraphs of one article resemble each other, so a divergence beyond
    the deals of paragraphs says that articles differ, not that years do.

    Raises ``ValueError`` for a group that does not occur, two groups that are the same, and a
    column that is not there.
    """
    counts, units, terms = _counts(tokens, by, (target, reference))
    in_target = (units[by] == target).to_numpy()
    sides = [counts[np.flatnonzero(in_target == side)].sum(axis=0).A1 for side in (True, False)]
    parts = jensen_shannon(*sides)
    shares = [side / max(side.sum(), 1) for side in sides]
    frame = pd.DataFrame({"term": terms})
    for name, n, share in zip(("target", "reference"), sides, shares, strict=True):
        frame[f"{name}_n"], frame[f"{name}_share"] = n.astype(np.int64), share
    frame["bits"] = parts
    frame["leans"] = np.where(shares[0] > shares[1], "target", "reference")
    frame = frame.sort_values(["bits", "term"], ascending=[False, True], ignore_index=True)
    observed = float(parts.sum())
    baseline = [
        _baseline(counts, in_target, ids, observed, splits=splits, seed=seed)
        for ids in (_texts(units, by), units["paragraph_id"])
    ]
    result = Vocabularies(observed, frame, pd.DataFrame(baseline))
    result.terms.attrs = result.baseline.attrs = dict(tokens.attrs)
    return result


def jensen_shannon(target: Floats, reference: Floats) -> Floats:
    """Each term's part of the divergence in bits; counts or shares, in the same order."""
    p, q = target / target.sum(), reference / reference.sum()
    middle = (p + q) / 2
    return _half(p, middle) + _half(q, middle)


def article_similarity(
    tokens: pd.DataFrame, *, by: str = "year", splits: int = 200, seed: int = 0
) -> pd.DataFrame:
    """Cosine of the word counts of every two articles, next to the same words dealt at random.

    The baseline pools the two articles' paragraphs and deals them back at random, as many to
    each as it has: what the cosine would be if both came from one source.  Columns: article_a,
    article_b, group_a, group_b, cosine (0 to 1), mean, low, high (2.5 and 97.5 % of the deals),
    apart (whether the cosine is below all but 2.5 % of the deals).  Function words count too
    and lift every cosine, numbers are left out; the deals have the same words.

    Raises ``ValueError`` for more than 100 articles (choose some first), and for a column that
    is not there.
    """
    counts, units, _ = _counts(tokens, by, None)
    articles = sorted(units["article_id"].unique().tolist())
    if len(articles) > MOST_ARTICLES:
        raise ValueError(
            f"{len(articles)} articles make {comb(len(articles), 2):,.0f} pairs; "
            f"choose at most {MOST_ARTICLES} of them"
        )
    rows = {each: np.flatnonzero(units["article_id"] == each) for each in articles}
    group = units.groupby("article_id")[by].first()
    found = []
    for turn, (a, b) in enumerate(combinations(articles, 2)):
        random = np.random.default_rng([seed, turn])
        true, dealt = _cosines(counts, rows[a], rows[b], splits, random)
        low, high = np.quantile(dealt, [0.025, 0.975])
        found.append((a, b, group[a], group[b], true, dealt.mean(), low, high, true < low))
    names = ["article_a", "article_b", "group_a", "group_b", "cosine", "mean", "low", "high"]
    kinds: dict[str, Any] = dict.fromkeys(names[:2], str) | {"apart": bool}
    kinds |= dict.fromkeys(names[2:4], tokens[by].dtype) | dict.fromkeys(names[4:], float)
    frame = pd.DataFrame(found, columns=[*names, "apart"]).astype(kinds)
    frame.attrs = dict(tokens.attrs)
    return frame


def _counts(
    tokens: pd.DataFrame, by: str, groups: tuple[object, object] | None
) -> tuple[sparse.csr_matrix, pd.DataFrame, list[str]]:
    """Counts of paragraphs × words, the paragraphs, the words; both sorted."""
    require_columns(tokens, "article_id", "paragraph_id", "token", "kind", by)
    if groups:
        one_of_each(tokens[by], by, target=groups[0], reference=groups[1])
    kept = tokens if groups is None else tokens[tokens[by].isin(groups)]
    kept = in_reading_order(kept)
    kept = kept[is_word(kept) & (kept["kind"] != "number")]
    counts, _, terms = term_matrix(kept, "paragraph_id")
    units = kept.groupby("paragraph_id", sort=True)[["article_id", by]].first().reset_index()
    return counts, units, terms


def _half(p: Floats, middle: Floats) -> Floats:
    ratio = np.divide(p, middle, out=np.ones_like(p), where=p > 0)
    return p * np.log2(ratio) / 2


def _texts(units: pd.DataFrame, by: str) -> pd.Series:
    """Articles as numbers; an article in both groups (by section, say) makes two texts."""
    return units.groupby(["article_id", by], sort=True).ngroup().rename("article_id")


def _baseline(
    counts: sparse.csr_matrix,
    in_target: NDArray[np.bool_],
    ids: pd.Series,
    observed: float,
    *,
    splits: int,
    seed: int,
) -> dict[str, object]:
    code, names = pd.factorize(ids, sort=True)
    ones = np.ones(len(code))
    gather = sparse.csr_matrix((ones, (code, np.arange(len(code)))), (len(names), len(code)))
    each = gather @ counts
    side = int((gather @ in_target > 0).sum())
    possible = float(comb(len(names), side))  # inf beyond 1e308
    total = each.sum(axis=0).A1
    dealt = []
    for chosen in _deals(len(names), side, possible, splits, seed):
        mine = each[chosen].sum(axis=0).A1
        if 0 < mine.sum() < total.sum():
            dealt.append(jensen_shannon(mine, total - mine).sum())
    values = np.array(dealt)
    further = int((values >= observed - 1e-12).sum())
    complete = possible <= splits
    return {
        "unit": str(ids.name).removesuffix("_id"),
        "possible": possible,
        "splits": len(values),
        "mean": values.mean(),
        "low": np.quantile(values, 0.025, method="lower"),
        "high": np.quantile(values, 0.975, method="higher"),
        "at_least": further / len(values) if complete else (further + 1) / (len(values) + 1),
    }


def _deals(units: int, side: int, possible: float, splits: int, seed: int) -> Iterator[Rows]:
    """All deals where they are few, otherwise ``splits`` random ones."""
    if possible <= splits:
        yield from (np.array(chosen) for chosen in combinations(range(units), side))
        return
    random = np.random.default_rng([seed, units, side])
    yield from (random.permutation(units)[:side] for _ in range(splits))


def _cosines(
    counts: sparse.csr_matrix, a: Rows, b: Rows, splits: int, random: np.random.Generator
) -> tuple[float, Floats]:
    both = counts[np.concatenate([a, b])]
    both = both[:, np.flatnonzero(both.getnnz(axis=0))]
    shuffled = np.array([random.permutation(both.shape[0]) < len(a) for _ in range(splits)])
    picks = np.vstack([np.arange(both.shape[0]) < len(a), shuffled]).astype(float)
    one = picks @ both
    other = (1 - picks) @ both
    norms = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    values = np.divide((one * other).sum(axis=1), norms, out=np.zeros(len(norms)), where=norms > 0)
    return float(values[0]), values[1:]

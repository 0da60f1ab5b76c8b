"""How well a page is read: predicted articles against those that were printed.

All comparisons leave white space out, and a subtitle's opening dash.  Scores lie between 0 and 1
(``cer`` may pass 1); ``nan`` says that a page has nothing of the kind.

``python -m tests.score_pages`` shows the table of the committed pages and takes its numbers for
the lists that ``test_pages`` holds the parser to.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.stats import kendalltau

import ningbo_lib as nb
from ningbo_lib.records import Article, Block

Gold = dict[str, Any]
PAGES = Path(__file__).parent / "pages"
FLOORS, SHORT = "floors.tsv", "short_of_aim.tsv"
FIELDS = ("headline", "kicker", "subtitle", "byline", "heading", "caption")
SCORES = ("paragraph", *FIELDS, "cer", "assign", "tau", "lost")
_BLANKS_KEPT = {"pdfbox", "pdfminer", "plain", "mublocks"}
_WANTED = {"sim": (0.97, 0.99, 0.95), "blanks": (0.95, 0.97, 0.92), "no blanks": (0.88, 0.95, 0.8)}
_KNOWN = 0.6  # share of a sentence's character triples by which an article is said to hold it


def score_page(predicted: Sequence[Article], gold: Gold) -> dict[str, float]:
    """All scores of one page.

    ``paragraph`` and the fields are F1 of exact texts (fields only in the right article); ``cer``
    is edits over the length of the printed bodies; ``assign`` the share of sentences whose best
    article is the right one; ``tau`` Kendall's tau of sentence order, from -1; ``lost`` the share
    of printed characters that are nowhere in the prediction.
    """
    printed = [_of_gold(article) for article in gold["articles"]]
    read = [_of_article(article) for article in predicted]
    pairs = _matched(printed, read)
    held = [[_holds(sentence, other) for other in read] for sentence in _sentences(printed)]
    owners = [k for k, article in enumerate(printed) for _ in _sentences([article])]
    right = [
        k in pairs and _is_best(shares, pairs[k]) for k, shares in zip(owners, held, strict=True)
    ]
    return {
        "paragraph": _f1(_all(printed, "paragraph"), _all(read, "paragraph")),
        **{field: _field_f1(printed, read, pairs, field) for field in FIELDS},
        "cer": _error_rate(printed, read, pairs),
        "assign": float(np.mean(right)),
        "tau": _order(printed, read, pairs),
        "lost": _lost(printed, read),
    }


def score_table(
    folder: str | Path, read: Callable[[str], Sequence[Article]] = nb.parse_page
) -> pd.DataFrame:
    """One row for each page of ``folder``: ``page``, ``kind``, and the scores of ``read``."""
    rows = [
        {"page": name, "kind": gold["kind"], **score_page(read(text), gold)}
        for name, text, gold in gold_pages(folder)
    ]
    return pd.DataFrame(rows, columns=["page", "kind", *SCORES])


def gold_pages(folder: str | Path) -> Iterator[tuple[str, str, Gold]]:
    """Name, raw text and gold of every page of a folder, by name.

    A page's gold names its articles; each is a file of the subfolder ``articles``.
    """
    for path in sorted(Path(folder).glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        gold = _json(path)
        gold["articles"] = [_json(path.parent / f"articles/{key}.json") for key in gold["articles"]]
        yield name, nb.read_text(path.with_name(f"{name}.txt")).text, gold


def _json(path: Path) -> Gold:
    found: Gold = json.loads(path.read_text(encoding="utf-8"))
    return found


def split_at_blank_lines(text: str) -> list[Article]:
    """The simple reading, to compare with: one article, blank lines between its paragraphs."""
    chunks = re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.replace("\r\n", "\n"))
    joined = [re.sub(r"\s+", "", chunk) for chunk in chunks]
    return [Article("1", blocks=tuple(Block("paragraph", chunk) for chunk in joined if chunk))]


_Texts = dict[str, list[str]]


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _texts(values: dict[str, Iterable[str]]) -> _Texts:
    tight = {key: [_tight(value) for value in found] for key, found in values.items()}
    tight["subtitle"] = [value.lstrip("—") for value in tight["subtitle"]]
    return {key: [value for value in found if value] for key, found in tight.items()}


def _of_gold(article: Gold) -> _Texts:
    return _texts(
        {
            **{field: [article[field]] for field in FIELDS[:3]},
            "byline": [by["role"] + by["name"] for by in article["bylines"]],
            "heading": article["headings"],
            "caption": [f"{c['text']}|{c['credit']}" for c in article["captions"]],
            "paragraph": article["paragraphs"],
        }
    )


def _of_article(article: Article) -> _Texts:
    return _texts(
        {
            **{field: [getattr(article, field)] for field in FIELDS[:3]},
            "byline": [by.role + by.name for by in article.bylines],
            "heading": article.headings,
            "caption": [f"{c.text}|{c.credit}" for c in article.captions],
            "paragraph": article.paragraphs,
        }
    )


def _body(article: _Texts) -> str:
    return "".join(article["paragraph"])


def _all(articles: Iterable[_Texts], field: str) -> Counter[str]:
    return Counter(value for article in articles for value in article[field])


def _runs(text: str, size: int) -> Counter[str]:
    return Counter(text[i : i + size] for i in range(len(text) - size + 1))


def _matched(printed: Sequence[_Texts], read: Sequence[_Texts]) -> dict[int, int]:
    """Printed article -> predicted one, so that the most character pairs are shared."""
    own, other = ([_runs(_body(a), 2) for a in side] for side in (printed, read))
    shared = np.array([[(a & b).total() for b in other] for a in own]).reshape(len(own), len(other))
    rows, columns = linear_sum_assignment(-shared)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if shared[i, j]}


def _f1(printed: Counter[str], read: Counter[str]) -> float:
    size = printed.total() + read.total()
    return 2 * (printed & read).total() / size if size else float("nan")


def _field_f1(
    printed: Sequence[_Texts], read: Sequence[_Texts], pairs: dict[int, int], field: str
) -> float:
    """F1 of a field; a value in the wrong article counts as missed and as made up."""
    back = {j: i for i, j in pairs.items()}
    own = Counter((str(i), value) for i, a in enumerate(printed) for value in a[field])
    found = Counter(
        (str(back.get(j, f"extra {j}")), value) for j, a in enumerate(read) for value in a[field]
    )
    size = own.total() + found.total()
    return 2 * (own & found).total() / size if size else float("nan")


def _error_rate(printed: Sequence[_Texts], read: Sequence[_Texts], pairs: dict[int, int]) -> float:
    edits = sum(
        edit_distance(_body(article), _body(read[pairs[i]]) if i in pairs else "")
        for i, article in enumerate(printed)
    )
    stray = sum(len(_body(a)) for j, a in enumerate(read) if j not in pairs.values())
    return (edits + stray) / sum(len(_body(article)) for article in printed)


def edit_distance(a: str, b: str) -> int:
    """Levenshtein's distance, a row of the table at a time.

    >>> edit_distance("科学岛", "科技小岛"), edit_distance("", "岛")
    (2, 1)
    """
    codes = np.array([ord(char) for char in b], dtype=np.int64)
    steps = np.arange(len(b) + 1)
    row = steps.copy()
    for i, char in enumerate(a, start=1):
        best = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(char)))
        # a run of insertions costs one each: the least (value - place) so far, plus the place
        row = np.minimum.accumulate(np.concatenate(([i], best)) - steps) + steps
    return int(row[-1])


_SENTENCE = re.compile("[^。！？]+[。！？…”’」』）]*")


def _sentences(articles: Iterable[_Texts]) -> list[str]:
    return [s for article in articles for p in article["paragraph"] for s in _SENTENCE.findall(p)]


def _holds(sentence: str, article: _Texts) -> float:
    body = _body(article)
    if sentence in body:
        return 1.0
    triples = _runs(sentence, 3)
    return sum(n for run, n in triples.items() if run in body) / max(1, triples.total())


def _is_best(shares: Sequence[float], own: int) -> bool:
    return shares[own] >= _KNOWN and shares[own] == max(shares)


def _order(printed: Sequence[_Texts], read: Sequence[_Texts], pairs: dict[int, int]) -> float:
    """Mean tau of the articles, weighed by sentences; only those found word for word count."""
    taus, weights = [], []
    for i, j in pairs.items():
        body = _body(read[j])
        places = [at for s in _sentences([printed[i]]) if (at := body.find(s)) >= 0]
        if len(places) > 2:
            taus.append(kendalltau(range(len(places)), places).statistic)
            weights.append(len(places))
    return float(np.average(taus, weights=weights)) if taus else float("nan")


def _lost(printed: Sequence[_Texts], read: Sequence[_Texts]) -> float:
    there, found = _characters(printed), _characters(read)
    return (there - found).total() / there.total()


def _characters(articles: Iterable[_Texts]) -> Counter[str]:
    """All characters of the articles; brackets aside, since a credit may have lost its own."""
    texts = (text for article in articles for values in article.values() for text in values)
    return Counter(char for text in texts for char in text if char not in "|（）")


def least_wanted(kind: str) -> dict[str, float]:
    """What a page of a kind should reach at least, by score."""
    family, tool = kind.split("/")
    tier = "sim" if family == "sim" else "blanks" if tool in _BLANKS_KEPT else "no blanks"
    paragraph, assign, field = _WANTED[tier]
    return {"paragraph": paragraph, "assign": assign, **dict.fromkeys(FIELDS, field)}


def read_list(name: str) -> list[dict[str, str]]:
    """Rows of one of the tables kept beside the committed pages."""
    with (PAGES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def update_lists(table: pd.DataFrame) -> None:
    """Take what is measured now, rounded down, as the least that the tests will accept.

    Pages short of what is wanted keep the reason they were listed with; one that is new gets
    none, and the tests ask for it.
    """
    known = {(row["page"], row["score"]): row["reason"] for row in read_list(SHORT)}
    rows = ["page\tscore\treason\n"]
    for page in table.to_dict("records"):
        for score, wanted in least_wanted(page["kind"]).items():
            if page[score] < wanted:
                rows.append(f"{page['page']}\t{score}\t{known.get((page['page'], score), '')}\n")
    (PAGES / SHORT).write_text("".join(rows), encoding="utf-8")
    numbers = table[list(SCORES)].to_numpy()
    upward = np.isin(SCORES, ["cer", "lost"])
    rounded = np.where(upward, np.ceil(numbers * 100), np.floor(numbers * 100)) / 100
    floors = pd.DataFrame(rounded, columns=list(SCORES)).assign(page=table["page"])
    floors[["page", *SCORES]].to_csv(PAGES / FLOORS, sep="\t", index=False, float_format="%g")


if __name__ == "__main__":
    measured = score_table(PAGES)
    update_lists(measured)
    print(measured.round(3).to_string())

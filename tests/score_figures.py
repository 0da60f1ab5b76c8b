"""Score the figure extractor against hand annotation, or one annotation against another.

    python tests/score_figures.py GOLD [OTHER] [--errors]

GOLD and OTHER are tables with the columns of data/gold/figures-guide.md; the year at the start
of ``text_id`` dates the sentences, which are read one by one.
"""

from __future__ import annotations

import sys
from datetime import date

import pandas as pd

from ningbo_lib.figures.scores import figure_errors, read_gold, score_figures
from ningbo_lib.figures.tables import figures_table


def published_of(text_id: str) -> date:
    """Reports open on 5 March; the two texts have the dates of data/raw/corpus.toml."""
    known = {"2021": date(2021, 3, 31), "2024": date(2024, 3, 15)}
    return known.get(text_id[:4]) or date(int(text_id.lstrip("r")[:4]), 3, 5)


def read_alone(gold: pd.DataFrame) -> pd.DataFrame:
    """Figures found in each annotated sentence, read without its neighbours."""
    sentences = gold[["text_id", "sentence"]].drop_duplicates("sentence")
    dates = [published_of(text_id) for text_id in sentences["text_id"]]
    frame = sentences.rename(columns={"sentence": "text"}).assign(
        article_id="", paragraph_id=sentences["sentence"], year=[d.year for d in dates]
    )
    found = figures_table(frame.assign(published=pd.to_datetime(dates)))
    return found.assign(sentence=found["paragraph_id"])


def main(arguments: list[str]) -> None:
    """Print the scores, and with --errors each error."""
    tables = [read_gold(name) for name in arguments if not name.startswith("--")]
    gold = tables[0]
    other = tables[1] if len(tables) > 1 else None
    found = read_alone(gold) if other is None else other[other["figure"] == "1"]
    print(score_figures(found, gold).to_string(index=False))
    if "--errors" in arguments:
        print(figure_errors(found, gold).to_string(index=False))


if __name__ == "__main__":
    main(sys.argv[1:])

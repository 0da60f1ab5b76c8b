"""Draw the pictures of the READMEs: a page as it was read, and what two years of pages differ in.

    python notebooks/pictures/overview.py [folder]

`make notebooks` calls it, and a test compares the committed pictures with new ones.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
from PIL import Image

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DATA = ROOT / "data"
sys.path.insert(0, str(ROOT))

import ningbo_lib as nb  # noqa: E402
from ningbo_lib.tables import whole_or_not  # noqa: E402

LINES = slice(223, 256)  # of the page: a headline in the middle of its own text
TERMS = 7  # of each year
COLOURS = 192
#: Language -> name of the file, titles of the two plots, what stands at the foot.
PICTURES = {
    "en": (
        "overview.png",
        "A page, line by line, by what each was taken for",
        "What the paper of 2024 says more often, and less",
        "Two pages of Ningbo newspapers, four articles. "
        "Interval: words taken as independent, so too narrow.",
    ),
    "zh": (
        "overview.zh-CN.png",
        "版面的一段，每行按类别着色",
        "2024 年的报纸哪些词用得更多，哪些更少",
        "宁波报纸两个版面，四篇文章。区间假定各词相互独立，因此偏窄。",
    ),
}


def main(folder: Path) -> None:
    """One picture in each language, whatever settings the user or the calling program has."""
    for language in PICTURES:
        with matplotlib.rc_context():
            matplotlib.rcdefaults()
            draw(folder, language)


def draw(folder: Path, language: str) -> None:
    """Two plots side by side, written with few colours, which keeps the file small."""
    name, page_title, terms_title, source = PICTURES[language]
    corpus = nb.read_corpus(DATA / "raw")
    tokens = nb.tokenize(
        corpus.paragraphs, nb.TokenizerSpec(terms=nb.read_terms(DATA / "lexicon" / "terms.tsv"))
    )
    content = nb.content_words(tokens)
    key = nb.keyness(tokens, target=2024, reference=2021, terms=content)
    figure, (page, terms) = plt.subplots(
        1, 2, figsize=(12, 7), width_ratios=(3, 8), layout="constrained"
    )
    nb.plot_page(
        nb.explain_page(corpus.raw[0].text)[LINES],
        ax=page,
        columns=1,
        title=page_title,
        language=language,
    )
    nb.plot_keyness(
        nb.leading(key, TERMS),
        ax=terms,
        labels=english() if language == "en" else None,
        title=terms_title,
        source=source,
        language=language,
    )
    legend = page.get_legend()  # wider than the page: it may stand below the names of the terms
    names = [name.get_text() for name in legend.get_texts()]
    look = {"prop": legend.get_texts()[0].get_fontproperties(), "frameon": False, "ncols": 3}
    legend = page.legend(legend.legend_handles, names, loc="upper left", **look)
    legend.set_in_layout(False)
    legend.set_bbox_to_anchor((0, -0.01), transform=page.transAxes)
    drawn = BytesIO()
    figure.savefig(drawn, format="png", dpi=100, metadata={"Software": None})
    plt.close(figure)
    few = Image.open(drawn).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    with whole_or_not(folder / name) as draft:
        few.save(draft, format="PNG", optimize=True)


def english() -> dict[str, str]:
    """A label for each term with its gloss."""
    tables = [
        pd.read_csv(DATA / "lexicon" / name, sep="\t", comment="#")
        for name in ("terms.tsv", "glosses.tsv")
    ]
    return {row.term: f"{row.gloss}  {row.term}" for row in pd.concat(tables).itertuples()}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else HERE)

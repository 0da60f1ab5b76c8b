"""What objects show of themselves, in a browser: nothing runs, and it reads in light and dark."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from playwright.sync_api import Page

import ningbo_lib as nb
from tests.in_browser import CONTRAST, Watched, chromium

pytestmark = pytest.mark.lab

ATTACK = (
    "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'>"
    '"><svg onload=window.ran=3></svg><a href="javascript:window.ran=4">'
)
TEXT = f"2020年，{ATTACK}出口额约103.35亿元，增长5%。"
RAW = (
    f"记者 张三{ATTACK}\n\n{TEXT}今天 是, {ATTACK}\n\n个好日子。\n\n"
    f"（图/{ATTACK}）\n\n新的标题{ATTACK}"
)
#: Ground and ink of JupyterLab's own themes.
THEMES = {"light": ("#ffffff", "#212121"), "dark": ("#111111", "#e0e0e0")}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with chromium(tmp_path_factory.mktemp("browser")) as browser:
        yield browser.new_page()


def shown() -> dict[str, str]:
    article = nb.parse_page(RAW)[0]
    frame = pd.DataFrame({"text": [TEXT], "published": ["2021-01-02"]})
    corpus = nb.corpus_from_frame(frame)
    lines = nb.concordance(corpus.paragraphs.assign(article_id=ATTACK), "出口额", width=200)
    figures = nb.figures_table(corpus.paragraphs)
    return {
        "article": article._repr_html_(),
        "repairs": nb.clean(RAW)._repr_html_(),
        "raw": nb.show_raw(article.body[0], RAW),
        "figures": nb.show_figures(TEXT, nb.find_figures(TEXT)),
        "place": nb.show_place(figures.iloc[0], corpus),
        "concordance": nb.show_concordance(lines, notes={ATTACK: ATTACK}),
        "marks": nb.highlight(TEXT, [(0, 3, ATTACK), (5, 9, "b", ATTACK)]),
    }


@pytest.mark.parametrize("name", shown())
def test_nothing_in_a_text_runs(name: str, page: Page) -> None:
    watched = Watched(page)
    page.set_content(f"<main>{shown()[name]}</main>")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert page.locator("script, img, svg, a, iframe").count() == 0
    assert "window.ran" in page.inner_text("main")
    assert (watched.errors, watched.outside) == ([], [])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", shown())
def test_it_reads_in_light_and_dark(name: str, theme: str, page: Page) -> None:
    ground, ink = THEMES[theme]
    page.set_content(f"<body style='background:{ground};color:{ink}'>{shown()[name]}</body>")
    assert page.evaluate(CONTRAST) >= 4.5

"""The site as a reader opens it: from disk, without network, on a phone and on a desk.

Run by ``make test-site``, which takes a minute or two; ``make test`` leaves these out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from docutils.core import publish_doctree
from myst_parser.docutils_ import Parser

import ningbo_lib
from tests.in_browser import CONTRAST

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "build" / "site"
LOADING = {"script", "img", "iframe", "source", "audio", "video", "embed", "object"}

pytestmark = pytest.mark.site


@dataclass
class Page(HTMLParser):
    """What a page is called, what it loads, where it leads, and its anchors."""

    path: Path
    language: str = ""
    title: str = ""
    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    leafs: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._in_title = False
        self.feed(self.path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.anchors |= {values[name] for name in ("id", "name") if name in values}
        if tag == "html":
            self.language = values.get("lang", "")
        self._in_title = tag == "title" or (self._in_title and tag not in {"body", "svg"})
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
            if values.get("class") in {"next-page", "prev-page"}:
                self.leafs.append(values["href"])
        if tag == "link" and values.get("rel") not in {"index", "search", "next", "prev"}:
            self.loads.append(values["href"])
        if tag in LOADING:
            self.loads += [values[name] for name in ("src", "data") if name in values]
            self.loads += re.findall(r"(\S+)\s*\S*(?:,|$)", values.get("srcset", ""))

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        self.title += data if self._in_title else ""


def read(folder: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in sorted(folder.rglob("*.html"))}


def broken_links(pages: dict[Path, Page]) -> Iterator[str]:
    """Links and files of the site that lead nowhere, an anchor that is not there included."""
    for path, page in pages.items():
        for target in page.links + page.loads:
            parts = urlsplit(target)
            if parts.scheme:
                continue
            goal = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            if not goal.exists() or (
                anchor and goal in pages and anchor not in pages[goal].anchors
            ):
                yield f"{path.name}: {target}"


def foreign_loads(folder: Path, pages: dict[Path, Page]) -> Iterator[str]:
    """Whatever a page or a style sheet would fetch from another machine."""
    for path, page in pages.items():
        for target in page.loads:
            if urlsplit(target).scheme not in {"", "data"} or target.startswith("//"):
                yield f"{path.name}: {target[:80]}"
    for path in [*folder.rglob("*.css"), *folder.rglob("*.html")]:
        loaded = r"(?:url\(\s*['\"]?|@import\s+['\"]|import\s*\(\s*['\"])((?:https?:)?//[^'\")]+)"
        for target in re.findall(loaded, path.read_text("utf-8")):
            yield f"{path.name}: {target}"


def build() -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "notebooks" / "site" / "build.py"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def contents() -> dict[str, bytes]:
    files = (path for path in SITE.rglob("*") if path.is_file())
    return {path.relative_to(SITE).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def pages() -> dict[Path, Page]:
    """The pages of a new build, which must be without a warning."""
    done = build()
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return read(SITE)


def test_every_document_has_its_page(pages: dict[Path, Page]) -> None:
    documents = [path.relative_to(ROOT) for path in (ROOT / "notebooks").rglob("*.ipynb")]
    documents += [p.relative_to(ROOT) for p in (ROOT / "notebooks" / "guide").glob("*.md")]
    assert len(documents) > 10
    assert {SITE / path.with_suffix(".html") for path in documents} <= set(pages)


def is_chinese(path: Path) -> bool:
    return path == SITE / "zh.html" or path.parent.name == "zh"


def test_every_page_says_its_title_and_language(pages: dict[Path, Page]) -> None:
    expected = {path: "zh-CN" if is_chinese(path) else "en" for path in pages}
    assert {path: page.language for path, page in pages.items()} == expected
    assert list(expected.values()).count("zh-CN") == 7
    titles = [page.title.strip() for page in pages.values()]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_a_page_in_one_language_leafs_on_to_none_in_the_other(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        for target in page.leafs:
            assert is_chinese((path.parent / target).resolve()) == is_chinese(path), (path, target)


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("两年的\n报纸", "两年的报纸"),
        ("两年，\n`keyness` 比较", "两年，keyness 比较"),
        ("见 `a`\n。", "见 a。"),
        ("一份\nPDF 文件", "一份\nPDF 文件"),
        ("用 `a`\n比较", "用 a\n比较"),
        ("**两年**\n报纸\n*文章*", "两年报纸文章"),
        ("two\nyears", "two\nyears"),
    ],
)
def test_no_space_comes_of_a_line_end_between_chinese(source: str, read: str) -> None:
    sys.path.insert(0, str(ROOT / "notebooks" / "site"))
    from chinese import JoinLines

    document = publish_doctree(source, parser=Parser())
    JoinLines(document).apply()
    assert document.astext() == read


def test_every_link_leads_somewhere(pages: dict[Path, Page]) -> None:
    assert sum(len(page.links) for page in pages.values()) > 1000
    assert list(broken_links(pages)) == []


def test_nothing_comes_from_another_machine(pages: dict[Path, Page]) -> None:
    assert list(foreign_loads(SITE, pages)) == []
    assert not [path for path in SITE.rglob("*") if "mathjax" in path.name.lower()]


def test_every_public_name_is_in_the_reference(pages: dict[Path, Page]) -> None:
    anchors = {a for path, page in pages.items() if path.parent.name == "api" for a in page.anchors}
    assert [n for n in ningbo_lib.__all__ if f"ningbo_lib.{n}" not in anchors] == []


def test_a_name_in_code_style_leads_to_its_reference(pages: dict[Path, Page]) -> None:
    links = pages[SITE / "notebooks" / "guide" / "page.html"].links
    assert "../../api/page.html#ningbo_lib.parse_page" in links


def test_a_second_build_gives_the_same_bytes(pages: dict[Path, Page]) -> None:
    first = contents()
    assert build().returncode == 0
    second = contents()
    assert [name for name in first | second if first.get(name) != second.get(name)] == []


def test_the_checks_notice_what_they_are_for(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<html lang="zh"><title>甲</title><a href="b.html#x"></a><a href="b.html#y"></a>'
        '<a href="#z"></a><a href="c.html"></a><img src="d.png">'
        '<script src="//x.org/e.js"></script><a href="https://x.org"></a><style>@import "https://x.org/f.css"</style>'
        "<svg><title>not this</title></svg>"
    )
    (tmp_path / "b.html").write_text("<p id=x>")
    (tmp_path / "g.css").write_text("p { background: url(https://x.org/h.png) }")
    found = read(tmp_path)
    page = found[tmp_path / "a.html"]
    assert page.language == "zh"
    assert page.title.startswith("甲")
    broken = [line.partition(": ")[2] for line in broken_links(found)]
    assert broken == ["b.html#y", "#z", "c.html", "d.png", "//x.org/e.js"]
    assert {line.partition("/x.org/")[2] for line in foreign_loads(tmp_path, found)} == {
        "e.js",
        "f.css",
        "h.png",
    }


# --- in a browser --------------------------------------------------------------------------------

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
#: What a page is asked once it stands.
MEASURE = r"""async () => {
  await document.fonts.ready;
  const wide = document.documentElement;
  const images = [...document.querySelectorAll("article img")];
  const levels = [...document.querySelectorAll("h1, h2, h3, h4")].map((e) => +e.tagName[1]);
  const seen = (what) => [...document.querySelectorAll(what)].filter((e) => e.checkVisibility()
    && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()));
  const scrolls = (e) => e && (/auto|scroll/.test(getComputedStyle(e).overflowX)
    || (e.tagName !== "ARTICLE" && scrolls(e.parentElement)));
  const size = (e) => parseFloat(getComputedStyle(e).fontSize);
  const running = (e) => e.matches("p, li") && !e.closest("table, .caption, .cell_output");
  const han = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uff65]", gap = new RegExp(`${han}\\s+${han}`);
  const shown = (e) => e.textContent.trim().slice(0, 30);
  return {
    beyond: wide.scrollWidth - wide.clientWidth,
    outside: seen("article *").filter((e) => !scrolls(e)
      && e.getBoundingClientRect().right > wide.clientWidth + 1).map(shown),
    small: seen("article *").filter((e) => size(e) < (running(e) ? 16 : 13)).map(shown),
    idle: [...document.querySelectorAll("article :is(p, li, td, h1, h2, h3)")]
      .filter((e) => !e.closest(".cell_output") && gap.test(e.textContent))
      .map(shown),
    unread: [...document.querySelectorAll("article :is(p, li, td)")]
      .filter((e) => !e.closest(".cell_output")
        && [...e.childNodes].some((n) => n.nodeType === 3 && /[*]{2}|\]\(/.test(n.data)))
      .map(shown),
    skipped: levels.filter((level, place) => level > (levels[place - 1] ?? 0) + 1).length,
    unnamed: images.filter((image) => !image.alt || image.alt.includes("_images/")).length,
    closed: images.filter((image) => image.parentElement.href !== image.src).length,
    unseen: images.filter((image) => !image.naturalWidth).length,
    cut: images.filter((image) => image.width > image.parentElement.clientWidth + 1).length,
    chinese: document.fonts.check('16px "Packaged Chinese"', "宁"),
  };
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium as the system has it; without one these tests say what to install."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        report = pytest.fail if os.environ.get("CI") else pytest.skip
        report("no Chromium here; on Debian and Ubuntu: apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


def opened(browser: Any, width: int, scheme: str) -> tuple[Any, list[str]]:
    """A tab of that width, and a list that fills with its complaints and foreign requests."""
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    tab, complaints = context.new_page(), []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("requestfailed", lambda request: complaints.append(f"failed: {request.url[:80]}"))
    tab.on(
        "request",
        lambda request: (
            request.url.startswith(("file:", "data:")) or complaints.append(request.url[:80])
        ),
    )
    return tab, complaints


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_pages_stand_in_a_browser(
    pages: dict[Path, Page], browser: Any, width: int, scheme: str
) -> None:
    tab, complaints = opened(browser, width, scheme)
    for path in pages:
        tab.goto(path.as_uri())
        measured = tab.evaluate(MEASURE)
        chinese = measured.pop("chinese")
        complaints += [f"{path.name}: {k} {v}" for k, v in measured.items() if v and v != []]
        complaints += [] if chinese else [f"{path.name}: no Chinese font"]
        contrast = tab.evaluate(CONTRAST)
        complaints += [f"{path.name}: contrast {contrast:.1f}"] if contrast < 4.5 else []
    assert complaints == []
    tab.context.close()


@pytest.mark.parametrize(
    ("fault", "html"),
    [
        ("beyond", "<div style='width:600px'>wide</div>"),
        ("outside", "<div style='width:600px'>wide</div>"),
        ("small", "<p style='font-size:15px'>running text</p>"),
        ("small", "<table><tr><td style='font-size:12px'>a cell</td></tr></table>"),
        ("idle", "<p>两年，\n报纸</p>"),
        ("unread", "<p>**两年。**报纸</p>"),
        ("skipped", "<h1>One</h1><h3>Three</h3>"),
        ("unnamed", "<img src='data:,'>"),
        ("closed", "<img src='data:,' alt='a picture'>"),
        ("unseen", "<img src='data:,' alt='a picture'>"),
    ],
)
def test_each_measure_notices_its_fault(browser: Any, fault: str, html: str) -> None:
    tab, _ = opened(browser, 390, "light")
    sound = "<h1>One</h1><h2>Two</h2><p>Words, 两年的报纸。<table><tr><td>a cell</td></tr></table>"
    for content, found in ((sound, False), (html, True)):
        tab.set_content(f"<!doctype html><body><article>{content}</article></body>")
        assert bool(tab.evaluate(MEASURE)[fault]) == found
    tab.context.close()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("数字化改革", "notebooks/02_term_frequency.html"),
        ("keyness", "api/words.html"),
        ("percentage point", "notebooks/guide/figures.html"),
        ("置换检验", "notebooks/guide/glossary.html"),
    ],
)
def test_the_search_finds_chinese_and_english(
    pages: dict[Path, Page], browser: Any, asked: str, expected: str
) -> None:
    tab, complaints = opened(browser, 390, "light")
    tab.goto(f"{(SITE / 'search.html').as_uri()}?q={asked}")
    tab.wait_for_selector("#search-results ul.search li")
    tab.wait_for_function("document.querySelector('#search-results .search-summary').textContent")
    found = [link.get_attribute("href") for link in tab.query_selector_all("ul.search a")]
    assert complaints == []
    assert any(link.partition("?")[0].partition("#")[0].endswith(expected) for link in found), found
    tab.context.close()


def test_what_is_nowhere_is_not_found(pages: dict[Path, Page], browser: Any) -> None:
    tab, complaints = opened(browser, 390, "light")
    tab.goto(f"{(SITE / 'search.html').as_uri()}?q=饕餮")
    tab.wait_for_function(
        "document.querySelector('#search-results .search-summary')?.textContent.length > 20"
    )
    assert tab.query_selector_all("ul.search li") == []
    assert complaints == []
    tab.context.close()

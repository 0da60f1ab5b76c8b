"""The Chromium of this machine, driven by playwright; nothing is downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ningbo_lib.plotting.style import chinese_font

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "no Chromium found; on Debian and Ubuntu: apt-get install chromium, "
    "or name a browser of that kind in the variable CHROMIUM"
)
#: No sandbox, since containers have none; no word to anyone outside.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
)
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}</dir><cachedir>{cache}</cachedir>
</fontconfig>
"""


#: Smallest WCAG contrast of any text that is seen with the nearest ground painted behind it.
CONTRAST = """() => {
  const parts = c => c.match(/[\\d.]+/g).map(Number)
  const light = rgb => {
    const [r, g, b] = rgb.slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = parts(getComputedStyle(e).backgroundColor)
      if (c.length < 4 || c[3] > 0) return c
    }
    return [255, 255, 255]
  }
  const opacity = e => e ? Number(getComputedStyle(e).opacity) * opacity(e.parentElement) : 1
  const found = []
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    if (!walk.currentNode.data.trim()) continue
    const e = walk.currentNode.parentElement
    if (!e.checkVisibility({visibilityProperty: true})) continue
    const behind = ground(e), o = opacity(e)
    const own = parts(getComputedStyle(e).color).slice(0, 3)
    const ink = own.map((v, i) => o * v + (1 - o) * behind[i])
    const [a, b] = [light(ink), light(behind)].sort((x, y) => x - y)
    found.push((b + 0.05) / (a + 0.05))
  }
  return Math.min(...found)
}"""


def chromium_path() -> str:
    """Where the browser is; the test fails, rather than being passed over, without one."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.fail(MISSING)
    return found


@contextmanager
def chromium(scratch: Path) -> Iterator[Browser]:
    """A browser that also knows the Chinese font of the pictures, for machines without one."""
    fonts = scratch / "fonts.conf"
    fonts.write_text(FONTS.format(folder=chinese_font().path.parent, cache=scratch))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(),
            args=[*QUIET],
            env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
        )
        yield browser
        browser.close()


class Watched:
    """What a page complained of, and where outside this machine it tried to reach."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        self.outside: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._request(request.url))

    def _request(self, url: str) -> None:
        if not url.startswith(("data:", "blob:", "about:", "http://127.0.0.1", "file:")):
            self.outside.append(url)

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

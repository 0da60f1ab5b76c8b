"""A bar for long work, where someone is looking; silent in files, pipes, tests and workers."""

from __future__ import annotations

import os
import sys
import time
import warnings
from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")

#: Work that takes less than this many seconds shows no bar.
DELAY = 5.0


def watched(items: Collection[T], what: str) -> Iterable[T]:
    """``items`` one after the other, with a bar named ``what`` in a terminal or a notebook.

    The bar comes after five seconds; when the work is done, it goes from a terminal and becomes
    a line of text in a notebook.  ``TQDM_DISABLE=1`` in the environment keeps it away; where
    nobody looks the items are given back as they are, and the library of the bar is not even
    loaded.
    """
    if os.environ.get("TQDM_DISABLE") or not _someone_looks():
        return items
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without ipywidgets a notebook gets no bar, nor a warning
        from tqdm.auto import tqdm
    # disable=None: no bar in a stream that is not a terminal, which a notebook's widget is not
    bar: Any = tqdm(items, desc=what, delay=DELAY, leave=False, disable=None)
    return _in_notebook(bar, what) if hasattr(bar, "container") else bar


def _in_notebook(bar: Any, what: str) -> Iterator[Any]:
    """The items of a bar of widgets, shown by ourselves so that text can take its place.

    A saved notebook keeps a widget that is closed, and says "Loading widget…" there for good.
    """
    from IPython.display import display

    show: Any = display
    began, shown = time.monotonic(), None
    bar.displayed = True
    try:
        for item in bar:
            if shown is None and time.monotonic() - began > DELAY:
                shown = show(bar.container, display_id=True)
            yield item
    finally:
        if shown is not None:
            shown.update({"text/plain": f"{what}: {bar.n} of {bar.total}"}, raw=True)


def _someone_looks() -> bool:
    return sys.stderr.isatty() or "ipykernel" in sys.modules

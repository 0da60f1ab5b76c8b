"""A bar for long work, where someone is looking; silent in files, pipes, tests and workers."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Collection, Iterable
from typing import TypeVar

T = TypeVar("T")

#: Work that takes less than this many seconds shows no bar.
DELAY = 5.0


def watched(items: Collection[T], what: str) -> Iterable[T]:
    """``items`` one after the other, with a bar named ``what`` in a terminal or a notebook.

    The bar comes after five seconds and goes when the work is done.  ``TQDM_DISABLE=1`` in the
    environment keeps it away; where nobody looks the items are given back as they are, and the
    library of the bar is not even loaded.
    """
    if os.environ.get("TQDM_DISABLE") or not _someone_looks():
        return items
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # without ipywidgets a notebook gets no bar, nor a warning
        from tqdm.auto import tqdm
    # disable=None: no bar in a stream that is not a terminal, which a notebook's widget is not
    bar: Iterable[T] = tqdm(items, desc=what, delay=DELAY, leave=False, disable=None)
    return bar


def _someone_looks() -> bool:
    return sys.stderr.isatty() or "ipykernel" in sys.modules

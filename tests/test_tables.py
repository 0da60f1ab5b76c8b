"""A table is written whole or not at all, and the same every time."""

from __future__ import annotations

import pandas as pd
import pytest

import ningbo_lib as nb


@pytest.fixture
def frame():
    return pd.DataFrame({"term": ["一，二", '"引号"'], "n": [1, 2]})


def test_written_and_read_back(frame, tmp_path):
    path = nb.write_table(frame, tmp_path / "new folder" / "terms.csv")
    pd.testing.assert_frame_equal(pd.read_csv(path), frame, check_dtype=False)
    assert b"\r" not in path.read_bytes()


def test_same_frame_same_bytes(frame, tmp_path):
    first, second = (nb.write_table(frame, tmp_path / name) for name in ("a.csv", "b.csv"))
    assert first.read_bytes() == second.read_bytes()


def test_a_failing_write_leaves_the_old_file(frame, tmp_path, monkeypatch):
    path = nb.write_table(frame, tmp_path / "terms.csv")
    before = path.read_bytes()

    def breaks(self, target, **options):
        target.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_csv", breaks)
    with pytest.raises(OSError, match="No space left"):
        nb.write_table(frame, path)
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["terms.csv"]

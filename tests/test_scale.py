"""Partitions give what one run gives, on any executor, whatever happens to a worker."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from functools import partial, reduce
from itertools import permutations
from multiprocessing import get_context
from pathlib import Path
from typing import get_type_hints

import numpy as np
import pandas as pd
import papermill
import pytest
from dask.distributed import Client
from hypothesis import given, settings
from hypothesis import strategies as st

import ningbo_lib as nb
from ningbo_lib import scale
from ningbo_lib.exact_counts import add_counts, finished_counts, partial_counts

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "tests/own_texts"
SPEC = nb.TokenizerSpec(terms=("清澜湖", "湖岸公园", "造纸厂"))
TABLES = ("articles", "paragraphs", "figures", "errors")


@pytest.fixture(scope="module")
def parts() -> list[nb.Partition]:
    found = nb.cut_corpus(TEXTS, megabytes=0.0015)
    assert len(found) > 4
    return found


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """The whole corpus as one partition."""
    out = tmp_path_factory.mktemp("serial")
    whole = nb.cut_corpus(TEXTS)
    assert len(whole) == 1
    nb.analyse_partition(whole[0], out, SPEC)
    return merged(whole, out)


def merged(parts: list[nb.Partition], out: Path) -> dict[str, pd.DataFrame]:
    counts = nb.merged_counts(parts, out)
    key = nb.keyness(counts, 2023, 2019)
    tables = {name: nb.merged_table(parts, out, name) for name in TABLES}
    return {**tables, "counts": counts, "keyness": key}


def assert_equal(found: dict[str, pd.DataFrame], expected: dict[str, pd.DataFrame]) -> None:
    assert set(found) == set(expected)
    for name, table in found.items():
        pd.testing.assert_frame_equal(table, expected[name], check_exact=True, obj=name)


def test_one_partition_is_what_the_plain_functions_give(serial: dict[str, pd.DataFrame]) -> None:
    corpus = nb.read_corpus(TEXTS, skip_bad=True)
    tokens = nb.tokenize(corpus.paragraphs, SPEC)
    for name in ("articles", "paragraphs", "errors"):
        pd.testing.assert_frame_equal(serial[name], getattr(corpus, name))
    pd.testing.assert_frame_equal(serial["figures"], nb.figures_table(corpus.paragraphs))
    counts = nb.count_terms(tokens)
    rates = ["rate_sum", "rate_sq_sum"]
    plain = counts.drop(columns=rates)
    pd.testing.assert_frame_equal(serial["counts"].drop(columns=rates), plain, check_exact=True)
    np.testing.assert_allclose(serial["counts"][rates], counts[rates], rtol=1e-13)
    key = nb.keyness(tokens, 2023, 2019).set_index("term")
    compared = serial["keyness"].set_index("term").loc[key.index]
    for name in ("g2", "log_ratio", "p_welch", "articles_target"):
        np.testing.assert_allclose(compared[name], key[name], rtol=1e-9)
    assert compared["p_welch"].notna().all()


def test_partitions_in_a_loop(
    parts: list[nb.Partition], serial: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    for part in reversed(parts):
        nb.analyse_partition(part, tmp_path, SPEC)
    assert_equal(merged(parts, tmp_path), serial)


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_partitions_in_a_process_pool(
    method: str, parts: list[nb.Partition], serial: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    work = partial(nb.analyse_partition, out=tmp_path, spec=SPEC)
    with ProcessPoolExecutor(2, mp_context=get_context(method)) as pool:
        rows = list(pool.map(work, parts))
    assert sum(row["articles"] for row in rows) == len(serial["articles"])
    assert_equal(merged(parts, tmp_path), serial)


# --- counts add up exactly ------------------------------------------------------------------------


def made_up(seed: int, articles: int = 5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    words = ["港", "桥", "路", "船", "水"]
    rows = [
        (f"a{seed}-{article}", f"p{seed}-{article}", 2020 + article % 2, word, "word")
        for article in range(articles)
        for word in rng.choice(words, rng.integers(1, 50))
    ]
    return pd.DataFrame(rows, columns=["article_id", "paragraph_id", "year", "token", "kind"])


def test_merging_is_associative_and_commutative_to_the_last_bit() -> None:
    tables = [partial_counts(made_up(seed)) for seed in range(4)]
    whole = partial_counts(pd.concat([made_up(seed) for seed in range(4)]))
    for order in permutations(tables):
        pd.testing.assert_frame_equal(reduce(add_counts, order), whole, check_exact=True)
    first, second, third, fourth = tables
    grouped = add_counts(add_counts(first, second), add_counts(third, fourth))
    pd.testing.assert_frame_equal(grouped, whole, check_exact=True)


def test_an_empty_partition_changes_nothing() -> None:
    full, empty = partial_counts(made_up(1)), partial_counts(made_up(1).iloc[:0])
    pd.testing.assert_series_equal(full.dtypes, empty.dtypes)
    pd.testing.assert_frame_equal(add_counts(full, empty), full)
    pd.testing.assert_frame_equal(add_counts(empty, full), full)


@settings(max_examples=25)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=12), st.integers(1, 60))
def test_rates_are_the_exact_sums_rounded_once(hits: list[int], more: int) -> None:
    rows = [
        (f"a{number}", f"p{number}", 2020, word, "word")
        for number, n in enumerate(hits)
        for word in ["港"] * n + ["水"] * more
    ]
    columns = ["article_id", "paragraph_id", "year", "token", "kind"]
    counts = finished_counts(partial_counts(pd.DataFrame(rows, columns=columns)))
    row = counts.set_index("term").loc["港"]
    rates = [Fraction(n, n + more) for n in hits]
    assert row["rate_sum"] == pytest.approx(float(sum(rates)), rel=1e-15)
    assert row["rate_sq_sum"] == pytest.approx(float(sum(r * r for r in rates)), rel=1e-15)


# --- checkpoints ----------------------------------------------------------------------------------


def test_an_interrupted_run_goes_on_where_it_stopped(
    parts: list[nb.Partition],
    serial: dict[str, pd.DataFrame],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    real = scale._analysed

    def watched(part: nb.Partition, spec: nb.TokenizerSpec) -> dict[str, pd.DataFrame]:
        if len(done) == 2 and part.name not in done:
            raise KeyboardInterrupt
        done.append(part.name)
        return real(part, spec)

    monkeypatch.setattr(scale, "_analysed", watched)
    with pytest.raises(KeyboardInterrupt):
        for part in parts:
            nb.analyse_partition(part, tmp_path, SPEC)
    with pytest.raises(ValueError, match="part-00002 is not finished"):
        nb.merged_counts(parts, tmp_path)
    monkeypatch.setattr(scale, "_analysed", lambda p, s: done.append(p.name) or real(p, s))
    for part in parts:
        nb.analyse_partition(part, tmp_path, SPEC)
    assert done == [part.name for part in parts]
    assert_equal(merged(parts, tmp_path), serial)


BREAKS: dict[str, Callable[[Path], object]] = {
    "no note": lambda folder: (folder / "done.json").unlink(),
    "half a note": lambda folder: (folder / "done.json").write_text('{"identity": "'),
    "a table gone": lambda folder: (folder / "counts.parquet").unlink(),
}


@pytest.mark.parametrize("damage", BREAKS.values(), ids=BREAKS)
def test_a_damaged_checkpoint_is_made_again(
    damage: Callable[[Path], object], parts: list[nb.Partition], tmp_path: Path
) -> None:
    nb.analyse_partition(parts[1], tmp_path, SPEC)
    folder = tmp_path / parts[1].name
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    damage(folder)
    nb.analyse_partition(parts[1], tmp_path, SPEC)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_changed_file_or_tokenizer_is_analysed_again(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    page = tmp_path / "texts" / "2021.txt"
    page.write_text("港口。\n\n　　港口繁忙，船多。\n", "utf-8")
    (part,) = nb.cut_corpus(tmp_path / "texts")
    nb.analyse_partition(part, tmp_path)
    first = nb.merged_counts([part], tmp_path)
    nb.analyse_partition(part, tmp_path, nb.TokenizerSpec(terms=("港口繁忙",)))
    assert "港口繁忙" in nb.merged_counts([part], tmp_path)["term"].tolist()
    page.write_text("港口。\n\n　　港口空闲。\n", "utf-8")
    nb.analyse_partition(part, tmp_path)
    assert "空闲" in nb.merged_counts([part], tmp_path)["term"].tolist()
    assert "空闲" not in first["term"].tolist()


def test_bad_files_among_many_are_listed(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for day in range(1, 29):
        (texts / f"2021-02-{day:02d}.txt").write_text("港口。\n\n　　港口繁忙，船多。\n", "utf-8")
    (texts / "2021-02-07.txt").write_bytes(b"")
    (texts / "2021-02-19.txt").write_bytes(bytes(range(256)) * 3)
    (texts / "2021-02-30.txt").write_text("港", "utf-8")
    parts = nb.cut_corpus(texts, megabytes=0.0005)
    for part in parts:
        nb.analyse_partition(part, tmp_path / "out")
    errors = nb.merged_table(parts, tmp_path / "out", "errors").set_index("file")["reason"]
    assert sorted(errors.index) == ["2021-02-07.txt", "2021-02-19.txt", "2021-02-30.txt"]
    assert errors["2021-02-07.txt"].startswith("the file is empty")
    assert "2021-02-30 is not a date" in errors["2021-02-30.txt"]
    assert len(nb.merged_table(parts, tmp_path / "out", "articles")) == 26


def test_no_such_table_and_no_partition(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no table 'tokens'; there are articles"):
        nb.merged_table([], tmp_path, "tokens")
    with pytest.raises(ValueError, match="no partition is not finished"):
        nb.merged_counts([], tmp_path)


# --- Dask -----------------------------------------------------------------------------------------

CLUSTER = """
import os, signal, sys, time
from pathlib import Path
from dask.distributed import Client, LocalCluster
import ningbo_lib as nb

def slowly(part, out, spec):
    time.sleep(0.4)
    rows = nb.analyse_partition(part, out, spec)
    time.sleep(0.4)
    return rows

def main(texts, out, kill):
    parts = nb.cut_corpus(texts, megabytes=0.0015)
    spec = nb.TokenizerSpec(terms=("清澜湖", "湖岸公园", "造纸厂"))
    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50,
        local_directory=out + "-scratch",
    )
    with cluster, Client(cluster) as client:
        before = set(client.run(os.getpid).values())
        futures = client.map(slowly, parts, out=out, spec=spec)
        if kill == "kill":
            while not list(Path(out).glob("part-*/done.json")):
                time.sleep(0.02)
            os.kill(min(before), signal.SIGKILL)
        client.gather(futures)
        client.wait_for_workers(2)
        after = set(client.run(os.getpid).values())
        print("replaced", len(before - after))

if __name__ == "__main__":
    main(*sys.argv[1:])
"""


@pytest.mark.parametrize(("kill", "replaced"), [("", 0), ("kill", 1)])
def test_on_dask_with_a_worker_killed_and_without(
    kill: str,
    replaced: int,
    parts: list[nb.Partition],
    serial: dict[str, pd.DataFrame],
    tmp_path: Path,
) -> None:
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER, "utf-8")
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, str(script), str(TEXTS), str(out), kill],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["replaced", str(replaced)]
    assert_equal(merged(parts, out), serial)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler with two workers, each a process of its own."""
    told = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    local = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(told)]
    worker = [*dask, "worker", *local, "--nthreads", "1", "--no-nanny", "--local-directory"]
    commands = [
        [*dask, "scheduler", *local, "--port", "0"],
        *([*worker, str(tmp_path / f"scratch-{number}")] for number in (1, 2)),
    ]
    running = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in commands
    ]
    try:
        with Client(scheduler_file=str(told), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
        yield json.loads(told.read_text("utf-8"))["address"]
    finally:
        for process in running:
            process.kill()
            process.wait()


def test_the_notebook_runs_on_the_scheduler_that_the_environment_names(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", scheduler)
    executed = papermill.execute_notebook(
        ROOT / "notebooks/06_scale_out.ipynb",
        tmp_path / "mine.ipynb",
        parameters={"copies": 2, "megabytes": 0.004, "workers": 5, "out_dir": str(tmp_path)},
        cwd=ROOT / "notebooks",
        kernel_name="python3",
        progress_bar=False,
    )
    shown = "\n".join(str(cell.get("outputs")) for cell in executed.cells)
    assert f"2 workers of the scheduler at {scheduler}" in shown
    assert "on 2 workers and 1 in a loop: **the same to the last bit**" in shown
    assert "made again; counts the same: True" in shown
    assert "stderr" not in shown
    with Client(scheduler) as client:
        assert len(client.nthreads()) == 2, "the workers stay when the notebook leaves"


# --- memory ---------------------------------------------------------------------------------------

PEAK = """
import resource, sys
import ningbo_lib as nb
parts = nb.cut_corpus(sys.argv[1], megabytes=0.03)
for part in parts:
    nb.analyse_partition(part, sys.argv[2])
nb.merged_counts(parts, sys.argv[2])
print(len(parts), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def copies(folder: Path, times: int) -> Path:
    """The made-up texts, each as often as asked, under other days."""
    folder.mkdir()
    texts = [path for path in sorted(TEXTS.glob("20*.txt")) if path.stat().st_size]
    for time_ in range(times):
        for number, path in enumerate(texts):
            name = f"20{10 + number}-{1 + time_ % 12:02d}-{1 + time_ // 12:02d}.txt"
            (folder / name).write_bytes(path.read_bytes())
    return folder


def test_memory_is_bounded_by_the_partition_not_by_the_corpus(tmp_path: Path) -> None:
    peaks = []
    for times in (4, 16, 64):
        folder = copies(tmp_path / f"texts{times}", times)
        arguments = [sys.executable, "-c", PEAK, str(folder), str(tmp_path / f"out{times}")]
        done = subprocess.run(arguments, capture_output=True, text=True, check=True)
        peaks.append([int(value) for value in done.stdout.split()])
    partitions, kilobytes = zip(*peaks, strict=True)
    assert partitions[2] >= 12 * partitions[0]
    assert max(kilobytes) < 1.1 * kilobytes[0], kilobytes


# --- Spark ----------------------------------------------------------------------------------------


def spark_runs(
    function: Callable[[Iterator[pd.DataFrame]], Iterator[pd.DataFrame]],
    partitions: list[list[pd.DataFrame]],
) -> pd.DataFrame:
    """What ``mapInPandas`` does: a call a partition, with an iterator of batches each."""
    frames = [frame for batches in partitions for frame in function(iter(batches))]
    assert all(isinstance(frame, pd.DataFrame) for frame in frames)
    return pd.concat(frames, ignore_index=True)


def test_the_functions_fit_sparks_map_in_pandas() -> None:
    paragraphs = nb.read_corpus(TEXTS, skip_bad=True).paragraphs
    halves = [group for _, group in paragraphs.groupby(paragraphs["year"])]
    batches = [[half.iloc[i : i + 3] for i in range(0, len(half), 3)] for half in halves]
    count = nb.in_batches(lambda frame: partial_counts(nb.tokenize(frame, SPEC)))
    found = spark_runs(count, [*batches, []])
    empty = found.iloc[:0]
    whole = partial_counts(nb.tokenize(paragraphs, SPEC))
    pd.testing.assert_frame_equal(add_counts(found, empty), whole, check_exact=True)
    assert found.dtypes.map(str).isin(["int64", "str"]).all(), (
        "columns that Spark's schema can name"
    )
    plain = nb.in_batches(lambda frame: nb.count_terms(nb.tokenize(frame, SPEC)))
    counts = nb.merge_counts(*(spark_runs(plain, [half]) for half in batches))
    pd.testing.assert_frame_equal(counts, nb.count_terms(nb.tokenize(paragraphs, SPEC)))
    figures = spark_runs(nb.in_batches(nb.figures_table), batches)
    assert len(figures) == len(nb.figures_table(paragraphs))
    hints = get_type_hints(count, {"Iterable": Iterable, "Iterator": Iterator, "pd": pd})
    assert hints["return"] == Iterator[pd.DataFrame]

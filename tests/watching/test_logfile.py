"""A log that several processes append to is bounded all the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowdesigner.watching.logfile import LogFile, stderr


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    path = tmp_path / "runner.log"
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    yield number, path
    os.close(number)


def size_of_all(path: Path) -> int:
    return sum(one.stat().st_size for one in path.parent.iterdir())


def test_a_full_one_is_kept_beside_and_the_oldest_is_forgotten(opened: tuple[int, Path]) -> None:
    number, path = opened
    log = LogFile(number, path, largest=100, kept=2)
    for place in range(20):
        log.write(f"line {place:02} {'x' * 40}\n".encode())
    assert sorted(one.name for one in path.parent.iterdir()) == ["runner.log", "runner.log.1", "runner.log.2"]
    assert [path.read_text()[:7], path.with_name("runner.log.1").read_text()[:7]] == ["line 18", "line 16"]
    assert size_of_all(path) <= 300


def test_it_stays_below_its_bound_though_not_every_line_is_weighed(opened: tuple[int, Path]) -> None:
    number, path = opened
    log = LogFile(number, path, largest=100_000, kept=1)
    sizes = []
    for _ in range(5_000):
        log.write(b"x" * 49 + b"\n")
        sizes.append(path.stat().st_size)
    assert 90_000 < max(sizes) <= 101_000
    assert path.with_name("runner.log.1").stat().st_size <= 101_000


def test_what_others_write_counts_and_goes_on_at_the_new_end(opened: tuple[int, Path]) -> None:
    number, path = opened
    log = LogFile(number, path, largest=100, kept=1)
    other = os.open(path, os.O_WRONLY | os.O_APPEND)
    os.write(other, b"a function printed this" * 10)
    log.write(b"first\n")
    os.write(other, b"second\n")
    assert path.read_text() == "first\nsecond\n"
    assert path.with_name("runner.log.1").stat().st_size == 230
    os.close(other)


def test_where_it_cannot_be_kept_it_is_emptied_all_the_same(opened: tuple[int, Path]) -> None:
    number, path = opened
    (path.with_name("runner.log.1") / "in the way").mkdir(parents=True)
    log = LogFile(number, path, largest=10, kept=1)
    for _ in range(5):
        log.write(b"12345678\n")
    assert path.stat().st_size <= 10


def test_a_line_that_cannot_be_written_disturbs_nobody(tmp_path: Path) -> None:
    number = os.open(tmp_path / "gone", os.O_RDONLY | os.O_CREAT)
    LogFile(number).write(b"lost\n")
    os.close(number)
    LogFile(number).write(b"lost\n")


def test_only_the_log_itself_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stderr(tmp_path / "none.log")._path is None
    assert stderr()._path is None

"""A bot's folder with functions, and workers that end with the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flowdesigner.functions.workers import Workers


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    """Of the folder, two of them."""
    with Workers(tmp_path, most=2) as workers:
        yield workers


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of functions into the folder."""

    def written(text: str, name: str = "functions.py") -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"import flowdesigner\n{text}", "utf-8")
        return path

    return written

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flowdesigner.store.store import Store


@pytest.fixture(autouse=True)
def config_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's configuration folder of the test's own."""
    home = tmp_path / "config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("FLOWDESIGNER_SECRET_KEY", raising=False)
    return home


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "bot" / ".flowdesigner" / "bot.sqlite"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, place: Path) -> str:
    """Where the store is: each test runs on both kinds, unless its file is about one of them."""
    return str(place) if request.param == "sqlite" else str(request.getfixturevalue("postgresql"))


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with Store.open(database) as opened:
        yield opened

"""Fixtures for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import GIVEN, Server, demand_postgresql, new_schema
from tests.shared import shared_folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared folder."""
    return shared_folder()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a PostgreSQL database; each test takes a schema of its own."""
    demand_postgresql()
    if given := os.environ.get(GIVEN):
        yield given
        return
    server = Server()
    server.start()
    yield server.url
    server.remove()


@pytest.fixture
def postgresql(request: pytest.FixtureRequest) -> str:
    """The URL of an empty schema."""
    return new_schema(request.getfixturevalue("postgresql_server"))

"""Fixtures for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import GIVEN, Server, demand_postgresql, new_schema
from tests.shared import shared_folder

MOST_PROCESSES = 4
"""Each may have a browser, a PostgreSQL server and several kernels at work."""


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """All tests are shared out, file by file; a part that somebody names runs in this process.

    There is one process more than cores, since tests wait as long as they compute. pytest-xdist reads these options
    after us; `-n` on the command line has its way.
    """
    options, cores = config.option, os.cpu_count() or 1
    if not config.pluginmanager.hasplugin("xdist") or hasattr(config, "workerinput"):
        return
    options.loadscopereorder = False
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if whole and cores > 1 and options.numprocesses is None and not options.usepdb:
        options.numprocesses, options.dist = min(cores + 1, MOST_PROCESSES), "loadfile"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that start programs come first: else one process would still be at such a file when all others are done.

    The order is by chance otherwise.
    """
    long = {item.path for item in items if item.get_closest_marker("processes")}
    items.sort(key=lambda item: item.path not in long)


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
    server = Server(is_crashed=False)
    server.start()
    yield server.url
    server.remove()


@pytest.fixture
def postgresql(request: pytest.FixtureRequest) -> str:
    """The URL of an empty schema."""
    return new_schema(request.getfixturevalue("postgresql_server"))

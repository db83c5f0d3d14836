"""Fixtures for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shared import shared_folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared folder."""
    return shared_folder()

"""Intercom's description, loaded once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.description import Description


@pytest.fixture(scope="session")
def description(shared: Path) -> Description:
    """Intercom's own description of its API."""
    return Description(shared)

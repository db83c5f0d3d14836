"""Where the shared folder is, which holds Intercom's API description and the load driver."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def shared_folder() -> Path:
    """`FLOWDESIGNER_SHARED`, else `shared` beside the repository; skips without it, and fails in CI."""
    folder = Path(os.environ.get("FLOWDESIGNER_SHARED") or ROOT.parent / "shared")
    if folder.is_dir():
        return folder
    reason = f"needs the shared folder; there is none at {folder} (set FLOWDESIGNER_SHARED)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)

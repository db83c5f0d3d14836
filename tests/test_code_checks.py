"""The checks of the code itself, each in a process of its own: types, lint, format, and the front end's own tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.processes
ROOT = Path(__file__).parent.parent
FRONTEND = ROOT / "flowdesigner/designer/frontend"
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def run(*command: str, cwd: Path = ROOT) -> None:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"


@pytest.mark.timeout(900)
def test_types() -> None:
    run(sys.executable, "-m", "mypy")


def test_lint() -> None:
    run(sys.executable, "-m", "ruff", "check", ".")


def test_format() -> None:
    run(sys.executable, "-m", "ruff", "format", "--check", ".")


@pytest.fixture(scope="module")
def node_modules() -> Path:
    """The front end's tools, installed with the npm that comes with the extra `test`."""
    folder = FRONTEND / "node_modules"
    if not (folder / ".package-lock.json").exists():
        run("npm", "install", "--no-audit", "--no-fund", cwd=FRONTEND)
    return folder


@pytest.mark.timeout(600)
@pytest.mark.parametrize("script", ["check", "lint", "test"])
def test_front_end(script: str, node_modules: Path) -> None:
    assert node_modules.exists()
    assert shutil.which("npm", path=PATH)
    run("npm", "run", "--silent", script, cwd=FRONTEND)

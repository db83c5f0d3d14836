"""The package as its users get it: the wheel's contents, the environments, the README's commands."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONDA_NAMES = {
    "uvicorn[standard]": "uvicorn-standard",
    "jupyter-client": "jupyter_client",
    "prometheus-client": "prometheus_client",
    "typing-extensions": "typing_extensions",
}


def split(requirement: str) -> tuple[str, str]:
    """The name and the version range of a requirement: `("httpx", ">=0.28,<1")`."""
    found = re.fullmatch(r"\s*([A-Za-z0-9_.-]+(?:\[\w+\])?)\s*(.*)", requirement)
    assert found, requirement
    return found[1].lower(), found[2].replace(" ", "")


def conda_requirements() -> dict[str, str]:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    flat = [one for item in listed for one in (item["pip"] if isinstance(item, dict) else [item])]
    return dict(split(one) for one in flat if one not in {".", "pip"})


def test_environment_yml_and_pyproject_agree() -> None:
    base = dict(split(one) for one in PYPROJECT["project"]["dependencies"])
    expected = {CONDA_NAMES.get(name, name): versions for name, versions in base.items()}
    expected["python"] = PYPROJECT["project"]["requires-python"].replace(" ", "")
    assert conda_requirements() == expected


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


@pytest.mark.processes
@pytest.mark.timeout(600)
def test_the_wheel_carries_all_that_runs_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    for needed in (
        "flowdesigner/designer/static/designer.js",
        "flowdesigner/designer/static/designer.css",
        "flowdesigner/notebooks/apps/designer.ipynb",
        "flowdesigner/notebooks/tutorial/01-first-bot.ipynb",
        "flowdesigner/examples/order_support/bot.json",
        "flowdesigner/blocks/send_message.svg",
        "flowdesigner/blocks/send_message.md",
        "flowdesigner/docs/architecture.md",
        "flowdesigner/py.typed",
    ):
        assert needed in names, needed
    strays = [name for name in names if re.search(r"node_modules|/frontend/|\.flowdesigner/|^tests/", name)]
    assert not strays
    tracked = subprocess.run(
        ["git", "ls-files", "flowdesigner"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    missing = [name for name in tracked if "/frontend/" not in name and name not in names]
    assert not missing


def test_ci_runs_the_command_that_the_readme_names() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    command = next(line for line in (ROOT / ".ci/run").read_text("utf-8").splitlines() if "pytest" in line)
    assert command.replace("pip install -q", "pip install") in readme


def test_no_lock_file_names_where_packages_come_from() -> None:
    for lock in ROOT.glob("flowdesigner/designer/frontend/package-lock.json"):
        assert '"resolved"' not in lock.read_text("utf-8")


@pytest.mark.parametrize("notebook", sorted(ROOT.glob("notebooks/**/*.ipynb")), ids=lambda path: path.name)
def test_a_notebook_is_kept_without_outputs(notebook: Path) -> None:
    import json

    data = json.loads(notebook.read_text("utf-8"))
    cells = [cell for cell in data["cells"] if cell["cell_type"] == "code"]
    assert not any(cell["outputs"] or cell["execution_count"] for cell in cells)
    assert "widgets" not in data["metadata"]

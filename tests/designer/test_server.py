"""The page's server: a token or nothing, the loopback address or nothing, and a notebook without outputs."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowdesigner.designer.server import TEMPLATE, configuration, notebook
from flowdesigner.ports import LOOPBACK
from tests.processes import ROOT, own_folders

PROGRAM = """
import sys
from flowdesigner.designer.server import serve
serve(sys.argv[1], port=0, open_browser=False, token="right")
"""


def test_kernels_that_nobody_looks_at_are_ended_within_a_minute() -> None:
    config = configuration(0, "token")
    culling = config.MappingKernelManager
    assert 0 < culling.cull_idle_timeout + culling.cull_interval <= 60
    assert config.Voila.token == "token"


def test_the_notebook_is_one_markdown_and_at_most_two_code_cells_without_outputs() -> None:
    data = json.loads(notebook().read_text("utf-8"))
    kinds = [cell["cell_type"] for cell in data["cells"]]
    assert kinds in (["markdown", "code"], ["markdown", "code", "code"])
    assert not any(cell.get("outputs") for cell in data["cells"])
    assert data["metadata"]["title"] == "flowdesigner"


def test_the_template_takes_nothing_from_other_servers() -> None:
    for path in TEMPLATE.iterdir():
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text, path
        assert "https://" not in text, path


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("designer")
    environ = {**own_folders(folder), "PYTHONPATH": str(ROOT), "PATH": str(Path(sys.executable).parent)}
    command = [sys.executable, "-u", "-c", PROGRAM, str(folder / "bot")]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        printed = ""
        for line in process.stdout:
            printed += line
            if line.startswith("The designer: "):
                yield line.removeprefix("The designer: ").strip()
                break
        else:
            pytest.fail(f"the server did not start:\n{printed}")
        process.terminate()
        process.stdout.read()
    assert process.returncode == 0


def get(address: str, **headers: str) -> tuple[int, str, str]:
    """Status, final address and text."""
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.url, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, address, error.read().decode()


@pytest.mark.processes
def test_the_printed_address_carries_the_token(address: str) -> None:
    assert address.startswith(f"http://{LOOPBACK}:")
    assert address.endswith("/?token=right")


@pytest.mark.processes
@pytest.mark.parametrize("query", ["", "?token=wrong"])
def test_without_the_token_there_is_only_our_page_that_asks_for_it(address: str, query: str) -> None:
    status, url, text = get(address.partition("?")[0] + query)
    assert status == 200
    assert "/login" in url
    assert "Open the designer by its address" in text
    assert ("makes a new one each time it starts" in text) == bool(query)
    assert "jupyter" not in text.lower()


@pytest.mark.processes
def test_a_request_that_names_another_host_is_refused(address: str) -> None:
    status, _, _ = get(address, Host="designer.example.com")
    assert status == 403


@pytest.mark.processes
def test_kernels_are_out_of_reach_without_the_token(address: str) -> None:
    status, _, _ = get(address.partition("?")[0] + "api/kernels/00000000-0000-0000-0000-000000000000")
    assert status == 403

"""One database file, open in two processes at once: neither may take the log from under the other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from flowdesigner.store.store import Store
from tests.processes import ROOT

PUBLISH = """
import sys
from flowdesigner.store.store import Store
with Store.open(sys.argv[1]) as store:
    store.revisions.publish({}, "from another process")
"""


def test_another_process_that_closes_the_file_leaves_the_log_alone(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite"
    Store.open(path).close()
    with Store.open(path) as first, Store.open(path) as second:
        first.revisions.publish({}, "here")
        log = tmp_path / "bot.sqlite-wal"
        before = log.stat().st_ino
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", PUBLISH, str(path)], check=True, env=environ)
        assert log.stat().st_ino == before
        second.revisions.publish({}, "here again")
        assert [line.note for line in first.revisions.list()] == ["here again", "from another process", "here"]

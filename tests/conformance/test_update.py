"""A newer flowdesigner, whose tables are newer too, is started beside an older one that answers customers."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import flowdesigner
from flowdesigner import runner
from flowdesigner.bot import STATE
from flowdesigner.errors import FlowdesignerError
from flowdesigner.store.tables import HEAD
from tests.conformance.loopback import Customers, Loopback
from tests.conformance.test_faults import until_told

pytestmark = [pytest.mark.processes, pytest.mark.timeout(240)]
CUSTOMERS = 40
NEXT = "9999"
MIGRATION = f'''
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{NEXT}", "{HEAD}", None, None


def upgrade() -> None:
    op.add_column("conversation", sa.Column("mood", sa.Text(), nullable=False, server_default="good"))
    op.add_column("inbox", sa.Column("weight", sa.Integer()))
'''


@pytest.fixture(autouse=True)
def database(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Only PostgreSQL is shared."""
    monkeypatch.setenv("FLOWDESIGNER_DATABASE_URL", postgresql)
    return postgresql


@pytest.fixture
def newer() -> Iterator[Path]:
    """Where a flowdesigner is that has one migration more."""
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        package = Path(name) / "flowdesigner"
        leave = shutil.ignore_patterns("frontend", "static")
        shutil.copytree(Path(flowdesigner.__file__).parent, package, ignore=leave)
        tables, versions = package / "store/tables.py", package / "store/migrations/versions"
        tables.write_text(tables.read_text("utf-8").replace(f'HEAD = "{HEAD}"', f'HEAD = "{NEXT}"'), "utf-8")
        (versions / f"{NEXT}_mood.py").write_text(MIGRATION, "utf-8")
        yield Path(name)


@pytest.fixture
def twin(bot: Path) -> Iterator[Path]:
    """The bot's folder on what could be another machine."""
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        folder = shutil.copytree(bot, Path(name) / "bot", ignore=shutil.ignore_patterns(STATE))
        yield folder
        runner.stop(folder)


async def test_the_older_lets_go_and_says_so_and_no_customer_notices(
    bot: Path, twin: Path, newer: Path, intercom: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = await asyncio.to_thread(runner.start, bot, port=0)
    customers = Customers(intercom, older.webhook_url, number=CUSTOMERS)

    async def update() -> None:
        while customers.said_hello < CUSTOMERS // 3:  # noqa: ASYNC110 - other processes do it
            await asyncio.sleep(0.02)
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(newer), os.environ["PYTHONPATH"]]))
        started = await asyncio.to_thread(runner.start, twin, port=0)
        customers.webhooks = (older.webhook_url, started.webhook_url)

    await asyncio.gather(customers.talk(90), update())
    assert customers.heard_wrongly() == {}
    await until_told(bot, lambda told: f"was changed by a newer flowdesigner (state {NEXT})" in told)
    assert runner.stop(bot)
    with pytest.raises(FlowdesignerError, match="newer flowdesigner"):
        await asyncio.to_thread(runner.start, bot, port=0)

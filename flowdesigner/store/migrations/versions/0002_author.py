"""Who published a revision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Revisions that are there already have no author."""
    op.add_column("revision", sa.Column("author", sa.Text(), nullable=False, server_default=sa.text("''")))

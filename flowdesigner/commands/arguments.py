"""Arguments that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

bot_folder = click.argument("bot", type=click.Path(path_type=Path))

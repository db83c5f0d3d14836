"""What several commands take, and say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flowdesigner.bot import Bot

bot_folder = click.argument("bot", type=click.Path(path_type=Path))


def port_option(default: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`--port` with the command's own default."""
    return click.option("--port", type=click.IntRange(0, 65535), default=default, show_default=True, help="Its port.")


def load(bot: Path) -> Bot:
    """The bot in the folder."""
    from flowdesigner.bot import Bot

    return Bot.load(bot)


def count(number: int, noun: str) -> str:
    """`1 error`, `2 errors`, `no errors`."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"

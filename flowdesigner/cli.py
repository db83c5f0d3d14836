"""The command `flowdesigner`. Each command imports what it needs, so that `--help` answers at once.

Errors of flowdesigner's own are printed as one sentence, without a traceback, and end with exit code 1.
"""

from __future__ import annotations

from pathlib import Path

import click

from flowdesigner import __version__
from flowdesigner.commands import drawing, files, publishing, records, running, secrets, trying
from flowdesigner.errors import FlowdesignerError


class Commands(click.Group):
    """Takes `flowdesigner BOT` as `flowdesigner design BOT`, and prints our errors as sentences."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """No command, or only options of `design`: the designer is meant."""
        if not args or (args[0].startswith("-") and args[0] not in {"--help", "--version"}):
            args = ["design", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; a folder goes to `design`."""
        if self.get_command(ctx, args[0]) is None:
            if not Path(args[0]).is_dir():
                ctx.fail(f"There is no command and no bot “{args[0]}”. To make one: flowdesigner new {args[0]}")
            args = ["design", *args]
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an error of ours becomes a sentence on standard error."""
        try:
            return super().invoke(ctx)
        except FlowdesignerError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(version)s")
def app() -> None:
    """Draw, try and run chat-bots for Intercom. Without a command: open the designer."""


for house in (drawing, trying, publishing, secrets, running, records, files):
    for command in house.COMMANDS:
        app.add_command(command)

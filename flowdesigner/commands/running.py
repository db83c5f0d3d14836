"""The commands that run bots, move what they remember, and start a sandbox."""

from __future__ import annotations

from pathlib import Path

import click

from flowdesigner.commands.arguments import bot_folder, load, port_option
from flowdesigner.settings import LISTENER_PORT, SANDBOX_CLIENT_SECRET, SANDBOX_PORT, SANDBOX_TOKEN


@click.command()
@bot_folder
@port_option(LISTENER_PORT)
@click.option("--sandbox", is_flag=True, help="Answer in a sandbox of its own instead of Intercom.")
def run(bot: Path, port: int, sandbox: bool) -> None:
    """Answer customers until Ctrl+C. A bot that never was published is published first."""
    import os
    from contextlib import closing, nullcontext

    from flowdesigner.runner.life import without_parent
    from flowdesigner.runner.nursery import Nursery

    # A bot in a sandbox has an environment that nobody knows yet.
    with nullcontext() if sandbox else closing(Nursery(without_parent(os.environ))) as nursery:
        from flowdesigner.runner import run_in_foreground

        raise click.exceptions.Exit(run_in_foreground(bot, port=port, sandbox=sandbox, nursery=nursery))


@click.command()
def status() -> None:
    """Show the bots that run on this machine."""
    from flowdesigner.runner import all_running

    running = all_running()
    for one in running:
        click.echo(str(one))
    if not running:
        click.echo("No bot runs on this machine. To start one: flowdesigner run BOT")


@click.command()
@bot_folder
def stop(bot: Path) -> None:
    """Stop a bot that runs; calls under way are finished first."""
    from flowdesigner.runner import stop as stop_runner

    click.echo("Stopped." if stop_runner(bot) else f"The bot in {bot} does not run.")


@click.command()
@bot_folder
@click.option(
    "--to", required=True, metavar="URL", help="postgresql://…, sqlite:////…, or “file”: the bot's own folder."
)
def move_store(bot: Path, to: str) -> None:
    """Move the state of a stopped bot to another database; the old one stays as a backup."""
    import os

    from flowdesigner.runner.move_store import move_store as move

    load(bot)
    for sentence in move(bot, to, os.environ, click.echo):
        click.echo(sentence)


@click.command()
@port_option(SANDBOX_PORT)
@click.option("--webhook", default="", metavar="URL", help="Where notifications go.")
@click.option("--client-secret", default=SANDBOX_CLIENT_SECRET, metavar="S", help="Signs the notifications.")
@click.option(
    "--token", envvar=SANDBOX_TOKEN, default="", metavar="T", help="The access token to accept; by default any."
)
@click.option("--workspace", default="Acme", metavar="NAME", help="What the workspace is called.")
def sandbox(port: int, webhook: str, client_secret: str, token: str, workspace: str) -> None:
    """Start an Intercom of your own. It has a messenger page and an inbox page."""
    from flowdesigner.sandbox import serve

    serve(port=port, webhook=webhook, client_secret=client_secret, token=token, workspace=workspace)


COMMANDS = (run, status, stop, move_store, sandbox)

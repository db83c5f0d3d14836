"""The commands that open the designer and make bots."""

from __future__ import annotations

from pathlib import Path

import click

from flowdesigner.commands.arguments import bot_folder, count, load, port_option
from flowdesigner.settings import DESIGNER_PORT

EXAMPLE = Path("order-support")


@click.command()
@click.argument("bot", required=False, type=click.Path(path_type=Path))
@port_option(DESIGNER_PORT)
@click.option("--browser/--no-browser", default=True, help="Open the page in a browser.")
def design(bot: Path | None, port: int, browser: bool) -> None:
    """Open the designer in the browser. Without BOT: an example, made in this folder."""
    from flowdesigner.bot import Bot
    from flowdesigner.designer.server import serve

    if bot is None:
        bot = EXAMPLE
        if not bot.exists():
            Bot.create(bot, "Order support", example=True)
            click.echo(f"Made an example bot in {bot}.")
    Bot.load(bot)
    serve(bot, port=port, open_browser=browser)


@click.command()
@bot_folder
@click.option("--name", default="", help="Its name; else that of the folder.")
@click.option("--example", default="", metavar="NAME", help="Begin with a copy of this example.")
def new(bot: Path, name: str, example: str) -> None:
    """Make a bot in a new folder."""
    from flowdesigner.bot import Bot

    called = name or bot.resolve().name.replace("-", " ").replace("_", " ").capitalize()
    made = Bot.create(bot, called, example=example or False)
    click.echo(f"Made “{made.name}” in {bot}. To draw it: flowdesigner {bot}")


@click.command()
def examples() -> None:
    """List the examples that `new --example` begins with."""
    from flowdesigner.examples import EXAMPLES

    width = max(len(example.id) for example in EXAMPLES)
    for example in EXAMPLES:
        click.echo(f"{example.id:{width}}  {example.description}\n{'':{width}}  Needs: {example.needs}")


@click.command()
@bot_folder
def check(bot: Path) -> None:
    """List what is wrong with a bot; exit code 1 when there are errors."""
    problems = load(bot).check()
    for problem in problems:
        click.echo(f"{problem.severity}: {problem}")
    errors = sum(problem.severity == "error" for problem in problems)
    click.echo(f"{count(errors, 'error')}, {count(len(problems) - errors, 'warning')}.")
    if errors:
        raise click.exceptions.Exit(1)


COMMANDS = (design, new, examples, check)

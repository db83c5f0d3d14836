"""The commands that take a bot, its picture or its texts out as a file, and in again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from flowdesigner.commands.arguments import bot_folder, load


@click.command()
@bot_folder
@click.option(
    "--to", required=True, type=click.Path(path_type=Path), metavar="FILE", help="FILE.json, .mmd, .svg or .png."
)
@click.option("--flow", metavar="ID", help="Whose picture; by default the main flow's.")
def export(bot: Path, to: Path, flow: str | None) -> None:
    """Write the whole bot as one file, JSON or Mermaid, or the picture of a flow. Secrets are never in it."""
    from flowdesigner.flow.files import write_atomically

    loaded = load(bot)
    make: dict[str, Callable[[], str | bytes]] = {
        ".json": lambda: loaded.export("json"),
        ".mmd": lambda: loaded.export("mermaid"),
        ".svg": lambda: loaded.flow(flow).to_svg(),
        ".png": lambda: loaded.flow(flow).to_png(),
    }
    if to.suffix not in make:
        raise click.BadParameter(f"“{to}” must end in {' or '.join(make)}", param_hint="--to")
    write_atomically(to, make[to.suffix]())
    click.echo(f"Wrote {to}.")


@click.command()
@bot_folder
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="Write all texts to this CSV file.")
@click.option("--from", "source", type=click.Path(path_type=Path), metavar="FILE", help="Take translations from it.")
def translations(bot: Path, to: Path | None, source: Path | None) -> None:
    """Show how far the translations of a bot are; write them to a CSV file, or take them from one."""
    from flowdesigner.flow import translation_table as table

    loaded = load(bot)
    if source is not None:
        taken = table.from_csv(table.read_file(source), loaded.flows, loaded.languages)
        loaded.flows.update(taken.flows)
        loaded.save()
        click.echo("\n".join(taken.sentences()))
    if to is not None:
        table.write_file(to, loaded.flows, loaded.languages)
        click.echo(f"Wrote {to}.")
    click.echo("\n".join(table.sentences(loaded.flows.values(), loaded.languages)))


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@bot_folder
def import_file(file: Path, bot: Path) -> None:
    """Make the bot of a file that `export` wrote, in a new folder."""
    from flowdesigner.transfer import make_bot

    made = make_bot(file, bot)
    click.echo(f"Made “{made.name}” in {bot}. To draw it: flowdesigner {bot}")


COMMANDS = (export, translations, import_file)

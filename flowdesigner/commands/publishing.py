"""The commands for published versions."""

from __future__ import annotations

from pathlib import Path

import click

from flowdesigner.commands.arguments import bot_folder, count, load


@click.command()
@bot_folder
@click.option("--note", "-m", default="", help="What has changed.")
@click.option("--despite-failed-tests", is_flag=True, help="Publish although kept chats fail.")
@click.option("--move-conversations", is_flag=True, help="Let conversations under way go on with this version.")
def publish(bot: Path, note: str, despite_failed_tests: bool, move_conversations: bool) -> None:
    """Publish the draft: conversations that start from now on use it."""
    from flowdesigner.runtime import moving

    loaded = load(bot)
    errors = [problem for problem in loaded.check() if problem.severity == "error"]
    if errors:
        for problem in errors:
            click.echo(f"error: {problem}", err=True)
        raise click.ClickException("Not published: mend the errors first.")
    failures = loaded.run_chats().failures
    for failure in failures:
        click.echo(f"failed: {failure}", err=True)
    if failures and not despite_failed_tests:
        raise click.ClickException(
            f"Not published: {count(len(failures), 'kept chat')} failed. Mend the bot, or take its new answers with"
            f" “flowdesigner test {bot} --accept”, or publish with --despite-failed-tests."
        )
    number = loaded.publish(note, despite_failed_tests=True).number
    click.echo(f"Published version {number} of “{loaded.name}”.")
    with loaded.store() as store:
        found = moving.look(store, loaded.data(), number)
        if found.all:
            click.echo(str(moving.move(store, number) if move_conversations else found))


@click.command()
@bot_folder
@click.option("--diff", type=(int, int), metavar="A B", help="What version B has changed since A; 0 is the draft.")
@click.option("--go-to", type=click.IntRange(1), metavar="N", help="Let new conversations use version N.")
@click.option("--move-conversations", is_flag=True, help="With --go-to: let those under way go on with it too.")
@click.option("--restore", type=click.IntRange(1), metavar="N", help="Make the draft what version N is.")
def versions(
    bot: Path, diff: tuple[int, int] | None, go_to: int | None, move_conversations: bool, restore: int | None
) -> None:
    """List the published versions, the newest first; or compare them, go back to one, restore one as the draft."""
    from flowdesigner.designer import history

    loaded = load(bot)
    with loaded.store() as store:
        if diff is not None:
            lines = history.changes(loaded, store, *(number or None for number in diff)).sentences or ["No difference."]
        elif go_to is not None:
            lines = history.go_to(store, go_to, move_conversations=move_conversations)
        elif restore is not None:
            lines = [history.restore(bot, store, restore)]
        else:
            lines = history.listed(store) or ["Nothing is published yet."]
    click.echo("\n".join(lines))


COMMANDS = (publish, versions)

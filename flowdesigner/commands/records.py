"""The commands that look into what a bot remembers of conversations: lists, transcripts, dead letters, forgetting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flowdesigner.commands.arguments import bot_folder
from flowdesigner.settings import user_name

if TYPE_CHECKING:
    from flowdesigner.runtime.records import Records
    from flowdesigner.runtime.views import Answer

workspace = click.option("--workspace", default="", metavar="ID", help="Of this workspace, where there are several.")


@click.command()
@bot_folder
@click.option(
    "--status", type=click.Choice(["waiting", "handed_over", "ended"]), multiple=True, help="Only those; repeatable."
)
@click.option("--block", default="", metavar="ID", help="Only those that stand at this block.")
@click.option("--find", default="", metavar="TEXT", help="A part of the customer's name, or Intercom's id.")
@click.option("--trouble", is_flag=True, help="Only those with dead letters.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="At most so many.")
@workspace
def conversations(
    bot: Path, status: tuple[str, ...], block: str, find: str, trouble: bool, limit: int, workspace: str
) -> None:
    """List a bot's conversations, those that changed last first."""
    from flowdesigner.runtime.records_in_words import line, several
    from flowdesigner.store.listing import Filter

    wanted = Filter(status=status, block=block, text=find, has_trouble=trouble, app_id=workspace)
    with opened(bot) as records:
        page = records.find(wanted, limit=limit)
        for entry in page.lines:
            click.echo(line(entry, records.title(entry.revision, entry.flow, entry.block)))
        found = records.count(wanted)
    click.echo(f"{several(found, 'conversation')}{f', {len(page.lines)} shown' if page.next else ''}.")


@click.command()
@bot_folder
@click.argument("conversation")
@workspace
def conversation(bot: Path, conversation: str, workspace: str) -> None:
    """Show a conversation, by Intercom's id: transcript, variables, times, and what was given up."""
    from flowdesigner.runtime.records_in_words import whole

    with opened(bot) as records:
        view = records.conversation(row_of(records, conversation, workspace))
        if view is not None:
            title = records.title(view.entry.revision, view.entry.flow, view.entry.block)
            click.echo("\n".join(whole(view, title)))


@click.command(name="dead-letters")
@bot_folder
@click.option("--retry", metavar="N", help="Try the one with this number again, or “all”.")
@click.option("--anyway", is_flag=True, help="With --retry: whatever speaks against it.")
@click.option("--dismiss", metavar="N", help="Nobody wants the one with this number any more, or “all”.")
def dead_letters(bot: Path, retry: str | None, anyway: bool, dismiss: str | None) -> None:
    """List what was given up, with the reason, the newest first; try it again, or dismiss it."""
    from flowdesigner.runtime.records_in_words import letter_line, several

    with opened(bot) as records:
        if retry is not None:
            each(records, retry, lambda number: records.retry(number, user_name(), anyway=anyway))
        elif dismiss is not None:
            each(records, dismiss, lambda number: records.dismiss(number, user_name()))
        else:
            found = records.letters(limit=1_000)
            for letter in found:
                click.echo(letter_line(letter))
            click.echo(f"{several(len(found), 'dead letter')}.")


@click.command()
@bot_folder
@click.argument("conversation", nargs=-1)
@click.option("--customer", default="", metavar="ID", help="All of this customer, by Intercom's id of the contact.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@workspace
def forget(bot: Path, conversation: tuple[str, ...], customer: str, yes: bool, workspace: str) -> None:
    """Forget all that a bot remembers of conversations, by Intercom's ids. Intercom keeps what it has."""
    from flowdesigner.runtime.records_in_words import several

    with opened(bot) as records:
        rows = [row_of(records, one, workspace) for one in conversation]
        rows += [row for row in records.rows_of_customer(customer) if row not in rows] if customer else []
        if not rows:
            raise click.ClickException("There is nothing to forget: name a conversation, or a customer that is known.")
        if not yes:
            click.confirm(f"Forget {several(len(rows), 'conversation')}? This cannot be undone.", abort=True)
        for row in rows:
            records.forget(row)
    click.echo(f"Forgot {several(len(rows), 'conversation')}.")


@contextmanager
def opened(bot: Path) -> Iterator[Records]:
    """What the bot in the folder remembers."""
    from flowdesigner.bot import Bot
    from flowdesigner.runtime.records import Records

    with Bot.load(bot).store() as store:
        yield Records(store)


def row_of(records: Records, conversation: str, workspace: str) -> int:
    """The row of a conversation."""
    row = records.find_row(conversation, workspace)
    if row is None:
        raise click.ClickException(
            f"There is no conversation “{conversation}”, or several workspaces have one: add --workspace ID."
        )
    return row


def each(records: Records, which: str, do: Callable[[int], Answer]) -> None:
    """Do it with one dead letter or all; say what became of each, and fail if one did not go."""
    if which != "all" and not which.isdigit():
        raise click.BadParameter(f"“{which}” is neither a number nor “all”.")
    numbers = [letter.number for letter in records.letters(limit=1_000)][::-1] if which == "all" else [int(which)]
    answers = [(number, do(number)) for number in numbers]
    for number, answer in answers:
        more = " To do it all the same, add --anyway." if answer.needs_anyway else ""
        click.echo(f"{number}: {answer.words}{more}")
    if not all(answer.ok for _, answer in answers):
        raise click.exceptions.Exit(1)


COMMANDS = (conversations, conversation, dead_letters, forget)

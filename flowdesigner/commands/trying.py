"""The commands that try the draft of a bot: talk to it, run its kept chats."""

from __future__ import annotations

from pathlib import Path

import click

from flowdesigner.commands.arguments import bot_folder, count, load


@click.command()
@bot_folder
@click.option("--keep", default="", metavar="TITLE", help="Keep the conversation as a test.")
@click.option("--language", default="", metavar="CODE", help="The customer's language; else the bot's main one.")
def talk(bot: Path, keep: str, language: str) -> None:
    """Talk to the draft as a customer. Write, or type a button's text or number; an empty line ends."""
    from flowdesigner.chats import kept, save_chat
    from flowdesigner.chats.folder import free_name
    from flowdesigner.flow.language import demanded
    from flowdesigner.flow.system_variables import example_facts
    from flowdesigner.interpreter.program import compile_program
    from flowdesigner.interpreter.rehearsal import Rehearsal

    program = compile_program(load(bot).data())
    rehearsal = Rehearsal(program, facts=example_facts(next(iter(program.languages), "")))
    if language:
        rehearsal.speak(demanded(language))
    click.echo("Write as the customer; an empty line ends.")
    for text in iter(read_line, ""):
        for line in rehearsal.say(text):
            if line.who != "customer":
                click.echo(str(line))
    if keep.strip() and rehearsal.turns:
        acts = [turn.act for turn in rehearsal.turns]
        chat = kept(rehearsal.program, acts, " ".join(keep.split()), free_name(bot, keep))
        save_chat(bot, chat)
        click.echo(f"Kept as {chat.file}.")


@click.command("test")
@bot_folder
@click.argument("chats", nargs=-1, metavar="[CHAT]...")
@click.option("--accept", is_flag=True, help="Take the answers that the bot gives now as the expected ones.")
def run_tests(bot: Path, chats: tuple[str, ...], accept: bool) -> None:
    """Run the kept chats of a bot, or those named; exit code 1 when one fails."""
    from flowdesigner.chats import accepted, load_chat, save_chat
    from flowdesigner.chats.report import program_of

    loaded = load(bot)
    for name in chats:
        load_chat(bot, name)
    report = loaded.run_chats(chats)
    for result in report.results:
        if accept and not result.is_passed:
            save_chat(bot, accepted(program_of(loaded), result.chat))
            click.echo(f"accepted: {result}")
    if accept:
        report = loaded.run_chats(chats)
    for failure in report.failures:
        click.echo(f"failed: {failure}")
    passed = sum(result.is_passed for result in report.results)
    click.echo(f"{passed} of {count(len(report.results) + len(report.broken), 'chat')} passed.")
    for sentence in report.coverage.sentences():
        click.echo(sentence)
    if report.failures:
        raise click.exceptions.Exit(1)


def read_line() -> str:
    """One line of the customer; "" at the end of input."""
    try:
        return input("> ").strip()
    except EOFError:
        return ""


COMMANDS = (talk, run_tests)

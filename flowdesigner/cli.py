"""The command `flowdesigner`. Each command imports what it needs, so that `--help` answers at once.

Errors of flowdesigner's own are printed as one sentence, without a traceback, and end with exit code 1.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flowdesigner import __version__
from flowdesigner.commands import records, secrets
from flowdesigner.commands.arguments import bot_folder as folder
from flowdesigner.errors import FlowdesignerError
from flowdesigner.settings import DESIGNER_PORT, LISTENER_PORT, SANDBOX_CLIENT_SECRET, SANDBOX_PORT, SANDBOX_TOKEN

if TYPE_CHECKING:
    from flowdesigner.bot import Bot

EXAMPLE = Path("order-support")


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


def port_option(default: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`--port` with the command's own default."""
    return click.option("--port", type=click.IntRange(0, 65535), default=default, show_default=True, help="Its port.")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(version)s")
def app() -> None:
    """Draw, try and run chat-bots for Intercom. Without a command: open the designer."""


@app.command()
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


@app.command()
@folder
@click.option("--name", default="", help="Its name; else that of the folder.")
@click.option("--example", default="", metavar="NAME", help="Begin with a copy of this example.")
def new(bot: Path, name: str, example: str) -> None:
    """Make a bot in a new folder."""
    from flowdesigner.bot import Bot

    called = name or bot.resolve().name.replace("-", " ").replace("_", " ").capitalize()
    made = Bot.create(bot, called, example=example or False)
    click.echo(f"Made “{made.name}” in {bot}. To draw it: flowdesigner {bot}")


@app.command()
def examples() -> None:
    """List the examples that `new --example` begins with."""
    from flowdesigner.examples import EXAMPLES

    width = max(len(example.id) for example in EXAMPLES)
    for example in EXAMPLES:
        click.echo(f"{example.id:{width}}  {example.description}\n{'':{width}}  Needs: {example.needs}")


@app.command()
@folder
def check(bot: Path) -> None:
    """List what is wrong with a bot; exit code 1 when there are errors."""
    problems = load(bot).check()
    for problem in problems:
        click.echo(f"{problem.severity}: {problem}")
    errors = sum(problem.severity == "error" for problem in problems)
    click.echo(f"{count(errors, 'error')}, {count(len(problems) - errors, 'warning')}.")
    if errors:
        raise click.exceptions.Exit(1)


@app.command()
@folder
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


@app.command("test")
@folder
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


@app.command()
@folder
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


@app.command()
@folder
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


@app.command()
@folder
@port_option(LISTENER_PORT)
@click.option("--sandbox", is_flag=True, help="Answer in a sandbox of its own instead of Intercom.")
def run(bot: Path, port: int, sandbox: bool) -> None:
    """Answer customers until Ctrl+C. A bot that never was published is published first."""
    from flowdesigner.runner import run_in_foreground

    load(bot)
    raise click.exceptions.Exit(run_in_foreground(bot, port=port, sandbox=sandbox))


@app.command()
def status() -> None:
    """Show the bots that run on this machine."""
    from flowdesigner.runner import all_running

    running = all_running()
    for one in running:
        click.echo(str(one))
    if not running:
        click.echo("No bot runs on this machine. To start one: flowdesigner run BOT")


@app.command()
@folder
def stop(bot: Path) -> None:
    """Stop a bot that runs; calls under way are finished first."""
    from flowdesigner.runner import stop as stop_runner

    click.echo("Stopped." if stop_runner(bot) else f"The bot in {bot} does not run.")


@app.command()
@folder
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


@app.command()
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


@app.command()
@folder
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


@app.command()
@folder
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


@app.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@folder
def import_file(file: Path, bot: Path) -> None:
    """Make the bot of a file that `export` wrote, in a new folder."""
    from flowdesigner.transfer import make_bot

    made = make_bot(file, bot)
    click.echo(f"Made “{made.name}” in {bot}. To draw it: flowdesigner {bot}")


for command in (*records.COMMANDS, *secrets.COMMANDS):
    app.add_command(command)


def load(bot: Path) -> Bot:
    """The bot in the folder."""
    from flowdesigner.bot import Bot

    return Bot.load(bot)


def read_line() -> str:
    """One line of the customer; "" at the end of input."""
    try:
        return input("> ").strip()
    except EOFError:
        return ""


def count(number: int, noun: str) -> str:
    """`1 error`, `2 errors`, `no errors`."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"

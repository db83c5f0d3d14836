"""The commands for the secrets that flows name, and for the key to all of them."""

from __future__ import annotations

from pathlib import Path

import click

from flowdesigner.commands.arguments import bot_folder, load


@click.command()
@bot_folder
@click.argument("name", required=False)
@click.option("--forget", is_flag=True, help="Drop the secret of this name.")
def secret(bot: Path, name: str | None, forget: bool) -> None:
    """Keep a secret that flows name, such as {secret.crm_token}; it is asked for. Without NAME: list the names."""
    from flowdesigner.store.flow_secrets import FlowSecrets

    with load(bot).store() as store:
        secrets = FlowSecrets(store.secrets)
        if not name:
            click.echo("\n".join(secrets.names()) or f"No secret is kept. To keep one: flowdesigner secret {bot} NAME")
        elif forget:
            secrets.forget(name)
            click.echo(f"Forgot “{name}”.")
        else:
            secrets.set(name, click.prompt(f"Secret “{name}”", hide_input=True).strip())
            click.echo(f"Kept “{name}”. Flows name it {{secret.{name}}}.")


@click.command()
@click.argument("bots", nargs=-1, required=True, type=click.Path(path_type=Path))
def renew_key(bots: tuple[Path, ...]) -> None:
    """Make a new key to the secrets and encrypt those of these bots with it. Bots that run go on."""
    from flowdesigner.store.keys import Keyring

    keyring = Keyring()
    opened = [load(bot) for bot in bots]
    if not keyring.is_renewed_by_hand():
        keyring.renew()
    for bot in opened:
        with bot.store() as store:
            click.echo(f"“{bot.name}”: {store.secrets.renew()} secrets have the newest key.")
    click.echo("Older keys stay, for bots that were not named here.")


COMMANDS = (secret, renew_key)

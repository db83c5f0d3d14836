"""The account's names: read again when the author asks, and remembered while Intercom cannot be reached."""

from __future__ import annotations

from pathlib import Path

from flowdesigner.bot import Bot
from flowdesigner.channel.settings import Channel, ChannelSettings
from flowdesigner.designer.account import Account, Agent, Team, read_account
from flowdesigner.designer.accounts import Place, account_view
from flowdesigner.designer.connection import Connection
from flowdesigner.errors import IntercomDownError
from flowdesigner.sandbox.server import running_sandbox

ACCOUNT = Account("abc", "Shop", "EU", (Team("5", "Billing"),), (Agent("7", "Mia"),), ("vip",), ("Plan",))


def test_names_are_remembered_for_the_next_page(tmp_path: Path) -> None:
    bot = Bot.create(tmp_path / "bot", "Shop")
    with bot.store() as store:
        met = Connection(store, environ={}, read=lambda channel: ACCOUNT)
        met.met(met.read_account())

        def unreachable(channel: Channel) -> Account:
            raise IntercomDownError("Intercom does not answer.")

        later = Connection(store, environ={}, read=unreachable)
        assert later.account is None
        assert later.last_account == ACCOUNT
        view = account_view([Place(later.last_account, later.settings)], reachable=later.is_reachable)
        assert (view["reachable"], view["teams"][0]["name"], view["tags"]) == (False, "Billing", ["vip"])


def test_names_of_another_workspace_are_not_offered(tmp_path: Path) -> None:
    bot = Bot.create(tmp_path / "bot", "Shop")
    with bot.store() as store:
        connection = Connection(store, environ={}, read=lambda channel: ACCOUNT)
        connection.met(ACCOUNT)
        connection.keep(app_id="other")
        assert Connection(store, environ={}).last_account is None


def test_the_names_of_a_workspace_are_read_with_its_own_attributes() -> None:
    with running_sandbox() as sandbox:
        account = read_account(ChannelSettings.merged(environ=sandbox.environ))
    assert account.attributes == ("Topic", "Urgent", "orders", "plan")
    assert account.tags

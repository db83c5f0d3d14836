from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flowdesigner.channel.settings import ChannelSettings, agent_of, secret_names
from flowdesigner.errors import ConfigurationError

RECORD = {"api_url": "https://api.eu.intercom.io", "bot_teams": [5017690, "6"], "bot_agent": 814860, "app_id": "abc"}


class Kept(dict[str, str]):
    """Secrets by name, kept a day ago."""

    def kept_at(self, name: str, /) -> datetime | None:
        return datetime.now(UTC) - timedelta(days=1) if name in self else None


class KeptLongAgo(Kept):
    """Secrets by name, kept a month ago."""

    def kept_at(self, name: str, /) -> datetime | None:
        return datetime.now(UTC) - timedelta(days=30) if name in self else None


SECRETS = Kept({"intercom.access_token": "kept-token", "intercom.client_secret": "kept-secret"})


def test_what_the_page_kept_holds_where_the_environment_is_silent() -> None:
    channel = ChannelSettings.merged(RECORD, SECRETS, {})
    assert channel.settings.bot_teams == ("5017690", "6")
    assert channel.settings.bot_agent == "814860"
    assert channel.settings.api_url == "https://api.eu.intercom.io"
    assert (channel.access_token, channel.client_secrets) == ("kept-token", ("kept-secret",))
    assert channel.from_environment == frozenset()
    assert channel.missing() == ()


def test_the_environment_wins_and_says_where() -> None:
    environ = {
        "FLOWDESIGNER_INTERCOM_ACCESS_TOKEN": "token",
        "FLOWDESIGNER_INTERCOM_CLIENT_SECRET": "secret",
        "FLOWDESIGNER_INTERCOM_API_URL": "http://127.0.0.1:4000/",
        "FLOWDESIGNER_BOT_TEAMS": "7, 8,,7",
        "FLOWDESIGNER_BOT_AGENT": "9",
    }
    channel = ChannelSettings.merged(RECORD, SECRETS, environ)
    assert (channel.access_token, channel.client_secrets) == ("token", ("secret",))
    assert channel.settings.api_url == "http://127.0.0.1:4000"
    assert (channel.settings.bot_teams, channel.settings.bot_agent) == (("7", "8"), "9")
    assert channel.settings.app_id == "abc"
    assert channel.from_environment == {"access_token", "client_secret", "api_url", "bot_teams", "bot_agent"}


def test_a_blank_variable_says_nothing() -> None:
    channel = ChannelSettings.merged(RECORD, SECRETS, {"FLOWDESIGNER_BOT_TEAMS": " ", "FLOWDESIGNER_BOT_AGENT": ""})
    assert channel.from_environment == frozenset()
    assert channel.settings.bot_teams == ("5017690", "6")


def test_what_is_missing_is_said_in_words() -> None:
    channel = ChannelSettings.merged(None, None, {})
    assert len(channel.missing()) == 4
    with pytest.raises(ConfigurationError, match=r"access token is missing.*FLOWDESIGNER_BOT_AGENT"):
        channel.demand_complete()


def test_a_bot_without_agent_cannot_speak() -> None:
    with pytest.raises(ConfigurationError, match="teammate as whom the bot speaks"):
        agent_of(ChannelSettings())


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"api_url": "api.intercom.io"}, "“api_url” makes no sense: .*https://"),
        ({"bot_teams": "5"}, "“bot_teams” makes no sense"),
        ({"takes_unassigned": "perhaps"}, "“takes_unassigned” makes no sense"),
    ],
)
def test_a_setting_that_makes_no_sense_is_said_in_words(record: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        ChannelSettings.merged(record, None, {})


def test_settings_of_a_newer_version_are_passed_over() -> None:
    assert ChannelSettings.merged({"mood": "sunny"}, None, {}).settings == ChannelSettings()


def test_after_a_change_both_client_secrets_are_believed_for_two_days() -> None:
    both = {**SECRETS, "intercom.client_secret.previous": "old"}
    assert ChannelSettings.merged(RECORD, Kept(both), {}).client_secrets == ("kept-secret", "old")
    assert ChannelSettings.merged(RECORD, KeptLongAgo(both), {}).client_secrets == ("kept-secret",)


def test_the_environment_may_name_both_client_secrets() -> None:
    environ = {"FLOWDESIGNER_INTERCOM_CLIENT_SECRET": "new, old"}
    assert ChannelSettings.merged(RECORD, SECRETS, environ).client_secrets == ("new", "old")


def test_secrets_do_not_show_in_what_is_printed() -> None:
    channel = ChannelSettings.merged(RECORD, SECRETS, {})
    assert "kept" not in f"{channel!r} {channel}"


def test_every_channel_has_secrets_of_its_own() -> None:
    names = secret_names("second")
    assert names == {"access_token": "second.access_token", "client_secret": "second.client_secret"}
    secrets = Kept({"second.access_token": "other"})
    assert ChannelSettings.merged({"name": "second"}, secrets, {}).access_token == "other"


def test_the_address_for_intercom_is_made_of_the_public_one() -> None:
    assert ChannelSettings().webhook_url == ""
    address = "https://bot.example.com/webhooks/intercom"
    assert ChannelSettings(public_url="https://bot.example.com/").webhook_url == address


def test_what_the_account_says_is_kept_beside_the_rest() -> None:
    settings = ChannelSettings(bot_teams=("5",)).of_workspace(app_id="abc", workspace="Acme", region="EU")
    assert (settings.app_id, settings.workspace, settings.region, settings.bot_teams) == ("abc", "Acme", "EU", ("5",))

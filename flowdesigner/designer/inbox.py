"""Where a conversation is in Intercom's inbox, for people who want to go there."""

from __future__ import annotations

from urllib.parse import quote

from flowdesigner.channel.settings import ChannelSettings


def inbox_address(settings: ChannelSettings, conversation: str) -> str:
    """The conversation in the workspace's inbox, or in the sandbox's."""
    from flowdesigner.intercom.access import REGIONS  # the page must not wait for these when it opens
    from flowdesigner.runtime.authorization import app_url

    host, id = app_url(settings).rstrip("/"), quote(conversation, safe="")
    if settings.api_url not in REGIONS.values():
        return f"{host}/inbox#{id}"
    return f"{host}/a/inbox/{quote(settings.app_id, safe='')}/inbox/conversation/{id}"

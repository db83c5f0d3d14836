"""`Sandbox`: an Intercom of one's own. In memory for tests (its `app` is ASGI), or behind a port (`server.py`)."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from flowdesigner.sandbox import customers
from flowdesigner.sandbox.app import create_app
from flowdesigner.sandbox.call import RecordedCall
from flowdesigner.sandbox.consent import Consent
from flowdesigner.sandbox.conversation import Attachment, Conversation
from flowdesigner.sandbox.courier import Courier
from flowdesigner.sandbox.faults import Faults
from flowdesigner.sandbox.live import Live
from flowdesigner.sandbox.people import Contact
from flowdesigner.sandbox.rate_limit import PER_WINDOW, RateLimit
from flowdesigner.sandbox.seeds import MIA, acme
from flowdesigner.sandbox.settings import Settings
from flowdesigner.sandbox.webhook import Send
from flowdesigner.sandbox.workspace import ACME, Workspace, app_id_of

if TYPE_CHECKING:
    from starlette.applications import Starlette

KEPT_CALLS = 10_000


class Sandbox:
    """One workspace with its API, its notifications, its faults and its pages.

    `name` is the workspace's; each name is a workspace with an id of its own. `clock` (unix seconds), `sleep` and
    `send` (what carries notifications out) are for tests. What changes it must run on the event loop that serves it,
    since notifications are sent from there.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        send: Send | None = None,
        calls_per_window: int = PER_WINDOW,
        name: str = ACME,
    ) -> None:
        self.settings = settings or Settings()
        self.workspace = acme(Workspace(name, app_id_of(name), clock=clock))
        self.faults = Faults()
        self.consent = Consent(clock)
        self.rate_limit = RateLimit(clock, calls_per_window)
        self.courier = Courier(self.workspace, self.settings, self.faults, send=send, sleep=sleep)
        self.live = Live()
        self.calls: deque[RecordedCall] = deque(maxlen=KEPT_CALLS)
        self.workspace.listeners += [self.courier.hear, lambda happening: self.live.tell(happening.conversation.id)]
        self.courier.changed = self.live.tell
        self.app: Starlette = create_app(self)

    def accepts(self, token: str) -> bool:
        """Whether a call that bears this token is let in."""
        if self.consent.has_ended(token):
            return False
        return token in self.consent.tokens or not self.settings.token or token == self.settings.token

    def contact(self, name: str) -> Contact:
        """A customer by name."""
        return self.workspace.contact_where(name=name)

    def start(
        self,
        text: str,
        contact: Contact | None = None,
        *,
        source_type: str = "conversation",
        attachments: Sequence[Attachment] = (),
        url: str | None = None,
    ) -> Conversation:
        """A customer begins a conversation (without `contact`: Mia Novak); it goes to the team of the settings."""
        return customers.start(
            self.workspace,
            contact or self.workspace.contact(MIA),
            text,
            team=self.settings.new_conversations_team,
            assigned_afterwards=self.settings.assigned_afterwards,
            source_type=source_type,
            attachments=attachments,
            url=url,
        )

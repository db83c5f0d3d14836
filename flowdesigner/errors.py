"""The error tree; every error that flowdesigner raises on purpose is in it.

    FlowdesignerError
    ├── DocumentError            the bot's files or flow: the author mends it
    │   ├── BrokenFileError      a file that cannot be read; says where (JSON path)
    │   ├── UnknownFormatError   a file of a newer version
    │   ├── EditError            an edit that the flow refuses (no such block, no such port)
    │   └── FailedChatsError     kept chats in which the bot answers otherwise: mend it, or accept the new answers
    ├── ConfigurationError       a setting, a port, a lock: who runs the bot mends it
    │   └── AlreadyRunningError  another runner has this bot
    ├── IntercomError            a call to Intercom
    │   ├── OurFaultError        4xx: what was sent is wrong; sending it again will not help
    │   │   ├── NotAuthorizedError   token refused, or a permission missing
    │   │   └── NotFoundError        conversation, team, teammate or tag is gone
    │   ├── IntercomDownError    5xx or an answer that makes no sense: try again later
    │   ├── RateLimitError       429: try again at `retry_at`
    │   └── NetworkError         no answer
    │       └── NotConnectedError    the call certainly never left (refused, no such host)
    ├── NotificationError        a delivery to the listener that is refused
    │   ├── BadSignatureError    not signed with the client secret (401)
    │   └── UnreadableNotificationError  not a notification (400)
    ├── BlockedAddressError      an outgoing call to a private address
    ├── ApiCallError             a block's call to an API that was not made or got no usable answer
    ├── FunctionError            an author's Python function that gave no result
    │   └── FunctionsBusyError   too many wait to be run: try again later
    └── StoreError               the database
        ├── SecretError          a secret that cannot be decrypted with the key at hand
        └── LeaseLostError       another worker claimed the conversation: drop what was done

Each message says what happened, with what, and what to do next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime


class FlowdesignerError(Exception):
    """Any error of flowdesigner's own."""


class DocumentError(FlowdesignerError):
    """The bot's files or flow are at fault."""


class BrokenFileError(DocumentError):
    """A file that cannot be read.

    `path` is the file, `where` the JSON path of the fault (`$.blocks[3].settings`), `$`, or a line (`line 7`).
    """

    def __init__(self, message: str, *, path: str = "", where: str = "$") -> None:
        places = [place for place in (path, where if where != "$" else "") if place]
        super().__init__(": ".join([*places, message]))
        self.path = path
        self.where = where


class UnknownFormatError(BrokenFileError):
    """A file that a newer flowdesigner has written."""


class EditError(DocumentError):
    """An edit that the flow refuses, with the reason in words for its author."""


class FailedChatsError(DocumentError):
    """Kept chats in which the bot answers otherwise than they expect; `failures` has a sentence for each."""

    def __init__(self, message: str, *, failures: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.failures = tuple(failures)


class ConfigurationError(FlowdesignerError):
    """A setting that keeps the bot from running."""


class AlreadyRunningError(ConfigurationError):
    """Another runner has this bot."""


class PortTakenError(ConfigurationError):
    """Another program listens on the port."""


class IntercomError(FlowdesignerError):
    """A call to Intercom that did not do what was asked.

    `status` is the HTTP status or None, `code` Intercom's error code or "", `request_id` Intercom's name of the call.
    """

    def __init__(self, message: str, *, status: int | None = None, code: str = "", request_id: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.request_id = request_id


class OurFaultError(IntercomError):
    """4xx: what was sent is wrong; sending it again will not help."""


class NotAuthorizedError(OurFaultError):
    """The access token is refused or lacks a permission."""


class NotFoundError(OurFaultError):
    """A conversation, team, teammate or tag that does not exist any more."""


class IntercomDownError(IntercomError):
    """5xx, or an answer that makes no sense: worth trying again later."""


class RateLimitError(IntercomError):
    """429: not before `retry_at` (aware, UTC)."""

    def __init__(self, message: str, *, retry_at: datetime, code: str = "", request_id: str = "") -> None:
        super().__init__(message, status=429, code=code, request_id=request_id)
        self.retry_at = retry_at


class NetworkError(IntercomError):
    """No answer: the call may or may not have been carried out."""


class NotConnectedError(NetworkError):
    """The call certainly never left: refused, or no such host."""


class NotificationError(FlowdesignerError):
    """A delivery that the listener refuses."""


class BadSignatureError(NotificationError):
    """Not signed with the channel's client secret."""


class UnreadableNotificationError(NotificationError):
    """A body that is not a notification."""


class BlockedAddressError(FlowdesignerError):
    """An outgoing call to an address inside the own network."""


class ApiCallError(FlowdesignerError):
    """A block's call to an API that could not be made, or got no answer that can be used; never holds a secret."""


class FunctionError(FlowdesignerError):
    """An author's Python function that failed, or was ended; never holds a secret of the environment."""


class FunctionsBusyError(FunctionError):
    """Too many functions wait to be run already: it was not run."""


class StoreError(FlowdesignerError):
    """The database refuses or is not what it should be."""

    unnamed = "The database refuses; the log says why."
    """What anybody may read of it: without the database's address."""


class SecretError(StoreError):
    """A secret that the key at hand does not open."""


class LeaseLostError(StoreError):
    """Another worker has claimed the conversation since: nothing was written, and nothing more may be done for it."""

"""What customers do: begin a conversation, write, press a button, rate. Each tells the workspace's listeners."""

from __future__ import annotations

from collections.abc import Sequence

from flowdesigner.sandbox.conversation import Assignee, Attachment, Conversation, Option, Part, Rating
from flowdesigner.sandbox.markup import from_text
from flowdesigner.sandbox.people import OPERATOR, Contact
from flowdesigner.sandbox.refusal import invalid
from flowdesigner.sandbox.workspace import Workspace

LOWEST, HIGHEST = 1, 5


def start(
    workspace: Workspace,
    contact: Contact,
    text: str,
    *,
    team: str = "",
    assigned_afterwards: bool = False,
    source_type: str = "conversation",
    attachments: Sequence[Attachment] = (),
    url: str | None = None,
) -> Conversation:
    """Begin a conversation; it goes to `team`, at once or afterwards as by a workflow, or to nobody."""
    now = workspace.now
    body = from_text(text)
    first = Part(workspace.new_id(), "first", contact.author, now, "open", body, attachments=tuple(attachments))
    conversation = Conversation(
        workspace.new_id(), contact.id, first, source_type=source_type, url=url, waiting_since=now, updated_at=now
    )
    conversation.team_id = "" if assigned_afterwards else team
    contact.last_replied_at = now
    workspace.conversations[conversation.id] = conversation
    workspace.tell("user.created", conversation)
    if team and assigned_afterwards:
        conversation.team_id = team
        part = Part(workspace.new_id(), "assignment", OPERATOR, now, "open")
        part.assigned_to = Assignee("team", team, workspace.team(team).name)
        conversation.parts.append(part)
        workspace.tell("admin.assigned", conversation, part)
    return conversation


def reply(
    workspace: Workspace,
    conversation: Conversation,
    text: str,
    *,
    pressed: str = "",
    attachments: Sequence[Attachment] = (),
) -> Part:
    """Write again; a closed or snoozed conversation opens by it, and the part's type is then `open`."""
    contact = workspace.contacts[conversation.contact_id]
    now = workspace.now
    kind = "comment" if conversation.state == "open" else "open"
    conversation.state, conversation.snoozed_until, conversation.read = "open", None, False
    conversation.waiting_since = conversation.waiting_since or now
    part = Part(workspace.new_id(), kind, contact.author, now, "open", from_text(text), attachments=tuple(attachments))
    part.pressed = pressed
    conversation.parts.append(part)
    conversation.updated_at = contact.last_replied_at = now
    workspace.tell("user.replied", conversation, part)
    return part


def press(workspace: Workspace, conversation: Conversation, uuid: str) -> Part:
    """Press one of the buttons that were shown, also one shown earlier."""
    option = option_of(conversation, uuid)
    return reply(workspace, conversation, option.text, pressed=option.uuid)


def option_of(conversation: Conversation, uuid: str) -> Option:
    """The newest button with this uuid."""
    for part in reversed(conversation.parts):
        for option in part.options:
            if option.uuid == uuid:
                return option
    raise invalid("Quick reply option not found", field="reply_options")


def rate(workspace: Workspace, conversation: Conversation, rating: int, remark: str = "") -> None:
    """Say how it was, from 1 to 5."""
    if not LOWEST <= rating <= HIGHEST:
        raise invalid("Rating must be from 1 to 5", field="rating")
    spoke = [part.author.id for part in conversation.parts if part.author.type == "admin" and part.body]
    conversation.rating = Rating(rating, remark, workspace.now, spoke[-1] if spoke else "")
    conversation.updated_at = workspace.now
    workspace.tell("rating.added", conversation)

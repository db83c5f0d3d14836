"""What teammates do, the bot agent among them: reply, note, quick replies, assign, close, snooze, open, tag, delete."""

from __future__ import annotations

from collections.abc import Sequence

from flowdesigner.sandbox.conversation import Assignee, Attachment, Conversation, Option, Part, State
from flowdesigner.sandbox.markup import clean
from flowdesigner.sandbox.people import OPERATOR, Admin, Author, Team
from flowdesigner.sandbox.refusal import invalid, not_found
from flowdesigner.sandbox.workspace import Workspace

NOBODY = "0"


def reply(
    workspace: Workspace, conversation: Conversation, by: Admin, html: str, attachments: Sequence[Attachment] = ()
) -> Part:
    """Say something to the customer."""
    part = _add(workspace, conversation, "comment", by.author, html)
    part.attachments = tuple(attachments)
    conversation.waiting_since = None
    workspace.tell("admin.replied", conversation, part)
    return part


def note(workspace: Workspace, conversation: Conversation, by: Admin, html: str) -> Part:
    """Write what only teammates see; none of the topics that a bot subscribes to tells of it."""
    part = _add(workspace, conversation, "note", by.author, html)
    workspace.tell("", conversation, part)
    return part


def quick_reply(workspace: Workspace, conversation: Conversation, by: Admin, options: Sequence[Option]) -> Part:
    """Show buttons; they come without text."""
    part = _add(workspace, conversation, "quick_reply", by.author)
    part.options = tuple(options)
    workspace.tell("admin.replied", conversation, part)
    return part


def assign(
    workspace: Workspace, conversation: Conversation, by: Author, to: Admin | Team | None, html: str = ""
) -> Part:
    """Give it to a teammate, a team or nobody. A closed one opens; a team may give it to one of its people at once."""
    if isinstance(to, Admin) and not to.has_inbox_seat:
        raise not_found("Assignee not found: no inbox seat", "assignee_not_found")
    was_closed = conversation.state == "closed"
    if was_closed:
        conversation.state = "open"
    _give(conversation, to)
    part = _add(workspace, conversation, "assign_and_reopen" if was_closed else "assignment", by, html)
    part.assigned_to = assignee(to)
    workspace.tell("admin.open.assigned" if was_closed else "admin.assigned", conversation, part)
    if isinstance(to, Team) and to.round_robin and (person := _next_of(workspace, to)):
        assign(workspace, conversation, OPERATOR, person)
    return part


def _give(conversation: Conversation, to: Admin | Team | None) -> None:
    """A teammate keeps the team beside; a team is without a teammate at first."""
    if isinstance(to, Admin):
        conversation.admin_id = to.id
    else:
        conversation.admin_id = ""
        conversation.team_id = to.id if to else ""


def assignee(to: Admin | Team | None) -> Assignee | None:
    """As it stands in a part."""
    if to is None:
        return None
    return Assignee("admin" if isinstance(to, Admin) else "team", to.id, to.name)


def _next_of(workspace: Workspace, team: Team) -> Admin | None:
    """The teammate of a team who has the fewest open conversations."""

    def busy(id: str) -> int:
        return sum(one.admin_id == id and one.state == "open" for one in workspace.conversations.values())

    people = [workspace.admins[id] for id in team.admin_ids if id in workspace.admins]
    return min((one for one in people if one.has_inbox_seat), key=lambda one: busy(one.id), default=None)


def close(workspace: Workspace, conversation: Conversation, by: Admin, html: str = "") -> Part:
    """End it; the text is shown to the customer."""
    conversation.state, conversation.snoozed_until, conversation.waiting_since = "closed", None, None
    part = _add(workspace, conversation, "close", by.author, html)
    workspace.tell("admin.closed", conversation, part)
    return part


def snooze(workspace: Workspace, conversation: Conversation, by: Admin, until: int) -> Part:
    """Put it off until then (unix seconds)."""
    if until <= workspace.now:
        raise invalid("snoozed_until must be in the future", field="snoozed_until")
    conversation.state, conversation.snoozed_until = "snoozed", until
    part = _add(workspace, conversation, "snoozed", by.author)
    workspace.tell("admin.snoozed", conversation, part)
    return part


def reopen(workspace: Workspace, conversation: Conversation, by: Admin) -> Part:
    """Open it again; from a snooze that is another topic."""
    was_snoozed = conversation.state == "snoozed"
    return _open(workspace, conversation, by.author, was_snoozed=was_snoozed)


def wake(workspace: Workspace) -> None:
    """Open what was snoozed until now."""
    for conversation in list(workspace.conversations.values()):
        if conversation.state == "snoozed" and (conversation.snoozed_until or 0) <= workspace.now:
            _open(workspace, conversation, OPERATOR, was_snoozed=True)


def _open(workspace: Workspace, conversation: Conversation, by: Author, *, was_snoozed: bool) -> Part:
    conversation.state, conversation.snoozed_until = "open", None
    part = _add(workspace, conversation, "unsnoozed" if was_snoozed else "open", by)
    workspace.tell("admin.unsnoozed" if was_snoozed else "admin.opened", conversation, part)
    return part


def operator_reply(workspace: Workspace, conversation: Conversation, html: str) -> Part:
    """One of Intercom's own bots says something, which comes under two topics."""
    part = _add(workspace, conversation, "comment", OPERATOR, html)
    workspace.tell("admin.replied", conversation, part)
    workspace.tell("operator.replied", conversation, part)
    return part


def tag(workspace: Workspace, conversation: Conversation, by: Admin, tag_id: str) -> None:
    """Put a tag on."""
    workspace.tag_name(tag_id)
    conversation.tags[tag_id] = (workspace.now, by.id)
    conversation.updated_at = workspace.now
    workspace.tell("", conversation)


def untag(workspace: Workspace, conversation: Conversation, tag_id: str) -> None:
    """Take a tag off."""
    workspace.tag_name(tag_id, "tag_not_found", "Tag not found")
    conversation.tags.pop(tag_id, None)
    conversation.updated_at = workspace.now
    workspace.tell("", conversation)


def delete(workspace: Workspace, conversation: Conversation) -> None:
    """Remove it for good."""
    del workspace.conversations[conversation.id]
    workspace.deleted.add(conversation.id)
    workspace.tell("deleted", conversation)


def _add(workspace: Workspace, conversation: Conversation, kind: str, author: Author, html: str = "") -> Part:
    state: State = conversation.state
    part = Part(workspace.new_id(), kind, author, workspace.now, state, clean(html))
    conversation.parts.append(part)
    conversation.updated_at = workspace.now
    return part

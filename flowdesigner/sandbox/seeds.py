"""The workspace that a sandbox begins with: Acme, a bot agent and people, three teams, some customers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flowdesigner.sandbox.people import Admin, Contact, Team
from flowdesigner.sandbox.workspace import Workspace
from flowdesigner.settings import SANDBOX_BOT_AGENT, SANDBOX_BOT_TEAM

MARA, TOM, KIM = "7400002", "7400003", "7400004"
TECHNICAL_SUPPORT, BILLING = "6100006", "6100007"
MIA = "66f0a1b2c3d4e5f60718293a"
CUSTOMERS = (
    Contact(
        MIA,
        "user",
        "Mia Novak",
        "mia.novak@example.com",
        external_id="cust-1001",
        phone="+386 1 555 01 00",
        location={
            "country": "Slovenia",
            "region": "Central Slovenia",
            "city": "Ljubljana",
            "country_code": "SI",
            "continent_code": "EU",
        },
        language="sl",
        companies=("Novak & Sons",),
        custom_attributes={"plan": "pro", "orders": 3},
    ),
    Contact("66f0a1b2c3d4e5f60718293b", "user", "Jon Ek", "jon.ek@example.com", external_id="cust-1002"),
    Contact("66f0a1b2c3d4e5f60718293c", "user", "Sara Lind", "sara.lind@example.com", external_id="cust-1003"),
    Contact("66f0a1b2c3d4e5f60718293d", "lead", None, None, external_id="3f0c6a0e-1111-4222-8333-444455556666"),
)
STATES = (
    ("submitted", "Submitted"),
    ("in_progress", "In progress"),
    ("waiting_on_customer", "Waiting on you"),
    ("resolved", "Resolved"),
)


def acme(workspace: Workspace) -> Workspace:
    """Fill an empty workspace."""
    for admin in (
        Admin(SANDBOX_BOT_AGENT, "Olive Bot", "olive@acme.example", speaks_for_bots=True),
        Admin(MARA, "Mara Lindt", "mara@acme.example"),
        Admin(TOM, "Tom Ito", "tom@acme.example"),
        Admin(KIM, "Kim Berg", "kim@acme.example", has_inbox_seat=False),
    ):
        workspace.admins[admin.id] = admin
    for team in (
        Team(SANDBOX_BOT_TEAM, "Order bot", [SANDBOX_BOT_AGENT]),
        Team(TECHNICAL_SUPPORT, "Technical support", [MARA, TOM]),
        Team(BILLING, "Billing", [MARA], round_robin=True),
    ):
        workspace.teams[team.id] = team
    for customer in CUSTOMERS:
        workspace.contacts[customer.id] = replace(
            customer, custom_attributes=dict(customer.custom_attributes), tag_ids=[],
            created_at=workspace.now, updated_at=workspace.now,
        )  # fmt: skip
    for name in ("billing", "technical", "from bot"):
        workspace.add_tag(name)
    _attributes(workspace)
    _help(workspace)
    return workspace


def _attributes(workspace: Workspace) -> None:
    workspace.conversation_attributes = [
        conversation_attribute(workspace, 1, "Topic", "string", multiline=False),
        conversation_attribute(workspace, 2, "Urgent", "boolean"),
    ]
    workspace.contact_attributes = [
        *(contact_attribute(name, label) for name, label in (("name", "Name"), ("email", "Email"), ("phone", "Phone"))),
        contact_attribute("plan", "Plan", id=11),
        contact_attribute("orders", "Orders", data_type="integer", id=12),
    ]


def _help(workspace: Workspace) -> None:
    workspace.ticket_types["12"] = ticket_type(workspace, "12", "Something is broken")
    workspace.articles = [
        article(workspace, "55", "Where to find your invoices", "<p>Your invoices are in Settings, under Billing.</p>"),
        article(workspace, "56", "Track an order", "<p>Open Orders and choose the order to see where it is.</p>"),
    ]
    workspace.workflows["77"] = {
        "id": "77", "title": "Welcome", "description": "Greets new customers", "trigger_type": "inbound_conversation",
        "state": "live", "target_channels": ["chat"], "preferred_devices": ["desktop", "mobile"],
        "created_at": "2026-01-05T10:30:00Z", "updated_at": "2026-01-20T14:45:00Z",
        "targeting": {}, "snapshot": {}, "attributes": [], "embedded_rules": [],
    }  # fmt: skip


def conversation_attribute(workspace: Workspace, id: int, name: str, data_type: str, **more: object) -> dict[str, Any]:
    """A definition as `GET /conversations/attributes` lists it."""
    return {
        "type": "conversation_attribute", "id": id, "name": name, "description": "", "data_type": data_type,
        "required": False, "visible_to_team_ids": [], "archived": False, "created_at": workspace.now,
        "updated_at": workspace.now, "admin_id": MARA, **more,
    }  # fmt: skip


def contact_attribute(name: str, label: str, *, data_type: str = "string", id: int | None = None) -> dict[str, Any]:
    """A definition as `GET /data_attributes` lists it; with an id it is one of the workspace's own."""
    custom = id is not None
    return {
        "type": "data_attribute", **({"id": id} if custom else {}), "model": "contact", "name": name,
        "full_name": f"custom_attributes.{name}" if custom else name, "label": label, "description": label,
        "data_type": data_type, "api_writable": True, "ui_writable": True, "messenger_writable": True,
        "custom": custom, "archived": False,
    }  # fmt: skip


def ticket_type(workspace: Workspace, id: str, name: str) -> dict[str, Any]:
    """A kind of ticket with its two attributes and four states."""
    attributes = [
        {
            "type": "ticket_type_attribute", "id": f"{id}{number}", "workspace_id": workspace.app_id, "name": attribute,
            "description": "", "data_type": "string", "input_options": {"multiline": number == 1}, "order": number,
            "required_to_create": False, "required_to_create_for_contacts": False, "visible_on_create": True,
            "visible_to_contacts": True, "default": True, "ticket_type_id": int(id), "archived": False,
            "created_at": workspace.now, "updated_at": workspace.now,
        }
        for number, attribute in enumerate(("_default_title_", "_default_description_"))
    ]  # fmt: skip
    return {
        "type": "ticket_type", "id": id, "name": name, "description": "", "icon": "", "category": "Customer",
        "workspace_id": workspace.app_id, "archived": False, "created_at": workspace.now, "updated_at": workspace.now,
        "ticket_type_attributes": {"type": "list", "data": attributes},
        "ticket_states": {"type": "list", "data": [
            {"type": "ticket_state", "id": f"{id}{number}", "category": state, "internal_label": label,
             "external_label": label}
            for number, (state, label) in enumerate(STATES)
        ]},
    }  # fmt: skip


def article(workspace: Workspace, id: str, title: str, body: str) -> dict[str, Any]:
    """A help article."""
    return {
        "id": id, "type": "article", "workspace_id": workspace.app_id, "parent_ids": [], "title": title,
        "description": "", "body": body, "author_id": int(MARA), "state": "published", "created_at": workspace.now,
        "updated_at": workspace.now, "url": f"https://help.acme.example/articles/{id}",
        "tags": {"type": "tag.list", "tags": []},
    }  # fmt: skip

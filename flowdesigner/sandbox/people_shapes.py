"""What Intercom sends of people, teams and tags, as JSON."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_OID, uuid5

from flowdesigner.sandbox.people import Admin, Contact, Team
from flowdesigner.sandbox.workspace import Workspace

Json = dict[str, Any]
API = "https://api.intercom.io"


def admin_data(workspace: Workspace, admin: Admin) -> Json:
    """A teammate."""
    return {
        "type": "admin", "id": admin.id, "name": admin.name, "email": admin.email,
        "away_mode_enabled": admin.is_away, "away_mode_reassign": False, "away_status_reason_id": None,
        "has_inbox_seat": admin.has_inbox_seat, "team_ids": teams_of(workspace, admin), "avatar": admin.avatar or None,
    }  # fmt: skip


def me_data(workspace: Workspace, admin: Admin) -> Json:
    """Whose token it is."""
    app = {
        "type": "app", "id_code": workspace.app_id, "name": workspace.name, "created_at": workspace.now,
        "secure": False, "identity_verification": False, "timezone": "Europe/Berlin", "region": workspace.region,
    }  # fmt: skip
    return {
        "type": "admin", "id": admin.id, "name": admin.name, "email": admin.email, "email_verified": True, "app": app,
        "avatar": {"type": "avatar", "image_url": admin.avatar or None}, "has_inbox_seat": admin.has_inbox_seat,
        "away_mode_enabled": admin.is_away, "away_mode_reassign": False, "team_ids": teams_of(workspace, admin),
    }  # fmt: skip


def teams_of(workspace: Workspace, admin: Admin) -> list[int]:
    """Ids as numbers, as Intercom has them here."""
    return [int(team.id) for team in workspace.teams.values() if admin.id in team.admin_ids]


def team_data(team: Team) -> Json:
    """A team."""
    return {
        "type": "team", "id": team.id, "name": team.name, "admin_ids": [int(id) for id in team.admin_ids],
        "assignment_limit": None, "distribution_method": "round_robin" if team.round_robin else "manual",
    }  # fmt: skip


def tag_data(workspace: Workspace, id: str, applied_at: int | None = None, applied_by: str = "") -> Json:
    """A tag, with when and by whom it was put on where it was."""
    data: Json = {"type": "tag", "id": id, "name": workspace.tags[id]}
    if applied_at is not None:
        data |= {"applied_at": applied_at, "applied_by": {"type": "admin", "id": applied_by}}
    return data


EMPTY_FIELDS = (
    "avatar", "last_seen_at", "last_contacted_at", "last_email_opened_at", "last_email_clicked_at", "language_override",
    "browser", "browser_version", "browser_language", "os", "android_app_name", "android_app_version", "android_device",
    "android_os_version", "android_sdk_version", "android_last_seen_at", "ios_app_name", "ios_app_version",
    "ios_device", "ios_os_version", "ios_sdk_version", "ios_last_seen_at",
)  # fmt: skip
PLACE = ("country", "region", "city", "country_code", "continent_code")
LISTS = {"tags": "tags", "notes": "notes", "companies": "companies"}
OPTED = {"opted_out_subscription_types": "subscriptions", "opted_in_subscription_types": "subscriptions"}


def contact_data(workspace: Workspace, contact: Contact) -> Json:
    """A customer."""
    lists = {
        name: {"type": "list", "data": [], "url": f"{API}/contacts/{contact.id}/{path}", "total_count": 0,
               "has_more": False}
        for name, path in {**LISTS, **OPTED}.items()
    }  # fmt: skip
    tags = [{"type": "tag", "id": id, "url": f"{API}/tags/{id}"} for id in contact.tag_ids]
    lists["tags"] |= {"data": tags, "total_count": len(tags)}
    companies = [
        {"type": "company", "id": company_id(name), "url": f"{API}/companies/{company_id(name)}"}
        for name in contact.companies
    ]
    lists["companies"] |= {"data": companies, "total_count": len(companies)}
    own = {
        "type": "contact", "id": contact.id, "workspace_id": workspace.app_id, "external_id": contact.external_id,
        "role": contact.role, "phone": contact.phone, "name": contact.name, "owner_id": contact.owner_id,
        "social_profiles": {"type": "list", "data": []}, "has_hard_bounced": False, "marked_email_as_spam": False,
        "unsubscribed_from_emails": contact.unsubscribed_from_emails, "created_at": contact.created_at,
        "updated_at": contact.updated_at, "signed_up_at": contact.signed_up_at,
        "last_replied_at": contact.last_replied_at, "custom_attributes": contact.custom_attributes,
        "location": {"type": "location", **dict.fromkeys(PLACE), **contact.location},
        "email": contact.email or "", "language_override": contact.language,
    }  # fmt: skip
    return {**dict.fromkeys(EMPTY_FIELDS), **own, **lists}


def company_data(workspace: Workspace, name: str) -> Json:
    """A company that contacts belong to."""
    return {
        "type": "company", "id": company_id(name), "company_id": name, "app_id": workspace.app_id, "name": name,
        "created_at": workspace.now, "updated_at": workspace.now, "monthly_spend": 0, "session_count": 0,
        "user_count": 1, "custom_attributes": {},
    }  # fmt: skip


def company_id(name: str) -> str:
    """The same for the same name."""
    return uuid5(NAMESPACE_OID, name).hex[:24]

"""`RefusedError`: what the sandbox answers to a call that Intercom would refuse, as Intercom's `error.list`."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flowdesigner.errors import FlowdesignerError

Json = dict[str, Any]


class RefusedError(FlowdesignerError):
    """An answer that is not 2xx. `code` is one of Intercom's; `headers` go along with it."""

    def __init__(
        self, status: int, code: str, message: str, *, field: str = "", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.field = field
        self.headers = headers or {}

    def to_data(self) -> Json:
        """As Intercom words it."""
        error: Json = {"code": self.code, "message": str(self)}
        if self.field:
            error["field"] = self.field
        return {"type": "error.list", "request_id": str(uuid4()), "errors": [error]}


def not_found(message: str = "Resource Not Found", code: str = "not_found") -> RefusedError:
    """404."""
    return RefusedError(404, code, message)


def invalid(message: str, *, field: str = "", status: int = 422) -> RefusedError:
    """A body or a parameter that makes no sense."""
    return RefusedError(status, "parameter_invalid", message, field=field)

"""`Operation`: one edit of one flow, which gives the operation that takes it back."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from flowdesigner.flow.document import Flow


class Operation(BaseModel):
    """One edit of one flow."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    def carry_out(self, flow: Flow) -> Operation:
        """Change the flow; returns the operation that takes the change back."""
        raise NotImplementedError(type(self).__name__)

    def data(self) -> dict[str, Any]:
        """As JSON, in the shape that the page sends."""
        return self.model_dump(mode="json", by_alias=True)

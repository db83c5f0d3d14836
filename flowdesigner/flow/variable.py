"""`Variable`: what the author says of a variable of the flow."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from flowdesigner.flow.event import Value


class Variable(BaseModel):
    """A variable of a flow, by its name."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: str = Field(min_length=1, title="Name")
    """What templates write between braces."""
    type: Literal["text", "number", "yes_no", "date", "list", "object"] = Field(default="text", title="Type")
    """What it holds."""
    description: str = Field(default="", title="Description")
    """What it is for."""
    sensitive: bool = Field(default=False, title="Sensitive")
    """Masked wherever people or logs would see it."""
    default: Value = Field(default=None, title="Default")
    """Its value until the flow sets it."""

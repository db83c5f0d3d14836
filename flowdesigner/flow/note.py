"""`Note` and `Group`: what authors put beside the blocks for each other; customers never meet either."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

COLOURS = ("yellow", "green", "blue", "pink", "grey")
Area = tuple[float, float, float, float]
"""Left, top, width and height, in pixels."""


class Note(BaseModel):
    """A sticky note. What a newer flowdesigner says of it besides is kept."""

    model_config = ConfigDict(frozen=True, extra="allow", use_attribute_docstrings=True)

    id: str = Field(min_length=1)
    """Its name in files and edits."""
    text: str = ""
    """What it says."""
    colour: str = Field(default=COLOURS[0], pattern=r"^[a-z]+$")
    """One of `COLOURS`; one that is not known is shown as the first."""


class Group(BaseModel):
    """Blocks with a frame around them, which can be collapsed to one card."""

    model_config = ConfigDict(frozen=True, extra="allow", use_attribute_docstrings=True)

    id: str = Field(min_length=1)
    """Its name in files and edits."""
    name: str = ""
    """What stands on the frame."""
    colour: str = Field(default=COLOURS[0], pattern=r"^[a-z]+$")
    """One of `COLOURS`."""
    blocks: tuple[str, ...] = ()
    """Ids of its blocks, in order; a block is in one group at most."""

    def without(self, *blocks: str) -> Group:
        """The group without these blocks."""
        return self.model_copy(update={"blocks": tuple(one for one in self.blocks if one not in blocks)})

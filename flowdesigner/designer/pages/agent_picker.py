"""`AgentPicker`: a drop-down of teammates with name and picture, which ipywidgets has not."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from flowdesigner.designer.account import Agent


class AgentPicker(anywidget.AnyWidget):
    """`value` is the id of the one chosen, "" for nobody; `people` are `choice`s."""

    _esm = Path(__file__).parent / "agent_picker.js"

    value = traitlets.Unicode("").tag(sync=True)
    people = traitlets.List(traitlets.Dict()).tag(sync=True)
    label = traitlets.Unicode("").tag(sync=True)
    empty = traitlets.Unicode("").tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)


def choice(agent: Agent) -> dict[str, object]:
    """A teammate as the drop-down shows them; pictures only from https addresses."""
    return {
        "id": agent.id,
        "name": agent.name,
        "picture": agent.avatar if agent.avatar.startswith("https://") else "",
        "note": "" if agent.has_inbox_seat else "no inbox seat",
    }

"""What is said of a variable, the same in every flow that says it: declaring, changing and forgetting."""

from __future__ import annotations

from collections.abc import Mapping

from flowdesigner.errors import EditError
from flowdesigner.flow.document import Flow
from flowdesigner.flow.renaming import check_name
from flowdesigner.flow.system_variables import NAMES
from flowdesigner.flow.uses import variables_of
from flowdesigner.flow.variable import Variable


def declare(flows: Mapping[str, Flow], home: str, variable: Variable) -> dict[str, Flow]:
    """The flows that change when this is said of the variable: those that declare it, else the flow `home`."""
    name = variable.name
    if name in NAMES:
        raise EditError(f"“{name}” comes from Intercom; there is nothing to say of it.")
    where = [id for id, flow in flows.items() if name in flow.variables]
    if not where and name not in variables_of(flows):
        check_name(name)
    changed: dict[str, Flow] = {}
    for id in where or [home]:
        if flows[id].variables.get(name) != variable:
            changed[id] = flows[id].copy()
            changed[id].variables[name] = variable
    return changed


def forget(flows: Mapping[str, Flow], name: str) -> dict[str, Flow]:
    """The flows that change when the variable is declared no more. EditError while a block uses it."""
    known = variables_of(flows).get(name)
    if known and (known.sets or known.reads):
        use = (known.sets or known.reads)[0]
        raise EditError(f"“{name}” is used by “{use.title}”, so it cannot be removed.")
    changed = {id: flow.copy() for id, flow in flows.items() if name in flow.variables}
    for flow in changed.values():
        del flow.variables[name]
    return changed

"""`Shaping`: finding things in the whole bot, and edits that concern more than one flow. The page sends

    {type: "find", text, match_case}              where a text stands: names, texts, variables, notes, in all flows
    {type: "uses", flow, block}                   what leads to a block, from any flow
    {type: "variables", do: "list"}               the Variables panel
    {type: "variables", do: "rename", name, to}   rename wherever it is set, read or declared, in all flows, as one edit
    {type: "variables", do: "declare", variable}  what is said of a variable, in every flow that says something of it
    {type: "variables", do: "forget", name}       say nothing of it any more
    {type: "extract", blocks, name}               blocks of the flow on the screen become a flow of their own

A variable that nothing is said of yet is declared in the flow on the screen. The page is told

    {type: "found", text, hits: [{flow, flow_name, what, block, title, field, label, id, excerpt, start, end}], is_all}
    {type: "uses", flow, block, uses: [USE]}
    {type: "variables", variables: [{name, declared, declared_in, is_system, sets: [USE], reads: [USE]}]}
    {type: "extracted", flow, name, block}

where a `what` is flow, name, text, variable, note or group (`flow/find.py`); a USE is {flow, flow_name, block, title,
how, fields, port} with a `how` of sets, reads, leads (by an edge) or jumps (`flow/uses.py`); `declared` is what is
declared of the variable, or null. After *rename*, *declare*, *forget* and *extract* it is told what changed, as after
any other edit; one undo takes the edit back in all flows. What cannot be done becomes a notice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from flowdesigner.designer.canvas import Canvas
from flowdesigner.designer.editor import Editor
from flowdesigner.designer.requests import Extract, Find, Uses, Variables
from flowdesigner.designer.session import EditingSession
from flowdesigner.flow.declaring import declare, forget
from flowdesigner.flow.document import Flow
from flowdesigner.flow.extraction import Extracted, extract
from flowdesigner.flow.find import MOST_HITS, Hit, find
from flowdesigner.flow.renaming import rename_variable
from flowdesigner.flow.uses import KnownVariable, Use, uses_of_block, variables_of
from flowdesigner.flow.variable import Variable

View = dict[str, Any]
Reshaping = Callable[[Mapping[str, Flow]], Mapping[str, Flow]]


class Shaping:
    """Answers for the bot that the session edits."""

    def __init__(self, canvas: Canvas, session: EditingSession, editor: Editor) -> None:
        self.canvas = canvas
        self.session = session
        self.editor = editor
        canvas.on(Find, self.find)
        canvas.on(Uses, self.uses)
        canvas.on(Variables, self.variables)
        canvas.on(Extract, self.extract)

    @property
    def flows(self) -> Mapping[str, Flow]:
        """All flows, the one on the screen first."""
        shown = self.session.flow
        return {shown.id: shown, **self.session.bot.flows}

    def find(self, request: Find) -> None:
        """Where a text stands."""
        hits = find(self.flows, request.text, match_case=request.match_case)
        views = [self._hit(hit) for hit in hits]
        self.canvas.tell("found", text=request.text, hits=views, is_all=len(hits) < MOST_HITS)

    def _hit(self, hit: Hit) -> View:
        return {**asdict(hit), "flow_name": self.session.bot.flows[hit.flow].name}

    def uses(self, request: Uses) -> None:
        """What leads to a block."""
        found = uses_of_block(self.flows, request.flow, request.block)
        self.canvas.tell("uses", flow=request.flow, block=request.block, uses=[self._use(one) for one in found])

    def _use(self, use: Use) -> View:
        return {**asdict(use), "fields": list(use.fields), "flow_name": self.session.bot.flows[use.flow].name}

    def variables(self, request: Variables) -> None:
        """The panel, after what was asked."""
        if change := self._change_of(request):
            self.editor.make(lambda: self.session.reshape(change, author=self.editor.client))
        known = variables_of(self.flows).values()
        self.canvas.tell("variables", variables=[self._variable(one) for one in known])

    def _change_of(self, request: Variables) -> Reshaping | None:
        name, to, home = request.name, request.to, self.session.flow_id
        match request:
            case Variables(do="rename"):
                return lambda flows: rename_variable(flows, name, to)
            case Variables(do="declare", variable=Variable() as variable):
                return lambda flows: declare(flows, home, variable)
            case Variables(do="forget"):
                return lambda flows: forget(flows, name)
            case _:
                return None

    def _variable(self, known: KnownVariable) -> View:
        return {
            "name": known.name,
            "declared": known.declared.model_dump(mode="json") if known.declared else None,
            "declared_in": known.declared_in,
            "is_system": known.is_system,
            "sets": [self._use(one) for one in known.sets],
            "reads": [self._use(one) for one in known.reads],
        }

    def extract(self, request: Extract) -> None:
        """Make blocks a flow of their own."""
        made: list[Extracted] = []

        def change(flows: Mapping[str, Flow]) -> dict[str, Flow]:
            made.append(extract(flows, self.session.flow_id, request.blocks, request.name))
            return made[0].flows

        self.editor.make(lambda: self.session.reshape(change, author=self.editor.client))
        new = self.session.bot.flows[made[0].new]
        self.canvas.tell("extracted", flow=new.id, name=new.name, block=made[0].block)

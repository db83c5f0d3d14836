"""Pictures of a flow: Mermaid for documents, and what a notebook shows."""

from __future__ import annotations

from base64 import b64encode
from html import escape

from flowdesigner.flow.block import Block
from flowdesigner.flow.document import Flow
from flowdesigner.flow.template import plain


def mermaid(flow: Flow) -> str:
    """A Mermaid flowchart: blocks with their titles, edges with the labels of their ports."""
    names = {block.id: f"b{number}" for number, block in enumerate(flow.blocks)}
    lines = ["flowchart LR"]
    lines += [f'  {names[block.id]}["{_quoted(_text(block))}"]' for block in flow.blocks]
    for edge in flow.edges:
        label = {port.id: port.label for port in flow.block(edge.source).ports()}.get(edge.port, edge.port)
        lines.append(f'  {names[edge.source]} -->|"{_quoted(label)}"| {names[edge.target]}')
    return "\n".join(lines) + "\n"


def _text(block: Block) -> str:
    summary = " ".join(plain(block.summary()).split())
    short = summary if len(summary) <= 60 else summary[:57] + "..."
    return f"{block.title}\n{short}" if short else block.title


MERMAID = str.maketrans({letter: f"#{ord(letter)};" for letter in '#&<>"`'} | {"\n": "<br>"})
"""What Mermaid would take for its own: written as its numbers of letters (`#35;`), not as HTML's."""


def _quoted(text: str) -> str:
    return text.translate(MERMAID)


def notebook_bundle(flow: Flow) -> dict[str, str]:
    """The flow as the canvas draws it, also where nothing runs (on GitHub, in an exported notebook)."""
    data = b64encode(flow.to_svg().encode()).decode()
    picture = f'<img alt="{escape(flow.name)}" src="data:image/svg+xml;base64,{data}" style="max-width: 100%">'
    return {"text/html": picture, "text/plain": repr(flow)}

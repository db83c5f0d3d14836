"""A flow in Python: built, looked at, changed."""

from __future__ import annotations

import networkx as nx
import pytest

from flowdesigner.blocks import OfferChoices, SendMessage, Start
from flowdesigner.errors import EditError
from flowdesigner.flow.document import Flow, slug


@pytest.fixture
def flow() -> Flow:
    flow = Flow("Greeting")
    flow.connect(flow.add(Start()), flow.add(SendMessage(name="Hello there", text="Hi")))
    return flow


def test_the_graph_is_the_truth(flow: Flow) -> None:
    assert list(flow.graph.edges(keys=True)) == [("start", "hello-there", "next")]
    assert nx.shortest_path(flow.graph, "start", "hello-there") == ["start", "hello-there"]
    assert [block.title for block in flow] == ["Hello there", "Start"]
    assert flow.start is not None
    assert flow.after(flow.start) == flow.block("hello-there")


def test_building_again_gives_the_same_ids() -> None:
    flow = Flow("Two")
    assert [flow.add(SendMessage()).id for _ in range(3)] == ["send_message", "send_message-2", "send_message-3"]


def test_a_port_leads_to_one_block(flow: Flow) -> None:
    other = flow.add(SendMessage(text="Other"))
    flow.connect("start", other)
    assert [tuple(edge) for edge in flow.edges] == [("start", "next", other.id)]


def test_an_edge_needs_a_port_and_two_blocks(flow: Flow) -> None:
    with pytest.raises(EditError, match="no port “billing”"):
        flow.connect("start", "hello-there", port="billing")
    with pytest.raises(EditError, match="no block “nobody”"):
        flow.connect("start", "nobody")
    with pytest.raises(EditError, match="already"):
        flow.add(SendMessage(), id="start")


def test_an_update_is_checked_and_keeps_edges(flow: Flow) -> None:
    flow.update("hello-there", text="Good day")
    flow.rename("hello-there", "Good day")
    block = flow.block("hello-there")
    assert (block.title, block.summary()) == ("Good day", "Good day")
    assert len(flow.edges) == 1
    with pytest.raises(EditError, match="text"):
        flow.update("hello-there", text=5)


def test_removing_a_block_takes_its_edges_along(flow: Flow) -> None:
    flow.layout[flow.block("hello-there").id] = (1, 2)
    flow.remove("hello-there")
    assert not flow.edges
    assert not flow.layout
    assert "hello-there" not in flow


def test_a_copy_goes_its_own_way(flow: Flow) -> None:
    twin = flow.copy()
    assert twin == flow
    twin.update("hello-there", text="Changed")
    assert twin != flow
    assert flow.block("hello-there").summary() == "Hi"


def test_two_starts_are_none(flow: Flow) -> None:
    flow.add(Start())
    assert flow.start is None


def test_it_draws_itself(flow: Flow) -> None:
    flow.add(OfferChoices(text='Is "this" <b>it</b>?', choices=["Yes"]))
    assert flow.to_mermaid().startswith("flowchart LR\n")
    assert "Is #34;this#34; it?" in flow.to_mermaid()
    bundle = flow._repr_mimebundle_()
    assert bundle["text/html"].startswith('<img alt="Greeting" src="data:image/svg+xml;base64,')
    assert bundle["text/plain"] == "Flow('Greeting', 3 blocks, 1 edges)"


def test_what_mermaid_would_take_for_its_own_is_shown_as_written() -> None:
    flow = Flow("A")
    flow.add(SendMessage(name="What's #1; `new`?", text="a & b"))
    assert '["What\'s #35;1; #96;new#96;?<br>a #38; b"]' in flow.to_mermaid()


def test_names_become_ids() -> None:
    assert slug("Où est ma commande ?") == "ou-est-ma-commande"

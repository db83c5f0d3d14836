"""A customer played from Python: what it writes and presses is there, and what does not come is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flowdesigner.sandbox import NotSeenError, RunningSandbox, Sandbox, Visitor, running_sandbox, teammates
from flowdesigner.sandbox.conversation import Option
from flowdesigner.settings import ACCESS_TOKEN, API_URL, SANDBOX_BOT_AGENT


@pytest.fixture(scope="module")
def running() -> Iterator[RunningSandbox]:
    with running_sandbox(token="right") as running:
        yield running


def offer(running: RunningSandbox, visitor: Visitor, *labels: str) -> None:
    def act(sandbox: Sandbox) -> None:
        workspace = sandbox.workspace
        options = [Option(label, f"uuid-{label}") for label in labels]
        conversation = workspace.conversation(visitor.conversation)
        teammates.quick_reply(workspace, conversation, workspace.admin(SANDBOX_BOT_AGENT), options)

    running.do(act)


def test_it_writes_and_presses(running: RunningSandbox) -> None:
    visitor = running.visit("Jon Ek", "Hello").say("Anybody?")
    offer(running, visitor, "Yes", "No")
    visitor.press("No")
    assert visitor.lines == ["Jon Ek: Hello", "Jon Ek: Anybody?", "Olive Bot: [Yes] [No]", "Jon Ek: No"]


def test_what_does_not_come_is_said_with_the_conversation(running: RunningSandbox) -> None:
    visitor = Visitor(running, "Jon Ek", "Hello", patience=0.05)
    with pytest.raises(NotSeenError, match=r"“Bye” did not come within 0\.05 seconds\. So far:\nJon Ek: Hello"):
        visitor.wait_for("Bye")
    with pytest.raises(NotSeenError, match="The button “Bye” did not come"):
        visitor.press("Bye")


def test_the_environment_connects_a_bot(running: RunningSandbox) -> None:
    assert running.environ[API_URL] == running.url
    assert running.environ[ACCESS_TOKEN] == "right"

"""An Intercom of one's own: the same API and signed notifications, in memory or on a port, with pages for people."""

from flowdesigner.sandbox.sandbox import Sandbox
from flowdesigner.sandbox.server import RunningSandbox, running_sandbox, serve
from flowdesigner.sandbox.settings import Settings
from flowdesigner.sandbox.visitor import NotSeenError, Visitor

__all__ = ["NotSeenError", "RunningSandbox", "Sandbox", "Settings", "Visitor", "running_sandbox", "serve"]

"""An Intercom of one's own: the same API and signed notifications, in memory or on a port, with pages for people."""

from flowdesigner.sandbox.sandbox import Sandbox
from flowdesigner.sandbox.server import RunningSandbox, running_sandbox, serve
from flowdesigner.sandbox.settings import Settings

__all__ = ["RunningSandbox", "Sandbox", "Settings", "running_sandbox", "serve"]

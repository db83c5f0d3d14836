"""Receives Intercom's notifications: checks, keeps, acknowledges. What they mean is for the runtime."""

from flowdesigner.listener.app import Receiver, create_app
from flowdesigner.listener.server import Listener

__all__ = ["Listener", "Receiver", "create_app"]

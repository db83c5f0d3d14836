"""flowdesigner: a no-code designer of chat-bot flows for Intercom that lives in Jupyter."""

__version__ = "0.1.0"

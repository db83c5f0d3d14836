"""Kept chats: a bot's tests, as conversations that people can read. See `docs/how-to/test-a-bot.md`."""

from __future__ import annotations

from flowdesigner.chats.chat import Chat, Expected, Step
from flowdesigner.chats.coverage import Coverage, Exit
from flowdesigner.chats.folder import load_chat, load_chats, put_back, remove_chat, save_chat
from flowdesigner.chats.report import Report, run_chats
from flowdesigner.chats.running import Mismatch, Result, accepted, kept, run

__all__ = [
    "Chat",
    "Coverage",
    "Exit",
    "Expected",
    "Mismatch",
    "Report",
    "Result",
    "Step",
    "accepted",
    "kept",
    "load_chat",
    "load_chats",
    "put_back",
    "remove_chat",
    "run",
    "run_chats",
    "save_chat",
]

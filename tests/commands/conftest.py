"""The bot and the world of the engine's tests: commands look at what an engine moves."""

from __future__ import annotations

from tests.runtime.conftest import bot, clock, database, start, store, world

__all__ = ["bot", "clock", "database", "start", "store", "world"]

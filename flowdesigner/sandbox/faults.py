"""Faults on request: notifications late, doubled, swapped or lost; calls refused with 429, failed with 500, or slow."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any, Literal

from pydantic import BaseModel, Field

Kind = Literal["late", "doubled", "swapped", "lost", "rate_limited", "failed", "answer_lost", "slow"]
OF_NOTIFICATIONS = frozenset({"late", "doubled", "swapped", "lost"})


class Fault(BaseModel):
    """Something that goes wrong `times` times (0: always).

    Of notifications: `late` by `seconds`, `doubled`, `swapped` with the next one of the conversation, `lost`.
    Of calls: `rate_limited` (429), `failed` (500, nothing was done), `answer_lost` (500, but it was done), `slow`.
    `where` is the notification's topic, or the call as `POST /conversations/*/reply`; `*` stands for anything.
    """

    kind: Kind
    where: str = "*"
    times: int = Field(default=1, ge=0)
    seconds: float = Field(default=1.0, ge=0)

    @property
    def is_of_notifications(self) -> bool:
        """Whether it befalls notifications, not calls."""
        return self.kind in OF_NOTIFICATIONS


class Faults:
    """The faults that are yet to come."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, kind: Kind, where: str = "*", *, times: int = 1, seconds: float = 1.0) -> Fault:
        """Let something go wrong."""
        fault = Fault(kind=kind, where=where, times=times, seconds=seconds)
        self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Nothing goes wrong from now on."""
        self._waiting.clear()

    def to_data(self) -> list[dict[str, Any]]:
        """The list."""
        return [fault.model_dump() for fault in self._waiting]

    def of_notification(self, topic: str) -> Fault | None:
        """The fault that befalls this notification; it is used up by that."""
        return self._take(topic, of_notifications=True)

    def of_call(self, method: str, path: str) -> Fault | None:
        """The fault that befalls this call."""
        return self._take(f"{method} {path}", of_notifications=False)

    def _take(self, what: str, *, of_notifications: bool) -> Fault | None:
        for fault in self._waiting:
            if fault.is_of_notifications == of_notifications and fnmatchcase(what, fault.where):
                self._use(fault)
                return fault
        return None

    def _use(self, fault: Fault) -> None:
        if fault.times == 1:
            self._waiting.remove(fault)
        elif fault.times > 1:
            fault.times -= 1

"""`CallApi`: the action of calling somebody else's API, what is kept of its answer, and both as data for the outbox."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flowdesigner.errors import ApiCallError
from flowdesigner.flow.action import Action
from flowdesigner.flow.event import Value
from flowdesigner.flow.json_path import take
from flowdesigner.flow.sealed import Sealed, parts_from_data, parts_to_data

MOST_KEPT = 64 * 1024
"""Letters of JSON that a conversation keeps of one answer: it is made for fields, it is no store for documents."""
REPEATABLE = frozenset({"GET", "HEAD"})
"""Methods that only look: a call of which nobody knows whether it arrived may be made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallApi(Action):
    """Call `url`; `answer` are pairs of a variable and the path to its value in the answer.

    `shown` is what logs and transcripts say of it, `example` the answer that a rehearsal gives ("" for none). The
    result is what `result_of` says.
    """

    method: str
    url: Sealed
    headers: tuple[tuple[str, Sealed], ...] = ()
    body: Sealed | None = None
    timeout: int = 10
    answer: tuple[tuple[str, str], ...] = ()
    shown: str = ""
    example: str = ""

    def to_data(self) -> dict[str, Any]:
        """JSON data for the outbox, without secrets."""
        return {
            "method": self.method,
            "url": parts_to_data(self.url),
            "headers": [[name, parts_to_data(value)] for name, value in self.headers],
            "body": None if self.body is None else parts_to_data(self.body),
            "timeout": self.timeout,
            "answer": [list(pair) for pair in self.answer],
            "shown": self.shown,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> CallApi:
        """The call that `to_data` wrote."""
        return cls(
            method=data["method"],
            url=tuple(parts_from_data(data["url"])),
            headers=tuple((name, tuple(parts_from_data(value))) for name, value in data["headers"]),
            body=None if data["body"] is None else tuple(parts_from_data(data["body"])),
            timeout=data["timeout"],
            answer=tuple((variable, path) for variable, path in data["answer"]),
            shown=data["shown"],
        )

    def __str__(self) -> str:
        return f"{self.method} {self.shown}"


def result_of(call: CallApi, status: int, body: Value) -> dict[str, Value]:
    """`{"status": 200, "values": {variable: value}}`: what `ActionDone` brings; ApiCallError when it is too much."""
    values: dict[str, Value] = {variable: take(body, path) for variable, path in call.answer}
    if len(json.dumps(values)) > MOST_KEPT:
        raise ApiCallError(
            f"{call}: what is kept of the answer is larger than {MOST_KEPT // 1024} KB. Choose smaller fields."
        )
    return {"status": status, "values": values}


def parsed(text: str) -> Value:
    """The body of an answer: JSON, or else the text itself."""
    try:
        body: Value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return text
    return body


def _refuse(constant: str) -> None:
    """NaN and Infinity are not JSON, and no database takes them."""
    raise ValueError(constant)

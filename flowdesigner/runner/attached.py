"""`Attached`: a running bot as seen from a notebook or a page: a plain Jupyter client of its kernel."""

from __future__ import annotations

import ast
import json
from types import TracebackType
from typing import Any, Self

from jupyter_client.blocking.client import BlockingKernelClient

from flowdesigner.errors import ConfigurationError
from flowdesigner.runner.registry import Registration

PATIENCE = 30.0
"""Seconds in which the kernel must answer; going live asks Intercom first."""


class Attached:
    """`attach(bot)` gives one. `with attach("order-support") as bot: bot.status()`"""

    def __init__(self, registration: Registration) -> None:
        self.registration = registration
        self._client = BlockingKernelClient(connection_file=registration.connection_file)
        try:
            self._client.load_connection_file()
        except OSError:
            raise ConfigurationError(f"The runner has gone: {registration}.") from None
        self._client.start_channels(iopub=False, stdin=False, hb=False, control=False)

    def status(self) -> dict[str, Any]:
        """How the runner is: live or not, version, counts, the last error."""
        status: dict[str, Any] = self.evaluate("runner.status()")
        return status

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - whatever the kernel has
        """The value of an expression in the kernel, where the runner is `runner`; what is no JSON comes as its repr.

        ConfigurationError with the kernel's words when it raises.
        """
        asked = {"value": f"__import__('json').dumps(({expression}), default=repr)"}
        message = self._client.execute("", silent=True, user_expressions=asked, store_history=False)
        return self._value(message)

    def _value(self, message: str) -> Any:  # noqa: ANN401
        answer = self._answer(message)
        told = answer.get("user_expressions", {}).get("value", {"evalue": "the runner does not answer"})
        if told.get("status") != "ok":
            raise ConfigurationError(told.get("evalue") or "The runner could not say.")
        return json.loads(ast.literal_eval(told["data"]["text/plain"]))

    def _answer(self, message: str) -> dict[str, Any]:
        while True:
            try:
                reply = self._client.get_shell_msg(timeout=PATIENCE)
            except Exception as error:
                raise ConfigurationError(f"The runner does not answer: {self.registration}.") from error
            if reply["parent_header"].get("msg_id") == message:
                content: dict[str, Any] = reply["content"]
                return content

    def close(self) -> None:
        """Let go; the bot runs on."""
        self._client.stop_channels()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Attached({self.registration})"

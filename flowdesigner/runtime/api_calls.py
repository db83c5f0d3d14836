"""`ApiCalls`: carries out what *Call API* asks for. The engine uses it, and the designer for trials and test calls."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flowdesigner.channel.offload_webhook import SIGNATURE, signature
from flowdesigner.errors import ApiCallError
from flowdesigner.flow.api_call import CallApi, parsed, result_of
from flowdesigner.flow.event import Value
from flowdesigner.flow.sealed import Unsealing
from flowdesigner.outgoing.api import ApiClient, ApiRequest
from flowdesigner.outgoing.guard import Guard
from flowdesigner.store.flow_secrets import FlowSecrets
from flowdesigner.store.secrets import Secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The whole answer to a call, its secrets masked."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: Value
    seconds: float


class ApiCalls:
    """Makes calls with the secrets of one bot; to be used on one event loop, and closed at the end."""

    def __init__(self, secret: Callable[[str], str | None], guard: Guard) -> None:
        self._secret = secret
        self._client = ApiClient(guard)

    @classmethod
    def of(cls, secrets: Secrets, environ: Mapping[str, str] = os.environ) -> ApiCalls:
        """With the secrets of a store, and the exceptions that the environment names."""
        return cls(FlowSecrets(secrets, environ).get, Guard.from_settings(environ))

    async def make(self, call: CallApi) -> dict[str, Value]:
        """Make the call; its result, as `ActionDone` brings it. ApiCallError or SecretError, in words."""
        answer = await self.ask(call)
        return result_of(call, answer.status, answer.body)

    async def ask(self, call: CallApi) -> Answered:
        """Make the call; the whole answer."""
        unsealing = Unsealing(self._secret)
        # Secrets are read from the database.
        request = await asyncio.to_thread(opened, call, unsealing)
        answer = await self._client.call(request)
        headers = tuple((name, str(unsealing.masked(value))) for name, value in answer.headers)
        body = unsealing.masked(parsed(answer.text))
        return Answered(status=answer.status, headers=headers, body=body, seconds=answer.seconds)

    async def tell(self, url: str, data: Mapping[str, Any], secret_name: str) -> Value:
        """POST JSON, signed if that secret is kept; the answer, parsed. ApiCallError unless the status is 2xx."""
        body = json.dumps(data, ensure_ascii=False).encode()
        secret = await asyncio.to_thread(self._secret, secret_name)
        signed = ((SIGNATURE, signature(body, secret)),) if secret else ()
        headers = (("Content-Type", "application/json"), *signed)
        request = ApiRequest(method="POST", url=url, headers=headers, content=body, has_secrets=True)
        answer = await self._client.call(request)
        if not 200 <= answer.status < 300:
            raise ApiCallError(f"The offload webhook answered with status {answer.status}.")
        return parsed(answer.text)

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.close()


def opened(call: CallApi, unsealing: Unsealing) -> ApiRequest:
    """The call with its secrets put in."""
    url = unsealing.open(call.url)
    headers = tuple((name, unsealing.open(value)) for name, value in call.headers)
    body = None if call.body is None else unsealing.open(call.body).encode("utf-8", "replace")
    return ApiRequest(
        method=call.method,
        url=url,
        headers=headers,
        content=body,
        seconds=float(call.timeout),
        has_secrets=unsealing.has_used_any,
    )

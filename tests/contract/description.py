"""Intercom's own description of its API, for validating requests and answers."""

from __future__ import annotations

from pathlib import Path

import httpx
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict


class Request:
    """An httpx request as openapi-core wants it."""

    def __init__(self, request: httpx.Request) -> None:
        self._request = request
        self.host_url = "https://api.intercom.io"
        self.path = request.url.path
        self.method = request.method.lower()
        self.body = request.content or None
        self.content_type = request.headers.get("content-type", "application/json").split(";")[0]
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(list(request.url.params.multi_items())),
            header=Headers(list(request.headers.multi_items())),
            cookie=ImmutableMultiDict(),
        )


class Answer:
    """An httpx response as openapi-core wants it."""

    def __init__(self, response: httpx.Response) -> None:
        self.status_code = response.status_code
        self.data = response.content
        self.content_type = response.headers.get("content-type", "application/json").split(";")[0]
        self.headers = Headers(list(response.headers.multi_items()))


class Description:
    """The description, loaded once: validate as often as wanted."""

    def __init__(self, shared: Path) -> None:
        file = shared / "intercom/api-2.16-patched.yaml"
        # The description was checked when it was patched; checking it again takes ten seconds.
        self._api = OpenAPI.from_file_path(str(file), config=Config(spec_validator_cls=None))

    def validate_request(self, request: httpx.Request) -> None:
        """Raises when Intercom would refuse it."""
        self._api.validate_request(Request(request))

    def validate_answer(self, request: httpx.Request, response: httpx.Response) -> None:
        """Raises when Intercom would not answer so."""
        self._api.validate_response(Request(request), Answer(response))

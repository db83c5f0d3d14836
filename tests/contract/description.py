"""Intercom's own description of its API, for validating requests and answers, and for its examples of answers."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from werkzeug.datastructures import Headers, ImmutableMultiDict

HOST = "https://api.intercom.io"


class Request:
    """An httpx request as openapi-core wants it."""

    def __init__(self, request: httpx.Request) -> None:
        self._request = request
        self.host_url = HOST
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


@dataclass(frozen=True)
class Example:
    """An answer that the description shows for a call."""

    name: str
    status: int
    body: Any

    def response(self) -> httpx.Response:
        """As it comes."""
        return httpx.Response(self.status, json=self.body)


class Description:
    """The description, loaded once: validate as often as wanted."""

    def __init__(self, shared: Path) -> None:
        file = shared / "intercom/api-2.16-patched.yaml"
        # The description was checked when it was patched; checking it again takes ten seconds.
        self._api = OpenAPI.from_file_path(str(file), config=Config(spec_validator_cls=None))
        paths: dict[str, Any] = self._api.spec["paths"].read_value()
        # A path with fewer parameters comes before one that also matches: /conversations/attributes before /{id}.
        self._paths = {
            re.compile(re.sub(r"\{[^}]*\}", "[^/]+", path)): paths[path]
            for path in sorted(paths, key=lambda path: path.count("{"))
        }

    def validate_request(self, request: httpx.Request) -> None:
        """Raises when Intercom would refuse it."""
        self._api.validate_request(Request(request))

    def validate_answer(self, request: httpx.Request, response: httpx.Response) -> None:
        """Raises when Intercom would not answer so."""
        self._api.validate_response(Request(request), Answer(response))

    def examples(self, request: httpx.Request) -> Iterator[Example]:
        """What the description shows as answers to a call; those that break its own schema are mended."""
        for status, answer in self._operation(request)["responses"].items():
            shown = answer.get("content", {}).get("application/json", {}).get("examples", {})
            for name, example in shown.items():
                yield Example(name, int(status), mended(example["value"]))

    def example(self, request: httpx.Request) -> httpx.Response:
        """The first example of success."""
        return next(example for example in self.examples(request) if example.status == 200).response()

    def _operation(self, request: httpx.Request) -> Any:
        method = request.method.lower()
        matching = (found for path, found in self._paths.items() if path.fullmatch(request.url.path))
        return next(found[method] for found in matching if method in found)


def mended(example: object) -> Any:
    """An example without its own faults: part ids as numbers, empty event details, addresses without a host."""
    example = copy.deepcopy(example)
    for each in _objects(example):
        if each.get("type") == "conversation_part":
            each["id"] = str(each["id"])
            if each.get("event_details", ...) is None:
                del each["event_details"]
        if str(each.get("url") or "").startswith("/"):
            each["url"] = HOST + each["url"]
    return example


def _objects(data: object) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _objects(inner)

"""Whatever customers write stays a value, and secrets are nowhere but where the author put them."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flowdesigner.errors import ApiCallError
from flowdesigner.flow.address import in_logs, is_decided_by_a_variable, sealed_address, server
from flowdesigner.flow.body import sealed_form, sealed_json
from flowdesigner.flow.event import Value
from flowdesigner.flow.sealed import MASK, Secret, Unsealing, parts_from_data, parts_to_data, seal, secrets_in
from flowdesigner.flow.template import Template

WRITTEN = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)


def opened(sealed: object, **secrets: str) -> str:
    return Unsealing(secrets.get).open(sealed)  # type: ignore[arg-type]


@given(said=WRITTEN, again=WRITTEN)
def test_an_address_keeps_its_server_its_path_and_its_fields(said: str, again: str) -> None:
    assume(said.strip() and said.strip() not in (".", ".."))
    values: dict[str, Value] = {"order": said, "shop": again}
    address = Template("https://api.example.com/orders/{order}/items?shop={shop}&page=2")
    parts = urlsplit(opened(sealed_address(address, values.get)))
    assert (parts.scheme, parts.netloc, parts.fragment) == ("https", "api.example.com", "")
    assert [unquote(step) for step in parts.path.split("/")] == ["", "orders", said, "items"]
    assert dict(parse_qsl(parts.query, keep_blank_values=True)) == {"shop": again, "page": "2"}


@given(said=WRITTEN, listed=st.lists(st.integers() | WRITTEN, max_size=3))
def test_json_keeps_its_shape(said: str, listed: list[Value]) -> None:
    values: dict[str, Value] = {"said": said, "list": listed}
    body = json.dumps({"a": "{said}", "b": {"c": ["{list}", "{{x}} {said|trim}"]}, "d": None})
    sealed = sealed_json(body, values.get)
    assert json.loads(opened(sealed)) == {"a": said, "b": {"c": [listed, f"{{x}} {said.strip()}"]}, "d": None}


@given(said=WRITTEN)
def test_a_form_keeps_its_fields(said: str) -> None:
    sealed = sealed_form('{"a b": "x{said}&", "n": 1, "t": "{secret.key}"}', {"said": said}.get)
    found = parse_qsl(opened(sealed, key="k&=y"), keep_blank_values=True)
    assert found == [("a b", f"x{said}&"), ("n", "1"), ("t", "k&=y")]


@given(said=WRITTEN)
def test_what_a_customer_writes_is_never_a_secret(said: str) -> None:
    sealed = seal(Template("{said} {secret.key}"), {"said": "{secret.key}" + said}.get)
    assert opened(sealed, key="sesame") == "{secret.key}" + said + " sesame"
    assert tuple(parts_from_data(json.loads(json.dumps(parts_to_data(sealed))))) == sealed


def test_secrets_are_masked_in_every_shape_in_which_they_were_sent() -> None:
    unsealing = Unsealing({"login": "me:pass/word", "pin": "12"}.get)
    unsealing.open((Secret("login", ("base64",), "url"), Secret("login", (), "json"), Secret("pin")))
    answer: Value = {"a": ["bWU6cGFzcy93b3Jk", {"me:pass/word": "x me:pass/word y"}], "pin": "at 12 o'clock", "n": 12}
    assert unsealing.masked(answer) == {"a": [MASK, {MASK: f"x {MASK} y"}], "pin": "at 12 o'clock", "n": 12}


def test_a_secret_that_is_not_kept_is_named() -> None:
    with pytest.raises(ApiCallError, match="The secret “key” is not kept"):
        opened((Secret("key"),))


def test_secrets_are_found_in_templates() -> None:
    assert secrets_in("Bearer {secret.a}", "{b} {secret.c|base64}", "{secret}") == {"a", "c"}


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://api.example.com/a", "api.example.com"),
        ("HTTPS://API.example.com", "API.example.com"),
        ("https://api.example.com:8443?a", "api.example.com:8443"),
        ("https://{shop}.example.com/", "{shop}.example.com"),
        ("https://[2001:db8::1]:8080/a", "[2001:db8::1]:8080"),
        ("https:///a", ""),
        ("https://a@example.com/", ""),
        ("https:/example.com/", ""),
        ("//example.com/", ""),
        ("javascript:alert(1)", ""),
        ("https://exa mple.com/", ""),
        ("https://example.com\\@evil.com/", ""),
    ],
)
def test_servers(address: str, host: str) -> None:
    assert server(Template(address)) == host


@pytest.mark.parametrize(
    ("address", "decided"),
    [
        ("https://{host}/", True),
        ("https://api.{domain}/", True),
        ("https://example.com{path}", True),
        ("https://{secret.host}:443/", True),
        ("https://{shop}.example.com/", False),
        ("https://example.com/{path}", False),
    ],
)
def test_a_customer_never_decides_which_server_is_called(address: str, decided: bool) -> None:
    assert is_decided_by_a_variable(Template(address)) is decided


@given(shop=WRITTEN)
def test_a_shop_of_its_own_stays_below_its_domain(shop: str) -> None:
    assume(shop.strip())
    try:
        found = opened(sealed_address(Template("https://{shop}.example.com/a"), {"shop": shop}.get))
    except ValueError:
        return
    assert urlsplit(found).netloc.endswith(".example.com")
    assert urlsplit(found).path == "/a"


def test_logs_see_no_values() -> None:
    assert in_logs(Template("https://a.example/{x}?key={secret.k}#y")) == "https://a.example/{x}"

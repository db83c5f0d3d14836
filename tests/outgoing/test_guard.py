"""What authors write into blocks never reaches into the own network, by whatever spelling."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from flowdesigner.errors import BlockedAddressError, ConfigurationError
from flowdesigner.outgoing.clients import make_client
from flowdesigner.outgoing.guard import Guard
from tests.outgoing.servers import answering


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "172.16.1.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1",
     "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:5ef5:79fd:0:59d:80ff:fffe"],
)  # fmt: skip
def test_a_private_address_is_refused(address: str) -> None:
    with pytest.raises(BlockedAddressError, match="FLOWDESIGNER_ALLOWED_ADDRESSES"):
        Guard().check("crm.example.com", address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_a_public_address_is_let_through(address: str) -> None:
    Guard().check("example.com", address)


def test_exceptions_are_hosts_and_networks() -> None:
    guard = Guard.from_settings({"FLOWDESIGNER_ALLOWED_ADDRESSES": "CRM.internal, 10.1.0.0/16 ,::1"})
    guard.check("crm.internal", "192.168.1.9")
    guard.check("crm.internal.", "192.168.1.9")
    guard.check("anything", "10.1.2.3")
    guard.check("localhost", "::1")
    for host, address in [
        ("other.internal", "192.168.1.9"),
        ("anything", "10.2.0.1"),
        ("crm.internal.evil", "10.2.0.1"),
    ]:
        with pytest.raises(BlockedAddressError):
            guard.check(host, address)


def test_nothing_is_excepted_by_default() -> None:
    with pytest.raises(BlockedAddressError):
        Guard.from_settings({}).check("localhost", "127.0.0.1")


def test_an_exception_that_is_no_network_is_said() -> None:
    with pytest.raises(ConfigurationError, match=r"10\.1\.0\.0/99"):
        Guard(["10.1.0.0/99"])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "LOCALHOST"])
async def test_a_guarded_client_refuses_before_it_connects(host: str) -> None:
    async with answering(b"never") as server, make_client(guard=Guard()) as client:
        with pytest.raises(BlockedAddressError):
            await client.get(f"http://{host}:{server.port}/")
        assert server.connections == 0


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.1", "0177.0.0.1"])
async def test_an_odd_spelling_of_a_private_address_does_not_help(host: str) -> None:
    async with answering(b"never") as server, make_client(guard=Guard()) as client:
        with pytest.raises((BlockedAddressError, httpx.TransportError, httpx.InvalidURL)):
            await client.get(f"http://{host}:{server.port}/")
        assert server.connections == 0


async def test_a_name_that_is_asked_for_many_times_at_once_is_refused_each_time() -> None:
    async with make_client(guard=Guard()) as client:
        calls = [client.get("http://localhost:9/") for _ in range(5)]
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {BlockedAddressError}


async def test_a_guarded_client_calls_an_exception() -> None:
    async with answering(b"hello") as server, make_client(guard=Guard(["localhost"])) as client:
        assert (await client.get(f"http://localhost:{server.port}/")).text == "hello"


async def test_a_redirect_is_not_followed() -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    async with answering(b"", head=head) as server, make_client(guard=Guard(["localhost"])) as client:
        assert (await client.get(f"http://localhost:{server.port}/")).status_code == 302

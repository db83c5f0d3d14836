"""`Guard`: keeps what authors write into blocks from reaching into the own network.

The address that is connected to is checked, not the name: a name may lead anywhere, and elsewhere the next time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from flowdesigner.errors import BlockedAddressError, ConfigurationError
from flowdesigner.settings import ALLOWED_ADDRESSES, from_environment

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NAT64 = IPv6Network("64:ff9b::/96")


class Guard:
    """Lets only public addresses through, and the exceptions: hosts (`crm.example.com`) or networks (`10.1.0.0/16`)."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        exceptions = [text.strip().lower() for text in allowed if text.strip()]
        self._networks = tuple(network for text in exceptions if (network := _network(text)))
        self._hosts = frozenset(text for text in exceptions if not _network(text))

    @classmethod
    def from_settings(cls, environ: Mapping[str, str] = os.environ) -> Guard:
        """With the exceptions of `FLOWDESIGNER_ALLOWED_ADDRESSES`, separated by commas; none by default."""
        return cls((from_environment(ALLOWED_ADDRESSES, environ) or "").split(","))

    def check(self, host: str, address: str) -> None:
        """BlockedAddressError when `address`, which `host` leads to, is not public and no exception."""
        found = ip_address(address.partition("%")[0])
        if host.lower().rstrip(".") in self._hosts or any(found in network for network in self._networks):
            return
        if not all(_is_public(each) for each in _meant(found)):
            named = host if host == address else f"{host} ({address})"
            raise BlockedAddressError(
                f"{named} is an address of your own network, which blocks may not call."
                f" To allow it, name it in {ALLOWED_ADDRESSES}."
            )

    def check_literal(self, host: str) -> None:
        """The same for a host that may be an address itself; a name is checked once its addresses are known."""
        if literal := _address(host.strip("[]")):
            self.check(host, str(literal))


def _network(text: str) -> Network | None:
    try:
        return ip_network(text)
    except ValueError:
        if "/" in text:
            raise ConfigurationError(
                f"{ALLOWED_ADDRESSES}: “{text}” is no network. Write one as 10.1.0.0/16, or name a host."
            ) from None
        return None


def _address(text: str) -> Address | None:
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None


def _is_public(address: Address) -> bool:
    return address.is_global and not address.is_multicast


def _meant(address: Address) -> Iterator[Address]:
    """The address, and the IPv4 address that it stands for when it carries one."""
    if isinstance(address, IPv4Address):
        yield address
        return
    inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
    if inner is None and address in _NAT64:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    if inner is not None:
        yield inner
    if address.ipv4_mapped is None:
        yield address

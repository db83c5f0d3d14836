"""Ports: any free one, and words for one that cannot be had."""

from __future__ import annotations

import pytest

from flowdesigner.errors import ConfigurationError, PortTakenError
from flowdesigner.ports import LOOPBACK, bind, free_port


def test_port_0_is_any_free_one() -> None:
    with bind(LOOPBACK, 0) as opened:
        assert opened.getsockname()[1] > 0


def test_a_port_that_is_taken_is_said_in_words() -> None:
    with bind(LOOPBACK, 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"Port {port} is taken by another program.*such as {port + 1}"):
            bind(LOOPBACK, port)


def test_a_free_port_is_not_one_that_is_taken() -> None:
    with bind(LOOPBACK, 0) as taken:
        assert free_port(taken.getsockname()[1]) != taken.getsockname()[1]


def test_there_is_no_port_70000() -> None:
    with pytest.raises(ConfigurationError, match="no port 70000"):
        bind(LOOPBACK, 70000)

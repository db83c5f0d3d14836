"""Ports of this computer: taking one to listen on, and what is said when it cannot be had."""

from __future__ import annotations

import errno
import socket

from flowdesigner.errors import ConfigurationError, PortTakenError

LOOPBACK = "127.0.0.1"
BACKLOG = 2048
"""Connections that may wait to be accepted."""


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens on the port (0: any that is free); ConfigurationError when it cannot be had, which is a
    PortTakenError when another program has it."""
    if not 0 <= port <= 65535:
        raise ConfigurationError(f"There is no port {port}: choose one from 1 to 65535.")
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as error:
        kind = PortTakenError if error.errno == errno.EADDRINUSE else ConfigurationError
        raise kind(_why(host, port, error)) from error


def free_port(wanted: int = 0) -> int:
    """The wanted port of this computer, or any that is free when another program has it."""
    try:
        taken = bind(LOOPBACK, wanted)
    except ConfigurationError:
        taken = bind(LOOPBACK, 0)
    with taken:
        port: int = taken.getsockname()[1]
        return port


def _why(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Stop it, or choose another port, such as {port + 1}."
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by this user. Choose one above 1023."
    return f"Port {port} on {host} cannot be used: {error.strerror or error}."

"""`Nursery`: a process that has loaded all that a kernel needs, and forks one whenever the supervisor asks.

Loading takes a second, forking some milliseconds: a kernel that was killed is back before a customer notices. The
nursery has one thread, no event loop and no database open, so a copy of it is as good as new. It ends when the
supervisor's end of the socket is closed, which the supervisor's death does too.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping

from flowdesigner.errors import ConfigurationError
from flowdesigner.runner.life import Life

VARIABLE = "FLOWDESIGNER_RUNNER_NURSERY"
"""Names the nursery's end of the socket to it."""
COMMAND = (sys.executable, "-P", "-m", "flowdesigner.runner.kernel")
LONGEST = 65536
GARBAGE = 10_000
"""New objects after which the collector looks for cycles: a conversation leaves hardly any."""
NEEDED = (
    "flowdesigner.runner.logbook",
    "flowdesigner.runner.runner",
    "httptools",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "uvicorn.lifespan.off",
    "uvicorn.loops.uvloop",
    "uvicorn.protocols.http.httptools_impl",
    "uvloop",
)


class Nursery:
    """The supervisor's side. Whoever starts a runner begins with it: it loads while the supervisor does."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._asking, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (our own command)
                COMMAND,
                env={**environ, VARIABLE: str(theirs.fileno())},
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def bring_up(self, life: Life) -> int:
        """Fork a kernel with this life; its process id. Takes as long as loading takes when the nursery is new."""
        try:
            socket.send_fds(self._asking, [life.as_text()], life.files)
            told = self._asking.recv(LONGEST)
        except OSError:
            told = b""
        if not told:
            raise ConfigurationError("The runner's kernel could not be started; its log says why.")
        pid: int = json.loads(told)
        return pid

    def close(self) -> None:
        """End it, also in the middle of loading; kernels that live go on."""
        self._asking.close()
        self._process.kill()
        self._process.wait()


def serve() -> Life:
    """The nursery's side: returns in each kernel that it forks, with that kernel's life, and nowhere else."""
    with socket.socket(fileno=int(os.environ.pop(VARIABLE))) as asking:
        preload()
        # Nobody here waits for kernels that end, and Ctrl+C is for the supervisor to hear.
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        while True:
            text, files, _, _ = socket.recv_fds(asking, LONGEST, 3)
            if not text:
                os._exit(0)
            pid = os.fork()
            if pid == 0:
                break
            asking.send(json.dumps(pid).encode())
            for file in files:
                os.close(file)
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    gc.enable()
    gc.set_threshold(GARBAGE)
    return Life.received(text, files)


def preload() -> None:
    """Load what a kernel needs, and keep the garbage collector from touching it, so that it stays shared."""
    gc.disable()
    for name in NEEDED:
        importlib.import_module(name)
    from flowdesigner.flow.catalog import Catalog

    Catalog.default()
    gc.collect()
    gc.freeze()

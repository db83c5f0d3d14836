"""The runner's process: a Jupyter kernel whose listener and engine live in threads beside it.

`python -m flowdesigner.runner.kernel`, started by the supervisor, loads what a kernel needs and
forks one whenever it is asked to. Nobody runs cells in a runner's kernel by default; a client that attaches finds the
`runner`.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from flowdesigner.errors import FlowdesignerError
from flowdesigner.runner.life import Life, Voice
from flowdesigner.runner.lifeline import end_with
from flowdesigner.runner.nursery import serve

if TYPE_CHECKING:
    from flowdesigner.runner.runner import Runner

log = logging.getLogger(__name__)

FAILED = 1


def main() -> None:
    """Answer first, then become a kernel: the bot's customers do not wait for it."""
    life = serve()
    begin_log(life.bot_folder)
    end_with(life.lifeline)
    runner = start_runner(life)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=end, args=(runner,)).start())
    run_kernel(runner, life.connection_file)
    end(runner)


def begin_log(bot_folder: str) -> None:
    """Let everything come out one way, bounded where it goes to the bot's own log."""
    # Loaded by now, and not before the nursery loads it.
    from flowdesigner.runner.logbook import log_of
    from flowdesigner.watching import logs

    logs.set_up(log_of(Path(bot_folder)))


def start_runner(life: Life) -> Runner:
    """The runner, answering; one that cannot start tells the supervisor why and ends the process."""
    from flowdesigner.runner.runner import Runner
    from flowdesigner.watching import traces

    voice = Voice(life.voice)
    try:
        traces.set_up(Path(life.bot_folder).name)
        runner = Runner(life.bot_folder, live=life.live, taken=socket.socket(fileno=life.socket), tell=voice.tell)
        runner.start(check=life.is_first)
    except FlowdesignerError as error:
        voice.tell({"failed": str(error)})
        os._exit(FAILED)
    except Exception as error:
        log.exception("the runner did not start")
        voice.tell({"failed": f"The runner did not start: {type(error).__name__}: {error}"})
        os._exit(FAILED)
    return runner


def run_kernel(runner: Runner, connection_file: str) -> None:
    """Take part in Jupyter until a client ends the kernel."""
    from ipykernel.kernelapp import IPKernelApp

    class RunnerKernelApp(IPKernelApp):
        """A kernel without the user's own start-up files, extensions and history."""

        def load_config_file(self, *_args: object, **_options: object) -> None:
            """None: what a user has for notebooks is not for a bot."""

        def initialize(self, argv: list[str] | None = None) -> None:
            """Give the runner the name by which attached notebooks find it."""
            super().initialize(argv)  # type: ignore[no-untyped-call]
            if self.shell is not None:
                self.shell.user_ns["runner"] = runner

        def init_code(self) -> None:
            """None of the user's."""

        def log_connection_info(self) -> None:
            """Clients find it in the registration."""

    app = RunnerKernelApp.instance(capture_fd_output=False, log=logging.getLogger("ipykernel"))
    app.config.HistoryManager.enabled = False
    app.initialize(["-f", connection_file])
    app.start()  # type: ignore[no-untyped-call]


def end(runner: Runner) -> NoReturn:
    """Let calls under way end, then end the process, whatever its main thread does."""
    from flowdesigner.watching import traces

    try:
        runner.stop()
        traces.close()
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()

"""A supervisor that belongs to nobody: `python -m flowdesigner.runner.supervisor_process BOT PORT live|listening PIPE`.

It says on the pipe how its start went, a JSON object, and closes it.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowdesigner.runner.nursery import Nursery


def main() -> None:
    """Leave the parent first: a page's kernel has no time to bury children."""
    if os.fork():
        os._exit(0)
    _, folder, port, state, pipe = sys.argv
    run(folder, int(port), live=state == "live", pipe=int(pipe))


def run(folder: str, port: int, *, live: bool, pipe: int) -> None:
    """Run the supervisor; the nursery loads beside it."""
    from contextlib import closing

    from flowdesigner.runner.nursery import Nursery

    with closing(Nursery(os.environ)) as nursery:
        run_with(nursery, folder, port, live=live, pipe=pipe)


def run_with(nursery: Nursery, folder: str, port: int, *, live: bool, pipe: int) -> None:
    """Run it with this nursery."""
    import asyncio
    import json
    import logging
    from dataclasses import asdict

    from flowdesigner.errors import FlowdesignerError
    from flowdesigner.runner.registry import Registration
    from flowdesigner.runner.supervisor import Supervisor, supervise
    from flowdesigner.watching import logs

    told = os.fdopen(pipe, "w", encoding="utf-8")

    def say(outcome: object) -> None:
        if not told.closed:
            with told:
                json.dump(outcome, told)

    def answers(registration: Registration) -> None:
        say({"registration": asdict(registration)})

    async def whole() -> None:
        await supervise(Supervisor(folder, port=port, live=live, nursery=nursery, answers=answers))

    try:
        logs.set_up()
        asyncio.run(whole())
    except FlowdesignerError as error:
        say({"error": type(error).__name__, "message": str(error)})
        logging.getLogger("flowdesigner.runner").error("%s", error)
        sys.exit(1)
    finally:
        say({})


if __name__ == "__main__":
    main()

"""Ends a process with the one that started it, however that one ends.

`python -m flowdesigner.runner.lifeline FD MODULE ...` runs a module that way.
"""

from __future__ import annotations

import os
import runpy
import sys
import threading


def end_with(pipe: int) -> None:
    """End this process at once when the other end of the pipe is closed, which death does too."""
    threading.Thread(target=_watch, args=(pipe,), name="flowdesigner-lifeline", daemon=True).start()


def _watch(pipe: int) -> None:
    while os.read(pipe, 1):
        pass
    os._exit(0)


def main() -> None:
    """Run the module under a lifeline."""
    _, pipe, module, *arguments = sys.argv
    end_with(int(pipe))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()

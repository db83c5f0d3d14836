"""The runner's kernel as the supervisor starts it: jupyter_client with a kernel spec of our own, over local sockets.

The kernel is forked by a nursery; for jupyter_client that is a provisioner.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import psutil
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from flowdesigner.runner.life import Life, without_parent
from flowdesigner.runner.nursery import COMMAND, Nursery

NAME = "flowdesigner-runner"


class RunnerSpecs(KernelSpecManager):
    """Knows one kernel, which is not installed and so on nobody's list."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """How the runner's kernel is started."""
        return KernelSpec(argv=list(COMMAND), display_name="flowdesigner runner", language="python")


class KernelProcess:
    """A kernel's process, which is the nursery's child: what a provisioner wants of a `Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self._process: psutil.Process | None = psutil.Process(pid)
        except psutil.NoSuchProcess:
            self._process = None

    def poll(self) -> int | None:
        """None while it lives. How it ended is nobody's business: a runner that should live is started again."""
        with suppress(psutil.NoSuchProcess):
            if self._process and self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE:
                return None
        return 0

    def wait(self) -> int:
        """Called when it has ended already."""
        return 0

    def send_signal(self, number: int) -> None:
        """Nothing when it has ended."""
        with suppress(psutil.NoSuchProcess):
            if self._process:
                self._process.send_signal(number)

    def kill(self) -> None:
        """Nothing when it has ended."""
        with suppress(psutil.NoSuchProcess):
            if self._process:
                self._process.kill()

    def terminate(self) -> None:
        """Nothing when it has ended."""
        with suppress(psutil.NoSuchProcess):
            if self._process:
                self._process.terminate()


class NurseryProvisioner(LocalProvisioner):
    """Has kernels forked by a nursery, which it keeps; one that has died is replaced."""

    nursery: Nursery | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401
        """Fork a kernel with this `life`."""
        if self.nursery is not None and not self.nursery.is_alive:
            self.close()
        self.nursery = self.nursery or Nursery(kwargs["env"])
        self.pid = self.pgid = await asyncio.to_thread(self.nursery.bring_up, kwargs["life"])
        self.process = cast("subprocess.Popen[bytes]", KernelProcess(self.pid))
        return self.connection_info

    def close(self) -> None:
        """End the nursery."""
        if self.nursery is not None:
            self.nursery.close()
            self.nursery = None


class RunnerManager(AsyncKernelManager):
    """Starts the one kernel, whose sockets lie in the given folder: over TCP what they say would be plain text."""

    def __init__(self, sockets: Path, environ: Mapping[str, str], nursery: Nursery | None) -> None:
        super().__init__(
            kernel_name=NAME,
            kernel_spec_manager=RunnerSpecs(),
            transport="ipc",
            ip=str(sockets / "k"),
            connection_file=str(sockets / "kernel.json"),
            shutdown_wait_time=2.0,
        )
        self._environ = {**without_parent(os.environ), **environ}
        self._first_nursery = nursery
        for stale in sockets.glob("k-*"):
            stale.unlink(missing_ok=True)

    @property
    def kernel_pid(self) -> int:
        """The kernel's process; 0 when there is none yet."""
        return int(getattr(self.provisioner, "pid", None) or 0)

    async def launch(self, life: Life) -> None:
        """Start the kernel, or the next one after one that ended, with the same connection file."""
        if self.provisioner is None:
            self.provisioner = NurseryProvisioner(
                kernel_id=NAME, kernel_spec=self.kernel_spec, parent=self, connection_info={}
            )
            self.provisioner.nursery = self._first_nursery
        if self.has_kernel:
            await self.restart_kernel(now=True, env=self._environ, life=life)
        else:
            await self.start_kernel(env=self._environ, life=life)

    async def end(self) -> None:
        """End kernel and nursery at once, and remove the connection file."""
        provisioner = self.provisioner
        await self.shutdown_kernel(now=True)
        if isinstance(provisioner, NurseryProvisioner):
            provisioner.close()

"""The designer's page on a port of its own: Voila with our template, a token, and no kernel left behind.

`flowdesigner design` calls `serve`; the page is `notebooks/apps/designer.ipynb`, which reads the bot's folder from
the environment. `?bot=NAME` in the address opens another one, beside that one and nowhere else.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from jupyter_server import DEFAULT_TEMPLATE_PATH_LIST
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from traitlets.config import Config
from voila.app import Voila  # type: ignore[import-untyped]
from voila.paths import collect_static_paths, collect_template_paths  # type: ignore[import-untyped]
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler  # type: ignore[import-untyped]

from flowdesigner.designer.spare_kernels import mind_spare_kernels
from flowdesigner.errors import ConfigurationError
from flowdesigner.ports import LOOPBACK, bind
from flowdesigner.settings import BOT_FOLDER, DESIGNER_PORT

CULL_AFTER = 40
"""Seconds after which a page's kernel that nobody is connected to ends, where the page could not say that it closes."""
CULL_EVERY = 10
SPARE_KERNELS = 1
"""Kernels that wait for the next page; see warm.py."""
SOCKETS = Path("/tmp")  # noqa: S108 (Voila makes a folder of its own in it, mode 0700)
TEMPLATE = Path(__file__).parent / "template"
_HOMES = (Path(__file__).parent.parent / "notebooks", Path(__file__).parent.parent.parent / "notebooks")


class LeavingHandler(VoilaShutdownKernelHandler):  # type: ignore[misc]  # voila has no types
    """Ends the kernel of a page that is closed.

    The page says so by a beacon, which cannot carry the cross-site token. The kernel's id, known to its page only,
    and the origin stand in for it.
    """

    def check_xsrf_cookie(self) -> None:
        """Nothing to check beyond the origin."""

    async def post(self, kernel_id: str) -> None:
        """End the kernel; one that is gone already is no error."""
        if self.check_origin() and kernel_id in self.kernel_manager:
            await super().post(kernel_id)


class DesignerServer(Voila):  # type: ignore[misc]
    """Voila for one notebook, on the loopback address, with our own pages and no configuration files."""

    announce: Callable[[str], None]
    opened: socket.socket

    def load_config_file(self, *_: object, **__: object) -> None:
        """Nothing: a `voila.json` in the folder must not change the designer."""

    def setup_template_dirs(self) -> None:
        """Our template before Voila's own, which gives the scripts."""
        apps = ["voila", "nbconvert"]
        self.template_paths = [str(TEMPLATE), *collect_template_paths(apps, "base", prune=True)]
        self.static_paths = collect_static_paths(apps, "base")

    def init_settings(self) -> dict[str, Any]:
        """Voila's settings, refusing requests that name another host, with our page for a missing token."""
        settings: dict[str, Any] = super().init_settings()
        paths = [str(TEMPLATE), *DEFAULT_TEMPLATE_PATH_LIST]
        settings["jinja2_env"].loader = jinja2.FileSystemLoader(paths)
        ours = {"allow_remote_access": False, "local_hostnames": ["localhost"]}
        return {**settings, **ours}

    def init_handlers(self) -> list[Any]:
        """Voila's handlers; a page that is closed may end its kernel."""
        mend = {VoilaShutdownKernelHandler: LeavingHandler}
        return [(route, mend.get(handler, handler), *rest) for route, handler, *rest in super().init_handlers()]

    def listen(self) -> None:
        """Tell the address, and serve until the process is told to end."""
        mind_spare_kernels(self.kernel_manager)
        server = HTTPServer(self.app)
        server.add_socket(self.opened)
        self.port = self.opened.getsockname()[1]
        self.ioloop = IOLoop.current()
        self.ioloop.add_callback(self.announce, f"http://{LOOPBACK}:{self.port}/?{urlencode({'token': self.token})}")
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            pass
        finally:
            server.stop()
            self.stop()


def serve(
    bot_folder: Path | str, port: int = DESIGNER_PORT, open_browser: bool = True, token: str | None = None
) -> None:
    """Show the designer of the bot until Ctrl+C or SIGTERM; prints the address, which carries the token.

    Without `token` a new one is made. ConfigurationError when the port is taken; port 0 is any free one.
    """
    opened = bind(LOOPBACK, port)
    opened.setblocking(False)
    os.environ[BOT_FOLDER] = str(Path(bot_folder).resolve())
    # Jupyter's own pings trip over a check of tornado's, which says so at every connection.
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
    server = DesignerServer(config=configuration(opened.getsockname()[1], token or secrets.token_urlsafe(24)))

    def announce(address: str) -> None:
        print(f"The designer: {address}\nEnd it with Ctrl+C. A bot that is live goes on without it.", flush=True)
        if open_browser:
            webbrowser.open(address)

    server.announce = announce
    server.opened = opened
    server.initialize([])
    server.start()


def configuration(port: int, token: str) -> Config:
    """Voila's settings for our page."""
    config = Config()
    config.Voila.update({"port": port, "ip": LOOPBACK, "token": token, "open_browser": False})
    config.Voila.notebook_path = str(notebook())
    config.Voila.log_level = logging.ERROR
    config.VoilaConfiguration.template = "base"
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.file_allowlist = []
    config.VoilaConfiguration.update({"preheat_kernel": True, "default_pool_size": SPARE_KERNELS})
    if SOCKETS.is_dir():
        # Over TCP the kernel's channels are plain text; socket paths end at 107 bytes, so not in a deep TMPDIR.
        config.KernelManager.transport = "ipc"
        config.Voila.connection_dir_root = str(SOCKETS)
    # A bot is exported with the files that it sends: some megabytes in one message.
    config.ZMQChannelsWebsocketConnection.limit_rate = False
    config.KernelRestarter.time_to_dead = 1.0  # seconds between looks whether the page's kernel still lives
    config.MappingKernelManager.cull_idle_timeout = CULL_AFTER
    config.MappingKernelManager.cull_interval = CULL_EVERY
    return config


def notebook() -> Path:
    """`designer.ipynb`: in the installed package, or in the checkout."""
    for home in _HOMES:
        if (path := home / "apps/designer.ipynb").exists():
            return path
    raise ConfigurationError("The designer's notebook is missing from this installation: install flowdesigner again.")

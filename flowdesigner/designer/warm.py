"""Kernels that are started before a page asks for them, so that it opens at once.

Voila runs the notebook in a spare kernel. All that takes time and does not change, the imports and the catalog of
blocks, is done there; the bot is read when a page is really opened, so that no page shows an older draft or an error
that was mended since.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping

from flowdesigner.designer.views import catalog_view
from flowdesigner.flow.catalog import Catalog
from flowdesigner.ports import LOOPBACK

log = logging.getLogger(__name__)
QUERY = "QUERY_STRING"


def wait_for_page(environ: Mapping[str, str] = os.environ) -> str:
    """In a spare kernel: return when a page is opened in it. Anywhere else: return at once.

    What is returned is the query of the page's address; "" when there is none, as in a notebook.

    Does what `voila.utils.wait_for_request` does, which would load all of Voila into the kernel (40 MB).
    """
    if environ.get("VOILA_PREHEAT") != "True":
        return environ.get(QUERY, "")
    catalog_view(Catalog.default())
    from websockets.exceptions import WebSocketException
    from websockets.sync.client import connect

    server = f"ws://{LOOPBACK}:{environ['VOILA_APP_PORT']}{environ['VOILA_SERVER_URL']}"
    try:
        with connect(f"{server}voila/query/{environ['VOILA_KERNEL_ID']}", proxy=None) as told:
            return str(json.loads(told.recv()).get(QUERY, ""))
    except (OSError, ValueError, WebSocketException) as error:
        log.warning("The spare kernel does not wait, so a page may show an older bot: %s", error)
        return ""

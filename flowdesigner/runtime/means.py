"""`Means`: what the engine makes calls with, besides Intercom: the clients of other systems, the files to send,
and the workers that run functions.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from flowdesigner.channel.call import Call
from flowdesigner.errors import DocumentError
from flowdesigner.flow.attachment import too_much
from flowdesigner.functions.workers import Workers
from flowdesigner.intercom.conversations import Upload
from flowdesigner.runtime.api_calls import ApiCalls
from flowdesigner.store.kept_files import KeptFiles


class FileGoneError(DocumentError):
    """A file that cannot be sent: the store does not have it, or it is too large."""


@dataclass(frozen=True, slots=True)
class Means:
    """Of one bot."""

    apis: ApiCalls
    files: KeptFiles
    functions: Workers | None = None

    async def uploads(self, call: Call) -> list[Upload]:
        """The files of the call with their bytes; FileGoneError when Intercom would refuse them, or one is gone."""
        files = call.files
        if not files:
            return []
        if reason := too_much(files):
            raise FileGoneError(reason)
        uploads = []
        for file in files:
            content = await asyncio.to_thread(self.files.get, file.sha256)
            if content is None or not file.is_content(content):
                raise FileGoneError(
                    f"The file “{file.name}” is not in the bot's store. Add it to its block again and publish."
                )
            uploads.append(Upload(file.name, file.content_type, content))
        return uploads

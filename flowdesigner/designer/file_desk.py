"""`FileDesk`: keeps the files that authors add to blocks.

The page sends `{type: "file", id, name}` with the bytes as a buffer, and is told `{type: "file", id, file}`, what the
block's setting holds, or `{type: "file", id, error}`. The block itself is changed by an edit of the page.
"""

from __future__ import annotations

from flowdesigner.designer.canvas import Canvas
from flowdesigner.designer.requests import AddFile
from flowdesigner.designer.session import EditingSession
from flowdesigner.errors import EditError
from flowdesigner.flow import files_folder
from flowdesigner.flow.attachment import AttachedFile
from flowdesigner.flow.block import Block
from flowdesigner.flow.memory import Memory


class FileDesk:
    """The files of one bot's draft."""

    def __init__(self, canvas: Canvas, session: EditingSession) -> None:
        self.canvas = canvas
        self.session = session
        self._sent: Memory[Block, tuple[AttachedFile, ...]] = Memory(lambda block: block.attachments())
        canvas.on(AddFile, self.add)

    def there(self) -> frozenset[str]:
        """The hashes of those files that blocks send and the bot's folder has."""
        bot = self.session.bot
        self._sent.keep(bot.flows)
        sent = {file for id, flow in bot.flows.items() for files in self._sent.of(id, flow.by_id) for file in files}
        return frozenset(file.sha256 for file in sent if files_folder.is_there(bot.folder, file))

    def add(self, request: AddFile) -> None:
        """Keep it in the bot's folder."""
        try:
            file = files_folder.keep(self.session.bot.folder, request.name, request.content)
        except EditError as error:
            self.canvas.tell("file", id=request.id, error=str(error))
        else:
            self.canvas.tell("file", id=request.id, file=file.model_dump())

"""`AttachedFile`: a file that a block sends along. Blocks hold what it is called and its hash; its bytes lie in the
bot's folder (`files/`) while it is a draft, and in the store once it is published.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from flowdesigner.errors import EditError

if TYPE_CHECKING:
    from flowdesigner.flow.document import Flow

MEGABYTE = 1024 * 1024
MOST_FILES = 10
"""As many as Intercom takes in one reply."""
LARGEST_FILE = 5 * MEGABYTE
"""Bytes of one file. Intercom's Messenger takes 100 MB, what its API takes it does not say; this is what goes through a
page's socket in one message, and to Intercom while the customer waits."""
LARGEST_TOGETHER = 10 * MEGABYTE
"""Bytes of all files of one message."""
LONGEST_NAME = 100
PLAIN_TYPE = "application/octet-stream"


class AttachedFile(BaseModel):
    """A file by its hash: another content is another file, whatever it is called."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    """As the customer sees it."""
    content_type: str = PLAIN_TYPE
    size: int = Field(ge=0)
    """In bytes."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @classmethod
    def of(cls, name: str, content: bytes) -> AttachedFile:
        """The file with this content; EditError when it is empty or too large."""
        shown = tidy_name(name)
        if not content:
            raise EditError(f"“{shown}” is empty, so there is nothing to send.")
        if len(content) > LARGEST_FILE:
            raise EditError(
                f"“{shown}” has {in_words(len(content))}; a file may have {in_words(LARGEST_FILE)}."
                " Make it smaller, or put it on the web and send a link."
            )
        guessed, _ = mimetypes.guess_type(shown)
        return cls(
            name=shown, content_type=guessed or PLAIN_TYPE, size=len(content), sha256=sha256(content).hexdigest()
        )

    @property
    def stored_as(self) -> str:
        """Its name in the bot's folder: readable, and another one for another content."""
        path = PurePath(self.name)
        stem = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:40] or "file"
        ending = re.sub(r"[^a-z0-9.]", "", path.suffix.lower())[:10]
        return f"{stem}-{self.sha256[:16]}{ending}"

    def is_content(self, content: bytes) -> bool:
        """Whether these are its bytes."""
        return sha256(content).hexdigest() == self.sha256

    def __str__(self) -> str:
        return f"{self.name} ({in_words(self.size)})"


def tidy_name(name: str) -> str:
    """The name without folders and signs that no file system and no header takes."""
    plain = re.sub(r'[\x00-\x1f\x7f<>:"|?*]', "", re.split(r"[/\\]", name)[-1]).strip(" .") or "file"
    path = PurePath(plain)
    return f"{path.stem[: LONGEST_NAME - len(path.suffix[:12])]}{path.suffix[:12]}"


def in_words(size: int) -> str:
    """A size for people: `820 bytes`, `3.5 MB`."""
    if size < 1024:
        return f"{size} bytes"
    unit, one = ("MB", MEGABYTE) if size >= MEGABYTE else ("KB", 1024)
    return f"{size / one:.1f}".removesuffix(".0") + f" {unit}"


def too_much(files: Iterable[AttachedFile]) -> str:
    """Why these cannot go in one message, or ""."""
    listed = tuple(files)
    if len(listed) > MOST_FILES:
        return f"These are {len(listed)} files, and Intercom takes at most {MOST_FILES} in one message."
    for one in listed:
        if one.size > LARGEST_FILE:
            return f"“{one.name}” has {in_words(one.size)}; a file may have {in_words(LARGEST_FILE)}."
    together = sum(one.size for one in listed)
    if together > LARGEST_TOGETHER:
        return f"The files have {in_words(together)} together; one message may have {in_words(LARGEST_TOGETHER)}."
    return ""


def files_of(flows: Mapping[str, Flow]) -> Iterator[AttachedFile]:
    """The files that the blocks of these flows send, each content once."""
    seen = set[str]()
    for id in sorted(flows):
        for block in flows[id].blocks:
            for one in block.attachments():
                if one.sha256 not in seen:
                    seen.add(one.sha256)
                    yield one

"""`BOT/files`: the files that a draft's blocks send, each under a name that its content decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flowdesigner.errors import DocumentError, EditError
from flowdesigner.flow.attachment import AttachedFile, files_of
from flowdesigner.flow.files import write_atomically

if TYPE_CHECKING:
    from flowdesigner.flow.document import Flow

FOLDER = "files"


def keep(folder: Path, name: str, content: bytes) -> AttachedFile:
    """Write it into the bot's folder; EditError, in words, when it is empty, too large or cannot be written."""
    file = AttachedFile.of(name, content)
    try:
        put(folder, file, content)
    except OSError as error:
        raise EditError(f"“{file.name}” could not be kept: {error.strerror}. Make room, then try again.") from error
    return file


def put(folder: Path, file: AttachedFile, content: bytes) -> None:
    """Write this content under the file's name, unless it is there."""
    if not is_there(folder, file):
        place_of(folder, file).parent.mkdir(parents=True, exist_ok=True)
        write_atomically(place_of(folder, file), content)


def place_of(folder: Path, file: AttachedFile) -> Path:
    """Where it lies."""
    return folder / FOLDER / file.stored_as


def is_there(folder: Path, file: AttachedFile) -> bool:
    """Whether it lies there, by name and size: quick enough to be asked after every edit."""
    try:
        return place_of(folder, file).stat().st_size == file.size
    except OSError:
        return False


def content_of(folder: Path, file: AttachedFile) -> bytes | None:
    """Its bytes; None when it is gone, or another content lies in its place."""
    try:
        content = place_of(folder, file).read_bytes()
    except OSError:
        return None
    return content if file.is_content(content) else None


def there(folder: Path, flows: Mapping[str, Flow]) -> frozenset[str]:
    """The hashes of those files that the flows send and the folder has."""
    return frozenset(file.sha256 for file in files_of(flows) if is_there(folder, file))


def contents(folder: Path, flows: Mapping[str, Flow], is_kept: Callable[[str], bool]) -> dict[str, bytes]:
    """The bytes of all files that the flows send, by hash, but for those that are kept elsewhere already.

    DocumentError when one is in neither place.
    """
    found = {}
    for file in files_of(flows):
        content = content_of(folder, file)
        if content is not None:
            found[file.sha256] = content
        elif not is_kept(file.sha256):
            raise DocumentError(
                f"The file “{file.name}” is not in {folder / FOLDER} any more, so customers would not get it."
                " Add it to its block again."
            )
    return found


def fetch(folder: Path, flows: Mapping[str, Flow], kept: Callable[[str], bytes | None]) -> None:
    """Put those files into the folder that it lacks and `kept` has."""
    for file in files_of(flows):
        if not is_there(folder, file) and (content := kept(file.sha256)) is not None and file.is_content(content):
            put(folder, file, content)

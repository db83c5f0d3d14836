"""Send message: text, pictures and files for the customer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from flowdesigner.flow.action import SendMessage as Say
from flowdesigner.flow.attachment import AttachedFile, too_much
from flowdesigner.flow.block import Block, Fault, Group
from flowdesigner.flow.template import Template
from flowdesigner.flow.turn import Answer, LeaveBy, Turn

MOST_IMAGES = 10
"""As many as Intercom takes in one reply."""


class SendMessage(Block):
    """Says something and goes on without waiting."""

    kind: ClassVar[str] = "send_message"
    label: ClassVar[str] = "Send message"
    group: ClassVar[Group] = "talk"
    order: ClassVar[int] = 1

    text: Template = Field(
        default=Template(""), title="Text", json_schema_extra={"x-widget": "rich_text", "x-translated": True}
    )
    """What the customer reads. Type { for a variable."""
    images: tuple[Template, ...] = Field(default=(), title="Images", json_schema_extra={"x-widget": "images"})
    """Web addresses of up to 10 images, shown below the text."""
    files: tuple[AttachedFile, ...] = Field(default=(), title="Files", json_schema_extra={"x-widget": "files"})
    """Up to 10 files of 5 MB, 10 MB together. They are kept with the bot."""

    def summary(self) -> str:
        """The text, or how many images and files there are."""
        counted = (("image", len(self.images)), ("file", len(self.files)))
        return self.text or ", ".join(f"{many} {what}{'s' * (many != 1)}" for what, many in counted if many)

    def faults(self) -> Iterator[Fault]:
        """Nothing to say, too many images, addresses that are none, too many or too large files."""
        if not self.text.strip() and not self.images and not self.files:
            yield Fault("text", "There is no text, no image and no file, so the customer gets nothing here.")
        if len(self.images) > MOST_IMAGES:
            yield Fault("images", f"Intercom shows at most {MOST_IMAGES} images; the others would be left out.")
        for image in self.images:
            if not is_address(image) and not image.startswith("{"):
                yield Fault("images", f"“{image}” is not a web address, so the customer would not see this image.")
        if reason := too_much(self.files):
            yield Fault("files", f"{reason} The customer would get none of them.")

    def attachments(self) -> tuple[AttachedFile, ...]:
        """The files."""
        return self.files

    def enter(self, turn: Turn) -> Answer:
        """Send and go on; what is empty once its variables are filled in is not sent."""
        text = turn.html(self.text)
        images = tuple(address for image in self.images if is_address(address := turn.text(image).strip()))
        if text or images or self.files:
            turn.do(Say(text=text, images=images[:MOST_IMAGES], files=self.files))
        return LeaveBy()


def is_address(text: str) -> bool:
    """Whether Intercom could fetch it."""
    return text.startswith(("https://", "http://"))

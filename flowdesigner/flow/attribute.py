"""Values of Intercom's custom attributes, which have a type of their own."""

from __future__ import annotations

import json
from datetime import UTC
from math import isfinite
from typing import Literal

from dateutil.parser import ParserError, isoparse

from flowdesigner.flow.event import Value

AttributeType = Literal["text", "number", "yes_no", "date"]
YES = frozenset({"yes", "true", "1", "on"})
NO = frozenset({"no", "false", "0", "off"})


class NotOfTypeError(ValueError):
    """The value is not of the attribute's type; the message is a sentence for the author."""


def as_type(value: Value, wanted: AttributeType, name: str) -> Value:
    """The value as Intercom wants it for an attribute of this type; None for an empty one.

    Dates become seconds since 1970 (UTC). NotOfTypeError names the attribute, never the value, which may be a secret.
    """
    if value is None or value == "":
        return None
    match wanted:
        case "text":
            return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        case "number":
            return _number(value, name)
        case "yes_no":
            return _yes_no(value, name)
        case "date":
            return _date(value, name)


def _number(value: Value, name: str) -> int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    try:
        number = float(str(value).strip().replace(",", "."))
        if not isfinite(number):
            raise ValueError
    except ValueError:
        raise NotOfTypeError(f"The attribute “{name}” takes a number, and its value is none.") from None
    return int(number) if number.is_integer() else number


def _yes_no(value: Value, name: str) -> bool:
    said = str(value).strip().casefold()
    if said in YES | NO:
        return said in YES
    raise NotOfTypeError(f"The attribute “{name}” takes yes or no, and its value is neither.")


def _date(value: Value, name: str) -> int:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value)
    try:
        moment = isoparse(str(value).strip())
    except (ParserError, ValueError):
        raise NotOfTypeError(
            f"The attribute “{name}” takes a date such as 2026-05-31, and its value is none."
        ) from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())

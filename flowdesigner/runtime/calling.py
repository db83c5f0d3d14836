"""Makes one call, and finds out what became of one that was lost."""

from __future__ import annotations

import logging
import random
from dataclasses import replace
from datetime import datetime, timedelta

from flowdesigner.channel.call import Call
from flowdesigner.channel.delivery import carry_out, instead_of_buttons, landed
from flowdesigner.channel.offload_webhook import SECRET, body_for, outcome
from flowdesigner.channel.presence import people_there
from flowdesigner.errors import (
    ApiCallError,
    FunctionError,
    FunctionsBusyError,
    IntercomDownError,
    IntercomError,
    NetworkError,
    NotAuthorizedError,
    NotConnectedError,
    NotFoundError,
    RateLimitError,
    SecretError,
    StoreError,
)
from flowdesigner.flow.python_function import values_of
from flowdesigner.intercom.client import Intercom
from flowdesigner.intercom.conversations import FILES_SECONDS
from flowdesigner.runtime.api_calls import ApiCalls
from flowdesigner.runtime.means import FileGoneError, Means
from flowdesigner.runtime.outcome import Doubt, InDoubt, Made, NotMade, Refused, Result, seconds_until
from flowdesigner.runtime.tenure import running_time
from flowdesigner.store.outbox import OutboxRow

log = logging.getLogger(__name__)

CALL_LIMIT = timedelta(seconds=5.5)
"""A call that began so long ago has landed or never will: the client itself gives up after five seconds."""
FILES_LIMIT = timedelta(seconds=FILES_SECONDS + 0.5)
"""The same for a reply with files."""
PATIENCE = timedelta(hours=1)
"""So long a call is tried again that fails for reasons that pass."""
LONGEST_PAUSE = 30.0
BUSY_PAUSE = 0.5
"""Seconds, about, until a function is tried again that no worker was free for."""
LEAST_ATTEMPTS = 10
"""However long ago a call was queued: the clock may have been set, or the bot may not have run meanwhile.

Making it is one, and so is each look for what became of it that fails.
"""
MOST_ATTEMPTS = 5
"""A call that ends the process each time is not made for ever."""
FORBIDDEN = 403
GONE = frozenset({"not_found", "conversation_not_found"})


async def make(call: Call, row: OutboxRow, intercom: Intercom, means: Means, now: datetime) -> Result:
    """Make the call once, and say what became of it."""
    if call.kind == "api":
        return await make_api_call(call, means.apis)
    if call.kind == "function":
        return await run_function(call, means)
    result = await make_intercom_call(call, row, intercom, means, now)
    if isinstance(result, Refused) and call.is_help and not result.is_gone:
        log.warning("a hand-over goes on without its %s: %s", call.kind, result.reason)
        return Made()
    if isinstance(result, Refused) and call.kind == "quick_reply" and not result.is_gone:
        log.warning("Intercom refuses buttons, so choices are numbered from now on: %s", result.reason)
        listed = await make_intercom_call(instead_of_buttons(call), row, intercom, means, now)
        return replace(listed, no_buttons=True) if isinstance(listed, Made) else listed
    return result


async def make_intercom_call(call: Call, row: OutboxRow, intercom: Intercom, means: Means, now: datetime) -> Result:
    """Make it once."""
    began = running_time()
    try:
        if call.kind == "people_there":
            return Made(result={"there": await people_there(call, intercom)})
        if call.kind == "offload":
            return await offload(call, intercom, means.apis)
        return Made(await carry_out(call, intercom, await means.uploads(call)))
    except FileGoneError as error:
        return Refused(str(error))
    except RateLimitError as error:
        # It stands in line again: its turn is soon enough when there are places.
        return NotMade(0.0, str(error))
    except NotAuthorizedError as error:
        # A permission that is missing will not come by itself; a token that was replaced may.
        return Refused(str(error)) if error.status == FORBIDDEN else _again_or_refused(error, row, now)
    except NotConnectedError as error:
        return _again_or_refused(error, row, now)
    except (NetworkError, IntercomDownError):
        is_read_back = not call.is_repeatable and call.kind != "offload"
        return InDoubt(seconds_to_land(call, running_time() - began) if is_read_back else 0.0)
    except NotFoundError as error:
        is_gone = error.code in GONE and not call.is_repeatable
        return Refused(str(error), is_gone=is_gone)
    except IntercomError as error:
        return Refused(str(error))


async def offload(call: Call, intercom: Intercom, apis: ApiCalls) -> Result:
    """Tell the other system, with the transcript; what it answers is whether the bot pauses."""
    found = await intercom.conversations.get(call.conversation)
    try:
        answer = await apis.tell(str(call.payload["url"]), body_for(call, found), SECRET)
    except (ApiCallError, SecretError) as error:
        return Refused(str(error))
    is_taken, pauses = outcome(answer)
    return Made(result={"pauses": pauses}) if is_taken else Refused("The other system did not take the conversation.")


async def make_api_call(call: Call, apis: ApiCalls) -> Result:
    """Make it once: what became of it is for the flow to judge, which knows whether it may be made again."""
    try:
        return Made(result=await apis.make(call.request))
    except (ApiCallError, SecretError) as error:
        return Refused(str(error))
    except StoreError:
        raise
    except Exception as error:
        # Whatever has gone wrong, the customer is answered; its words may hold what was sent.
        return Refused(f"{call.request} failed: {type(error).__name__}.")


async def run_function(call: Call, means: Means) -> Result:
    """Run an author's function once; where all workers have their hands full, later."""
    wanted = call.function
    if means.functions is None:
        return Refused(f"{wanted.title} can only be run by a runner, which knows the bot's folder.")
    try:
        return Made(result=values_of(wanted, await means.functions.call(wanted)))
    except FunctionsBusyError:
        return NotMade(BUSY_PAUSE * (0.5 + random.random()), "")  # noqa: S311 - jitter
    except FunctionError as error:
        return Refused(str(error))


async def may_run_again(call: Call, means: Means) -> bool:
    """Whether its author says that running the function twice does no harm."""
    try:
        shape = await means.functions.shape(call.function.function) if means.functions is not None else None
    except FunctionError:
        return False
    return shape is not None and shape.repeatable


async def settle(doubt: Doubt, intercom: Intercom, means: Means, now: datetime) -> Result:
    """Decide by reading the conversation back: the call has landed, or has not and cannot any more."""
    row, call = doubt.row, doubt.call
    if call.is_repeatable and row.attempts < MOST_ATTEMPTS:
        return NotMade(0.0, "")
    if call.kind == "api":
        return Refused(f"Nobody knows whether {call.request} arrived, so it is not made again.")
    if call.kind == "function":
        if row.attempts < MOST_ATTEMPTS and await may_run_again(call, means):
            return NotMade(0.0, "")
        return Refused(f"Nobody knows whether {call.function} came to its end, so it is not run again.")
    if call.kind == "offload":
        return Refused("Nobody knows whether the other system was told, so it is not told again.")
    wait = seconds_until(must_have_landed(doubt), now)
    try:
        found = await intercom.conversations.get(call.conversation)
    except NotFoundError as error:
        return Refused(str(error), is_gone=True)
    except IntercomError as error:
        if wait > 0:
            return InDoubt(wait)
        again = _again_or_refused(error, row, now)
        return InDoubt(again.seconds, again.reason) if isinstance(again, NotMade) else again
    part = landed(call, found, row.since, doubt.own_parts, doubt.unnamed)
    if part is not None:
        return Made(part)
    return InDoubt(wait) if wait > 0 else _again_or_refused(None, row, now)


def must_have_landed(doubt: Doubt) -> datetime:
    """After this time a call that began has landed or never will."""
    return doubt.begun_at + limit_of(doubt.call)


def limit_of(call: Call) -> timedelta:
    """The time in which it lands, if it does."""
    return FILES_LIMIT if call.files else CALL_LIMIT


def seconds_to_land(call: Call, passed: float) -> float:
    """What is left of that time, by a clock that nobody sets."""
    return max(0.0, limit_of(call).total_seconds() - passed)


def reads_back(doubt: Doubt) -> bool:
    """Whether `settle` reads the conversation: a request to Intercom, which needs a place for it."""
    return not doubt.call.is_repeatable and doubt.call.kind not in ("api", "function", "offload")


def _again_or_refused(error: IntercomError | None, row: OutboxRow, now: datetime) -> NotMade | Refused:
    """Try again with growing pauses, until patience ends."""
    reason = str(error) if error else "It did not arrive at Intercom."
    if now - row.queued_at > PATIENCE and row.attempts >= LEAST_ATTEMPTS:
        return Refused(f"Tried for an hour. {reason}")
    pause = min(LONGEST_PAUSE, 0.25 * 2.0 ** min(row.attempts, 10)) if error else 0.0
    return NotMade(pause * (0.5 + random.random() / 2), reason)  # noqa: S311 - jitter

"""When a call is made again, and after which pause."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from flowdesigner.errors import IntercomDownError, NetworkError, NotConnectedError, RateLimitError

ATTEMPTS = 6
SHORTEST_PAUSE = 0.2
LONGEST_PAUSE = 10.0
"""Seconds between two attempts, unless the rate limit says more."""


class Attempts:
    """The rule for all calls of a client; `clock` gives unix seconds, `chance` 0 to 1."""

    def __init__(
        self, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]], chance: Callable[[], float]
    ) -> None:
        self._clock, self._sleep, self._chance = clock, sleep, chance

    def of(self, *, is_read: bool, most: int = ATTEMPTS) -> AsyncRetrying:
        """At most so many attempts; the last one's error is the call's."""
        return AsyncRetrying(
            retry=retry_if_exception(lambda error: is_worth_another(error, is_read=is_read)),
            wait=self._pause,
            stop=stop_after_attempt(most),
            sleep=self._sleep,
            reraise=True,
        )

    def _pause(self, state: RetryCallState) -> float:
        """Until the rate limit's reset, else doubling; with jitter, so that not all come at once."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, RateLimitError):
            return max(0.0, error.retry_at.timestamp() - self._clock()) + self._chance()
        return min(LONGEST_PAUSE, SHORTEST_PAUSE * 2.0**state.attempt_number) * (0.5 + self._chance() / 2)


def is_worth_another(error: BaseException, *, is_read: bool) -> bool:
    """Whether to try again: a write only when it certainly was not carried out."""
    if isinstance(error, RateLimitError | NotConnectedError):
        return True
    return is_read and isinstance(error, NetworkError | IntercomDownError)

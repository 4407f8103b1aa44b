"""How often, and after which pause, a failed execution is tried again (seed 004)."""

from __future__ import annotations

from dataclasses import dataclass

from watchbell.errors import ConfigurationError
from watchbell.kernel.duration import parse_duration

DAY = 86_400
MOST_RETRIES = 1_000
LARGEST_BACKOFF = 1_000
_WORDS = {"fixed": 1.0, "exponential": 2.0}


@dataclass(frozen=True)
class RetryPolicy:
    """`count` retries; the pause before retry n is `interval` × `backoff`^(n-1) seconds.

    No pause exceeds a day.
    """

    count: int = 0
    interval: float = 60
    backoff: float = 1

    @classmethod
    def of(
        cls, task_retry: object = 0, task_retry_interval: object = 60, task_retry_backoff: object = "fixed"
    ) -> RetryPolicy:
        """From the fields of a task. Raises ConfigurationError that names the wrong one."""
        interval = parse_duration(task_retry_interval, field="task_retry_interval")
        return cls(_count(task_retry), interval, _backoff(task_retry_backoff))

    def delay(self, attempt: int) -> float | None:
        """Seconds to wait after `attempt` (from 1) failed; None when it was the last."""
        if attempt > self.count:
            return None
        try:
            return min(self.interval * self.backoff ** (attempt - 1), DAY)
        except OverflowError:
            return DAY if self.interval else 0


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_RETRIES:
        raise ConfigurationError("invalid_retry_count", field="task_retry", limit=MOST_RETRIES)
    return value


def _backoff(value: object) -> float:
    factor = _WORDS.get(value) if isinstance(value, str) else value
    if not _is_number(factor) or not 1 <= factor <= LARGEST_BACKOFF:  # type: ignore[operator]
        raise ConfigurationError("invalid_backoff", field="task_retry_backoff", limit=LARGEST_BACKOFF)
    return float(factor)  # type: ignore[arg-type]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

"""Which of the ticks that are due now run, and which are recorded as missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class MisfirePolicy:
    """What becomes of ticks that were due while nobody was there to run them.

    latest: the newest runs, the others are missed. all: the newest `cap` run. skip: none runs.
    A tick at most `grace` seconds old is not late: it counts as due now.
    """

    policy: str = "latest"
    cap: int = 100
    grace: float = 60.0


def choose(
    ticks: Sequence[datetime], now: datetime, policy: MisfirePolicy, *, newest: bool = True
) -> set[datetime]:
    """Those of `ticks` (ascending, all due) that run; without `newest`, `cap` newer ones are due as well."""
    if policy.policy == "all":
        return set(ticks[-policy.cap :]) if newest else set()
    in_time = [tick for tick in ticks if now - tick <= timedelta(seconds=policy.grace)]
    if policy.policy == "skip" or not newest:
        return set(in_time)
    return set(in_time or ticks[-1:])

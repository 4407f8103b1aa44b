"""A clock that stands still until the test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch


class FrozenClock:
    """In `with`, `django.utils.timezone.now()` gives `now`, in every thread of this process.

    Watchbell takes from there when a tick is due, when a retry may start and when an approval has had its
    time. Programs keep the time of the machine. `moment` is aware, or ISO 8601 with an offset.
    """

    def __init__(self, moment: datetime | str) -> None:
        self.now = _aware(moment)
        self._patch = patch("django.utils.timezone.datetime", _telling(self))

    def __enter__(self) -> Self:
        self._patch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._patch.stop()

    def move(self, **amount: float) -> datetime:
        """Moves by `hours=1, minutes=30` …, as of `timedelta`; negative amounts move back."""
        self.now += timedelta(**amount)
        return self.now

    def move_to(self, moment: datetime | str) -> datetime:
        self.now = _aware(moment)
        return self.now


def _aware(moment: datetime | str) -> datetime:
    found = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    if found.tzinfo is None:
        raise ValueError(f"{moment} has no offset from UTC")
    return found.astimezone(UTC)


def _telling(clock: FrozenClock) -> type[datetime]:
    """A `datetime` whose `now` asks `clock`, and of which every datetime is an instance."""

    class Told(type):
        def __instancecheck__(cls, instance: Any) -> bool:
            return isinstance(instance, datetime)

    class Telling(datetime, metaclass=Told):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return clock.now.astimezone(tz).replace(tzinfo=tz)

    return Telling

"""The shapes that people see in a set of cron values."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

FULL_MINUTES = (1 << 60) - 1
FULL_HOURS = (1 << 24) - 1
FULL_DAYS = (1 << 32) - 2
FULL_MONTHS = (1 << 13) - 2
FULL_WEEKDAYS = (1 << 7) - 1
MOST_TIMES = 6


class Steps(NamedTuple):
    first: int
    last: int
    step: int


def values(mask: int) -> list[int]:
    return [value for value in range(mask.bit_length()) if mask >> value & 1]


def steps(mask: int, fewest: int = 4) -> Steps | None:
    """The one even progression that `mask` is, when it has at least `fewest` values."""
    found = values(mask)
    if len(found) < max(fewest, 2):
        return None
    step = found[1] - found[0]
    even = found == list(range(found[0], found[-1] + 1, step))
    return Steps(found[0], found[-1], step) if even else None


def all_round(mask: int, length: int) -> int | None:
    """n, when `mask` is every n-th from 0 and goes on evenly across the end of `length`."""
    shape = steps(mask, 2)
    whole = shape and shape.first == 0 and length % shape.step == 0 and shape.last == length - shape.step
    return shape.step if shape and whole else None


def times(minutes: int, hours: int) -> list[str]:
    """Times of day such as "03:05" when there are only a few, else none."""
    found = [f"{hour:02d}:{minute:02d}" for hour in values(hours) for minute in values(minutes)]
    return found if len(found) <= MOST_TIMES else []


def spans(numbers: list[int], show: Callable[[int], str], link: str) -> list[str]:
    """`numbers` (ascending) as text, three and more in a row as one span."""
    found: list[str] = []
    while numbers:
        length = 1
        while length < len(numbers) and numbers[length] == numbers[0] + length:
            length += 1
        if length > 2:
            found.append(f"{show(numbers[0])}{link}{show(numbers[length - 1])}")
        else:
            found += [show(number) for number in numbers[:length]]
        numbers = numbers[length:]
    return found


def from_monday(weekdays: int) -> list[int]:
    """1 for Monday to 7 for Sunday."""
    return values(weekdays & ~1 | (weekdays & 1) << 7)

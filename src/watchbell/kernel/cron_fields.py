"""One field of a cron expression: text in, the set of its values out, as Debian cron reads it.

    field = term {"," term}
    term  = "*" ["/" step] | value ["-" value ["/" step]]
    value = number | name of a month or weekday (any case, Sunday is 0 and 7)

Where Debian's cron silently skips what it does not understand, this refuses. Like Debian's cron
(entry.c, "step specified without range") it refuses `5/15`; a step beyond the end (`*/90`) leaves
the first value alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NoReturn

from watchbell.errors import ScheduleError

_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class FieldKind:
    part: str
    part_zh: str
    low: int
    high: int
    names: tuple[str, ...] = ()


_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
KINDS = (
    FieldKind("minute", "分钟", 0, 59),
    FieldKind("hour", "小时", 0, 23),
    FieldKind("day", "日", 1, 31),
    FieldKind("month", "月", 1, 12, _MONTHS),
    FieldKind("weekday", "星期", 0, 7, _WEEKDAYS),
)
MINUTE, HOUR, DAY, MONTH, WEEKDAY = KINDS


@dataclass(frozen=True)
class CronField:
    """`mask` has bit n set when n is a value; `starred` tells that the text starts with `*`."""

    mask: int
    starred: bool


def _as_json(value: bool | dict[Any, Any] | list[Any] | None) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return "{…}" if isinstance(value, dict) else "[…]"


def shown(value: object, longest: int = 24) -> str:
    """A foreign value as text, short and printable enough to be part of a message."""
    if value is None or isinstance(value, bool | dict | list):
        return _as_json(value)
    if isinstance(value, float) or (isinstance(value, int) and value.bit_length() < 64):
        return str(value)
    text = value if isinstance(value, str) else type(value).__name__
    cut = text if len(text) <= longest else text[:longest] + "…"
    return "".join(char if char.isprintable() else "�" for char in cut)


def parse_field(kind: FieldKind, text: str, column: int, path: str) -> CronField:
    """The values of `text`, which starts at `column` (from 1). Raises ScheduleError for `path`."""
    mask = 0
    for term in text.split(","):
        mask |= _Term(kind, column, path).values(term)
        column += len(term) + 1
    if kind is WEEKDAY and mask & 1 << 7:
        mask = (mask | 1) & 0b111_1111
    return CronField(mask, text.startswith("*"))


@dataclass(frozen=True)
class _Term:
    kind: FieldKind
    column: int
    path: str

    def values(self, term: str) -> int:
        body, slash, step_text = term.partition("/")
        step = self._step(step_text, len(body) + 1) if slash else 1
        if body == "*":
            first, last = self.kind.low, self.kind.high
        elif "-" in body:
            first, last = self._range(body)
        else:
            first = last = self._value(body, 0)
            if slash:
                self._refuse("cron_step_without_range", body, len(body), step=step)
        return sum(1 << value for value in range(first, last + 1, step))

    def _range(self, body: str) -> tuple[int, int]:
        first_text, _, last_text = body.partition("-")
        first = self._value(first_text, 0)
        last = self._value(last_text, len(first_text) + 1)
        if last < first:
            self._refuse("cron_reversed_range", body, 0)
        return first, last

    def _value(self, text: str, shift: int) -> int:
        if not text:
            self._refuse("cron_missing_value", text, shift)
        if text.upper() in self.kind.names:
            return self.kind.names.index(text.upper()) + self.kind.low
        if not _NUMBER.fullmatch(text):
            self._refuse("cron_bad_value", text, shift)
        value = int(text)
        if not self.kind.low <= value <= self.kind.high:
            self._refuse("cron_out_of_range", text, shift)
        return value

    def _step(self, text: str, shift: int) -> int:
        if not _NUMBER.fullmatch(text) or int(text) == 0:
            self._refuse("cron_bad_step", text, shift)
        return int(text)

    def _refuse(self, code: str, text: str, shift: int, **more: int) -> NoReturn:
        names = self.kind.names
        raise ScheduleError(
            code,
            field=self.path,
            part=self.kind.part,
            part_zh=self.kind.part_zh,
            position=self.column + shift,
            text=shown(text),
            low=self.kind.low,
            high=self.kind.high,
            names=f" or {names[0]}-{names[-1]}" if names else "",
            names_zh=f" 或 {names[0]}-{names[-1]}" if names else "",
            **more,
        )

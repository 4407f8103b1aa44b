"""The parts of a definition that are objects themselves, and the checks of single values."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    TypeAdapter,
    ValidationError,
    with_config,
)
from pydantic_core import PydanticKnownError
from typing_extensions import TypedDict

from watchbell.errors import ConfigurationError
from watchbell.kernel.duration import parse_duration
from watchbell.kernel.retry import DAY, RetryPolicy
from watchbell.tasks.definition_errors import RefusedError, checked, refuse

TASK_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
MISFIRE_CAP = 100
MISFIRE_GRACE = 60
DEFAULT_LOG_MB = 1024

_CLOSED = ConfigDict(extra="forbid", strict=True)
_Amount = Annotated[float, PlainValidator(lambda value: _number(value), float), Field(gt=0, le=2**40)]
_Count = Annotated[int, Field(gt=0, le=2**31)]


@with_config(_CLOSED)
class Limits(TypedDict, total=False):
    """What one execution may use."""

    cpu_seconds: _Amount
    memory_mb: _Amount
    processes: _Count
    file_size_mb: _Amount
    log_mb: _Amount


@with_config(_CLOSED)
class Misfire(TypedDict):
    """What happens to ticks that were missed: run the latest, all (up to `cap`), or none.

    A tick is missed when it is more than `grace` seconds late.
    """

    policy: Literal["latest", "all", "skip"]
    cap: Annotated[int, Field(ge=1, le=1_000)]
    grace: Annotated[float, PlainValidator(lambda value: duration(value)), Field(le=31 * DAY)]


@with_config(_CLOSED)
class Notify(TypedDict, total=False):
    """Who is told about what (seed 004, 通知设置); kept as given."""

    on_success: bool
    on_failure: bool
    on_recovery: bool
    on_skipped: bool
    on_slow: bool
    email: Annotated[Any, BeforeValidator(lambda value: _texts(value, "email"))]
    channels: Annotated[Any, BeforeValidator(lambda value: _texts(value, "channels"))]


KEYS = {
    "task_limits": tuple(Limits.__annotations__),
    "task_misfire": tuple(Misfire.__annotations__),
    "task_notify": tuple(Notify.__annotations__),
}


def misfire(value: object) -> object:
    """The short form as the long one, with the defaults filled in."""
    given = {"policy": value} if isinstance(value, str) else value
    if not isinstance(given, dict):
        raise RefusedError([ConfigurationError("invalid_misfire")])
    return {"policy": "latest", "cap": MISFIRE_CAP, "grace": MISFIRE_GRACE, **given}


def limits(value: object) -> object:
    return {"log_mb": DEFAULT_LOG_MB, **value} if isinstance(value, dict) else value


def duration(value: object) -> object:
    return checked(parse_duration, value)


def timeout(value: object) -> object:
    """Seconds, or None for no limit; a timeout of nothing would end everything at once."""
    if value is None:
        return None
    seconds = checked(parse_duration, value)
    if seconds <= 0:
        raise RefusedError([ConfigurationError("field_not_above", name="task_timeout", limit=0)])
    return seconds


def backoff(value: object) -> object:
    factor: float = checked(RetryPolicy.of, 0, 60, value).backoff
    return int(factor) if factor == int(factor) else factor


def task_id(value: str) -> str:
    refuse([] if TASK_ID.fullmatch(value) else [ConfigurationError("invalid_task_id")])
    return value


def queue(value: str) -> str:
    refuse([] if re.fullmatch(r"[A-Za-z0-9._-]{0,64}", value) else [ConfigurationError("invalid_queue")])
    return value


def tags(value: list[str]) -> list[str]:
    """Without repetitions, in the given order."""
    form = re.compile(r"[^|,\x00-\x1f]{1,50}")
    wrong = [index for index, tag in enumerate(value) if tag.strip() != tag or not form.fullmatch(tag)]
    refuse(ConfigurationError("invalid_tag", field=f"task_tags[{index}]") for index in wrong)
    return list(dict.fromkeys(value))


def _number(value: object) -> object:
    """As given, so that a whole number stays one in files."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticKnownError("float_type")
    return value


def _texts(value: object, name: str) -> object:
    """One text or a list of them."""
    try:
        _TEXTS.validate_python([value] if isinstance(value, str) else value)
    except ValidationError:
        raise RefusedError([ConfigurationError("field_not_text", name=name)]) from None
    return value


_TEXTS = TypeAdapter(list[str], config=ConfigDict(strict=True))

"""Recording on any object: a dataclass, a namespace, something with `__slots__`."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from enum import Enum
from types import FunctionType
from typing import Any

from watchbell.executions.recording.fields import Changes, FieldTarget, Unless, keeps_out, standing
from watchbell.executions.recording.text import joined
from watchbell.executions.recording.words import words_for
from watchbell.kernel.status import TERMINAL

_one_at_a_time = threading.RLock()


class PlainObject(FieldTarget):
    """Sets the attributes that exist, and has it `save()` itself where it can.

    Within this process one of several ends wins.
    """

    def __init__(self, execution: Any) -> None:
        self._execution = execution
        self.words = words_for(execution, _members(getattr(execution, "status", None)))

    @property
    def label(self) -> str:
        for name in ("execution_id", "id", "name"):
            value = getattr(self._execution, name, None)
            if isinstance(value, str | int):
                return f"{type(self._execution).__name__} {value}"
        return type(self._execution).__name__

    @property
    def known_finished(self) -> bool:
        return standing(self._execution, self.words) in TERMINAL

    def after_commit(self, act: Callable[[], None]) -> None:
        act()

    def _now(self) -> datetime:
        return datetime.now(UTC)

    def _exists(self, name: str) -> bool:
        return is_settable(self._execution, name)

    def _apply(self, changes: Changes, unless: Unless) -> bool:
        with _one_at_a_time:
            if keeps_out(standing(self._execution, self.words), unless):
                return False
            present = changes.only(self._exists)
            set_attributes(self._execution, present)
        if present.values or present.appended:
            _save(self._execution)
        return True


def set_attributes(execution: Any, changes: Changes) -> None:
    for name, value in changes.values.items():
        setattr(execution, name, value)
    for name, text in changes.appended.items():
        present = getattr(execution, name, None)
        setattr(execution, name, joined(present if isinstance(present, str) else "", text))


def _save(execution: Any) -> None:
    """Has an object that keeps itself do so, as the code did that the logger replaces (seed 000)."""
    save = getattr(execution, "save", None)
    if callable(save) and _needs_nothing(save):
        save()


def _needs_nothing(function: Callable[..., Any]) -> bool:
    try:
        inspect.signature(function).bind()
    except (TypeError, ValueError):  # it wants to be told where, or tells nobody what it wants
        return False
    return True


def is_settable(execution: object, name: str) -> bool:
    """Whether `name` is an attribute that can be set: no method, no read-only property."""
    declared = inspect.getattr_static(type(execution), name, None)
    if isinstance(declared, property):
        return declared.fset is not None
    if isinstance(declared, FunctionType | classmethod | staticmethod):
        return False
    # A slot exists also while nothing is in it.
    return inspect.ismemberdescriptor(declared) or hasattr(execution, name)


def _members(status: object) -> list[tuple[Any, str]]:
    """The other values a status of an Enum type may take."""
    return [(member, member.name) for member in type(status)] if isinstance(status, Enum) else []

"""The host's words for our statuses, and back."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from weakref import WeakKeyDictionary

from watchbell.errors import ConfigurationError
from watchbell.kernel.status import TERMINAL, Status

Choices = Iterable[tuple[Any, Any]]

_SPELLINGS: dict[Status, tuple[str, ...]] = {
    Status.PENDING: ("pending",),
    Status.RUNNING: ("running", "started", "in_progress", "executing"),
    Status.SUCCESS: (
        "success",
        "succeeded",
        "successful",
        "completed",
        "complete",
        "finished",
        "done",
        "passed",
    ),
    Status.FAILED: ("failed", "failure", "error", "errored"),
    Status.TIMEOUT: ("timeout", "timed_out", "timedout"),
    Status.CANCELLED: ("cancelled", "canceled", "aborted", "revoked", "stopped"),
    Status.SKIPPED: ("skipped",),
    Status.LOST: ("lost",),
}
_READ = {word: status for status, words in _SPELLINGS.items() for word in words}
_INSTEAD = {
    Status.TIMEOUT: Status.FAILED,
    Status.LOST: Status.FAILED,
    Status.CANCELLED: Status.FAILED,
    Status.SKIPPED: Status.CANCELLED,
}
_mapped: WeakKeyDictionary[type, dict[Status, Any]] = WeakKeyDictionary()


@dataclass(frozen=True)
class StatusWords:
    """What one kind of object calls each status, and how each word it may carry reads."""

    spelled: dict[Status, Any]
    meaning: dict[Any, Status]

    def write(self, status: Status) -> Any:
        """The host's word. Raises ConfigurationError where it has none and cannot hold ours."""
        if status not in self.spelled:
            raise ConfigurationError("recording_no_word", field="status", status=status.value)
        return self.spelled[status]

    def read(self, word: object) -> Status:
        """How an object with this word stands; an unknown word has not begun."""
        return self.known(word) or Status.PENDING

    def known(self, word: object) -> Status | None:
        plain = _plain(word)
        found = self.meaning.get(plain) if isinstance(plain, Hashable) else None
        return found or _classify(plain)

    def words_of(self, statuses: Iterable[Status]) -> list[Any]:
        wanted = frozenset(statuses)
        return [word for word, status in self.meaning.items() if status in wanted]


def map_statuses(kind: type, words: Mapping[str, Any]) -> None:
    """Sets the words of `kind` and what inherits from it. Raises ConfigurationError."""
    _mapped[kind] = _checked(words)


def words_for(execution: object, choices: Choices = (), *, holds_text: bool = True) -> StatusWords:
    """The words of `execution`: as mapped, else by the choices it has, else ours.

    `holds_text` is False where the status is no text, so that words of ours would not fit.
    """
    offered = sorted(choices, key=lambda choice: _plain(choice[0]) not in set(Status))
    ours = {status: status.value for status in Status} if holds_text else {}
    spelled = {**ours, **(_from_choices(offered) if offered else {}), **_given(execution)}
    meaning: dict[Any, Status] = {}
    if holds_text:
        meaning.update((form(word), status) for word, status in _READ.items() for form in _FORMS)
    for value, label in offered:
        if status := _classify_choice(value, label):
            meaning[_plain(value)] = status
    meaning.update((_plain(word), status) for status, word in _by_precedence(spelled))
    return StatusWords(spelled, meaning)


_FORMS = (str.lower, str.upper, str.capitalize)


def _given(execution: object) -> dict[Status, Any]:
    for kind in type(execution).__mro__:
        if kind in _mapped:
            return _mapped[kind]
    declared = getattr(execution, "watchbell_statuses", None)
    return _checked(declared) if isinstance(declared, Mapping) else {}


def _checked(words: Mapping[str, Any]) -> dict[Status, Any]:
    unknown = [name for name in words if name not in set(Status)]
    if unknown:
        raise ConfigurationError("recording_unknown_status", field="statuses", status=unknown[0])
    mapped = {Status(name): word for name, word in words.items()}
    active = [word for status, word in mapped.items() if status not in TERMINAL]
    for status, word in mapped.items():
        if status in TERMINAL and word in active:
            raise ConfigurationError("recording_ambiguous_word", field="statuses", word=word)
    return mapped


def _from_choices(offered: list[tuple[Any, Any]]) -> dict[Status, Any]:
    found: dict[Status, Any] = {}
    for value, label in offered:
        if status := _classify_choice(value, label):
            found.setdefault(status, value)
    for status, other in _INSTEAD.items():
        if status not in found and other in found:
            found[status] = found[other]
    return found


def _by_precedence(spelled: dict[Status, Any]) -> list[tuple[Status, Any]]:
    """Substitutes first, so that a word two statuses share reads as the one it means."""
    return sorted(spelled.items(), key=lambda pair: pair[0] not in _INSTEAD)


def _classify_choice(value: Any, label: Any) -> Status | None:
    return _classify(value) or _classify(label)


def _classify(word: object) -> Status | None:
    return _READ.get(str(_plain(word)).strip().lower().replace(" ", "_").replace("-", "_"))


def _plain(word: object) -> Any:
    return word.value if isinstance(word, Enum) else word

"""From pydantic's findings to our errors: code, path of the field, words in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from watchbell.errors import ConfigurationError, WatchbellError
from watchbell.kernel.found import pydantic_code, pydantic_values
from watchbell.tasks.definition_plain import joined

_CODES = {
    "finite_number": "number_not_finite",
    "string_too_short": "field_required",
    "too_short": "field_required",
    "string_too_long": "field_too_long",
    "too_long": "field_too_many",
}


class RefusedError(ValueError):
    """What one validator found wrong; the fields of `errors` are paths below the validated one."""

    def __init__(self, errors: Iterable[WatchbellError]) -> None:
        self.errors = list(errors)
        super().__init__(str(self.errors))


def refuse(errors: Iterable[WatchbellError]) -> None:
    """Raises RefusedError where there are errors."""
    found = list(errors)
    if found:
        raise RefusedError(found)


def checked(check: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """What `check` returns; a WatchbellError of it becomes one that pydantic collects."""
    try:
        return check(*arguments, **options)
    except WatchbellError as error:
        raise RefusedError([error]) from None


def translated(found: ValidationError, known: Callable[[str], Iterable[str]]) -> list[WatchbellError]:
    """Everything pydantic found; `known(path)` names the fields there are below a path."""
    return [error for detail in found.errors(include_url=False) for error in _translate(detail, known)]


def _translate(detail: Any, known: Callable[[str], Iterable[str]]) -> Iterator[WatchbellError]:
    location = detail["loc"]
    path = _path(location)
    refused = detail.get("ctx", {}).get("error")
    if isinstance(refused, RefusedError):
        for error in refused.errors:
            error.field = _below(path, error.field)
            yield error
    elif detail["type"] == "extra_forbidden":
        yield unknown_field(path, str(location[-1]), known(_path(location[:-1])))
    else:
        code = _CODES.get(detail["type"]) or pydantic_code(detail["type"])
        yield ConfigurationError(code, field=path or None, name=path or "task", **pydantic_values(detail))


def unknown_field(path: str, name: str, known: Iterable[str]) -> ConfigurationError:
    names = sorted(known)
    close = get_close_matches(name, names, n=2, cutoff=0.75) or names
    return ConfigurationError("field_unknown", field=path, name=name, known=", ".join(close))


def _path(location: Iterable[object]) -> str:
    path = ""
    for part in location:
        path = f"{path}[{part}]" if isinstance(part, int) else joined(path, part)
    return path


def _below(path: str, field: str | None) -> str:
    """A check names the whole path where it knows it, else the part below the validated field."""
    if not field or not path:
        return field or path
    inside = field == path or field.startswith((f"{path}.", f"{path}["))
    return field if inside or field.startswith("task_") else joined(path, field)

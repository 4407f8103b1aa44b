"""Texts among parameters that neither the database nor a program can take: NUL, and halves of characters."""

from __future__ import annotations

import re
from typing import Any

from watchbell.errors import ConfigurationError

# In JSON with all but ASCII escaped; a whole character beyond 16 bits is two halves there, too.
_SUSPECT = re.compile(r"\\u0000|\\ud[89a-f]")
_HALF = re.compile("[\ud800-\udfff]")


def refuse_unkeepable(values: dict[str, Any], text: str, field: str) -> None:
    """`text` is the JSON of `values`, which stand at `field`.

    Raises ConfigurationError with the path of the first text that cannot be kept.
    """
    if not _SUSPECT.search(text):
        return
    waiting: list[tuple[str, Any]] = [(field, values)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            _refuse(value, path)
        elif isinstance(value, dict):
            for name in value:
                _refuse(name, f"{path}.{name!a}")
            waiting += [(f"{path}.{name}", item) for name, item in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{path}[{index}]", item) for index, item in enumerate(value)]


def _refuse(text: str, path: str) -> None:
    if "\0" in text:
        raise ConfigurationError("text_has_nul", field=path)
    if _HALF.search(text):
        raise ConfigurationError("text_not_unicode", field=path)

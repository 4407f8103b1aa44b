"""Every sentence people read in an error, by code, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from watchbell.messages.message import Message

__all__ = ["MESSAGES", "Message"]


def _collect() -> dict[str, Message]:
    found: dict[str, Message] = {}
    for module in iter_modules(__path__):
        area = getattr(import_module(f"{__name__}.{module.name}"), "MESSAGES", {})
        repeated = found.keys() & area.keys()
        if repeated:
            raise ValueError(f"message codes defined twice: {sorted(repeated)}")
        found.update(area)
    return found


MESSAGES: Mapping[str, Message] = _collect()

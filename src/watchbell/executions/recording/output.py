"""What a program or a function gave back, in whatever form it did."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from watchbell.executions.recording.text import Text

_NAMES = {"stdout": ("stdout",), "stderr": ("stderr",), "return_code": ("return_code", "returncode")}


@dataclass(frozen=True)
class Output:
    """None means: nothing is known of it, leave what is recorded. `value` is a result as JSON."""

    stdout: Text | None = None
    stderr: Text | None = None
    return_code: int | None = None
    value: Any = None


def read_output(result: object) -> Output:
    """Reads a `subprocess.CompletedProcess`, anything with such attributes, or a mapping of them.

    An int is a return code, a bool says whether it went well, text is stdout, None is nothing;
    any other value is kept as a result, as JSON.
    """
    if result is None or isinstance(result, Output):
        return result or Output()
    if isinstance(result, bool):
        return Output(return_code=0 if result else 1)
    if isinstance(result, int):
        return Output(return_code=result)
    if isinstance(result, str | bytes):
        return Output(stdout=result)
    return _from_names(result) or _from_value(result)


def _from_names(result: object) -> Output | None:
    def look(name: str) -> Any:
        return result.get(name) if isinstance(result, Mapping) else getattr(result, name, None)

    def known(name: str) -> bool:
        return name in result if isinstance(result, Mapping) else hasattr(result, name)

    if not any(known(name) for names in _NAMES.values() for name in names):
        return None
    found = {
        key: next((look(name) for name in names if look(name) is not None), None)
        for key, names in _NAMES.items()
    }
    return Output(_stream(found["stdout"]), _stream(found["stderr"]), _code(found["return_code"]))


def _from_value(result: object) -> Output:
    text = json.dumps(result, ensure_ascii=False, default=str)
    return Output(stdout=text, value=json.loads(text))


def _stream(found: Any) -> Text | None:
    if isinstance(found, list | tuple):
        return "\n".join(str(line).removesuffix("\n") for line in found)
    return found if isinstance(found, str | bytes) else None


def _code(found: Any) -> int | None:
    with suppress(TypeError, ValueError):
        return int(found)
    return None

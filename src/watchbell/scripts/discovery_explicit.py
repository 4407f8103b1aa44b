"""What a script states about itself outright: a file beside it, a block of comments, a literal.

In this order; the first that describes the parameters counts:

1. `name.schema.json` beside `name.py`;
2. a block of comments holding TOML, in the form of PEP 723:

       # /// watchbell
       # description = "Counts words"
       # timeout = 60
       # [parameters.greeting]
       # type = "string"
       # default = "hello"
       # ///

3. `PARAMETERS = {...}` at the top level.

Each holds a JSON Schema of an object, or the seed's map of names: `{"greeting": {"type": "string"}}`.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

from watchbell.errors import ConfigurationError, WatchbellError
from watchbell.kernel.found import Words, json_words, system_words
from watchbell.kernel.params import check_schema
from watchbell.scripts.discovery_source import LARGEST, Source
from watchbell.scripts.discovery_words import literal_of, storable

_NO_JSON = Words("it is not JSON", "它不是 JSON")
_BLOCK = re.compile(r"(?m)^# /// watchbell$\s(?P<content>(?:^#(?:| .*)$\s)+)^# ///$")
_LONGEST_TIMEOUT = 366 * 86400


@dataclass
class Stated:
    """Empty or None where nothing is stated."""

    description: str = ""
    script_type: str = ""
    timeout: float | None = None
    parameters_schema: dict[str, Any] | None = None
    problems: list[WatchbellError] = field(default_factory=list)


def stated(source: Source) -> Stated:
    """Everything `source` states; what cannot be used is among `problems`."""
    found = Stated()
    _read_block(source, found)
    for candidate in (_beside, _literal):
        try:
            schema = candidate(source)
        except ConfigurationError as error:
            found.problems.append(error)
            continue
        if schema is not None and (candidate is _beside or found.parameters_schema is None):
            found.parameters_schema = schema
    return found


def _beside(source: Source) -> dict[str, Any] | None:
    path = source.path.with_suffix(".schema.json")
    try:
        if not path.is_file() or path.is_symlink():
            return None
        with path.open("rb") as file:
            content = file.read(LARGEST)
        return _checked(json.loads(content), path.name)
    except OSError as error:
        raise ConfigurationError(
            "script_unreadable", field=path.name, path=path.name, **system_words(error).details()
        ) from None
    except json.JSONDecodeError as error:
        words, line, column = json_words(error.msg), error.lineno, error.colno
        english, chinese = f"line {line}, column {column}: ", f"第 {line} 行第 {column} 列"
        raise _bad_schema(path.name, Words(english + words.en, chinese + words.zh)) from None
    except (ValueError, RecursionError):
        raise _bad_schema(path.name, _NO_JSON) from None


def _literal(source: Source) -> dict[str, Any] | None:
    given = literal_of(source.tree, "PARAMETERS")
    if not isinstance(given, dict) or not _describes_parameters(given):
        return None  # a constant of the script's own that happens to have this name
    return _checked(given, source.path.name)


def _describes_parameters(given: dict[Any, Any]) -> bool:
    known = {"type", "default", "enum", "description", "title", "required"}
    is_schema = given.get("type") == "object" or "properties" in given
    return is_schema or (
        bool(given) and all(isinstance(part, dict) and part.keys() & known for part in given.values())
    )


def _read_block(source: Source, found: Stated) -> None:
    match = _BLOCK.search(source.text.replace("\r\n", "\n"))
    if match is None:
        return
    name = source.path.name
    lines = match["content"].splitlines()
    try:
        block = tomllib.loads("\n".join(line[2:] if line.startswith("# ") else line[1:] for line in lines))
        found.description = storable(_of_kind(block, "description", str, "")).strip()
        found.script_type = storable(_of_kind(block, "script_type", str, "")).strip()[:40]
        found.timeout = _timeout(block)
        if "parameters" in block:
            found.parameters_schema = _checked(block["parameters"], name)
    except (ValueError, RecursionError) as error:
        problem = ConfigurationError("script_bad_block", field=name, path=name, detail=str(error))
        found.problems.append(problem)
    except ConfigurationError as error:
        found.problems.append(error)


def _of_kind(block: dict[str, Any], name: str, kind: type, otherwise: Any) -> Any:
    value = block.get(name, otherwise)
    if not isinstance(value, kind):
        raise ValueError(f"{name} must be {kind.__name__}")
    return value


def _timeout(block: dict[str, Any]) -> float | None:
    value = block.get("timeout")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _LONGEST_TIMEOUT:
        raise ValueError("timeout must be a number of seconds above 0")
    return float(value)


def _checked(given: Any, name: str) -> dict[str, Any]:
    """A JSON Schema, made from the seed's map where it is one. Raises ConfigurationError naming the file."""
    try:
        schema = json.loads(json.dumps(given, allow_nan=False))
        if isinstance(schema, dict) and not (schema.get("type") == "object" or "properties" in schema):
            schema = _from_map(schema)
        return {"type": "object", **check_schema(schema)}
    except ConfigurationError as error:
        raise _bad_schema(name, Words(error.message("en"), error.message("zh"))) from None
    except (ValueError, TypeError, RecursionError):
        raise _bad_schema(name, _NO_JSON) from None


def _from_map(given: dict[str, Any]) -> dict[str, Any]:
    """The seed's form, `{"greeting": {"type": "string", "required": true}}`, as JSON Schema."""
    properties = {
        name: {key: value for key, value in part.items() if key != "required" or isinstance(value, list)}
        if isinstance(part, dict)
        else part
        for name, part in given.items()
    }
    required = [
        name for name, part in given.items() if isinstance(part, dict) and part.get("required") is True
    ]
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def _bad_schema(name: str, words: Words) -> ConfigurationError:
    details = {"detail": words.en.rstrip("."), "detail_zh": words.zh.rstrip("。")}
    return ConfigurationError("script_bad_schema", field=name, path=name, **details)

"""The parameters of a script that reads its command line with argparse.

Each becomes a property with `x-argument`: `flag` (None: positional), `action` (how a value is written,
see `executors/arguments.py`) and `position`. The launcher's command line is made from them.
"""

from __future__ import annotations

import ast
from typing import Any

from watchbell.errors import ConfigurationError, WatchbellError
from watchbell.scripts.discovery_source import Source
from watchbell.scripts.discovery_words import literal, storable

_TYPES = {"int": "integer", "float": "number", "str": "string", "Path": "string"}
_NOT_TAKEN = frozenset({"help", "version", "parsers", "extend"})
_LONGEST_HELP = 1000

Argument = tuple[str, dict[str, Any], bool]
"""Its name, its property, whether it is needed."""


def argparse_properties(source: Source) -> tuple[dict[str, Any], set[str], list[WatchbellError]]:
    """The properties, the names that are required, and what cannot be mapped."""
    if not any(_imports_argparse(node) for node in ast.walk(source.tree)):
        return {}, set(), []
    calls = sorted(
        (node for node in ast.walk(source.tree) if isinstance(node, ast.Call)),
        key=lambda call: (call.lineno, call.col_offset),
    )
    if any(_method(call) == "add_subparsers" for call in calls):
        name = source.path.name
        return {}, set(), [ConfigurationError("script_subcommands", field=name, path=name)]
    found = [
        argument
        for position, call in enumerate(call for call in calls if _method(call) == "add_argument")
        if (argument := _argument(call, position))
    ]
    properties = {name: part for name, part, _ in found}
    return properties, {name for name, _, needed in found if needed}, []


def _imports_argparse(node: ast.AST) -> bool:
    match node:
        case ast.Import(names=names):
            return any(alias.name == "argparse" for alias in names)
        case ast.ImportFrom(module="argparse"):
            return True
    return False


def _method(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _argument(call: ast.Call, position: int) -> Argument | None:
    flags = [flag for arg in call.args if isinstance(flag := literal(arg), str) and flag]
    given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    action = _word(given.get("action")) or "store"
    if not flags or len(flags) != len(call.args) or action in _NOT_TAKEN:
        return None
    flag = next((one for one in flags if one.startswith("--")), flags[0])
    positional = not flag.startswith("-")
    name = literal(given.get("dest")) or flag.lstrip("-")
    name = storable(str(name if positional else name.replace("-", "_")))
    how, part = _shape(action, given)
    _describe(part, given)
    part["x-argument"] = {"flag": None if positional else flag, "action": how, "position": position}
    needed = _is_needed(positional, given, part)
    return name, part, needed


def _shape(action: str, given: dict[str, ast.expr]) -> tuple[str, dict[str, Any]]:
    """How the value is written on the command line, and the type it has."""
    match action:
        case "store_true" | "store_const":
            return "flag", {"type": "boolean", "default": False}
        case "store_false":
            return "flag_off", {"type": "boolean", "default": True}
        case "BooleanOptionalAction":
            return "switch", {"type": "boolean"}
        case "count":
            return "count", {"type": "integer", "minimum": 0, "maximum": 20}
    kind = _TYPES.get(_word(given.get("type")), "string")
    item: dict[str, Any] = {"type": kind}
    choices = literal(given.get("choices"))
    if isinstance(choices, list | tuple) and choices:
        item["enum"] = list(choices)
    if action == "append":
        return "repeat", {"type": "array", "items": item}
    nargs = literal(given.get("nargs"))
    if nargs in ("*", "+") or isinstance(nargs, int):
        size = {"minItems": nargs, "maxItems": nargs} if isinstance(nargs, int) else {}
        return "list", {"type": "array", "items": item, **size}
    return "value", item


def _describe(part: dict[str, Any], given: dict[str, ast.expr]) -> None:
    default = literal(given.get("default"))
    if isinstance(default, tuple):
        default = list(default)
    if _is_default(part, default):
        part["default"] = default
    words = literal(given.get("help"))
    if isinstance(words, str) and words.strip():
        words = words.replace("%(default)s", str(default)).replace("%%", "%")
        part["description"] = storable(" ".join(words.split()))[:_LONGEST_HELP]


def _is_default(part: dict[str, Any], value: Any) -> bool:
    from jsonschema import Draft202012Validator

    plain = isinstance(value, bool | int | float | str | list)
    return plain and Draft202012Validator(part).is_valid(value)


def _is_needed(positional: bool, given: dict[str, ast.expr], part: dict[str, Any]) -> bool:
    if positional:
        return literal(given.get("nargs")) not in ("?", "*") and "default" not in part
    return literal(given.get("required")) is True


def _word(node: ast.AST | None) -> str:
    """`int`, `pathlib.Path`, `"store_true"`, `argparse.BooleanOptionalAction`: its last word."""
    match node:
        case ast.Constant(value=str(word)) | ast.Name(id=word) | ast.Attribute(attr=word):
            return word
    return ""

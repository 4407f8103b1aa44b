"""The parameters of a script, read off its code: what it takes out of SCRIPT_PARAMETERS, and argparse."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass, field
from typing import Any

from watchbell.errors import ConfigurationError, WatchbellError
from watchbell.scripts.discovery_argparse import argparse_properties
from watchbell.scripts.discovery_comments import comments_of
from watchbell.scripts.discovery_flow import Flow, TooComplex
from watchbell.scripts.discovery_source import Source
from watchbell.scripts.discovery_words import literal, literal_of, storable

_CASTS = {"int": "integer", "float": "number", "bool": "boolean", "str": "string"}
_KINDS = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
_MOST = 200


@dataclass
class _Read:
    """All that the places where one parameter is read say of it."""

    required: bool = True
    type: str = ""
    default: Any = None
    lines: list[int] = field(default_factory=list)


def inferred(source: Source) -> tuple[dict[str, Any], list[WatchbellError]]:
    """A JSON Schema of what the code reads; `{"type": "object", "properties": {}}` where it reads nothing."""
    try:
        return _inferred(source)
    except (RecursionError, TooComplex):
        name = source.path.name
        problem = ConfigurationError("script_too_complex", field=name, path=name)
        return {"type": "object", "properties": {}}, [problem]


def _inferred(source: Source) -> tuple[dict[str, Any], list[WatchbellError]]:
    reads: dict[str, _Read] = {}
    flow = Flow(source.tree)
    for node, scope in flow.nodes:
        _look(node, scope, flow, source.tree, reads)
    comments = comments_of(source.text)
    properties = {name: _property(read, comments) for name, read in list(reads.items())[:_MOST]}
    required = [name for name in properties if reads[name].required]
    arguments, needed, problems = argparse_properties(source)
    schema: dict[str, Any] = {"type": "object", "properties": {**properties, **arguments}}
    if required or needed:
        schema["required"] = sorted({*required, *needed}, key=list(schema["properties"]).index)
    return schema, problems


def _look(node: ast.AST, scope: int, flow: Flow, tree: ast.Module, reads: dict[str, _Read]) -> None:
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr="get" | "pop" | "setdefault"), args=[key, *rest]):
            if (name := _name(key)) and flow.holds(value, scope):
                rest += [keyword.value for keyword in node.keywords if keyword.arg == "default"]
                default = _default(rest[0], tree) if rest else _or_default(node, flow)
                # pop() without a default raises, as a subscript does
                _add(reads, name, node, flow, default, required=node.func.attr == "pop" and not rest)  # type: ignore[attr-defined]
        case ast.Subscript(value=value, slice=key):
            if (name := _name(key)) and flow.holds(value, scope):
                _add(reads, name, node, flow, None, required=isinstance(node.ctx, ast.Load))
        case ast.Compare(left=key, ops=[ast.In() | ast.NotIn()], comparators=[value]):
            if (name := _name(key)) and flow.holds(value, scope):
                reads.setdefault(name, _Read()).required = False


def _add(
    reads: dict[str, _Read], name: str, node: ast.expr, flow: Flow, default: Any, *, required: bool
) -> None:
    read = reads.setdefault(name, _Read())
    read.required = read.required and required
    read.default = default if read.default is None else read.default
    read.type = read.type or _type_around(node, flow)
    read.lines.append(node.end_lineno or node.lineno)


def _property(read: _Read, comments: dict[int, str]) -> dict[str, Any]:
    kind = read.type or _KINDS.get(type(read.default), "string")
    shown: dict[str, Any] = {"type": kind}
    if kind == "array" and isinstance(read.default, list) and _all_text(read.default):
        shown["items"] = {"type": "string"}
    if read.default is not None and _fits(read.default, kind):
        shown["default"] = read.default
    if comment := next((comments[line] for line in read.lines if line in comments), ""):
        shown["description"] = comment
    return shown


def _all_text(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, str) for value in values)


def _fits(value: Any, kind: str) -> bool:
    own = _KINDS.get(type(value))
    return own == kind or (kind == "number" and own == "integer")


def _type_around(node: ast.expr, flow: Flow) -> str:
    """What the code around a read makes of the value: `int(…)`, `for x in …`."""
    parent = flow.parents.get(node)
    match parent:
        case ast.Call(func=ast.Name(id=cast), args=[first, *_]) if first is node and cast in _CASTS:
            return _CASTS[cast]
        case ast.For(iter=iterated) | ast.comprehension(iter=iterated) if iterated is node:
            return "array"
        case ast.BoolOp(op=ast.Or(), values=[first, *_]) if first is node:
            return _type_around(parent, flow)
    return ""


def _or_default(node: ast.expr, flow: Flow) -> Any:
    """`parameters.get("x") or "default"`."""
    match flow.parents.get(node):
        case ast.BoolOp(op=ast.Or(), values=[first, second]) if first is node:
            return _storable(literal(second))
    return None


def _default(node: ast.expr, tree: ast.Module) -> Any:
    value = literal_of(tree, node.id) if isinstance(node, ast.Name) else literal(node)
    return _storable(value)


def _storable(value: Any) -> Any:
    """A default as JSON holds it; None for what JSON does not know."""
    try:
        text = json.dumps(list(value) if isinstance(value, tuple) else value, allow_nan=False)
        return json.loads(text.replace("\\u0000", "\\ufffd")) if len(text) <= 10_000 else None
    except (TypeError, ValueError, RecursionError):
        return None


def _name(node: ast.AST) -> str:
    value = node.value if isinstance(node, ast.Constant) else None
    return storable(value)[:200] if isinstance(value, str) else ""

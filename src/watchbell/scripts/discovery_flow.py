"""Follows the value of SCRIPT_PARAMETERS through a script: variables, helper functions, arguments."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import islice

MOST_NODES = 100_000
"""Of a syntax tree that is looked at; a script of a thousand lines has about ten thousand."""

SOURCES = frozenset({"SCRIPT_PARAMETERS", "SCRIPT_PARAMETERS_FILE"})

# Calls that hand on what they are given: json.loads(text), dict(parameters), open(path) …
_THROUGH = frozenset({"loads", "load", "dict", "copy", "deepcopy", "open", "Path", "str", "cast", "StringIO"})
# Methods of the text, the file or the mapping that give the same thing back.
_SELF = frozenset({"read", "read_text", "read_bytes", "strip", "encode", "decode", "copy", "open"})
_ROUNDS = 12  # hand-overs from one place to the next that are followed
_STEPS = (ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.withitem, ast.Return, ast.Call)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class TooComplex(Exception):
    """Nobody wrote such a script by hand; following it would take too long."""


class Flow:
    """`nodes` are all nodes, each with the number of the function it is in (0: the file itself)."""

    def __init__(self, tree: ast.Module) -> None:
        self.parents: dict[ast.AST, ast.AST] = {}
        self._outer: dict[int, int] = {0: 0}
        self._functions: dict[str, list[tuple[ast.AST, int]]] = {}
        self._names: set[tuple[int, str]] = set()
        self._attributes: set[str] = set()
        self._giving: set[str] = set()
        self.nodes = list(islice(self._walk(tree), MOST_NODES + 1))
        if len(self.nodes) > MOST_NODES:
            raise TooComplex
        self._steps = [(node, scope) for node, scope in self.nodes if isinstance(node, _STEPS)]
        self._follow()

    def holds(self, node: ast.AST | None, scope: int) -> bool:
        """Whether the value of an expression is, or comes from, the script's parameters."""
        match node:
            case ast.Name(id=name):
                return self._knows(name, scope)
            case ast.Attribute(attr=name):
                return name in self._attributes
            case ast.Subscript(value=value, slice=ast.Constant(value=key)):
                return _is_environ(value) and key in SOURCES
            case ast.Call():
                return self._call_holds(node, scope)
            case ast.BoolOp(values=values):
                return any(self.holds(value, scope) for value in values)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return self.holds(left, scope) or self.holds(right, scope)
            case ast.IfExp(body=left, orelse=right):
                return self.holds(left, scope) or self.holds(right, scope)
            case ast.Dict(keys=keys, values=values):
                merged = (value for key, value in zip(keys, values, strict=True) if key is None)
                return any(self.holds(value, scope) for value in merged)
            case ast.NamedExpr(value=value) | ast.Await(value=value):
                return self.holds(value, scope)
        return False

    def _call_holds(self, call: ast.Call, scope: int) -> bool:
        name = _called(call)
        if name in ("get", "getenv") and any(_constant(arg) in SOURCES for arg in call.args[:1]):
            return True
        if name in self._giving:
            return True
        if name in _THROUGH and any(self.holds(arg, scope) for arg in call.args):
            return True
        return name in _SELF and isinstance(call.func, ast.Attribute) and self.holds(call.func.value, scope)

    def _knows(self, name: str, scope: int) -> bool:
        while (scope, name) not in self._names:
            if scope == 0:
                return False
            scope = self._outer[scope]
        return True

    def _walk(self, tree: ast.Module) -> Iterator[tuple[ast.AST, int]]:
        """Without recursion: a hostile file may be nested as deeply as the parser takes it."""
        waiting: list[tuple[ast.AST, int]] = [(tree, 0)]
        while waiting:
            node, scope = waiting.pop()
            yield node, scope
            inside = scope
            if isinstance(node, _FUNCTIONS):
                inside = len(self._outer)
                self._outer[inside] = scope
                self._functions.setdefault(self._name_of(node), []).append((node, inside))
            children = list(ast.iter_child_nodes(node))
            self.parents.update((child, node) for child in children)
            waiting += [(child, inside) for child in reversed(children)]

    def _name_of(self, function: ast.AST) -> str:
        """By what it is called: `__init__` by the name of its class."""
        name = str(getattr(function, "name", ""))
        outer = self.parents.get(function)
        return outer.name if name == "__init__" and isinstance(outer, ast.ClassDef) else name

    def _follow(self) -> None:
        for _ in range(_ROUNDS):
            before = len(self._names), len(self._attributes), len(self._giving)
            for node, scope in self._steps:
                self._step(node, scope)
            if before == (len(self._names), len(self._attributes), len(self._giving)):
                return

    def _step(self, node: ast.AST, scope: int) -> None:
        match node:
            case ast.Assign(value=value) | ast.AnnAssign(value=value) | ast.NamedExpr(value=value):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                self._remember(targets, value, scope)
            case ast.withitem(context_expr=value, optional_vars=target) if target is not None:
                self._remember([target], value, scope)
            case ast.Return(value=value) if self.holds(value, scope):
                self._giving |= {
                    name
                    for name, found in self._functions.items()
                    if name and any(inside == scope for _, inside in found)
                }
            case ast.Call():
                self._hand_over(node, scope)

    def _remember(self, targets: Sequence[ast.AST], value: ast.AST | None, scope: int) -> None:
        if not self.holds(value, scope):
            return
        for target in targets:
            if isinstance(target, ast.Name):
                self._names.add((scope, target.id))
            elif isinstance(target, ast.Attribute):
                self._attributes.add(target.attr)

    def _hand_over(self, call: ast.Call, scope: int) -> None:
        """`main(parameters)`: inside `main` its own argument holds them."""
        name = _called(call)
        for function, inside in self._functions.get(name, []) if name else []:
            own = [arg.arg for arg in function.args.args]  # type: ignore[attr-defined]
            if own[:1] in (["self"], ["cls"]):
                own = own[1:]
            for arg, value in zip(own, call.args, strict=False):
                if self.holds(value, scope):
                    self._names.add((inside, arg))
            for keyword in call.keywords:
                if keyword.arg and self.holds(keyword.value, scope):
                    self._names.add((inside, keyword.arg))


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _constant(node: ast.AST) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _is_environ(node: ast.AST) -> bool:
    match node:
        case ast.Name(id="environ") | ast.Attribute(attr="environ"):
            return True
    return False

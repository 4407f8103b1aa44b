"""Finds code that keeps the status of an execution by hand, and names the call that replaces it.

What it looks for is what seed 001 wants gone: `execution.status = 'running'`,
`execution.started_at = timezone.now()`, `execution.save()` and their like. Source text in, findings
out; nothing is imported or run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from watchbell.kernel.bookkeeping_calls import FIELDS, TIMES, Place, replacement

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Finding:
    """Lines `line` to `end_line` (from 1) keep the status of `target` by hand; `call` replaces them."""

    line: int
    end_line: int
    target: str
    fields: tuple[str, ...]
    call: str


@dataclass
class _Group:
    """Assignments to one object that follow each other in one block."""

    target: str
    place: Place
    line: int
    end_line: int
    values: dict[str, ast.expr] = field(default_factory=dict)
    adds: bool = False
    is_saved: bool = False


def find(source: str) -> list[Finding]:
    """What is kept by hand in a Python file. Raises SyntaxError where it is none."""
    findings = [finding for scope in _scopes(ast.parse(source)) for finding in _in_scope(scope)]
    return sorted(findings, key=lambda finding: finding.line)


def _scopes(tree: ast.Module) -> Iterator[ast.Module | _Function]:
    yield tree
    for node in ast.walk(tree):
        if isinstance(node, _Function):
            yield node


def _in_scope(scope: ast.Module | _Function) -> Iterator[Finding]:
    groups = list(_groups(scope.body, Place()))
    kept = _kept_by_hand(groups)
    told: set[str] = set()  # objects whose whole outcome an earlier call takes from a result
    for group in groups:
        if not group.values or group.target not in kept:
            continue
        call = replacement(group.target, group.values, group.place, adds=group.adds)
        if group.target in told and group.values.keys() == {"status"} and not group.place.caught:
            call = f"# not needed: complete_execution takes the status of {group.target} from the return code"
        if "result=" in call:
            told.add(group.target)
        yield Finding(group.line, group.end_line, group.target, tuple(group.values), call)


def _kept_by_hand(groups: Sequence[_Group]) -> set[str]:
    """Objects that are saved with a status or a time of it, or get both."""
    fields: dict[str, set[str]] = {}
    for group in groups:
        fields.setdefault(group.target, set()).update(group.values)
    saved = {group.target for group in groups if group.is_saved}
    return {
        target
        for target, names in fields.items()
        if (target in saved and names & {"status", *TIMES})
        or (target != "self" and "status" in names and names & set(TIMES))
    }


def _groups(body: Sequence[ast.stmt], place: Place) -> Iterator[_Group]:
    """The groups of one block and of the blocks in it, functions and classes apart."""
    current: _Group | None = None
    for statement in body:
        step = _step(statement)
        if step is None:
            if current:
                yield current
            current = None
            yield from _inner(statement, place)
            continue
        target, values, adds, is_save = step
        if current is None or current.target != target:
            if current:
                yield current
            current = _Group(target, place, statement.lineno, statement.lineno)
        current.end_line = statement.end_lineno or statement.lineno
        current.values.update(values)
        current.adds |= adds
        current.is_saved |= is_save
    if current:
        yield current


def _inner(statement: ast.stmt, place: Place) -> Iterator[_Group]:
    if isinstance(statement, _Function | ast.ClassDef):
        return
    if isinstance(statement, ast.Try | ast.TryStar):
        yield from _groups(statement.body, place)
        for handler in statement.handlers:
            caught = ast.unparse(handler.type) if handler.type else "Exception"
            yield from _groups(handler.body, Place(caught, handler.name or ""))
        yield from _groups(statement.orelse, place)
        yield from _groups(statement.finalbody, Place(is_finally=True))
        return
    for name in ("body", "orelse"):
        yield from _groups(getattr(statement, name, []), place)
    for case in getattr(statement, "cases", []):
        yield from _groups(case.body, place)


def _step(statement: ast.stmt) -> tuple[str, dict[str, ast.expr], bool, bool] | None:
    """(object, fields set, whether they are added to, whether this saves it), or None."""
    match statement:
        case ast.Assign(targets=[ast.Attribute(value=owner, attr=name)], value=value) if name in FIELDS:
            return ast.unparse(owner), {name: value}, False, False
        case ast.AugAssign(target=ast.Attribute(value=owner, attr=name), value=value) if name in FIELDS:
            return ast.unparse(owner), {name: value}, True, False
        case ast.Expr(
            value=ast.Call(func=ast.Name(id="setattr"), args=[owner, ast.Constant(value=str(name)), value])
        ):
            return (ast.unparse(owner), {name: value}, False, False) if name in FIELDS else None
        case ast.Expr(value=ast.Await(value=call)) | ast.Expr(value=call):
            return _saving(call)
    return None


def _saving(call: ast.expr) -> tuple[str, dict[str, ast.expr], bool, bool] | None:
    match call:
        case ast.Call(func=ast.Attribute(value=owner, attr="save" | "asave")):
            return ast.unparse(owner), {}, False, True
        case ast.Call(func=ast.Attribute(value=owner, attr="update" | "aupdate"), keywords=keywords):
            values = {word.arg: word.value for word in keywords if word.arg in FIELDS}
            return (ast.unparse(owner), values, False, True) if values else None
    return None

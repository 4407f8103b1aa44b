"""The reason codes that the code gives to executions, found in its syntax."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from watchbell.kernel import rollup
from watchbell.pipelines.approvals import REJECTED

SOURCE = Path(__file__).parents[2] / "src/watchbell"
# Functions that take a reason, and the position at which they do.
_TAKES_REASON = {"skip": 1, "_verdict": 1, "Verdict": 1, "End": 2, "request_cancel": 1}
_FOLDERS = ("kernel", "executions", "tasks", "scripts", "pipelines", "scheduler")


# Those a function of the kernel gives back, and a step that is taken over.
_OF_STEPS = {
    rollup.DEPENDENCY_SKIPPED,
    rollup.NOTHING_FAILED,
    rollup.CONDITION_FALSE,
    rollup.MATRIX_EMPTY,
    rollup.STEP_FAILED,
    *rollup.STOPPED,
    "reused",
}
# Why a pipeline cannot be followed, or one of its steps not be begun: the codes of errors as they come.
_OF_PIPELINES = {
    "pipeline_broken",
    "pipeline_too_deep",
    "pipeline_value_missing",
    "pipeline_matrix_no_list",
    "pipeline_task_unknown",
    "pipeline_script_unknown",
    REJECTED,
}
# Messages of executors whose reason is `oom`, `timeout` or `limit`.
_ALWAYS_WITH_ANOTHER_REASON = {"out_of_memory", "program_timeout", "limit_exceeded"}


def reasons() -> set[str]:
    """Every reason that is given as a text, and every code with which the start of a program is refused."""
    found: set[str] = set()
    for folder in _FOLDERS:
        for file in sorted((SOURCE / folder).rglob("*.py")):
            found |= set(_given(file))
    found |= set(_refusals(SOURCE / "executors")) | set(_diagnoses(SOURCE / "launcher/diagnose.py"))
    return (found | _OF_STEPS | _OF_PIPELINES) - {"", *_ALWAYS_WITH_ANOTHER_REASON}


def _given(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in _calls(tree):
        position = _TAKES_REASON.get(_name(call))
        arguments = call.args[position : position + 1] if position is not None else []
        arguments += [keyword.value for keyword in call.keywords if keyword.arg == "reason"]
        if _name(call) == "Decision":
            arguments += call.args[2:3]
        for argument in arguments:
            yield from _texts(argument, names)


def _texts(node: ast.expr, names: dict[str, object]) -> Iterator[str]:
    for part in ast.walk(node):
        value = names.get(part.id) if isinstance(part, ast.Name) else getattr(part, "value", None)
        if isinstance(value, str):
            yield value


def _refusals(folder: Path) -> Iterator[str]:
    for file in sorted(folder.glob("*.py")):
        for call in _calls(ast.parse(file.read_text(encoding="utf-8"))):
            if _name(call) == "ExecutionError" and isinstance(call.args[0], ast.Constant):
                yield str(call.args[0].value)


def _diagnoses(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "code" and isinstance(value, ast.Constant):
                    yield str(value.value)


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")

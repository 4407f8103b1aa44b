"""How a script describes itself in words."""

from __future__ import annotations

import ast
import inspect
import re
from typing import Any

from watchbell.scripts.discovery_source import Source

DEFAULT_TYPE = "data_processing"  # seed 003
_LONGEST = 2000
_NO_WORDS = re.compile(r"#!|#.*coding[:=]|# ///|#\s*(vim|noqa|type|ruff|pylint|fmt|isort)\b", re.IGNORECASE)


def description_of(source: Source) -> str:
    """The first paragraph of the docstring, else of the comment at its top, else of what `main` says."""
    text = _docstring(source.tree) or _leading_comment(source.text) or _docstring(_main(source.tree))
    paragraph = inspect.cleandoc(text).split("\n\n")[0]
    return " ".join(paragraph.split())[:_LONGEST]


def type_of(source: Source) -> str:
    """`SCRIPT_TYPE = "…"` at the top level of the file."""
    given = literal_of(source.tree, "SCRIPT_TYPE")
    return given.strip()[:40] if isinstance(given, str) and given.strip() else DEFAULT_TYPE


def literal_of(tree: ast.Module, name: str) -> Any:
    """The literal a name is set to at the top level; None where it is none."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                return literal(value)
            case ast.AnnAssign(target=ast.Name(id=target), value=value) if target == name:
                return literal(value)
    return None


def literal(node: ast.AST | None) -> Any:
    """The value of a literal; None for everything that would have to be computed."""
    try:
        return None if node is None else ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _docstring(node: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | None) -> str:
    return storable(ast.get_docstring(node) or "") if node else ""


def _main(tree: ast.Module) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return next((node for node in functions if node.name == "main"), None)


def _leading_comment(text: str) -> str:
    words: list[str] = []
    for line in text.removeprefix("\ufeff").splitlines():
        if _NO_WORDS.match(line) and not words:
            continue
        if not line.startswith("#") or _NO_WORDS.match(line):
            break
        words.append(line.lstrip("#").strip())
    return storable("\n".join(words).strip())


def storable(text: str) -> str:
    """Without what no database takes: NUL, lone surrogates."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()

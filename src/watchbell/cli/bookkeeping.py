"""`watchbell check --executions PATH`: needs no data directory, and imports nothing of what it reads."""

from __future__ import annotations

import os
import tokenize
from collections.abc import Iterator
from pathlib import Path

import click

from watchbell.cli.common import echo_json
from watchbell.cli.words import say
from watchbell.kernel.bookkeeping import Finding, find
from watchbell.kernel.found import system_words

_PASSED_OVER = frozenset({"__pycache__", "node_modules", "migrations", "site-packages"})


def report(root: Path, as_json: bool) -> bool:
    """Prints what is kept by hand below `root`; True where there is something, or a file cannot be read."""
    found: list[tuple[Path, Finding]] = []
    unread: list[tuple[Path, str]] = []
    for file in _python_files(root):
        try:
            with tokenize.open(file) as source:
                found += [(file, finding) for finding in find(source.read())]
        except (OSError, SyntaxError, ValueError, RecursionError) as error:
            unread.append((file, _problem(error)))
    (_as_json if as_json else _as_text)(found, unread)
    return bool(found or unread)


def _problem(error: Exception) -> str:
    if isinstance(error, OSError):
        return say(*system_words(error))
    line = getattr(error, "lineno", None)
    where = say(f" (line {line})", f"（第 {line} 行）") if line else ""
    return say("it is no Python that can be read", "不是可读取的 Python 代码") + where


def _python_files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    for folder, names, files in os.walk(root):
        names[:] = sorted(
            name for name in names if name not in _PASSED_OVER and not _is_aside(Path(folder, name))
        )
        yield from (Path(folder, name) for name in sorted(files) if name.endswith(".py"))


def _is_aside(folder: Path) -> bool:
    return folder.name.startswith(".") or (folder / "pyvenv.cfg").exists()


def _as_text(found: list[tuple[Path, Finding]], unread: list[tuple[Path, str]]) -> None:
    for file, finding in found:
        fields = ", ".join(finding.fields)
        click.echo(f"{file}:{finding.line}: {finding.target}: {fields}\n    {finding.call}")
    for file, problem in unread:
        click.echo(f"{file}: {say('cannot be read', '无法读取')}: {problem}", err=True)
    files = len({file for file, _ in found})
    click.echo(
        say(f"{len(found)} places in {files} files", f"{files} 个文件中有 {len(found)} 处手写的状态记录")
        if found
        else say("no hand-written status bookkeeping found", "没有发现手写的状态记录")
    )


def _as_json(found: list[tuple[Path, Finding]], unread: list[tuple[Path, str]]) -> None:
    echo_json(
        {
            "findings": [{"file": str(file), **vars(finding)} for file, finding in found],
            "unread": [{"file": str(file), "problem": problem} for file, problem in unread],
        }
    )

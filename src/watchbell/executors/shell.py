from __future__ import annotations

import shutil
from pathlib import Path

from watchbell.errors import ExecutionError
from watchbell.executors.base import ARGS, CWD, ExecutionSpec, ProcessExecutor, RunContext, Title, options
from watchbell.executors.paths import program_file

_LONGEST_SHEBANG = 256  # what Linux reads of it (BINPRM_BUF_SIZE)


class ShellExecutor(ProcessExecutor):
    """Runs a script file with the interpreter its first line names, or `sh` where it names none."""

    title = Title("Shell script", "Shell 脚本")
    description = Title(
        "A script file, run by the interpreter in its first line, or sh.",
        "按脚本首行指定的解释器运行脚本文件，未指定时使用 sh。",
    )
    options = options(args=ARGS, cwd=CWD)

    def argv(self, spec: ExecutionSpec, context: RunContext) -> list[str]:
        script = program_file(spec.program, spec.root)
        return [*interpreter(script), str(script), *spec.config.get("args", [])]


def interpreter(script: Path) -> list[str]:
    """The interpreter and its one argument that `script` names; `sh` where it names none.

    Raises ExecutionError `windows_line_ends`, `bad_shebang` (no name) or `missing_interpreter`.
    """
    with script.open("rb") as file:
        first = file.readline(_LONGEST_SHEBANG)
    if not first.startswith(b"#!"):
        return ["/bin/sh"]
    line = first[2:].rstrip(b"\n")
    if line.endswith(b"\r"):
        raise ExecutionError("windows_line_ends", path=str(script))
    if not line.strip():
        raise ExecutionError("bad_shebang", path=str(script))
    words = line.decode(errors="surrogateescape").split(None, 1)
    if shutil.which(words[0]) is None:
        raise ExecutionError("missing_interpreter", path=str(script), interpreter=words[0])
    return [words[0], *(word.rstrip() for word in words[1:])]


PLUGIN = ShellExecutor()

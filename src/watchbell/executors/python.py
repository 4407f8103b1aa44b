from __future__ import annotations

import sys
from pathlib import Path

from watchbell.errors import ExecutionError
from watchbell.executors.arguments import arguments_of
from watchbell.executors.base import (
    ARGS,
    CWD,
    ExecutionSpec,
    ProcessExecutor,
    RunContext,
    Title,
    options,
    text,
)
from watchbell.executors.paths import program_file


class PythonExecutor(ProcessExecutor):
    """Runs a `.py` file with a Python interpreter (seed 004)."""

    title = Title("Python script", "Python 脚本")
    description = Title("A .py file, run by a Python interpreter.", "用 Python 解释器运行一个 .py 文件。")
    options = options(
        args=ARGS,
        cwd=CWD,
        interpreter=text(
            "Interpreter",
            "解释器",
            description="Path of a Python interpreter; by default the one Watchbell runs on.",
            **{"x-description-zh": "Python 解释器的路径；默认使用运行更钟的解释器。"},
        ),
    )
    # A pipe makes Python hold its output back; live logs need it at once.
    default_env = {"PYTHONUNBUFFERED": "1"}

    def argv(self, spec: ExecutionSpec, context: RunContext) -> list[str]:
        script = program_file(spec.program, spec.root)
        interpreter = spec.config.get("interpreter") or sys.executable
        if Path(interpreter).is_absolute() and not Path(interpreter).exists():
            raise ExecutionError("missing_interpreter", path=str(script), interpreter=interpreter)
        given = arguments_of(spec.config.get("parameter_arguments", ()), context.parameters)
        return [interpreter, str(script), *spec.config.get("args", []), *given]


PLUGIN = PythonExecutor()

from __future__ import annotations

import sys

from watchbell.executors.base import ExecutionSpec, ProcessExecutor, RunContext, Title, options

_BEHAVE = """
import sys, time
out, err, seconds, code = sys.argv[1:]
sys.stdout.write(out); sys.stdout.flush()
sys.stderr.write(err); sys.stderr.flush()
time.sleep(float(seconds))
sys.exit(int(code))
"""


class DummyExecutor(ProcessExecutor):
    """Does as it is told, for tests: writes, sleeps, exits."""

    title = Title("Dummy", "模拟")
    description = Title("Writes, sleeps and exits as told.", "按设定输出、等待并退出。")
    options = options(
        stdout={"type": "string"},
        stderr={"type": "string"},
        sleep={"type": "number", "minimum": 0},
        exit_code={"type": "integer", "minimum": 0, "maximum": 255},
    )
    program_is_file = False
    program_is_needed = False

    def argv(self, spec: ExecutionSpec, context: RunContext) -> list[str]:
        told = spec.config
        words = [
            told.get("stdout", ""),
            told.get("stderr", ""),
            told.get("sleep", 0),
            told.get("exit_code", 0),
        ]
        return [sys.executable, "-I", "-S", "-c", _BEHAVE, *map(str, words)]


PLUGIN = DummyExecutor()

"""Tasks of type `node`: a JavaScript file, run by Node.js as a process of the launcher."""

from __future__ import annotations

import shutil

from watchbell.conf import get_settings
from watchbell.errors import ExecutionError
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


class NodeExecutor(ProcessExecutor):
    """`task_exec` is the file; it may be where programs may be."""

    title = Title("Node.js script", "Node.js 脚本")
    description = Title("A .js or .mjs file, run by Node.js.", "用 Node.js 运行一个 .js 或 .mjs 文件。")
    options = options(
        args=ARGS,
        cwd=CWD,
        interpreter=text("Path of node", "node 的路径"),
    )

    def argv(self, spec: ExecutionSpec, context: RunContext) -> list[str]:
        script = program_file(spec.program, spec.root)
        node = spec.config.get("interpreter") or shutil.which("node", path=get_settings().program_path)
        if node is None:
            raise ExecutionError("missing_interpreter", interpreter="node", path=str(script))
        return [node, str(script), *spec.config.get("args", [])]


PLUGIN = NodeExecutor()

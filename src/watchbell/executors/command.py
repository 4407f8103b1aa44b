from __future__ import annotations

from os.path import join

from watchbell.executors.base import ARGS, CWD, ExecutionSpec, ProcessExecutor, RunContext, Title, options


class CommandExecutor(ProcessExecutor):
    """Runs a program with arguments. No shell reads them."""

    title = Title("Command", "命令")
    description = Title(
        "A program and its arguments; no shell in between.", "直接运行程序及其参数，不经过 shell。"
    )
    options = options(args=ARGS, cwd=CWD)
    program_is_file = False

    def argv(self, spec: ExecutionSpec, context: RunContext) -> list[str]:
        # A bare name is left to the PATH of programs; only a path is relative to the data directory.
        program = join(context.data_dir, spec.program) if "/" in spec.program else spec.program  # noqa: PTH118
        return [program, *spec.config.get("args", [])]


PLUGIN = CommandExecutor()

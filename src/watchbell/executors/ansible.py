from __future__ import annotations

from pathlib import Path
from typing import Any

from watchbell.conf import data_path
from watchbell.errors import ConfigurationError, WatchbellError
from watchbell.executors.ansible_command import (
    RESULT,
    common_arguments,
    environment,
    executable,
    playbook_arguments,
)
from watchbell.executors.ansible_options import OPTIONS, PING
from watchbell.executors.ansible_result import why
from watchbell.executors.base import ExecutionSpec, ProcessExecutor, RunContext, Title
from watchbell.executors.paths import program_file, wrong_place


class AnsibleExecutor(ProcessExecutor):
    """Runs a playbook, or asks hosts whether they can be reached (seed 001, ansible_integration)."""

    title = Title("Ansible", "Ansible")
    description = Title(
        "A playbook, or a check whether hosts can be reached.", "运行 playbook，或检查主机是否可达。"
    )
    options = OPTIONS
    program_is_file = False  # of `ping` it is a pattern of hosts; `check` looks at the path of a playbook
    program_is_needed = False
    uses_folder = True

    def check(self, program: str, config: dict[str, Any]) -> list[ConfigurationError]:
        problems = super().check(program, config)
        if not pings(config):
            problems += wrong_place(program) if program else [_needed("task_exec")]
        inventory = config.get("inventory")
        if isinstance(inventory, str) and inventory:
            problems += [_of(error, "task_config.inventory") for error in wrong_place(inventory)]
        if inventory and config.get("hosts"):
            problems.append(ConfigurationError("inventory_twice", field="task_config.hosts"))
        if pings(config) and not inventory and not config.get("hosts"):
            problems.append(_needed("task_config.hosts"))
        return problems

    def argv(self, spec: ExecutionSpec, context: RunContext) -> list[str]:
        if pings(spec.config):
            module = spec.config.get("ping_module", "ping")
            return [
                executable("ansible", spec.config),
                *common_arguments(spec.config, context.folder),
                f"--module-name=ansible.builtin.{module}",
                *(["--args=true"] if module == "raw" else []),
                "--",
                spec.program or "all",
            ]
        return [
            executable("ansible-playbook", spec.config),
            *common_arguments(spec.config, context.folder),
            *playbook_arguments(spec.config, context),
            str(program_file(spec.program, spec.root)),
        ]

    def env(self, spec: ExecutionSpec, context: RunContext) -> dict[str, str]:
        return environment(spec.config, context.folder, _playbook(spec))

    def explain(
        self, spec: ExecutionSpec, context: RunContext, return_code: int
    ) -> tuple[str, WatchbellError] | None:
        return why(context.folder / RESULT)


def pings(config: dict[str, Any]) -> bool:
    return config.get("action") == PING


def _playbook(spec: ExecutionSpec) -> Path | None:
    return None if pings(spec.config) else data_path(spec.program)


def _needed(field: str) -> ConfigurationError:
    return ConfigurationError("field_required", field=field)


def _of(error: ConfigurationError, field: str) -> ConfigurationError:
    return ConfigurationError(error.code, field=field, **error.values)


PLUGIN = AnsibleExecutor()

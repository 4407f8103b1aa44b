"""How tasks are run, by type. Other packages add types through the entry points `watchbell.executors`."""

from __future__ import annotations

from watchbell.errors import ConfigurationError
from watchbell.executors.base import Executor
from watchbell.registry import Registry

registry: Registry[Executor] = Registry(
    "watchbell.executors",
    ("python", "shell", "command", "ansible", "http", "jenkins", "gitlab", "docker", "kubernetes"),
    "watchbell.executors",
)


def get_executor(type_: str) -> Executor:
    """The executor of a task type. Raises ConfigurationError naming the ones there are."""
    executor = registry.get(type_)
    if executor is None:
        raise ConfigurationError(
            "unknown_task_type", field="task_type", type=type_, known=", ".join(sorted(registry.all()))
        )
    return executor

"""Re-exports: Django looks for the models of an app here; they live with their subject."""

from watchbell.access.models import ApiKey, Secret
from watchbell.executions.models import Definition, Execution
from watchbell.executions.remote.models import RemoteRun
from watchbell.pipelines.models import Approval
from watchbell.scripts.models import PageButton, Press, Script, ScriptFolder
from watchbell.tasks.models import Task, TaskSchedule, TaskState

__all__ = [
    "ApiKey",
    "Approval",
    "Definition",
    "Execution",
    "PageButton",
    "Press",
    "RemoteRun",
    "Script",
    "ScriptFolder",
    "Secret",
    "Task",
    "TaskSchedule",
    "TaskState",
]

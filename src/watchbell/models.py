"""Re-exports: Django looks for the models of an app here; they live with their subject."""

from watchbell.access.models import ApiKey
from watchbell.executions.models import Definition, Execution
from watchbell.tasks.models import Task, TaskSchedule, TaskState

__all__ = ["ApiKey", "Definition", "Execution", "Task", "TaskSchedule", "TaskState"]

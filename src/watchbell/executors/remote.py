"""What runs elsewhere: started by a request, followed by asking, ended by a request."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Any, Literal

from watchbell.errors import WatchbellError
from watchbell.executors.base import ExecutionSpec, Executor, RunContext, Runner

Handle = dict[str, Any]
"""What finds a run on its target again: JSON, stored as soon as it is known. No secrets."""

Cursor = dict[str, Any]
"""How far its log was read: JSON, empty at first."""


class TargetUnavailable(WatchbellError):
    """The target cannot be reached now, or asks to wait; the driver tries again."""


class TargetNotReached(TargetUnavailable):
    """The request surely never arrived (connection refused, unknown host): nothing was started by it."""


LOST_CODES = frozenset({"start_unknown", "target_gone"})
"""Codes of an ExecutionError after which nobody can know how it ended: the execution is `lost`."""


@dataclass(frozen=True)
class Remote:
    """How a run stands, and what it wrote since `cursor`.

    `output` is (stream, bytes): 1 stdout, 2 stderr. Once `ended`: `status` is success, failed, cancelled
    (somebody ended it on the target) or lost (nobody can know how it ended), with `return_code` where the
    target has one, `error` where it did not succeed, and `result` or, as a message code, why there is none.
    """

    cursor: Cursor
    output: list[tuple[int, bytes]] = field(default_factory=list)
    more: bool = False  # ask again at once: the target has more output already
    ended: bool = False
    status: Literal["success", "failed", "cancelled", "lost"] = "success"
    reason: str = ""
    return_code: int | None = None
    error: WatchbellError | None = None
    result: Any = None
    result_problem: str = ""
    progress: Any = None


class RemoteExecutor(Executor):
    """Each method may block for some seconds, and is called from the remote driver's threads.

    Raises TargetUnavailable (with `target` and `detail`, code `target_unavailable`; `retry_after` seconds
    where the target asks to wait) for what may pass, ExecutionError for what will not: the execution ends
    as failed, or as lost with one of LOST_CODES, and what was started is told to stop. Whatever `start`
    makes carries the execution's id, so that `find` can tell after a crash whether there is one; where the
    target takes a name or a key only once, use the id: a request of a killed Watchbell may arrive late.
    """

    program_is_file = False
    program_is_needed = False

    def runner_of(self, config: dict[str, Any]) -> Runner:
        return "remote"

    @abstractmethod
    def start(self, spec: ExecutionSpec, context: RunContext) -> Handle:
        """Starts it; called once, except where the answer was lost and `find` found nothing."""

    @abstractmethod
    def find(self, spec: ExecutionSpec, context: RunContext) -> Handle | None:
        """What an earlier `start` of this very execution made, None where there is none.

        Raises ExecutionError `start_unknown` where the target cannot tell: the execution is `lost` then.
        """

    @abstractmethod
    def poll(self, spec: ExecutionSpec, handle: Handle, cursor: Cursor) -> Remote:
        """How it stands, and what it wrote since `cursor`; the rest of the log comes before `ended`."""

    @abstractmethod
    def stop(self, spec: ExecutionSpec, handle: Handle, *, force: bool) -> None:
        """Asks the target to end it; `force` after the grace. Idempotent; `poll` tells when it has ended."""

    def clean(self, spec: ExecutionSpec, handle: Handle) -> None:
        """Removes what is left on the target, after the end was recorded."""

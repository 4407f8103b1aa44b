"""One execution elsewhere, step by step: start it, follow it, end it.

A step may block, and any step may be the last one before a crash. So the claim is saved before the
first, the handle right after the start, and where neither tells whether there was a start, the target
is asked. What a step returns is saved by the driver.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from django.db import DatabaseError, close_old_connections

from watchbell.conf import get_settings
from watchbell.errors import ConfigurationError, WatchbellError
from watchbell.executions.context import context_of
from watchbell.executions.events import hub
from watchbell.executions.models import Execution
from watchbell.executions.remote import ends, trouble
from watchbell.executions.remote.log import RemoteLog
from watchbell.executions.remote.models import RemoteRun
from watchbell.executions.remote.rows import save_rows
from watchbell.executions.remote.trouble import Trouble
from watchbell.executions.spec import spec_of
from watchbell.executions.transition import End
from watchbell.executors import get_executor
from watchbell.executors.remote import Remote, RemoteExecutor, TargetNotReached, TargetUnavailable

log = logging.getLogger("TaskExecutor")

_SOON, _OFTEN, _SELDOM = 0.2, 0.5, 2.5  # seconds between two looks
_FORCE_AGAIN = 5.0

Cause = Literal["timeout", "cancelled"]


@dataclass(frozen=True)
class Step:
    """What a step came to: when to take the next one (seconds from now), how the run stands, how it ended.

    `is_over`: nothing is left to do, not even to clean.
    """

    wait: float = 0.0
    row: RemoteRun | None = None
    progress: Any = None
    end: End | None = None
    is_over: bool = False


class Run:
    """`execution` and `row` are as they were claimed; `was_claimed_before`: by an earlier process."""

    def __init__(self, execution: Execution, row: RemoteRun, *, was_claimed_before: bool) -> None:
        assert execution.definition is not None
        self.execution = execution
        self.has_ended = self.is_recorded = execution.is_finished
        self.is_watched = False
        self._spec = spec_of(execution.definition)
        self._context = context_of(execution)
        self._executor = remote_executor(self._spec.executor)
        self._row = row
        self._is_saved = True
        self._may_have_started = was_claimed_before
        self._cause: Cause | None = None
        self._forced_at: list[float] = []  # the first and the last time
        self._trouble = Trouble()
        self._progress = execution.progress
        self._quiet_since = time.monotonic()
        self._log: RemoteLog | None = None

    def step(self) -> Step:
        """Takes the next step; never raises."""
        try:
            step = self._clean() if self.is_recorded else self._advance()
            self._trouble.is_over()
        except DatabaseError as error:
            log.warning("database not available, trying again: %s", error)
            close_old_connections()
            return Step(wait=1.0)
        except TargetUnavailable as error:
            return self._unavailable(error)
        except Exception as error:
            return self._broken(error)
        return step

    @property
    def is_in_trouble(self) -> bool:
        """Whether the target did not answer the last time."""
        return self._trouble.is_there

    def close(self) -> None:
        if self._log:
            self._log.close()
            self._log = None

    def _advance(self) -> Step:
        if self._row.handle is None:
            self._row.handle = self._found() or (None if self._asked() else self._started())
            if self._row.handle is None:
                return self._ended(ends.never_started(self.execution, self._cause))
            self._is_saved = False
        if not self._is_saved:
            save_rows([self._row])
            self._is_saved = True
        remote = self._followed()
        if remote.ended:
            # What ended by itself before we asked it to did just that.
            cause = self._asked() if self._row.stop_asked_at else None
            return self._ended(ends.end_of(self.execution, remote, cause))
        if self._asked():
            self._stop()
        if self._forced_at and time.time() - self._forced_at[0] > trouble.GIVE_UP_AFTER_FORCE:
            return self._ended(ends.unstoppable(self.execution, self._cause))
        return Step(wait=self._wait(remote), row=self._state(), progress=self._progress)

    def _found(self) -> dict[str, Any] | None:
        return self._executor.find(self._spec, self._context) if self._may_have_started else None

    def _started(self) -> dict[str, Any]:
        try:
            return self._executor.start(self._spec, self._context)
        except (TargetNotReached, ConfigurationError):
            raise
        except Exception:
            self._may_have_started = True
            raise

    def _asked(self) -> Cause | None:
        """Why it shall end, if it shall: the first reason counts."""
        if self._cause is None and self.execution.cancel_requested:
            self._cause = "cancelled"
        elif self._cause is None and self._seconds_left() <= 0:
            self._cause = "timeout"
        return self._cause

    def _seconds_left(self) -> float:
        if self._spec.timeout is None or self.execution.started_at is None:
            return float("inf")
        return self.execution.started_at.timestamp() + self._spec.timeout - time.time()

    def _stop(self) -> None:
        assert self._row.handle is not None
        now = time.time()
        if self._row.stop_asked_at is None:
            self._executor.stop(self._spec, self._row.handle, force=False)
            self._row.stop_asked_at = datetime.fromtimestamp(now, UTC)
        elif now - self._row.stop_asked_at.timestamp() >= get_settings().stop_grace and (
            not self._forced_at or now - self._forced_at[-1] >= _FORCE_AGAIN
        ):
            self._executor.stop(self._spec, self._row.handle, force=True)
            self._forced_at = [*self._forced_at[:1], now]

    def _followed(self) -> Remote:
        """How it stands; what it wrote is in the log."""
        assert self._row.handle is not None
        log = self._opened_log()
        remote = self._executor.poll(self._spec, self._row.handle, self._row.cursor)
        if told := self._trouble.news_of_end():
            self._say(told)
        self._take_in(remote, log)
        return remote

    def _opened_log(self) -> RemoteLog:
        if self._log is not None:
            return self._log
        self._log = RemoteLog(
            self.execution.execution_id, self._row.log_bytes, self._spec.limits.get("log_mb")
        )
        if not self._log.is_whole:
            self._row.cursor, self._row.log_bytes = {}, 0
        return self._log

    def _take_in(self, remote: Remote, log: RemoteLog) -> None:
        if remote.output:
            log.append(remote.output)
            self._quiet_since = time.monotonic()
            if self.is_watched:
                self._tell_watchers(log.size)
        self._row.cursor, self._row.log_bytes = remote.cursor, log.size
        if remote.progress is not None or self._trouble.was_shown:
            self._progress = remote.progress

    def _say(self, text: str) -> None:
        """Watchbell's own words in the log; they count as saved with the cursor they stand behind."""
        log = self._opened_log()
        log.say(text)
        self._row.log_bytes = log.size
        if self.is_watched:
            self._tell_watchers(log.size)

    def _tell_watchers(self, size: int) -> None:
        hub.publish({"type": "log", "execution_id": self.execution.execution_id, "log_bytes": size})

    def _wait(self, remote: Remote) -> float:
        if remote.more:
            return 0.0
        if self._cause:
            return _SOON
        if self.is_watched:
            return _OFTEN
        quiet = (time.monotonic() - self._quiet_since) / 10
        return self._until_timeout(max(_OFTEN, min(quiet, _SELDOM)))

    def _until_timeout(self, wait: float) -> float:
        left = self._seconds_left()
        return min(wait, left) if left > 0 else wait

    def _state(self) -> RemoteRun:
        """A copy that later steps leave alone."""
        row = self._row
        return RemoteRun(
            execution_id=row.execution_id,
            handle=row.handle,
            cursor=row.cursor,
            log_bytes=row.log_bytes,
            stop_asked_at=row.stop_asked_at,
        )

    def _ended(self, end: End) -> Step:
        end.columns["log_bytes"] = self._log.size if self._log else self._row.log_bytes
        end.columns["log_dropped"] = self._log.dropped if self._log else 0
        if self._progress != self.execution.progress:
            end.columns.setdefault("progress", self._progress)
        self.close()
        return Step(row=self._state(), end=end)

    def _clean(self) -> Step:
        if self.execution.error_code == ends.SILENT:  # the target answers after all
            self._row.handle = self._row.handle or self._found()
            if self._row.handle is not None:
                self._executor.stop(self._spec, self._row.handle, force=True)
        if self._row.handle is not None:
            self._executor.clean(self._spec, self._row.handle)
        return Step(is_over=True)

    def _unavailable(self, error: TargetUnavailable) -> Step:
        wait = self._trouble.wait(error)
        if self.is_recorded:
            return Step(wait=wait, is_over=self._trouble.is_hopeless)
        if told := self._trouble.news(error):
            self._say(told)
        may_run = self._row.handle is not None or self._may_have_started
        if self._asked():
            if not may_run:
                return self._ended(ends.never_started(self.execution, self._cause))
            left = self._trouble.left_for_end()
            if left <= 0:
                return self._ended(ends.silent(self.execution, error))
            wait = min(wait, left)
        if self._trouble.is_hopeless:
            return self._ended(ends.unreachable(self.execution, error, may_run=may_run))
        self._progress = self._trouble.shown(error)
        return Step(wait=self._until_timeout(wait), row=self._state(), progress=self._progress)

    def _broken(self, error: Exception) -> Step:
        """What will not pass: the execution ends, and with it whatever was started."""
        if not isinstance(error, WatchbellError):
            log.error("execution %s: its executor failed", self.execution.execution_id, exc_info=error)
        if self.is_recorded:
            return Step(is_over=True)
        try:
            self._row.handle = self._row.handle or self._found()
            if self._row.handle:
                self._executor.stop(self._spec, self._row.handle, force=True)
        except Exception as second:
            log.warning("execution %s could not be stopped: %s", self.execution.execution_id, second)
        return self._ended(ends.broken(self.execution, error))


def remote_executor(type_: str) -> RemoteExecutor:
    executor = get_executor(type_)
    if not isinstance(executor, RemoteExecutor):
        raise ConfigurationError("not_a_remote_type", field="task_type", type=type_)
    return executor

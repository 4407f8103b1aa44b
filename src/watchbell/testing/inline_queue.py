"""Runs what is pending here and now, in the thread and the transaction of a test."""

from __future__ import annotations

import os
import threading
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

from django.db import transaction
from django.utils import timezone

from watchbell.conf import get_settings
from watchbell.executions import node, queue, starting
from watchbell.executions.ending import end_of
from watchbell.executions.models import Execution
from watchbell.executions.remote import claim as remote
from watchbell.executions.signals import executions_finished
from watchbell.executions.spec import attach_definitions
from watchbell.executions.starting import Claimant
from watchbell.executions.transition import finish_many
from watchbell.executors import registry
from watchbell.executors.dummy import PLUGIN as DUMMY
from watchbell.kernel.outcome import Outcome
from watchbell.pipelines.driver import PipelineDriver
from watchbell.scheduler.fire import fire_due
from watchbell.testing.frozen_clock import FrozenClock
from watchbell.testing.inline_launcher import InlineLauncher
from watchbell.testing.inline_remote import follow
from watchbell.testing.moments import is_due, next_moment

_AT_ONCE = 100


class InlineQueue:
    """In `with`, executions run to their end when they are committed, or when `run` is called.

    Everything is real: programs run below a launcher, logs are written, pipelines advance, due schedules
    tick, retries are made. Only nobody works beside the test. Tasks may have the type `dummy`.

    `data_dir` is the data directory meanwhile; without it that of the settings. What has not ended after
    `patience` seconds raises TimeoutError.
    """

    def __init__(self, data_dir: Path | None = None, *, patience: float = 60) -> None:
        self._data_dir = data_dir
        self._patience = patience
        self._turns = threading.RLock()
        self._is_at_work = False
        self._ended: list[str] = []
        self._launcher: InlineLauncher | None = None
        self._resources = ExitStack()

    def __enter__(self) -> Self:
        if self._data_dir is not None:
            self._resources.callback(get_settings.cache_clear)
            self._resources.enter_context(patch.dict(os.environ, WATCHBELL_DATA_DIR=str(self._data_dir)))
            get_settings.cache_clear()
        self._resources.callback(registry.add("dummy", DUMMY))
        executions_finished.connect(self._note_ends)
        self._resources.callback(executions_finished.disconnect, self._note_ends)
        self._resources.callback(queue.attach(self))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._launcher:
            self._resources.callback(self._launcher.close)
        self._resources.close()

    def run(self) -> list[Execution]:
        """Runs what is due until nothing is; returns what ended, steps before their pipelines.

        Left are retries whose time has not come, and pipelines that wait for approval.
        """
        with self._turns:
            if self._is_at_work:
                return []
            self._is_at_work, self._ended = True, []
            try:
                self._turn()
                while is_due(timezone.now()):
                    self._turn()
            finally:
                self._is_at_work = False
            found = Execution.objects.in_bulk(self._ended)
            return sorted((found[key] for key in self._ended), key=lambda row: -_depth(row, found))

    def run_until(self, clock: FrozenClock, moment: datetime | str) -> list[Execution]:
        """Moves `clock` on to `moment`, from one due instant to the next; returns what ended on the way."""
        until = FrozenClock(moment).now
        ended = self.run()
        while (due := next_moment(clock.now)) and due <= until:
            clock.move_to(due)
            ended += self.run()
        clock.move_to(until)
        return ended

    def wake(self) -> None:
        self.run()

    def stop_execution(self, execution_id: str) -> None:
        if self._launcher:
            self._launcher.stop(execution_id)

    def watch_log(self, execution_id: str, on: bool) -> None:
        """Nobody sees a log grow here."""

    def _turn(self) -> None:
        now = timezone.now()
        while fire_due(now):
            pass
        PipelineDriver().turn()
        with transaction.atomic():
            claims, _ = starting.claim(_AT_ONCE, now, Claimant(node.names(), ""))
            runs = remote.claim(_AT_ONCE, now, node.names()[0])
        if claims:
            self._launch([message for _, message in claims])
        follow(runs, self._patience)

    def _launch(self, starts: list[dict[str, Any]]) -> None:
        self._launcher = self._launcher or InlineLauncher(get_settings().data_dir)
        shift = timezone.now().timestamp() - time.time()
        for outcome in self._launcher.run(starts, self._patience):
            row = Execution.objects.get(pk=outcome.id)
            attach_definitions([row])
            with transaction.atomic():
                finish_many([end_of(row, _shifted(outcome, shift))])

    def _note_ends(self, executions: list[Execution], **_: Any) -> None:
        self._ended += [execution.pk for execution in executions]


def _depth(row: Execution | None, found: dict[str, Execution]) -> int:
    """In how many pipelines among `found` the execution is."""
    return 1 + _depth(found.get(row.parent_id or ""), found) if row else 0


def _shifted(outcome: Outcome, seconds: float) -> Outcome:
    """With the launcher's times in those of the test."""
    started, ended = (time and time + seconds for time in (outcome.started_at, outcome.ended_at))
    return replace(outcome, started_at=started, ended_at=ended)

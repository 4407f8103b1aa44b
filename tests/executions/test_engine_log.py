"""`logs/sys.log`: what happened to executions and tasks stands there, a line for each event (seed 004)."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.tasks.helpers import saved, task
from watchbell import conf
from watchbell.executions import engine_log
from watchbell.executions.create import create
from watchbell.executions.models import Definition, Execution
from watchbell.executions.transition import End, finish, finish_many, start, start_many
from watchbell.kernel.status import Status
from watchbell.server import logs
from watchbell.tasks.engine_log import note_loaded
from watchbell.tasks.rows import skip
from watchbell.tasks.store import get_store

pytestmark = pytest.mark.django_db(transaction=True)
SEED_FORM = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - (?:INFO|WARNING|ERROR) - \w+ - .+")
RETRIED = {"retry": {"count": 1}}

Lines = Callable[[], list[str]]


@pytest.fixture
def lines(data_dir: Path) -> Iterator[Lines]:
    """The lines of sys.log since the last call, each checked for the seed's form."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    (data_dir / "logs").mkdir()
    logs.configure(console=False)
    told = 0

    def new() -> list[str]:
        nonlocal told
        found = (data_dir / "logs/sys.log").read_text(encoding="utf-8").splitlines()[told:]
        told += len(found)
        assert not [line for line in found if not SEED_FORM.fullmatch(line)]
        return [line.split(" - ", 1)[1] for line in found]

    yield new
    for handler in root.handlers:
        handler.close()
    root.handlers, root.level = before, level


def row(name: str = "nightly", **columns: Any) -> Execution:
    body = columns.pop("definition", {})
    definition, _ = Definition.objects.get_or_create(digest=str(body), defaults={"body": body})
    return Execution.objects.create(origin=f"task:{name}", definition=definition, **columns)


def test_an_execution_leaves_a_line_when_it_starts_and_one_when_it_ends(lines: Lines) -> None:
    one = row(trigger="schedule")
    now = timezone.now()
    start(one, started_at=now)
    finish(one, Status.SUCCESS, completed_at=now + timedelta(seconds=1.5))
    assert lines() == [
        f"INFO - TaskExecutor - task nightly: execution {one.execution_id} started (schedule)",
        f"INFO - TaskExecutor - task nightly: execution {one.execution_id} ended: success, 1.500 s",
    ]


def test_a_failure_says_why_and_that_it_is_tried_again(lines: Lines) -> None:
    one = row(definition=RETRIED)
    now = timezone.now()
    start(one, started_at=now)
    finish(one, Status.FAILED, reason="exit_code", completed_at=now, error_message="bad\nINFO - forged")
    again = Execution.objects.get(retry_of=one.execution_id)
    start(again)
    ended, started = lines()[1:]
    assert ended.startswith("WARNING - ") and ended.endswith(
        "ended: failed (exit_code), 0.000 s - bad INFO - forged; attempt 2 follows"
    )
    assert started.endswith("started (retry, attempt 2)")


def test_what_was_skipped_and_what_was_lost_stand_there_with_their_reason(lines: Lines) -> None:
    create([skip(Execution(origin="task:nightly"), "overlap")])
    one = row()
    start(one)
    finish(one, Status.LOST, reason="machine_restarted")
    skipped, _, lost = lines()
    assert skipped.startswith("INFO") and skipped.endswith(" skipped (overlap)")
    assert lost.startswith("ERROR") and "ended: lost (machine_restarted)" in lost


def test_the_lines_are_in_the_language_of_the_installation(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHBELL_LANGUAGE", "zh")
    conf.get_settings.cache_clear()
    one = row()
    start(one)
    saved(task("a"))
    assert [line.rpartition(" - ")[2] for line in lines()] == [
        f"task nightly：执行 {one.execution_id} 开始（manual）",
        "任务 a 已添加",
    ]


def test_tasks_that_are_added_changed_switched_and_deleted_leave_a_line_each(lines: Lines) -> None:
    saved(task("a"), task("b", task_enabled=False))
    saved(task("a", task_desc="secret words", task_timeout=5), task("b"))
    saved(task("a", task_desc="secret words", task_timeout=5, task_enabled=False), task("b"))
    get_store().delete_task("b")
    note_loaded()
    assert lines() == [
        f"INFO - TaskLoader - {words}"
        for words in (
            "task a added",
            "task b added, disabled",
            "task a changed: task_desc, task_timeout",
            "task b enabled",
            "task a disabled",
            "task b deleted",
            "tasks loaded: 1, enabled: 0",
        )
    ]


def test_what_is_rolled_back_leaves_no_line(lines: Lines) -> None:
    from django.db import transaction

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        saved(task("a"))
        raise ZeroDivisionError
    saved(task("c"))
    assert len(lines()) == 1


def test_what_ends_together_is_one_write_whose_lines_are_all_complete(
    lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = []
    monkeypatch.setattr(
        logging.getLogger("TaskExecutor"), "filters", [lambda record: records.append(record) or True]
    )
    rows = [row() for _ in range(50)]
    start_many(rows)
    finish_many([End(one, Status.SUCCESS) for one in rows])
    assert len(records) == 2 and len(lines()) == 100


def test_a_line_costs_little(lines: Lines) -> None:
    rows = [
        Execution(origin="task:nightly", status="success", trigger="schedule", final=True) for _ in range(500)
    ]
    took = []
    for _ in range(20):
        began = time.thread_time()
        engine_log.write_lines(logging.getLogger("TaskExecutor"), map(engine_log._end_line, rows))
        took.append((time.thread_time() - began) / len(rows))
    assert min(took) < 50e-6
    print(f"{min(took) * 1e6:.1f} µs a line")

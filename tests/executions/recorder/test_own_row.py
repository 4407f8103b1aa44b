"""What is particular to Watchbell's own rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from watchbell import ExecutionContext, ExecutionLogger, Status
from watchbell.executions.log_store import log_store
from watchbell.executions.models import Execution
from watchbell.executions.signals import execution_finished, execution_progressed
from watchbell.executions.spec import ExecutionSpec, definition_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_dir")]


@pytest.fixture
def execution() -> Execution:
    return Execution.objects.create(origin="host:import")


def test_output_is_kept_byte_by_byte_in_the_log_store(execution: Execution) -> None:
    raw = b"\xff\x00raw\n"
    ExecutionLogger.complete_execution(execution, {"stdout": raw, "stderr": b"bad", "return_code": 0})
    assert log_store().paths(execution.execution_id).log.read_bytes() == raw + b"bad"
    assert Execution.objects.get().log_bytes == execution.log_bytes == len(raw) + 3


def test_the_columns_say_why_it_failed(execution: Execution) -> None:
    with pytest.raises(LookupError), ExecutionContext(execution):
        raise LookupError("no such host")
    seen = Execution.objects.get()
    assert (seen.error_type, seen.error_message, seen.reason) == ("LookupError", "no such host", "error")


@pytest.mark.parametrize(("code", "reason"), [(3, "exit_code"), (-9, "signal"), (0, "")])
def test_the_reason_names_how_a_program_ended(execution: Execution, code: int, reason: str) -> None:
    ExecutionLogger.complete_execution(execution, code)
    assert Execution.objects.get().reason == reason


def test_a_sentence_of_ours_can_be_told_in_both_languages(execution: Execution) -> None:
    ExecutionLogger.timeout_execution(execution, timeout_seconds=300)
    seen = Execution.objects.get()
    assert (seen.error_code, seen.error_values) == ("recording_timed_out_after", {"seconds": "300"})


def test_a_value_that_is_no_output_becomes_the_result(execution: Execution) -> None:
    with ExecutionContext(execution) as context:
        context.set_result({"rows": 12, "names": ["开始"]})
    assert Execution.objects.get().result == {"rows": 12, "names": ["开始"]}


def test_a_program_the_launcher_runs_is_left_to_it(execution: Execution) -> None:
    Execution.objects.update(status=Status.RUNNING, started_at=timezone.now(), claimed_at=timezone.now())
    assert ExecutionLogger.complete_execution(execution, "early") is False
    assert ExecutionLogger.cancel_execution(execution) is False
    assert ExecutionLogger.update_execution_logs(execution, "x", append=True) is False
    assert ExecutionLogger.update_progress(execution, 50) is True
    assert Execution.objects.get().status == "running"
    assert log_store().size(execution.execution_id) == 0


def test_a_failure_recorded_here_is_retried_as_its_definition_asks() -> None:
    spec = ExecutionSpec("python", "a.py", retry={"count": 1, "interval": 60, "backoff": 1.0})
    definition = definition_of(spec)
    execution = Execution.objects.create(origin="task:a", definition=definition)
    ExecutionLogger.start_execution(execution)
    ExecutionLogger.fail_execution(execution, "no")
    retry = Execution.objects.get(retry_of=execution.execution_id)
    assert (retry.attempt, retry.status) == (2, "pending")


def test_receivers_hear_of_progress_and_end_after_commit(
    execution: Execution, django_capture_on_commit_callbacks: Any
) -> None:
    heard = []

    def note(execution: Execution, **rest: Any) -> None:
        heard.append((execution.status, execution.progress))

    for signal in (execution_progressed, execution_finished):
        signal.connect(note)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            ExecutionLogger.start_execution(execution)
            ExecutionLogger.update_progress(execution, 40)
        with django_capture_on_commit_callbacks(execute=True):
            ExecutionLogger.complete_execution(execution)
    finally:
        for signal in (execution_progressed, execution_finished):
            signal.disconnect(note)
    assert heard == [("running", 40), ("success", 40)]


def test_a_row_that_was_deleted_is_not_brought_back(execution: Execution) -> None:
    Execution.objects.all().delete()
    execution._state.adding = False
    assert ExecutionLogger.complete_execution(execution) is False
    assert not Execution.objects.exists()


def test_the_log_lies_in_the_data_directory(execution: Execution, data_dir: Path) -> None:
    ExecutionLogger.update_execution_logs(execution, "x")
    assert log_store().paths(execution.execution_id).log.is_relative_to(data_dir)

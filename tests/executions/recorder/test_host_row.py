"""What is particular to the rows of a host."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.host_app.models import (
    Job,
    LogLine,
    NumberedRun,
    Run,
    ShoutingRun,
    SilentNumberRun,
    StepRun,
    StrictRun,
)
from watchbell import ExecutionLogger
from watchbell.errors import ConfigurationError

pytestmark = pytest.mark.django_db


def test_only_what_changed_is_saved_and_what_others_wrote_stays() -> None:
    run = Run.objects.create()
    Run.objects.update(owner_note="written meanwhile", name="renamed")
    ExecutionLogger.start_execution(run)
    ExecutionLogger.complete_execution(run, "out")
    seen = Run.objects.get()
    assert (seen.owner_note, seen.name, seen.status) == ("written meanwhile", "renamed", "success")
    assert (run.owner_note, run.name) == ("", "nightly")


def test_a_start_is_one_statement_on_few_columns() -> None:
    run = Run.objects.create()
    with CaptureQueriesContext(connection) as queries:
        ExecutionLogger.start_execution(run)
    updates = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
    assert len(updates) == 1
    assert "owner_note" not in updates[0] and "stdout" not in updates[0]


def test_the_time_of_the_last_change_moves_with_it() -> None:
    run = Run.objects.create()
    before = run.updated_at
    ExecutionLogger.start_execution(run)
    assert run.updated_at > before
    assert Run.objects.get().updated_at == run.updated_at


def test_both_tables_of_a_row_are_brought_up_to_date() -> None:
    step = StepRun.objects.create()
    before = step.touched_at
    ExecutionLogger.start_execution(step)
    seen = StepRun.objects.get()
    assert (seen.status, seen.step) == ("running", "build")
    assert seen.touched_at > before
    ExecutionLogger.cancel_execution(Run.objects.get())
    assert ExecutionLogger.complete_execution(step) is False
    assert StepRun.objects.get().status == "cancelled"


def test_an_object_that_is_out_of_date_overwrites_no_end() -> None:
    run = Run.objects.create(status="running")
    stale = Run.objects.get()
    ExecutionLogger.cancel_execution(run)
    assert ExecutionLogger.complete_execution(stale, {"stdout": "late", "return_code": 0}) is False
    assert Run.objects.get().status == "cancelled"
    assert stale.status == "running"


def test_logs_that_others_added_meanwhile_are_kept() -> None:
    run = Run.objects.create(logs="first")
    other = Run.objects.get()
    ExecutionLogger.update_execution_logs(other, "second", append=True)
    ExecutionLogger.update_execution_logs(run, "third", append=True)
    assert run.logs == Run.objects.get().logs == "first\nsecond\nthird"


def test_a_row_that_was_deleted_is_not_brought_back() -> None:
    run = Run.objects.create()
    Run.objects.all().delete()
    stale = Run(pk=run.pk or 1)
    stale._state.adding = False
    assert ExecutionLogger.start_execution(stale) is False
    assert not Run.objects.exists()


def test_an_object_that_names_an_existing_row_is_that_row() -> None:
    saved = Run.objects.create(owner_note="keep")
    assert ExecutionLogger.start_execution(Run(pk=saved.pk)) is True
    seen = Run.objects.get()
    assert (seen.status, seen.owner_note) == ("running", "keep")


@pytest.mark.parametrize("pk", [None, 999])
def test_an_object_that_was_not_saved_is_inserted_once(pk: int | None) -> None:
    run = Run(pk=pk, name="fresh")
    ExecutionLogger.start_execution(run)
    ExecutionLogger.complete_execution(run)
    assert Run.objects.get().status == "success"


def test_the_words_of_the_host_are_written_and_read() -> None:
    run = ShoutingRun.objects.create()
    ExecutionLogger.start_execution(run)
    assert ShoutingRun.objects.get().status == "STARTED"
    assert ExecutionLogger.start_execution(run) is False
    ExecutionLogger.complete_execution(run, 1)
    assert ShoutingRun.objects.get().status == "FAILURE"
    assert ExecutionLogger.complete_execution(run) is False


def test_a_status_may_be_given_in_the_words_of_the_host() -> None:
    run = ShoutingRun.objects.create()
    assert ExecutionLogger.complete_execution(run, 1, status="SUCCESS") is True
    assert ShoutingRun.objects.get().status == "SUCCESS"


def test_choices_without_timeout_and_cancel_take_failed_for_them() -> None:
    for end in (ExecutionLogger.timeout_execution, ExecutionLogger.cancel_execution):
        run = StrictRun.objects.create(status="new")
        end(run)
        assert StrictRun.objects.get(pk=run.pk).status == "error"


def test_success_takes_the_choice_that_means_it() -> None:
    run = StrictRun.objects.create(status="new")
    ExecutionLogger.complete_execution(run)
    assert StrictRun.objects.get().status == "completed"


def test_a_relation_or_a_column_of_another_kind_is_left_alone() -> None:
    run = StrictRun.objects.create(status="running")
    LogLine.objects.create(run=run)
    assert ExecutionLogger.update_execution_logs(run, "text", append=True) is False
    assert ExecutionLogger.complete_execution(run, {"stdout": "text", "return_code": 0}) is True
    assert StrictRun.objects.get().stdout == []
    assert run.logs.count() == 1


def test_a_text_that_is_too_long_for_its_column_keeps_its_end() -> None:
    run = StrictRun.objects.create(status="running", stderr="begin")
    ExecutionLogger.fail_execution(run, "a long reason")
    assert StrictRun.objects.get().stderr == "ong reason"
    short = StrictRun.objects.create(status="running", stderr="ab")
    ExecutionLogger.fail_execution(short, "cd")
    assert StrictRun.objects.get(pk=short.pk).stderr == "ab\ncd"


def test_numbers_for_statuses_are_found_by_their_labels() -> None:
    run = NumberedRun.objects.create()
    ExecutionLogger.start_execution(run)
    assert NumberedRun.objects.get().status == NumberedRun.Stage.RUNNING
    ExecutionLogger.timeout_execution(run)
    assert NumberedRun.objects.get().status == NumberedRun.Stage.BROKEN


def test_numbers_nobody_explained_are_refused_with_a_way_out() -> None:
    run = SilentNumberRun.objects.create()
    with pytest.raises(ConfigurationError) as caught:
        ExecutionLogger.start_execution(run)
    assert "map_statuses" in (caught.value.hint("en") or "")
    ExecutionLogger.map_statuses(SilentNumberRun, {"pending": 0, "running": 1, "success": 2, "failed": 3})
    assert ExecutionLogger.start_execution(run) is True
    assert ExecutionLogger.complete_execution(run, 9) is True
    assert SilentNumberRun.objects.get().status == 3


def test_without_a_status_the_times_of_the_row_keep_its_end() -> None:
    job = Job.objects.create()
    stale = Job.objects.get()
    assert ExecutionLogger.start_execution(job) is True
    assert ExecutionLogger.complete_execution(job, 0) is True
    assert ExecutionLogger.complete_execution(stale, 1) is False
    assert Job.objects.get().return_code == 0


@pytest.mark.parametrize("text", ["a\0b", "lone \udc80 surrogate"])
def test_output_a_database_refuses_is_saved_all_the_same(text: Any) -> None:
    run = Run.objects.create()
    assert ExecutionLogger.complete_execution(run, text) is True
    assert Run.objects.get().stdout.startswith(text[0])


def test_fields_that_were_not_loaded_are_not_loaded_for_it() -> None:
    Run.objects.create()
    run = Run.objects.defer("logs", "stdout").get()
    with CaptureQueriesContext(connection) as queries:
        ExecutionLogger.complete_execution(run, "out")
    assert not [query for query in queries if query["sql"].startswith("SELECT")]
    assert run.logs == "out"

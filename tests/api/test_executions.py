"""The history over the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.api.conftest import id_made_at
from tests.api.test_errors import assert_problem
from watchbell.api.execution_queries import ExecutionQuery, filtered
from watchbell.executions.models import Definition, Execution
from watchbell.executions.spec import ExecutionSpec, definition_of

Make = Callable[..., list[Execution]]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CONTRACT = {
    *("execution_id", "task_id", "kind", "origin", "status", "reason", "trigger", "attempt", "retry_of"),
    *("parent_id", "scheduled_for", "created_at", "start_time", "end_time", "duration", "return_code"),
    *("error_type", "error_message", "parameters", "result", "progress", "resources", "survivors", "worker"),
    *("user", "page_context", "log_bytes"),
}


def ids(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [item["execution_id"] for item in response.json()["items"]]


def test_an_execution_has_everything_the_contract_names(api: Client, executions: Make) -> None:
    [row] = executions(1, started_at=NOON, completed_at=NOON + timedelta(seconds=1.5), cpu_seconds=0.5)

    shown = api.get(f"/api/executions/{row.pk}").json()

    assert shown.keys() >= CONTRACT
    assert shown["task_id"] == "hello"
    assert shown["duration"] == 1.5
    assert shown["start_time"] == "2026-03-01T12:00:00Z"
    assert shown["resources"] == {"cpu_seconds": 0.5, "max_rss_bytes": None}
    assert ids(api.get("/api/executions")) == [row.pk]
    assert api.get("/api/executions").json()["items"][0].keys() >= CONTRACT


def test_one_execution_carries_the_definition_that_ran(api: Client, executions: Make) -> None:
    definition = Definition.objects.create(digest="d", body={"program": "true"})
    [row] = executions(1, definition=definition)

    assert api.get(f"/api/executions/{row.pk}").json()["definition"] == {"program": "true"}


def test_an_error_is_told_in_the_language_of_the_reader(api: Client, executions: Make) -> None:
    [coded] = executions(
        1, error_code="not_found", error_values={"what": "file", "name": "x"}, error_message="recorded"
    )
    [plain] = executions(1, error_code="gone_since", error_message="recorded")
    [broken] = executions(1, error_code="not_found", error_values={}, error_message="recorded")

    def message(row: Execution, language: str) -> Any:
        response = api.get(f"/api/executions/{row.pk}", headers={"Accept-Language": language})
        return response.json()["error_message"]

    assert message(coded, "en") == "file 'x' does not exist."
    assert "不存在" in message(coded, "zh")
    assert message(plain, "zh") == message(broken, "zh") == "recorded"


def test_pages_are_newest_first_without_gap_or_repetition_while_new_ones_arrive(
    api: Client, executions: Make
) -> None:
    rows = sorted((row.pk for row in executions(23)), reverse=True)
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        response = api.get(f"/api/executions?limit=5&cursor={cursor}")
        seen += ids(response)
        cursor = response.json()["next_cursor"]
        executions(1)

    assert seen == rows


@pytest.mark.parametrize("cursor", ["x", "W10", "eyJhIjoxfQ", "WzFd", "WyJ4IiwieSJd", "%00"])
def test_a_made_up_cursor_is_refused(api: Client, cursor: str) -> None:
    response = api.get(f"/api/executions?cursor={cursor}")

    assert response.status_code in {400, 422}


@pytest.fixture
def mixed(executions: Make) -> dict[str, str]:
    rows = {
        "ok": executions(1, status="success", trigger="schedule"),
        "failed": executions(1, status="failed", error_message="no route to host", user="ada"),
        "skipped": executions(1, status="skipped", origin="task:other", name="Other"),
        "script": executions(1, status="success", origin="script:clean", kind="script", name="清理"),
    }
    return {name: found[0].pk for name, found in rows.items()}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=failed", {"failed"}),
        ("status=failed&status=skipped", {"failed", "skipped"}),
        ("status=failed,skipped", {"failed", "skipped"}),
        ("task_id=hello", {"ok", "failed"}),
        ("task_id=other&status=success", set()),
        ("trigger=schedule", {"ok"}),
        ("kind=script", {"script"}),
        ("q=ROUTE", {"failed"}),
        ("q=清", {"script"}),
        ("q=%25", set()),
        ("q=_", set()),
        ("status=", {"ok", "failed", "skipped", "script"}),
    ],
)
def test_the_history_is_filtered(api: Client, mixed: dict[str, str], query: str, expected: set[str]) -> None:
    assert set(ids(api.get(f"/api/executions?{query}"))) == {mixed[name] for name in expected}


def test_an_execution_is_found_by_its_short_id(api: Client, mixed: dict[str, str]) -> None:
    short = api.get(f"/api/executions/{mixed['ok']}").json()["short_id"]

    assert ids(api.get(f"/api/executions?q={short}")) == [mixed["ok"]]


def test_an_unknown_status_is_refused_by_name(api: Client) -> None:
    assert assert_problem(api.get("/api/executions?status=happy"), 422)["field"] == "status"


def test_the_history_of_a_time_includes_its_start_and_not_its_end(api: Client, executions: Make) -> None:
    times = [NOON + timedelta(milliseconds=number) for number in (-1, 0, 1, 999, 1000)]
    rows = [executions(1, execution_id=id_made_at(time), created_at=time)[0].pk for time in times]

    found = ids(api.get("/api/executions?from=2026-03-01T12:00:00Z&to=2026-03-01T12:00:01Z"))

    assert found == rows[3:0:-1]


@pytest.mark.parametrize("plus", ["%2B", "+"])
def test_times_have_an_offset_even_where_its_plus_was_not_escaped(
    api: Client, executions: Make, plus: str
) -> None:
    [row] = executions(1, execution_id=id_made_at(NOON))

    assert ids(api.get(f"/api/executions?from=2026-03-01T20:00:00{plus}08:00")) == [row.pk]
    assert ids(api.get(f"/api/executions?from=2026-03-01T20:00:01{plus}08:00")) == []


def test_a_time_without_offset_is_refused(api: Client) -> None:
    error = assert_problem(api.get("/api/executions?from=2026-03-01T20:00:00"), 422, "field_not_a_time")

    assert error["field"] == "from"


def test_the_statuses_are_counted_under_the_same_filters(api: Client, mixed: dict[str, str]) -> None:
    everything = api.get("/api/executions/counts").json()["counts"]
    some = api.get("/api/executions/counts?kind=task&status=failed").json()["counts"]

    assert everything == {"success": 2, "failed": 1, "skipped": 1}
    assert some == {"success": 1, "failed": 1, "skipped": 1}, "the status chips show every status"


def test_large_values_are_left_out_of_lists_and_kept_in_the_detail(api: Client, executions: Make) -> None:
    large = {"text": "长" * 5000}
    [row] = executions(1, parameters=large, result=large, page_context={"page": 1})

    item = api.get("/api/executions").json()["items"][0]
    detail = api.get(f"/api/executions/{row.pk}").json()

    assert (item["parameters"], item["result"], item["page_context"]) == (None, None, {"page": 1})
    assert (detail["parameters"], detail["result"]) == (large, large)


@pytest.mark.parametrize("result", [None, 0, "text", [1], {"a": None}, False])
def test_results_of_every_kind_come_through(api: Client, executions: Make, result: Any) -> None:
    [row] = executions(1, result=result)

    assert api.get(f"/api/executions/{row.pk}").json()["result"] == result
    assert api.get("/api/executions").json()["items"][0]["result"] == result


def test_half_a_character_in_a_result_does_not_break_the_answer(api: Client, executions: Make) -> None:
    [row] = executions(1, result={"text": "\ud800"}, completed_at=NOON)

    assert api.get(f"/api/executions/{row.pk}").json()["result"] == {"text": "\ud800"}
    assert api.get("/api/executions").json()["items"][0]["end_time"].startswith("2026-03-01")


def test_a_page_takes_few_queries_however_long_it_is(api: Client, executions: Make) -> None:
    executions(60)
    api.get("/api/executions")

    with CaptureQueriesContext(connection) as queries:
        assert len(ids(api.get("/api/executions?limit=50"))) == 50

    assert len(queries) == 3, "the key, the page, and the zones of its tasks"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"status": ["failed"]},
        {"task_id": "hello"},
        {"task_id": "hello", "status": ["failed", "timeout"]},
        {"from_": NOON},
        {"from_": NOON, "to": timezone.now()},
    ],
)
def test_a_page_walks_along_an_index_and_sorts_nothing(filters: dict[str, Any]) -> None:
    query = ExecutionQuery.model_construct(**{**ExecutionQuery().model_dump(), **filters})

    plan = filtered(query).order_by("-execution_id")[:51].explain()

    assert "INDEX" in plan
    assert "TEMP B-TREE" not in plan


def test_an_execution_of_one_task_is_not_shown_below_another(api: Client, executions: Make) -> None:
    """Security 13: every id is checked against what it is below."""
    [row] = executions(1)

    assert api.get(f"/api/tasks/hello/executions/{row.pk}").status_code == 200
    assert_problem(api.get(f"/api/tasks/other/executions/{row.pk}"), 404)
    assert_problem(api.get(f"/api/tasks/other/logs?execution_id={row.pk}"), 404)
    assert_problem(api.get(f"/api/tasks/other/logs/download?execution_id={row.pk}"), 404)


def test_stopping_what_waits_cancels_it_and_doing_so_again_changes_nothing(
    api: Client, executions: Make
) -> None:
    [row] = executions(1)

    first = api.post(f"/api/executions/{row.pk}/stop")
    second = api.post(f"/api/executions/{row.pk}/stop")

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert first.json()["status"] == "cancelled"


def test_stopping_what_runs_asks_for_it(api: Client, executions: Make) -> None:
    [row] = executions(1, status="running")

    assert api.post(f"/api/executions/{row.pk}/stop").json()["status"] == "running"
    assert api.get(f"/api/executions/{row.pk}").json()["cancel_requested"] is True


def test_what_does_not_exist_cannot_be_stopped_or_run_again(api: Client, db: None) -> None:
    assert_problem(api.post("/api/executions/x/stop"), 404, "not_found")
    assert_problem(api.post("/api/executions/x/retry"), 404, "not_found")


def test_running_it_again_makes_a_new_execution_with_the_same_parameters(
    api: Client, executions: Make
) -> None:
    definition = definition_of(ExecutionSpec("command", "true"))
    [row] = executions(1, status="failed", parameters={"a": 1}, definition=definition)

    response = api.post(f"/api/executions/{row.pk}/retry")

    assert response.status_code == 202
    again = api.get(f"/api/executions/{response.json()['execution_id']}").json()
    assert again["retry_of"] == row.pk
    assert again["parameters"] == {"a": 1}
    assert again["user"] == "ada"

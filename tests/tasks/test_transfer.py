from __future__ import annotations

import json
from typing import Any

import pytest

from tests.tasks.helpers import SEED_TASKS, saved, seed, task
from watchbell.errors import ConfigurationError, InvalidInput, MalformedRequest
from watchbell.tasks.store import get_store
from watchbell.tasks.transfer import export_tasks, export_text, import_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_dir")]


def refused(source: Any, **options: Any) -> InvalidInput:
    with pytest.raises(InvalidInput) as error:
        import_tasks(source, **options)
    return error.value


def test_the_file_of_the_seed_goes_in_and_comes_out_unchanged() -> None:
    report = import_tasks(SEED_TASKS.read_bytes())
    assert (report.created, report.updated, report.unchanged) == (["test-task"], [], [])
    assert export_tasks() == {"tasks": [seed()]}
    assert json.loads(export_text("json")) == json.loads(SEED_TASKS.read_text())


@pytest.mark.parametrize("format", ["json", "yaml"])
def test_what_was_exported_changes_nothing_when_it_comes_back(format: Any) -> None:
    saved(
        task("a", task_env={"A": "1e3", "B": "no", "C": "多行\n文字 \n"}, task_misfire="skip"),
        task("b", task_dependencies=["a"], task_limits={"memory_mb": 1.5}),
    )
    text = export_text(format)
    assert import_tasks(text, format=format).unchanged == ["a", "b"]
    get_store().delete_task("b")
    get_store().delete_task("a")
    assert import_tasks(text, format=format).created == ["a", "b"]
    assert export_text(format) == text


def test_an_import_says_what_it_created_updated_and_left() -> None:
    saved(task("a"), task("b"))
    report = import_tasks({"tasks": [seed(), task("a").to_json(), task("b", task_desc="new").to_json()]})
    assert (report.created, report.unchanged, report.updated) == (["test-task"], ["a"], ["b"])


def test_it_can_be_asked_what_would_happen() -> None:
    assert import_tasks({"tasks": [seed()]}, dry_run=True).created == ["test-task"]
    assert get_store().get_all_tasks() == []


def test_tasks_that_exist_can_be_skipped_or_refused() -> None:
    saved(task("a"))
    other = {"tasks": [task("a", task_desc="new").to_json()]}
    assert import_tasks(other, on_conflict="skip").skipped == ["a"]
    assert refused(other, on_conflict="refuse").errors[0].field == "tasks[0].task_id"
    kept = get_store().get_task_by_id("a")
    assert kept is not None
    assert kept.task_desc == ""


BROKEN = """{
  "tasks": [
    {"task_id": "fine", "task_exec": "tasks/a.py"},
    {
      "task_id": "bad",
      "task_exec": "tasks/b.py",
      "task_schedule": "99 * * * *",
      "task_retri": 1
    },
    {"task_id": "fine", "task_exec": "tasks/c.py"},
    {"task_exec": "tasks/d.py"}
  ]
}"""


def test_every_error_of_a_text_has_its_path_and_line_and_nothing_is_saved() -> None:
    """Faults 29, 31."""
    errors = {error.field: error.values["line"] for error in refused(BROKEN).errors}
    assert errors == {
        "tasks[1].task_schedule": 7,
        "tasks[1].task_retri": 8,
        "tasks[2].task_id": 10,
        "tasks[3].task_id": 11,
    }
    assert get_store().get_all_tasks() == []


def test_the_lines_of_yaml_are_told_too() -> None:
    text = "tasks:\n- task_id: a\n  task_exec: tasks/a.py\n  task_enabled: no\n"
    (error,) = refused(text, format="yaml").errors
    assert (error.field, error.values["line"], error.code) == (
        "tasks[0].task_enabled",
        4,
        "field_not_boolean",
    )


def test_dependencies_are_checked_as_a_set_and_told_with_their_place() -> None:
    """Fault 31."""
    tasks = [
        {"task_id": "a", "task_exec": "tasks/a.py", "task_dependencies": ["b"]},
        {"task_id": "b", "task_exec": "tasks/b.py", "task_dependencies": ["a"]},
    ]
    (circle,) = refused({"tasks": tasks}).errors
    assert (circle.code, circle.field) == ("dependency_cycle", "tasks[0].task_dependencies")
    assert "a → b → a" in str(circle)
    tasks[1]["task_dependencies"] = ["ghost"]
    (unknown,) = refused(json.dumps({"tasks": tasks}, indent=1)).errors
    assert (unknown.field, unknown.values["line"]) == ("tasks[1].task_dependencies[0]", 14)
    tasks[1]["task_dependencies"] = []
    assert import_tasks({"tasks": tasks}).created == ["a", "b"]


@pytest.mark.parametrize("source", ["[]", "5", '{"task": []}', '{"tasks": {}}', '{"tasks": null}'])
def test_what_holds_no_tasks_is_refused(source: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        import_tasks(source)
    assert error.value.code == "tasks_not_a_list"
    assert error.value.hint("en")


def test_unknown_fields_beside_the_tasks_are_refused_by_name() -> None:
    assert refused({"tasks": [], "users": []}).errors[0].field == "users"


def test_an_unknown_format_is_refused() -> None:
    for call in (lambda: import_tasks("{}", format="toml"), lambda: export_text("toml")):  # type: ignore[arg-type]
        with pytest.raises(MalformedRequest):
            call()


def test_an_empty_list_is_a_valid_import_of_nothing() -> None:
    assert import_tasks('{"tasks": []}').created == []

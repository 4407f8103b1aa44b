"""Everything that is wrong with a pipeline is told at once, with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.pipelines.helpers import approval, sh, task, value
from watchbell.conf import get_settings
from watchbell.errors import Conflict, InvalidInput
from watchbell.pipelines.check import config_errors
from watchbell.pipelines.reading import check_document
from watchbell.pipelines.reading_files import check_file
from watchbell.tasks.definition import TaskDefinition
from watchbell.tasks.store import get_store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world(data_dir: Any) -> None:
    """A data directory of its own."""


def wrong(*steps: Any, **more: Any) -> dict[str | None, str]:
    """The code of each problem by its place."""
    return {error.field: error.code for error in config_errors({"steps": list(steps), **more})}


def save(*steps: Any, task_id: str = "pipe", **fields: Any) -> None:
    config = {"steps": list(steps)}
    get_store().save_task(
        TaskDefinition.read({"task_id": task_id, "task_type": "pipeline", "task_config": config, **fields})
    )


def test_a_good_pipeline_has_no_problems() -> None:
    steps = [
        sh("a", retry=3, timeout="5m", env={"X": value("parameters.x")}),
        sh(
            "b",
            "true",
            "a",
            when="not_failed",
            matrix={"os": ["l", "m"]},
            parameters={"os": value("matrix.os")},
        ),
        approval("ok", "b", timeout="1d"),
        sh("c", "true", "ok", **{"if": {"value": value("steps.a.result.n"), "exists": True}}),
    ]
    assert wrong(*steps, max_parallel=4) == {}


def test_every_problem_is_told_at_once() -> None:
    found = wrong(
        sh("a", "true", "b", "nobody"),
        sh("b", "true", "a"),
        {"id": "c", "type": "comand"},
        {"id": "d", "type": "command", "program": "true", "config": {"argz": []}, "timeout": "soon"},
        {"id": "a", "type": "task"},
        {"id": "x y", "type": "approval", "program": "sh", "retry": -1, "colour": "red"},
        sh("e", env={"LD_PRELOAD": "x"}, matrix={"os": 3}),
        "nonsense",
        max_parallel=0,
    )

    assert found == {
        "steps[0].needs": "pipeline_cycle",
        "steps[0].needs[1]": "pipeline_step_unknown",
        "steps[2].type": "pipeline_type_unknown",
        "steps[3].config.argz": "option_undefined",
        "steps[3].timeout": "invalid_duration",
        "steps[4].id": "pipeline_step_twice",
        "steps[4].task_id": "field_required",
        "steps[5].id": "pipeline_step_id",
        "steps[5].program": "pipeline_field_unused",
        "steps[5].retry": "pipeline_field_unused",
        "steps[5].retry.count": "field_too_small",
        "steps[5].colour": "field_unknown",
        "steps[6].env.LD_PRELOAD": "env_refused",
        "steps[6].matrix.os": "pipeline_matrix_form",
        "steps[7]": "field_not_object",
        "max_parallel": "field_too_small",
    }


def test_a_circle_is_named_step_by_step() -> None:
    steps = [sh("a", "true", "c"), sh("b", "true", "a"), sh("c", "true", "b")]
    errors = config_errors({"steps": steps})
    assert [error.code for error in errors] == ["pipeline_cycle"]
    path = errors[0].values["path"].split(" → ")
    assert path[0] == path[-1] and set(path) == {"a", "b", "c"}
    assert "circle" in errors[0].message("en") and "循环" in errors[0].message("zh")


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("steps.late.result.x", "pipeline_reference_not_before"),
        ("steps.own.result", "pipeline_reference_not_before"),
        ("steps.nobody.result", "pipeline_step_unknown"),
        ("steps.first.colour", "pipeline_step_value_unknown"),
        ("steps.first", "pipeline_reference_form"),
        ("secrets.key", "pipeline_reference_form"),
        ("", "pipeline_reference_form"),
        (7, "pipeline_reference_form"),
        ("matrix.os", "pipeline_matrix_unknown"),
    ],
)
def test_a_reference_to_what_is_not_there_is_refused(reference: Any, code: str) -> None:
    found = wrong(sh("first"), sh("late"), sh("own", "true", "first", parameters={"x": [value(reference)]}))
    assert found == {"steps[2].parameters.x[0]": code}


@pytest.mark.parametrize(
    "condition",
    [{}, {"value": 1}, {"equals": 1}, {"all": {}}, {"all": [], "any": []}, {"all": [{}]}, {"not": []}],
)
def test_what_is_no_condition_is_refused(condition: Any) -> None:
    assert set(wrong(sh("a", **{"if": condition})).values()) == {"pipeline_condition_form"}


def test_unknown_comparisons_are_named() -> None:
    assert wrong(sh("a", **{"if": {"value": 1, "equlas": 1}}))["steps[0].if.equlas"] == "field_unknown"


def test_a_pipeline_needs_steps_and_not_too_many() -> None:
    assert config_errors({})[0].field == "steps"
    assert wrong() == {"steps": "field_required"}
    assert "steps" in {error.field for error in config_errors({"steps": [sh(f"s{n}") for n in range(2001)]})}


def test_references_to_parameters_are_checked_against_the_schema() -> None:
    step = sh("a", parameters={"x": value("parameters.brnach")})
    schema = {"type": "object", "properties": {"branch": {"type": "string"}}}
    with pytest.raises(InvalidInput) as refused:
        save(step, task_parameters=schema)
    assert [(e.field, e.code) for e in refused.value.errors] == [
        ("task_config.steps[0].parameters.x", "pipeline_parameter_unknown")
    ]
    with pytest.raises(InvalidInput):
        save(step)
    save(step, task_parameters={**schema, "additionalProperties": True})


def test_a_task_that_does_not_exist_is_refused_and_one_saved_together_is_not() -> None:
    with pytest.raises(InvalidInput) as refused:
        save(sh("a"), task("b", "nobody"))
    assert [(e.field, e.code) for e in refused.value.errors] == [
        ("task_config.steps[1].task_id", "pipeline_uses_unknown_task")
    ]
    config = {"steps": [task("b", "other")]}
    get_store().save_tasks(
        [
            TaskDefinition.read({"task_id": "pipe", "task_type": "pipeline", "task_config": config}),
            TaskDefinition.read({"task_id": "other", "task_type": "command", "task_exec": "true"}),
        ]
    )


def test_a_list_of_a_matrix_needs_a_position() -> None:
    many = sh("many", matrix=[1, 2])
    wanted = {
        "all": value("steps.many.result"),
        "one": value("steps.many.result.0.n"),
        "whole": value("steps.many.status"),
    }
    assert wrong(many, sh("use", "true", "many", parameters=wanted)) == {}
    use = sh("use", "true", "many", parameters={"n": value("steps.many.result.n", default=0)})
    assert wrong(many, use) == {"steps[1].parameters.n": "pipeline_list_without_position"}


def test_a_hint_never_lists_nothing() -> None:
    (problem,) = config_errors({"steps": [sh("a", parameters={"x": value("matrix.y")})]})
    assert problem.code == "pipeline_matrix_unknown"
    assert problem.hint("en") is None and problem.hint("zh") is None


def test_an_option_that_does_not_exist_is_told_with_the_nearest() -> None:
    (problem,) = config_errors({"steps": [{**sh("a"), "config": {"argz": []}}]})
    assert problem.message("en") == "There is no option argz."
    assert problem.hint("en") == "Did you mean: args?"


def test_a_task_of_steps_has_no_program_of_its_own() -> None:
    with pytest.raises(InvalidInput) as refused:
        save(sh("a"), task_exec="true")
    assert [error.code for error in refused.value.errors] == ["pipeline_has_no_program"]


@pytest.mark.parametrize("store", ["database", "files"])
def test_a_task_that_a_step_runs_is_not_deleted(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if store == "files":
        monkeypatch.setenv("WATCHBELL_TASK_STORE", "json_files")
        get_settings.cache_clear()
    for name in ("part", "par"):
        get_store().save_task(
            TaskDefinition.read({"task_id": name, "task_type": "command", "task_exec": "true"})
        )
    save(task("a", "part"), task_id="uses")

    with pytest.raises(Conflict) as refused:
        get_store().delete_task("part")

    assert str(refused.value) == "Steps of pipelines run 'part': uses."
    assert get_store().delete_task("par")
    assert get_store().delete_task("uses") and get_store().delete_task("part")


def test_a_script_that_is_not_registered_is_refused() -> None:
    assert wrong({"id": "a", "type": "script", "script": "nobody"}) == {
        "steps[0].script": "pipeline_script_unknown"
    }


def test_a_pipeline_never_comes_to_run_itself() -> None:
    save(sh("a"), task_id="one")
    save(task("a", "one"), task_id="two")
    save(task("a", "two"), task_id="three")
    for target in ("one", "two", "three"):
        with pytest.raises(InvalidInput) as refused:
            save(sh("first"), task("again", target), task_id="one")
        assert [(e.field, e.code) for e in refused.value.errors] == [
            ("task_config.steps[1].task_id", "pipeline_nested_in_itself")
        ]


def test_text_is_read_as_yaml_and_lines_are_told() -> None:
    text = "max_parallel: 2\nsteps:\n  - id: build\n    type: command\n    program: make\n    needs: [gone]\n"
    config, errors = check_document(text)
    assert config and config["steps"][0]["program"] == "make"
    assert [(e.code, e.field, e.values["line"]) for e in errors] == [
        ("pipeline_step_unknown", "steps[0].needs[0]", 6)
    ]
    assert check_document("steps: [")[1][0].code == "yaml_malformed"
    assert check_document("hello")[1][0].code == "pipeline_no_definition"
    whole = {"tasks": [{"task_id": "x", "task_config": {"steps": [task("a", "nobody")]}}]}
    assert check_document(whole)[1][0].field == "tasks[0].task_config.steps[0].task_id"


def test_every_pipeline_in_a_file_of_tasks_is_checked() -> None:
    plain = {"task_id": "plain", "task_type": "command", "task_exec": "true"}
    good = {"task_id": "good", "task_type": "pipeline", "task_config": {"steps": [task("a", "plain")]}}
    wrong_one = {"task_id": "bad", "task_type": "pipeline", "task_config": {"steps": [task("b", "nobody")]}}
    found = check_file(json.dumps({"tasks": [plain, good]}))
    assert (found.pipelines, found.steps, found.problems) == (1, 1, [])
    for source, where in (
        ({"tasks": [plain, good, wrong_one]}, "tasks[2]"),
        ([good, plain, wrong_one], "[2]"),
    ):
        (problem,) = check_file(json.dumps(source, indent=1)).problems
        assert problem.field == f"bad: {where}.task_config.steps[0].task_id"
        assert problem.values["line"] > 20
    assert check_file(json.dumps([plain, plain])).problems[0].code == "pipeline_no_definition"
    assert check_file("tasks: [").problems[0].code == "yaml_malformed"
    assert check_file(json.dumps({"steps": [sh("a"), sh("b")]})).steps == 2


def test_pipelines_of_one_file_that_run_each_other_are_told() -> None:
    one, two = (
        {"task_id": name, "task_type": "pipeline", "task_config": {"steps": [task("a", other)]}}
        for name, other in (("one", "two"), ("two", "one"))
    )
    found = check_file(json.dumps({"tasks": [one, two]}))
    assert [(problem.code, problem.field) for problem in found.problems] == [
        ("pipeline_nested_in_itself", "one: tasks[0].task_config.steps[0].task_id"),
        ("pipeline_nested_in_itself", "two: tasks[1].task_config.steps[0].task_id"),
    ]


def test_python_objects_in_yaml_are_refused() -> None:
    config, errors = check_document("steps: !!python/object/apply:os.system ['id']")
    assert config is None and errors[0].code == "yaml_malformed"

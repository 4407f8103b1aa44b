from __future__ import annotations

import pytest

from tests.tasks.helpers import seed, task, wrong
from watchbell.errors import InvalidInput
from watchbell.tasks.definition import FIELDS, SEED_FIELDS, TaskDefinition

pytestmark = pytest.mark.usefixtures("data_dir")


def test_the_task_of_the_seed_is_read_and_written_unchanged() -> None:
    definition = TaskDefinition.read(seed())
    assert definition.to_sparse_json() == seed()
    assert TaskDefinition(**seed()) == definition
    assert set(seed()) == set(SEED_FIELDS)


def test_a_task_needs_only_an_id_and_a_program() -> None:
    definition = task("nightly-backup")
    assert definition.task_name == "nightly-backup"
    assert definition.task_log == "logs/task_nightly-backup.log"
    assert (definition.task_type, definition.task_overlap) == ("python", "skip")
    assert (definition.task_retry, definition.task_retry_interval, definition.task_timeout) == (0, 60, None)
    assert definition.task_misfire == {"policy": "latest", "cap": 100, "grace": 60}
    assert definition.task_limits == {"log_mb": 1024}
    assert definition.schedules() == ()


def test_everything_that_is_wrong_is_told_at_once() -> None:
    errors = wrong(
        task_id="Not An Id",
        task_name=7,
        task_schedule="61 * * * *",
        task_retry=101,
        task_enabled="yes",
        task_limits={"memory_mb": -1, "cpu": 1},
        task_misfire={"policy": "now", "cap": 0, "grace": "soon"},
        task_env={"PATH": "/tmp"},
        task_tags=["fine", "a|b"],
    )
    assert set(errors) == {
        "task_id", "task_name", "task_schedule", "task_retry", "task_enabled", "task_limits.memory_mb",
        "task_limits.cpu", "task_misfire.policy", "task_misfire.cap", "task_misfire.grace",
        "task_env.PATH", "task_tags[1]",
    }  # fmt: skip
    for error in errors.values():
        assert error.message("en") != error.message("zh")


def test_an_unknown_field_is_refused_by_name_with_the_one_that_was_meant() -> None:
    """Fault 29."""
    error = wrong(task_retries=3)["task_retries"]
    assert (error.code, error.hint("en")) == ("field_unknown", "Did you mean: task_retry?")
    assert error.hint("zh") == "您是否想写：task_retry？"
    inner = wrong(task_limits={"memory": 1})["task_limits.memory"]
    assert inner.hint("en") == "Did you mean: memory_mb?"


@pytest.mark.parametrize("task_id", ["", "A", "-a", "a b", "a/b", "../a", "a" * 65, "é", "a\n"])
def test_an_id_that_is_unsafe_in_paths_is_refused(task_id: str) -> None:
    assert wrong(task_id=task_id)["task_id"].code == "invalid_task_id"


@pytest.mark.parametrize(
    ("given", "kept"), [(300, 300), ("5m", 300), ("PT1H30M", 5400), (1.5, 1.5), (None, None)]
)
def test_a_timeout_is_seconds_or_a_duration_or_none(given: object, kept: object) -> None:
    assert task(task_timeout=given).task_timeout == kept


@pytest.mark.parametrize("given", [0, -1, "soon", True, [], float("nan"), float("inf"), 2**70])
def test_a_timeout_that_is_no_duration_is_refused(given: object) -> None:
    assert "task_timeout" in wrong(task_timeout=given)


def test_the_short_form_of_misfire_gets_the_defaults() -> None:
    assert task(task_misfire="skip").task_misfire == {"policy": "skip", "cap": 100, "grace": 60}
    assert task(task_misfire={"policy": "all", "cap": 5}).task_misfire["cap"] == 5
    assert task(task_misfire={"grace": "2m"}).task_misfire["grace"] == 120
    assert "task_misfire" in wrong(task_misfire=["all"])


def test_backoff_is_a_word_or_a_factor() -> None:
    assert task(task_retry_backoff="exponential").task_retry_backoff == 2
    assert task(task_retry_backoff=1.5).task_retry_backoff == 1.5
    assert "task_retry_backoff" in wrong(task_retry_backoff=0.5)


def test_a_schedule_is_an_expression_or_a_list_with_zones_of_their_own() -> None:
    schedules = task(
        task_timezone="Asia/Shanghai",
        task_schedule=["0 3 * * *", {"cron": "0 4 * * *", "timezone": "UTC"}, {"every": "5m"}],
    ).schedules()
    assert [schedule.timezone for schedule in schedules] == ["Asia/Shanghai", "UTC", "Asia/Shanghai"]
    assert task(task_schedule="0 3 * * *").schedules("Europe/Berlin")[0].timezone == "Europe/Berlin"
    assert "task_schedule[1]" in wrong(task_schedule=["0 3 * * *", "nonsense"])
    assert "task_timezone" in wrong(task_timezone="Mars/Olympus")


def test_null_means_none_where_there_can_be_none() -> None:
    definition = task(task_schedule=None, task_timezone=None, task_timeout=None)
    assert (definition.task_schedule, definition.task_timezone) == ("", "")
    assert wrong(task_env=None)["task_env"].code == "field_not_object"


def test_the_parameters_are_a_schema_that_works() -> None:
    schema = {"type": "object", "properties": {"days": {"type": "integer", "default": 3}}}
    assert task(task_parameters=schema).task_parameters == schema
    assert "task_parameters" in wrong(task_parameters={"type": "array"})


def test_a_task_does_not_depend_on_itself() -> None:
    """Fault 31."""
    assert wrong(task_dependencies=["hello"])["task_dependencies[0]"].code == "dependency_itself"
    assert task(task_dependencies=["a", "b", "a"]).task_dependencies == ["a", "b"]


def test_who_is_told_is_kept_as_given() -> None:
    given = {"on_failure": True, "email": ["a@example.com"], "channels": ["ops"]}
    assert task(task_notify=given).task_notify == given
    assert "task_notify.on_failure" in wrong(task_notify={"on_failure": "yes"})
    assert "task_notify.email" in wrong(task_notify={"email": [5]})
    assert "task_notify.on_fail" in wrong(task_notify={"on_fail": True})


def test_an_unknown_type_names_those_there_are() -> None:
    assert "python" in str(wrong(task_type="cobol")["task_type"].hint("en"))


def test_a_program_is_required() -> None:
    assert wrong(task_exec="")["task_exec"].code == "field_required"
    with pytest.raises(InvalidInput) as refused:
        TaskDefinition.read({"task_id": "hello"})
    assert refused.value.errors[0].field == "task_exec"


def test_options_of_the_executor_are_checked() -> None:
    assert any(str(field).startswith("task_config") for field in wrong(task_config={"arg": ["x"]}))
    assert task(task_config={"args": ["x"]}).to_spec().config == {"args": ["x"]}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("a\0b", "text_has_nul"),
        ("\ud800", "text_not_unicode"),
        (float("nan"), "number_not_finite"),
        (2**63, "number_too_large"),
        (object(), "not_json"),
    ],
)
def test_what_no_store_can_keep_is_refused_with_its_path(value: object, code: str) -> None:
    """Faults 30, 56."""
    assert wrong(task_config={"args": [value]})["task_config.args[0]"].code == code


def test_what_is_nested_without_end_is_refused() -> None:
    """Fault 30."""
    deep: object = "x"
    for _ in range(100_000):
        deep = [deep]
    assert next(iter(wrong(task_config={"args": deep}).values())).code == "nested_too_deeply"


def test_a_definition_of_megabytes_is_refused() -> None:
    assert wrong(task_desc="x" * 2_000_000)[None].code == "definition_too_large"


@pytest.mark.parametrize("data", [None, [], "task", 5])
def test_what_is_no_object_is_no_task(data: object) -> None:
    with pytest.raises(InvalidInput, match="must be an object"):
        TaskDefinition.read(data)


def test_a_stored_task_is_read_back_even_if_rules_became_stricter() -> None:
    stored = {**task().to_json(), "task_env": {"PATH": "/tmp"}, "field_of_a_later_version": 1}
    assert TaskDefinition.stored(stored).task_env == {"PATH": "/tmp"}


def test_a_task_survives_the_way_through_json() -> None:
    full = task(task_limits={"processes": 4}, task_tags=["b", "a"], task_queue="gpu")
    assert TaskDefinition.read(full.to_json()) == full == TaskDefinition.stored(full.to_json())
    assert set(full.to_json()) == set(FIELDS)


def test_an_execution_is_made_from_what_the_task_says() -> None:
    spec = task(task_retry=2, task_retry_interval="1m", task_timeout=9, task_env={"A": "1"}).to_spec()
    assert (spec.executor, spec.program, spec.timeout) == ("python", "tasks/hello.py", 9)
    assert spec.retry == {"count": 2, "interval": 60, "backoff": 1}
    assert (spec.env, spec.log) == ({"A": "1"}, "logs/task_hello.log")
    assert task().to_spec().retry is None

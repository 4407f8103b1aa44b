"""Pressing: what runs, with what, and what keeps it from running."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from watchbell.errors import Conflict, InvalidInput, NotFound, WatchbellError
from watchbell.executions.models import Execution
from watchbell.executions.spec import spec_of
from watchbell.scripts.models import PageButton, Press, Script, ScriptFolder
from watchbell.scripts.press import press_again, press_button, press_script

pytestmark = pytest.mark.django_db
SCHEMA = {
    "type": "object",
    "properties": {"greeting": {"type": "string", "default": "你好！"}, "count": {"type": "integer"}},
}


@pytest.fixture
def script(data_dir: Path, tmp_path: Path) -> Script:
    folder = ScriptFolder.objects.create(path=str(tmp_path))
    return Script.objects.create(
        name="hello", folder=folder, script_path="a/hello.py", parameters_schema=SCHEMA, digest=""
    )


@pytest.fixture
def button(script: Script) -> PageButton:
    return PageButton.objects.create(script=script, page_route="/page", button_text="Hello")


def test_a_script_runs_with_its_defaults_for_whoever_asked(script: Script, tmp_path: Path) -> None:
    row = press_script(script, {"count": 2}, user="ada")

    kept = Execution.objects.select_related("definition").get()
    assert kept.pk == row.pk
    assert (kept.kind, kept.origin, kept.name, kept.user) == ("script", "script:hello", "hello", "ada")
    assert kept.parameters == {"greeting": "你好！", "count": 2}
    assert kept.page_context == "api"
    assert kept.definition is not None
    spec = spec_of(kept.definition)
    assert (spec.program, spec.timeout, spec.result) == (f"{tmp_path}/a/hello.py", 540, "stdout")


def test_a_script_may_run_many_times_at_once(script: Script) -> None:
    rows = [press_script(script) for _ in range(3)]

    assert {row.status for row in rows} == {"pending"}
    assert not any(row.exclusive for row in rows)


@pytest.mark.parametrize(
    ("columns", "code"), [({"is_active": False}, "script_inactive"), ({"is_missing": True}, "script_missing")]
)
def test_a_script_that_cannot_run_says_why_in_both_languages(
    script: Script, columns: dict[str, Any], code: str
) -> None:
    for name, value in columns.items():
        setattr(script, name, value)

    with pytest.raises(Conflict) as refused:
        press_script(script)

    assert refused.value.code == code
    assert "hello" in refused.value.message("en")
    assert "脚本" in refused.value.message("zh")
    assert not Execution.objects.exists()


def test_wrong_parameters_are_all_named(script: Script) -> None:
    with pytest.raises(InvalidInput) as refused:
        press_script(script, {"greeting": 1, "count": "x"})

    assert {error.field for error in refused.value.errors} == {"parameters.greeting", "parameters.count"}


def test_a_button_runs_its_script_with_what_it_has_and_says_where_it_is(button: PageButton) -> None:
    button.parameters = {"count": 7}

    row = press_button(button, user="ada")

    assert row.parameters == {"greeting": "你好！", "count": 7}
    assert (row.page_context, row.trigger) == ("/page", "button")
    assert Press.objects.get().execution_id == row.pk


@pytest.mark.parametrize(
    ("mode", "refused"), [("default", None), ("ask", None), ("fixed", "button_parameters_fixed")]
)
def test_who_is_signed_in_gives_other_parameters_unless_they_are_fixed(
    button: PageButton, mode: str, refused: str | None
) -> None:
    button.parameter_mode = mode
    if refused is None:
        assert press_button(button, {"greeting": "Hi"}).parameters == {"greeting": "Hi"}
        return
    with pytest.raises(WatchbellError) as error:
        press_button(button, {"greeting": "Hi"})
    assert error.value.code == refused


def test_sending_the_defaults_along_is_no_other_parameter(button: PageButton) -> None:
    button.parameter_mode = "fixed"

    assert press_button(button, {"greeting": "你好！"}).parameters == {"greeting": "你好！"}


def test_a_button_that_is_switched_off_runs_nothing(button: PageButton) -> None:
    button.is_enabled = False

    with pytest.raises(Conflict) as refused:
        press_button(button)
    assert refused.value.code == "button_disabled"


def test_a_button_whose_task_is_gone_says_so(db: None, data_dir: Path) -> None:
    button = PageButton.objects.create(task_id="gone", page_route="/page", button_text="x")

    with pytest.raises(NotFound):
        press_button(button)


def test_a_key_that_was_used_for_something_else_is_refused(script: Script, button: PageButton) -> None:
    first = press_script(script, {"count": 1}, "/page", "ada", "k")

    assert press_script(script, {"count": 1}, "/page", "ada", "k").pk == first.pk
    assert press_script(script, {"count": 1}, "/page", "eve", "k").pk != first.pk, "keys are each user's own"
    with pytest.raises(Conflict):
        press_script(script, {"count": 2}, "/page", "ada", "k")


def test_a_press_that_fails_leaves_nothing(button: PageButton) -> None:
    with pytest.raises(WatchbellError):
        press_button(button, {"count": "x"})

    assert not Execution.objects.exists()
    assert not Press.objects.exists()


def test_running_again_takes_the_script_as_it_is_now_with_what_it_was_given(script: Script) -> None:
    first = press_script(script, page_context="/scan", user="ada")
    again = press_again(first, "ben")
    assert (again.parameters, again.page_context, again.user) == (first.parameters, "/scan", "ben")
    assert (again.trigger, again.retry_of, again.kind) == ("rerun", first.execution_id, "script")
    Script.objects.update(is_active=False)
    with pytest.raises(Conflict):
        press_again(first)
    Script.objects.all().delete()
    with pytest.raises(NotFound):
        press_again(first)

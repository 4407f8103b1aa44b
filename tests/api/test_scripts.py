"""Scripts and page buttons over HTTP, in the shapes of seed 003."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.api.conftest import SCRIPT_SCHEMA
from tests.api.scripts import press, pressed, result_of
from tests.api.test_errors import assert_problem
from watchbell.executions.models import Execution
from watchbell.executions.transition import finish, start
from watchbell.kernel.status import Status
from watchbell.scripts.models import PageButton, Script

ROOTS = ("/api", "/myapp/admin/celery")


@pytest.mark.parametrize("root", ROOTS)
def test_a_page_gets_its_buttons_and_the_scripts_behind_them(
    api: Client, button: PageButton, root: str
) -> None:
    answer = api.get(f"{root}/scripts?page_route=/scanDevUpdate").json()

    assert answer["success"] is True
    [shown] = answer["scripts"]
    assert answer["items"] == [shown]
    assert (shown["id"], shown["name"], shown["is_active"]) == (button.script_id, "print_test_script", True)
    assert shown["parameters_schema"] == SCRIPT_SCHEMA
    assert shown["tasks"][0]["parameters"] == {"greeting": {"type": "string", "default": "你好！"}}
    [config] = answer["page_configs"]
    assert (config["id"], config["script_id"], config["button_text"]) == (
        button.pk,
        button.script_id,
        "运行Print测试",
    )
    assert config["button_style"] == {"type": "primary", "size": "default"}
    assert (config["running"], config["problem"]) == (None, None)


@pytest.mark.parametrize("root", ROOTS)
def test_a_script_runs_as_the_seed_asks_for_it(api: Client, script: Script, root: str) -> None:
    response = api.post(
        f"{root}/execute-script",
        {
            "script_id": script.pk,
            "parameters": {"greeting": "你好！", "author": "阿青"},
            "page_context": "/scanDevUpdate",
        },
        content_type="application/json",
    )

    answer = response.json()
    row = Execution.objects.get()
    assert response.status_code == 200
    assert answer == {
        "success": True,
        "task_id": row.execution_id,
        "execution_id": row.execution_id,
        "status": "pending",
    }
    assert (row.kind, row.origin, row.user) == ("script", "script:print_test_script", "ada")
    assert row.parameters == {"greeting": "你好！", "author": "阿青"}
    assert row.page_context == "/scanDevUpdate"


@pytest.mark.parametrize("root", ROOTS)
def test_what_became_of_a_run_is_told_in_the_seeds_words(api: Client, script: Script, root: str) -> None:
    execution_id = pressed(api, script_id=script.pk)["execution_id"]
    asked = f"{root}/script-task-result?task_id={execution_id}&execution_id={execution_id}"

    waiting = api.get(asked).json()
    assert (waiting["ready"], waiting["success"], waiting["result"]) == (False, None, None)
    assert waiting["queue_position"] == 1

    row = Execution.objects.get()
    start(row)
    finish(row, Status.SUCCESS, return_code=0, result={"status": "success", "data": [1]})
    done = api.get(asked).json()
    assert (done["ready"], done["success"], done["error"]) == (True, True, None)
    assert done["result"] == {"status": "success", "data": [1]}
    assert done["duration"] >= 0


def test_a_failure_is_told_in_the_words_of_the_script(api: Client, script: Script) -> None:
    execution_id = pressed(api, script_id=script.pk)["execution_id"]
    row = Execution.objects.get()
    start(row)
    finish(
        row, Status.FAILED, reason="exit_code", return_code=1, result={"status": "error", "message": "盘满"}
    )

    answer = result_of(api, execution_id)

    assert (answer["ready"], answer["success"], answer["error"], answer["result"]) == (
        True,
        False,
        "盘满",
        None,
    )


def test_reading_never_writes(api: Client, button: PageButton, django_assert_num_queries: Any) -> None:
    execution_id = pressed(api, button_id=button.pk)["execution_id"]
    before = list(Execution.objects.values())

    for path in (
        "/api/scripts?page_route=/scanDevUpdate",
        "/api/scripts",
        f"/api/script-task-result?execution_id={execution_id}",
    ):
        with Watched() as statements:
            assert api.get(path).status_code == 200
        assert not [sql for sql in statements if not sql.startswith(("SELECT", "PRAGMA"))]
    assert list(Execution.objects.values()) == before


def test_a_button_that_runs_shows_so_to_whoever_loads_the_page(api: Client, button: PageButton) -> None:
    execution_id = pressed(api, button_id=button.pk)["execution_id"]

    [config] = page(api)["page_configs"]
    assert config["running"] == execution_id

    finish(Execution.objects.get(), Status.CANCELLED)
    assert page(api)["page_configs"][0]["running"] is None


def test_a_script_that_is_switched_off_says_so_on_its_button_and_when_pressed(
    api: Client, button: PageButton
) -> None:
    Script.objects.update(is_active=False)

    [config] = page(api)["page_configs"]
    assert config["problem"]["code"] == "script_inactive"
    assert_problem(press(api, button_id=button.pk), 409, "script_inactive")


def test_a_button_that_is_switched_off_is_not_shown_and_cannot_be_pressed(
    api: Client, button: PageButton
) -> None:
    PageButton.objects.update(is_enabled=False)

    assert page(api)["page_configs"] == []
    assert_problem(press(api, button_id=button.pk), 409, "button_disabled")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "press_without_target"),
        ({"script_id": 1, "button_id": 1}, 422, "press_without_target"),
        ({"script_id": 999}, 404, "not_found"),
        ({"button_id": 999}, 404, "not_found"),
        ({"script_id": "x"}, 422, "field_not_whole"),
        ({"script_id": True}, 422, "field_not_whole"),
        ({"button_id": True}, 422, "field_not_whole"),
        ({"script_id": 1, "page_context": "x" * 20_000}, 422, "field_too_long"),
        ({"script_id": 1, "page_context": {"x": "y" * 20_000}}, 422, "field_too_long"),
    ],
)
def test_what_cannot_be_run_is_refused_in_words(
    api: Client, body: dict[str, Any], status: int, code: str
) -> None:
    assert_problem(press(api, **body), status, code)


def test_a_wrong_parameter_is_named(api: Client, script: Script) -> None:
    response = press(api, script_id=script.pk, parameters={"greeting": 3})

    assert response.status_code == 422
    assert response.json()["error"]["field"] == "parameters.greeting"


def test_the_same_request_twice_runs_once(api: Client, button: PageButton) -> None:
    first = press(api, headers={"Idempotency-Key": "k"}, button_id=button.pk).json()
    second = press(api, headers={"Idempotency-Key": "k"}, button_id=button.pk).json()

    assert first["execution_id"] == second["execution_id"]
    assert Execution.objects.count() == 1


def test_a_page_that_names_its_script_presses_its_button(api: Client, button: PageButton) -> None:
    started = pressed(api, script_id=button.script_id, page_context="/scanDevUpdate")
    elsewhere = pressed(api, script_id=button.script_id, page_context="/elsewhere")

    assert page(api)["page_configs"][0]["running"] == started["execution_id"]
    assert Execution.objects.get(pk=started["execution_id"]).trigger == "button"
    assert Execution.objects.get(pk=elsewhere["execution_id"]).trigger == "manual"


@pytest.mark.parametrize("path", ["/myapp/admin/celery", "/myapp/admin/celery/", "/myapp/admin/celery/tasks"])
def test_whatever_else_is_asked_below_the_seeds_address_is_answered_in_json(api: Client, path: str) -> None:
    assert_problem(api.get(path), 404, "no_such_route")


def test_the_page_of_the_same_site_presses_with_its_session_and_the_token_it_was_given(
    browser: Client, button: PageButton
) -> None:
    token = page(browser)["csrf_token"]

    refused = press(browser, button_id=button.pk)
    pressed = press(browser, headers={"X-CSRFToken": token}, button_id=button.pk)

    assert_problem(refused, 403, "csrf_failed")
    assert pressed.status_code == 200


class Watched:
    """The statements that are sent to the database meanwhile."""

    def __enter__(self) -> list[str]:
        self._statements: list[str] = []

        def note(execute: Any, sql: str, *arguments: Any) -> Any:
            self._statements.append(sql.strip())
            return execute(sql, *arguments)

        self._wrapper = connection.execute_wrapper(note)
        self._wrapper.__enter__()
        return self._statements

    def __exit__(self, *error: Any) -> None:
        self._wrapper.__exit__(*error)


def page(client: Client) -> Any:
    return client.get("/api/scripts?page_route=/scanDevUpdate").json()

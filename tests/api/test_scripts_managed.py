"""Looking after page buttons, scripts and results over HTTP."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.api.scripts import press
from tests.api.test_errors import assert_problem
from watchbell.executions.models import Execution
from watchbell.scripts.models import PageButton, Script
from watchbell.scripts.register import register

NEW = {"page_route": "/reports", "script_name": "print_test_script", "button_text": "打印"}


def send(client: Client, method: str, path: str, body: Any = None) -> Any:
    return client.generic(method, f"/api{path}", json.dumps(body or {}), content_type="application/json")


def test_a_button_is_made_read_changed_replaced_and_deleted(api: Client, script: Script) -> None:
    made = send(api, "POST", "/page-buttons", NEW)
    assert made.status_code == 201, made.content
    path = made.headers["Location"].removeprefix("/api")
    assert made.json()["script_id"] == script.pk
    assert made.json()["position"] == "top-right"

    changed = send(api, "PATCH", path, {"button_text_en": "Print", "parameter_mode": "ask"}).json()
    assert (changed["button_text"], changed["button_text_en"], changed["parameter_mode"]) == (
        "打印",
        "Print",
        "ask",
    )

    sent_back = send(api, "PUT", path, {**changed, "display_order": 3}).json()
    assert (sent_back["display_order"], sent_back["button_text_en"]) == (3, "Print")
    assert send(api, "PUT", path, NEW).json()["button_text_en"] == "", "a replacement has defaults"

    assert api.get(f"/api{path}").status_code == 200
    assert send(api, "DELETE", path).status_code == 204
    assert_problem(api.get(f"/api{path}"), 404, "not_found")


def test_nobody_overwrites_what_they_have_not_seen(api: Client, button: PageButton) -> None:
    path = f"/api/page-buttons/{button.pk}"
    tag = api.get(path).headers["ETag"]
    kind = "application/json"
    first = api.patch(path, {"display_order": 5}, content_type=kind, headers={"If-Match": tag})
    late = api.patch(path, {"display_order": 6}, content_type=kind, headers={"If-Match": tag})

    assert first.status_code == 200
    assert_problem(late, 412, "button_edited_meanwhile")
    assert_problem(api.delete(path, headers={"If-Match": tag}), 412, "button_edited_meanwhile")
    assert_problem(api.delete(path, headers={"If-Match": "x"}), 400, "invalid_precondition")
    assert api.delete(path, headers={"If-Match": first.headers["ETag"]}).status_code == 204


def test_a_task_can_be_placed_on_a_page_too(api: Client, db: None) -> None:
    task = {
        "task_id": "hello",
        "task_name": "Hello",
        "task_type": "command",
        "task_exec": "true",
        "task_parameters": {"type": "object", "properties": {"days": {"type": "integer"}}},
    }
    assert send(api, "POST", "/tasks", task).status_code == 201
    button = {"page_route": "/reports", "task_id": "hello", "button_text": "你好", "parameters": {"days": 3}}
    made = send(api, "POST", "/page-buttons", button).json()

    pressed = send(api, "POST", "/execute-script", {"button_id": made["id"]}).json()

    row = Execution.objects.get(pk=pressed["execution_id"])
    assert (row.kind, row.task_id, row.parameters, row.page_context) == (
        "task",
        "hello",
        {"days": 3},
        "/reports",
    )
    [config] = api.get("/api/scripts?page_route=/reports").json()["page_configs"]
    assert (config["task_id"], config["name"], config["running"]) == ("hello", "Hello", row.execution_id)
    assert config["parameters_schema"] == task["task_parameters"]


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"page_route": "x"}, {"page_route"}),
        ({"button_text": ""}, {"button_text"}),
        ({"position": "Top Right!"}, {"position"}),
        ({"position": "nowhere"}, {"position"}),
        ({"button_style": {"type": "purple", "colour": 1}}, {"button_style.type", "button_style.colour"}),
        ({"display_order": "1", "is_enabled": "no"}, {"display_order", "is_enabled"}),
        ({"parameter_mode": "maybe"}, {"parameter_mode"}),
        ({"parameters": {"greeting": 3}}, {"parameters.greeting"}),
        ({"script_name": "nothing"}, {"script_name"}),
        ({"script_name": None}, {"script_name"}),
        ({"task_id": "hello"}, {"task_id"}),
        ({"script_name": None, "task_id": "hello"}, {"task_id"}),
        ({"colour": "red", "buton_text": 1}, {"colour", "buton_text"}),
        ({"confirm_text": "x" * 501}, {"confirm_text"}),
        ({"button_text": "a\0b"}, {"button_text"}),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_wrong_with_a_button_is_named_in_the_readers_language(
    api: Client, script: Script, wrong: Any, fields: set[str], language: str
) -> None:
    response = api.post(
        "/api/page-buttons",
        json.dumps({**NEW, **wrong}),
        content_type="application/json",
        headers={"Accept-Language": language},
    )

    if "\0" in str(wrong.get("button_text", "")):
        assert response.status_code == 400
        return
    assert response.status_code == 422, response.content
    errors = response.json()["errors"]
    assert {error["field"] for error in errors} == fields
    for error in errors:
        assert any("一" <= one <= "鿿" for one in error["message"]) == (language == "zh")
    assert not PageButton.objects.exists()


def test_a_required_parameter_may_be_missing_only_where_people_fill_it_in(
    api: Client, script: Script
) -> None:
    script.parameters_schema = {"type": "object", "required": ["day"], "properties": {"day": {}}}
    script.save()

    refused = send(api, "POST", "/page-buttons", NEW)
    made = send(api, "POST", "/page-buttons", {**NEW, "parameter_mode": "ask"})

    assert_problem(refused, 422, "parameter_required")
    assert made.status_code == 201
    press = {"button_id": made.json()["id"]}
    assert_problem(send(api, "POST", "/execute-script", press), 422, "parameter_required")


def test_buttons_are_listed_in_the_order_of_their_pages_a_page_at_a_time(api: Client, script: Script) -> None:
    for route, order in (("/b", 2), ("/a", 9), ("/b", -1), ("/a", 1)):
        PageButton.objects.create(script=script, page_route=route, button_text="x", display_order=order)
    seen: list[Any] = []
    cursor = ""
    while cursor is not None:
        answer = api.get(f"/api/page-buttons?limit=1&cursor={cursor}").json()
        seen += [(item["page_route"], item["display_order"]) for item in answer["items"]]
        cursor = answer["next_cursor"]

    assert seen == [("/a", 1), ("/a", 9), ("/b", -1), ("/b", 2)]
    assert len(api.get("/api/page-buttons?page_route=/a").json()["items"]) == 2


def test_a_file_of_buttons_is_applied_and_again_changes_nothing(api: Client, script: Script) -> None:
    first = send(api, "POST", "/page-buttons/apply", {"buttons": [NEW]}).json()
    again = send(api, "POST", "/page-buttons/apply", {"buttons": [NEW]}).json()
    broken = send(api, "POST", "/page-buttons/apply", {"buttons": [NEW, {**NEW, "page_route": 1}]})

    assert [len(first[kind]) for kind in ("created", "updated", "unchanged")] == [1, 0, 0]
    assert again == {"created": [], "updated": [], "unchanged": first["created"]}
    assert broken.json()["errors"][0]["field"] == "buttons[1].page_route"


def test_a_script_is_read_and_switched_off(api: Client, button: PageButton, script: Script) -> None:
    path = f"/scripts/{script.pk}"
    shown = api.get(f"/api{path}").json()
    assert (shown["folder"], shown["script_path"], shown["buttons"]) == (
        script.folder.path,
        "print_test_script.py",
        1,
    )

    changed = send(api, "PATCH", path, {"is_active": False, "timeout": 60}).json()
    assert (changed["is_active"], changed["timeout"], changed["description"]) == (False, 60, "打印测试脚本")
    assert_problem(send(api, "PATCH", path, {"timeout": 0}), 422)
    assert_problem(
        send(api, "PATCH", path, {"parameters_schema": {"type": "array"}}),
        422,
        "parameters_schema_not_object",
    )
    assert_problem(api.get("/api/scripts/999"), 404, "not_found")


def test_a_look_at_the_folders_tells_first_and_writes_only_when_asked(
    api: Client, db: None, tmp_path: Path
) -> None:
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "one.py").write_text('"""First."""\n')
    register(folder)
    (folder / "two.py").write_text('"""Second."""\n')

    told = send(api, "POST", "/scripts/scan", {}).json()["items"]
    assert [entry["name"] for entry in told[0]["new"]] == ["two"]
    assert Script.objects.count() == 1

    send(api, "POST", "/scripts/scan", {"write": True})
    assert Script.objects.count() == 2
    [folder] = api.get("/api/script-folders").json()["items"]
    assert folder["scripts"] == 2


def test_a_folder_is_taken_back_with_its_scripts_and_buttons(api: Client, db: None, tmp_path: Path) -> None:
    gone, kept = tmp_path / "gone", tmp_path / "kept"
    for folder in (gone, kept):
        folder.mkdir()
        (folder / f"in_{folder.name}.py").write_text("x = 1")
        register(folder)
    send(api, "POST", "/page-buttons", {**NEW, "script_name": "in_gone"})
    shutil.rmtree(gone)

    scanned = send(api, "POST", "/scripts/scan", {"write": True}).json()["items"]
    assert [[one["code"] for one in found["problems"]] for found in scanned] == [
        ["script_folder_missing"],
        [],
    ]
    ids = {one["path"]: one["id"] for one in api.get("/api/script-folders").json()["items"]}
    path = f"/script-folders/{ids[str(gone)]}"
    told = api.get(f"/api{path}").json()
    assert (told["scripts"], told["buttons"]) == (["in_gone"], ["/reports: 打印"])
    assert send(api, "DELETE", path).json() == told
    assert_problem(api.get(f"/api{path}"), 404, "not_found")
    assert list(Script.objects.values_list("name", flat=True)) == ["in_kept"]
    assert not PageButton.objects.exists()


def test_a_script_runs_only_once_its_parameters_are_known(api: Client, db: None, tmp_path: Path) -> None:
    folder = tmp_path / "scripts"
    folder.mkdir()
    (folder / "one.py").write_text("x = 1")
    (folder / "one.schema.json").write_text("[")
    register(folder)
    one = Script.objects.get(name="one")
    path = f"/scripts/{one.pk}"

    assert_problem(press(api, script_id=one.pk), 409, "script_bad_schema")
    assert "one.schema.json" in send(api, "GET", path).json()["problem"]["message"]
    assert_problem(send(api, "PATCH", path, {"is_active": True}), 422, "script_bad_schema")
    stated = {"is_active": True, "parameters_schema": {"type": "object", "additionalProperties": False}}
    assert send(api, "PATCH", path, stated).json()["problem"] is None
    assert press(api, script_id=one.pk).status_code == 200


def test_results_are_listed_and_downloaded_under_the_name_the_seed_gives_them(
    api: Client, script: Script
) -> None:
    result = {"status": "success", "message": "完成", "data": {"greeting": "你好！"}}
    made = Execution.objects.create(
        kind="script", origin="script:print_test_script", name=script.name, status="success", result=result
    )
    Execution.objects.create(kind="script", origin="script:other", name="other", status="failed")

    [item] = api.get(f"/api/script-results?script_id={script.pk}").json()["items"]
    file = api.get(f"/api/executions/{made.pk}/result/download")

    name = f"print_test_script_执行结果_{made.pk}.json"
    assert (item["file_name"], item["script_output"], item["has_result"]) == (name, "完成", True)
    assert json.loads(file.content) == result
    assert "你好！" in file.content.decode()
    assert file.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(name)}"
    assert len(api.get("/api/script-results").json()["items"]) == 2


def test_where_there_is_no_result_the_reason_is_told(api: Client, db: None) -> None:
    made = Execution.objects.create(
        kind="script", origin="script:x", name="x", status="success", result_problem="result_not_finite"
    )

    told = api.get(
        f"/api/script-task-result?execution_id={made.pk}", headers={"Accept-Language": "zh"}
    ).json()

    assert told["result_problem"] == "result_not_finite"
    assert told["result_problem_message"] == "结果中含有 NaN 或无穷大，它们不是有效的 JSON。"
    assert_problem(api.get(f"/api/executions/{made.pk}/result/download"), 404, "result_not_finite")


def test_without_a_result_there_is_no_file(api: Client, db: None) -> None:
    made = Execution.objects.create(kind="script", origin="script:x", name="x", status="failed")

    assert_problem(api.get(f"/api/executions/{made.pk}/result/download"), 404, "no_result")

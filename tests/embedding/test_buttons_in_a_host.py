"""Scripts and page buttons in a project that has its own people, pages and servers."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from tests.embedding.host import Answer, Host, Visitor

PAGE = "/api/scripts?page_route=/desk/scan"


@pytest.fixture(params=["wsgi", "asgi"])
def base(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def test_the_page_of_the_host_shows_its_buttons_and_their_script_is_served(wsgi: str) -> None:
    worker = Visitor(wsgi).sign_in("worker")

    page = worker.get("/desk/scan")

    assert '<watchbell-buttons page-route="/desk/scan" language="zh"></watchbell-buttons>' in page.text
    assert '<script src="/static/watchbell/watchbell-buttons.js" defer></script>' in page.text


def test_somebody_of_the_host_presses_a_button_and_sees_the_result(base: str) -> None:
    worker = Visitor(base).sign_in("worker")
    shown = worker.get(PAGE).json()
    [config] = shown["page_configs"]

    started = press(worker, config["id"], shown["csrf_token"], greeting="嗨")
    done = ended(worker, started.json()["execution_id"])

    assert done["success"] is True, done
    assert done["result"]["data"] == {"greeting": "嗨", "page_context": "/desk/scan"}
    row = Visitor(base, Authorization="Bearer token-of-chief").get(
        f"/api/executions/{started.json()['execution_id']}"
    )
    assert (row.json()["user"], row.json()["origin"]) == ("worker@example.com", "script:print_test_script")


def test_the_routes_of_the_seed_are_there_too(base: str) -> None:
    chief = Visitor(base, Authorization="Bearer token-of-chief")
    [script] = chief.get("/myapp/admin/celery/scripts").json()["scripts"]

    started = chief.post(
        "/myapp/admin/celery/execute-script",
        {"script_id": script["id"], "parameters": {"greeting": "早"}, "page_context": "/anywhere"},
    )

    assert started.json()["success"] is True
    done = ended(chief, started.json()["execution_id"])
    assert done["result"]["message"].endswith("早")


def test_nobody_presses_without_the_token_of_the_page(base: str) -> None:
    worker = Visitor(base).sign_in("worker")
    [config] = worker.get(PAGE).json()["page_configs"]

    refused = press(worker, config["id"], "")

    assert (refused.status, code_of(refused)) == (403, "csrf_failed")


def test_the_host_says_who_may_press_and_follow_what(base: str) -> None:
    chief = Visitor(base, Authorization="Bearer token-of-chief")
    worker = Visitor(base, Authorization="Bearer token-of-worker")
    guest = Visitor(base, Authorization="Bearer token-of-guest")
    [office] = chief.get("/api/scripts?page_route=/office").json()["page_configs"]
    of_chief = chief.post("/api/execute-script", {"button_id": office["id"]}).json()["execution_id"]

    script_id = office["script_id"]
    as_the_seed_asks = {"script_id": script_id, "page_context": "/desk/scan"}
    assert worker.post("/api/execute-script", as_the_seed_asks).status == 200

    refused = [
        worker.post("/api/execute-script", {"button_id": office["id"]}),
        worker.post("/api/execute-script", {"script_id": script_id, "page_context": "/office"}),
        worker.post("/api/execute-script", {"script_id": script_id, "page_context": "/desk/other"}),
        worker.get(f"/api/script-task-result?execution_id={of_chief}"),
        worker.get("/api/tasks"),
        worker.post("/api/page-buttons"),
        guest.get(PAGE),
    ]

    assert [(answer.status, code_of(answer)) for answer in refused] == [(403, "not_allowed")] * 7
    assert worker.get("/api/scripts?page_route=/office").json()["page_configs"] == []


def test_the_host_keeps_its_own_way_in(base: str) -> None:
    stranger = Visitor(base)

    assert stranger.get("/desk/scan").status == 302, "to the host's own page"
    asked = stranger.get(PAGE)
    assert (asked.status, code_of(asked)) == (401, "not_authenticated")
    around = stranger.post("/api/auth/login", {"username": "chief@example.com", "password": "x"})
    assert (around.status, code_of(around)) == (404, "sign_in_elsewhere")
    assert stranger.get("/api/auth/session").json()["setup_required"] is False
    wrong = Visitor(base, Authorization="Bearer token-of-nobody").get(PAGE)
    assert wrong.status == 401
    made_up = Visitor(base, Authorization="Bearer wbk_made_up").get(PAGE)
    assert code_of(made_up) == "invalid_key"


def test_a_long_poll_tells_at_once_what_another_process_did(base: str) -> None:
    chief = Visitor(base, Authorization="Bearer token-of-chief")
    [config] = chief.get(PAGE).json()["page_configs"]
    parameters = {"seconds": 2.0}
    started = chief.post("/api/execute-script", {"button_id": config["id"], "parameters": parameters}).json()
    seen: list[Any] = []
    while not (seen and seen[-1]["ready"]):
        state = seen[-1]["state"] if seen else "-"
        asked = f"/api/script-task-result?execution_id={started['execution_id']}&wait=25&seen={state}"
        seen.append(chief.get(asked).json())
        assert len(seen) < 20

    assert any(one["progress"] and one["progress"]["progress"] == 50 for one in seen)


def test_under_asgi_changes_are_streamed_and_under_wsgi_it_says_that_it_cannot(wsgi: str, asgi: str) -> None:
    chief = Visitor(asgi, Authorization="Bearer token-of-chief")
    [config] = chief.get(PAGE).json()["page_configs"]
    parameters = {"seconds": 1.5}
    started = chief.post("/api/execute-script", {"button_id": config["id"], "parameters": parameters}).json()
    path = f"/api/script-task-result/stream?execution_id={started['execution_id']}"

    refused = Visitor(wsgi, Authorization="Bearer token-of-chief").get(path)
    streamed = chief.get(path)

    assert (refused.status, code_of(refused)) == (501, "stream_not_possible")
    events = [json.loads(line[6:]) for line in streamed.text.splitlines() if line.startswith("data: ")]
    assert events[-1]["ready"] is True
    assert any(event["status"] == "running" for event in events)


def test_a_page_of_another_site_presses_with_a_button_key(base: str) -> None:
    chief = Visitor(base, Authorization="Bearer token-of-chief")
    made = chief.post(
        "/api/button-keys",
        {"name": "shop", "page_routes": ["/desk/scan"], "origins": ["https://shop.example"]},
    )
    assert made.status == 201, made.text
    shop = Visitor(base, Authorization=f"Bearer {made.json()['key']}", Origin="https://shop.example")
    evil = Visitor(base, Authorization=f"Bearer {made.json()['key']}", Origin="https://evil.example")

    shown = shop.get(PAGE)

    # The host's hook is asked about the key's owner, a chief; the key itself narrows that down.
    [config] = shown.json()["page_configs"]
    assert shown.headers["Access-Control-Allow-Origin"] == "https://shop.example"
    started = shop.post("/api/execute-script", {"button_id": config["id"]})
    assert ended(shop, started.json()["execution_id"])["success"] is True
    assert code_of(shop.get("/api/tasks")) == "key_for_buttons_only"
    assert code_of(evil.get(PAGE)) == "origin_not_allowed"


def test_the_host_keeps_results_in_a_table_of_its_own(working_host: Host, wsgi: str) -> None:
    worker = Visitor(wsgi).sign_in("worker")
    shown = worker.get(PAGE).json()
    started = press(worker, shown["page_configs"][0]["id"], shown["csrf_token"], greeting="表").json()
    ended(worker, started["execution_id"])

    def kept() -> list[Any]:
        rows = worker.get("/desk/results").json()["items"]
        return [row for row in rows if row["task_id"] == started["execution_id"]]

    working_host.until(kept, 30)
    [row] = kept()
    assert row["scandevresult_filename"] == f"print_test_script_执行结果_{started['execution_id']}.json"
    assert row["script_output"].endswith("表")


@pytest.mark.parametrize("path", ["/nothing", "/desk/nothing"])
def test_addresses_that_are_not_ours_stay_the_hosts(wsgi: str, path: str) -> None:
    answer = Visitor(wsgi).sign_in("worker").get(path)

    assert answer.status == 404
    assert answer.headers.get_content_type() == "text/html"


def test_watchbell_keeps_its_files_beside_the_project_for_nobody_else(working_host: Host, wsgi: str) -> None:
    assert working_host.data_dir.stat().st_mode & 0o777 == 0o700


def press(visitor: Visitor, button_id: int, token: str, **parameters: Any) -> Answer:
    body = {"button_id": button_id, "parameters": parameters}
    return visitor.post("/api/execute-script", body, X_CSRFToken=token)


def ended(visitor: Visitor, execution_id: str) -> Any:
    deadline = time.monotonic() + 60
    while True:
        answer = visitor.get(f"/api/script-task-result?execution_id={execution_id}&task_id={execution_id}")
        assert answer.status == 200, answer.text
        if answer.json()["ready"]:
            return answer.json()
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.2)


def code_of(answer: Answer) -> str:
    return str(answer.json()["error"]["code"])

"""What runs executions in a host: `manage.py watchbell_engine`, beside its web processes."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.embedding.host import Host, Visitor
from tests.embedding.test_buttons_in_a_host import code_of, ended


@pytest.fixture
def fresh_host(tmp_path: Path) -> Iterator[Host]:
    made = Host(tmp_path / "site")
    yield made
    made.close()


def chief(base: str) -> Visitor:
    return Visitor(base, Authorization="Bearer token-of-chief")


def press(visitor: Visitor, **parameters: Any) -> str:
    [config] = visitor.get("/api/scripts?page_route=/desk/scan").json()["page_configs"]
    answer = visitor.post("/api/execute-script", {"button_id": config["id"], "parameters": parameters})
    return str(answer.json()["execution_id"])


def test_what_is_pressed_waits_for_the_engine_and_survives_its_end(fresh_host: Host) -> None:
    fresh_host.set_up()
    with fresh_host.wsgi() as base:
        visitor = chief(base)
        waiting = press(visitor)
        time.sleep(0.5)
        state = visitor.get(f"/api/script-task-result?execution_id={waiting}").json()
        assert (state["status"], state["queue_position"]) == ("pending", 1)

        engine = fresh_host.engine()
        assert ended(visitor, waiting)["success"] is True

        running = press(visitor, seconds=4.0)
        fresh_host.until(lambda: status(visitor, running) == "running", 30)
        fresh_host.stop(engine, signal.SIGKILL)
        engine = fresh_host.engine()
        assert ended(visitor, running)["success"] is True, "the program went on, and its end was found"

        running = press(visitor, seconds=4.0)
        fresh_host.until(lambda: status(visitor, running) == "running", 30)
        fresh_host.stop(engine)
        assert engine.returncode == 0
        fresh_host.engine()
        assert ended(visitor, running)["success"] is True


def test_a_run_is_stopped_from_the_web_process(working_host: Host, wsgi: str) -> None:
    visitor = chief(wsgi)
    running = press(visitor, seconds=60.0)
    working_host.until(lambda: status(visitor, running) == "running", 30)

    assert visitor.post(f"/api/executions/{running}/stop").status == 202

    assert ended(visitor, running)["status"] == "cancelled"


def test_a_task_of_the_host_runs_by_its_schedule(working_host: Host, wsgi: str) -> None:
    visitor = chief(wsgi)
    task = {
        "task_id": "every-second",
        "task_name": "每秒",
        "task_type": "command",
        "task_exec": "true",
        "task_schedule": {"every": "1s"},
    }
    assert visitor.post("/api/tasks", task).status == 201

    def ran() -> bool:
        found = visitor.get("/api/executions?task_id=every-second&status=success").json()["items"]
        return len(found) >= 2

    working_host.until(ran, 60)


def test_the_web_process_tells_how_the_engine_beside_it_is_doing(working_host: Host, wsgi: str) -> None:
    visitor = chief(wsgi)

    def well() -> bool:
        status = visitor.get("/api/status").json()
        return bool(status["scheduler"]["ok"] and status["launcher"]["ok"])

    working_host.until(well, 60)


def test_our_migrations_are_complete_in_a_host_with_its_own_user_model(fresh_host: Host) -> None:
    done = fresh_host.manage("makemigrations", "--check", "--dry-run")

    assert done.returncode == 0, done.stdout


def test_without_tables_the_engine_and_the_api_say_what_to_do(fresh_host: Host) -> None:
    done = fresh_host.manage("watchbell_engine", LANG="C.UTF-8")

    assert done.returncode == 1
    assert "manage.py migrate" in done.stderr
    assert fresh_host.manage("migrate", "people").returncode == 0
    with fresh_host.wsgi() as base:
        answer = Visitor(base, X_API_Key="wbk_any").get("/api/scripts", **{"Accept-Language": "zh"})
        assert (answer.status, code_of(answer)) == (503, "tables_missing")
        assert "manage.py migrate" in answer.json()["error"]["hint"]


def test_the_files_of_the_seed_are_found_where_the_seed_has_them(fresh_host: Host) -> None:
    assert fresh_host.manage("migrate").returncode == 0

    registered = fresh_host.manage("register_scripts", "--force")
    applied = fresh_host.manage("setup_page_scripts", "--json")
    again = fresh_host.manage("setup_page_scripts")

    assert registered.returncode == 0, registered.stderr
    assert "print_test_script" in registered.stdout
    assert '"created": [\n    1,\n    2\n  ]' in applied.stdout, applied.stderr
    assert "unchanged 2" in again.stdout
    shutil.copy(fresh_host.folder / "manage.py", fresh_host.folder / "button_configs.json")
    broken = fresh_host.manage("setup_page_scripts")
    assert broken.returncode == 1
    assert "Line 1" in broken.stderr


def status(visitor: Visitor, execution_id: str) -> str:
    return str(visitor.get(f"/api/script-task-result?execution_id={execution_id}").json()["status"])


def test_the_engine_refuses_a_database_that_a_newer_version_has_changed(fresh_host: Host) -> None:
    fresh_host.set_up()
    newer = "MigrationRecorder(connection).record_applied('watchbell', '9999_from_the_future')"
    imports = "from django.db import connection; from django.db.migrations.recorder import MigrationRecorder"
    assert fresh_host.manage("shell", "-c", f"{imports}; {newer}").returncode == 0
    refused = fresh_host.manage("watchbell_engine", WATCHBELL_LANGUAGE="en")
    assert refused.returncode
    assert "was changed by a newer version" in refused.stderr

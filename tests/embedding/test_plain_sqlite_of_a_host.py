"""A host with the database settings that `startproject` writes, and a transaction for each request."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.embedding.host import Host, Visitor

_PLAIN = """
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": BASE_DIR / "db.sqlite3",
        "ATOMIC_REQUESTS": True,
    }
}
"""
VISITORS, PRESSES = 6, 10


@pytest.fixture
def plain_host(tmp_path: Path) -> Iterator[Host]:
    made = Host(tmp_path / "site")
    with (made.folder / "host" / "settings.py").open("a") as settings:
        settings.write(_PLAIN)
    made.set_up()
    yield made
    made.close()


def test_many_who_press_at_once_are_all_served_while_the_engine_works(plain_host: Host) -> None:
    plain_host.engine()
    with plain_host.wsgi() as base:
        chief = Visitor(base, Authorization="Bearer token-of-chief")
        [config] = chief.get("/api/scripts?page_route=/desk/scan").json()["page_configs"]
        answers: list[tuple[int, str]] = []

        def visit() -> None:
            visitor = Visitor(base, Authorization="Bearer token-of-chief")
            for _ in range(PRESSES):
                answer = visitor.post("/api/execute-script", {"button_id": config["id"]})
                answers.append((answer.status, answer.text[:200]))

        threads = [threading.Thread(target=visit) for _ in range(VISITORS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert {status for status, _ in answers} == {200}, [one for one in answers if one[0] != 200]

        def counts() -> dict[str, int]:
            return dict(chief.get("/api/executions/counts").json()["counts"])

        plain_host.until(lambda: counts().get("success") == VISITORS * PRESSES, 90)


def test_who_waits_holds_no_transaction_open(plain_host: Host) -> None:
    with plain_host.wsgi() as base:
        chief = Visitor(base, Authorization="Bearer token-of-chief")
        [config] = chief.get("/api/scripts?page_route=/desk/scan").json()["page_configs"]
        execution = chief.post("/api/execute-script", {"button_id": config["id"]}).json()["execution_id"]
        answers: list[int] = []

        def wait() -> None:
            path = f"/api/script-task-result?execution_id={execution}&wait=20"
            visitor = Visitor(base, Authorization="Bearer token-of-chief")
            answers.append(visitor.get(path).status)

        thread = threading.Thread(target=wait)
        thread.start()
        plain_host.engine()
        thread.join()

        assert answers == [200]
        plain_host.until(
            lambda: chief.get(f"/api/script-task-result?execution_id={execution}").json()["ready"], 30
        )

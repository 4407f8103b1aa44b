"""The host's own Celery worker records on the host's own rows (seed 000)."""

from __future__ import annotations

import sys

from tests.embedding.host import Host, Visitor


def test_a_celery_task_of_the_host_records_its_execution(working_host: Host, wsgi: str) -> None:
    worker = working_host.start(
        "-m", "celery", "-A", "host", "worker", "--pool", "solo", "--loglevel", "info", "--without-mingle"
    )
    visitor = Visitor(wsgi).sign_in("worker")

    started = visitor.post("/desk/nightly").json()["id"]
    working_host.until(lambda: visitor.get(f"/desk/nightly/{started}").json()["status"] == "success", 90)

    row = visitor.get(f"/desk/nightly/{started}").json()
    assert row["stdout"] == "夜间任务\n"
    assert row["return_code"] == 0
    assert row["started_at"] <= row["completed_at"]
    working_host.stop(worker)


def test_the_worker_of_the_host_loads_nothing_of_watchbell_that_it_does_not_use(host: Host) -> None:
    code = (
        "import sys, django; django.setup(); import work.tasks; print([m for m in sys.modules if m in HEAVY])"
    )
    heavy = "HEAVY = ('ninja', 'channels', 'uvicorn', 'docker', 'watchbell.server.engine');"
    done = host.manage("shell", "--no-imports", "-c", heavy + code)

    assert done.stdout.strip() == "[]", (done.stderr, sys.version)

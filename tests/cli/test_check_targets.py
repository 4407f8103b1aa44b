"""`watchbell check` asks what the tasks need elsewhere."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.answering import Reply, Seen, Server
from watchbell.testing import Product

_JOBS = {"/job/team/job/app/api/json?tree=name", "/api/v4/projects/group%2Fproject"}


@pytest.fixture
def server() -> Iterator[Server]:
    """Answers for one job of a Jenkins and one project of a GitLab, and refuses everything else."""

    def answer(seen: Seen) -> Reply:
        return Reply(body=b"{}") if seen.path in _JOBS else Reply(404)

    made = Server(answer)
    yield made
    made.close()


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    made = Product(
        tmp_path / "data",
        WATCHBELL_OUTGOING_ALLOWED="127.0.0.1",
        WATCHBELL_DOCKER_HOST=f"unix://{tmp_path}/nobody.sock",
        WATCHBELL_LANGUAGE="en",
    )
    yield made
    made.close()


def _import(product: Product, **tasks: dict[str, object]) -> None:
    text = json.dumps({"tasks": [{"task_id": name, **fields} for name, fields in tasks.items()]})
    done = product.cli("import", "-", stdin=text)
    assert done.returncode == 0, done.stderr


def _check(product: Product) -> dict[str, str | None]:
    done = product.cli("check", "--json")
    results: dict[str, str | None] = json.loads(done.stdout)
    assert done.returncode == (1 if any(results.values()) else 0)
    return {name: problem for name, problem in results.items() if name not in _OWN}


_OWN = ("database", "tasks", "launcher", "web")


def test_targets_that_answer_are_well_and_each_is_asked_once(product: Product, server: Server) -> None:
    product.cli("secret", "set", "token", "--value-stdin", stdin="t0ken")
    gitlab = {"url": server.url, "token_secret": "token"}
    step = {"id": "b", "type": "jenkins", "program": "team/app", "config": {"url": server.url}}
    _import(
        product,
        a={"task_type": "jenkins", "task_exec": "team/app", "task_config": {"url": server.url}},
        p={"task_type": "pipeline", "task_config": {"steps": [step]}},
        g={"task_type": "gitlab", "task_exec": "group/project", "task_config": gitlab},
        h={"task_type": "http", "task_exec": f"{server.url}/order", "task_config": {"method": "POST"}},
    )
    host = server.url.removeprefix("http://")
    expected = {f"jenkins {host} team/app", f"gitlab {host} group/project (token)", f"http {host}"}
    assert _check(product) == dict.fromkeys(expected)
    assert sorted(seen.method for seen in server.seen) == ["GET", "GET", "HEAD"], "it only reads"


def test_what_is_missing_is_told_in_words(product: Product, server: Server) -> None:
    _import(
        product,
        j={"task_type": "jenkins", "task_exec": "gone", "task_config": {"url": server.url}},
        d={"task_type": "docker", "task_exec": "busybox"},
        a={
            "task_type": "ansible",
            "task_exec": "tasks/site.yml",
            "task_config": {"ansible_folder": "/nowhere", "hosts": ["db1"]},
        },
        off={"task_type": "http", "task_exec": "http://127.0.0.1:1/", "task_enabled": False},
    )
    found = _check(product)
    assert len(found) == 3 and all(found.values())
    assert "gone" in str(found[f"jenkins {server.url.removeprefix('http://')} gone"])
    assert "/nowhere" in str(found["/nowhere/ansible-playbook"])


def test_a_target_that_never_answers_holds_up_nobody(product: Product) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        _import(product, h={"task_type": "http", "task_exec": address})
        [problem] = _check(product).values()
    assert problem

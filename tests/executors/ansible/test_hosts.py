"""Asking hosts, and playbooks over ssh: against a real sshd on this machine."""

from __future__ import annotations

import pytest

from tests.executors.ansible.playbooks import LOCAL, define, log, result
from tests.executors.ansible.processes import commands
from tests.executors.ansible.sshd import Sshd
from watchbell.testing import Product


@pytest.fixture
def login(product: Product, sshd: Sshd) -> dict[str, object]:
    """Options that let a playbook in; the key is a secret of the product."""
    product.request("PUT", "/api/secrets/ssh-key", {"value": sshd.key})
    product.request("PUT", "/api/secrets/wrong-key", {"value": sshd.other_key})
    return {"private_key_secret": "ssh-key", "host_key_checking": False}


def ping(product: Product, task_id: str, **config: object) -> None:
    product.define(task_id, task_type="ansible", task_config={"action": "ping", **config})


def test_reachable_hosts_answer(product: Product) -> None:
    ping(product, "ping", hosts=[f"a {LOCAL}", f"b {LOCAL}"])
    done = product.run("ping")
    assert done["status"] == "success" and "pong" in log(product, done)
    assert {name: counts["ok"] for name, counts in result(product, done)["hosts"].items()} == {"a": 1, "b": 1}


def test_the_check_tells_which_hosts_do_not_answer(product: Product) -> None:
    ping(product, "ping-gone", hosts=[f"a {LOCAL}", "gone ansible_host=127.0.0.1 ansible_port=1"])
    done = product.run("ping-gone", timeout=60)
    assert (done["status"], done["reason"]) == ("failed", "hosts_unreachable")
    assert "gone" in done["error_message"] and "Connection refused" in done["error_message"]


def test_only_the_hosts_of_the_pattern_are_asked(product: Product) -> None:
    config = {"action": "ping", "hosts": [f"a {LOCAL}", f"b {LOCAL}"]}
    product.define("pattern", task_type="ansible", task_exec="all,!a", task_config=config)
    assert list(result(product, product.run("pattern"))["hosts"]) == ["b"]


def test_a_host_without_python_is_asked_raw(product: Product, sshd: Sshd, login: dict[str, object]) -> None:
    ping(product, "raw", hosts=[sshd.line("bare")], ping_module="raw", **login)
    done = product.run("raw", timeout=60)
    assert done["status"] == "success", log(product, done)


def test_a_playbook_runs_over_ssh_with_a_key_from_a_secret(
    product: Product, sshd: Sshd, login: dict[str, object]
) -> None:
    shown = {"name": "where", "command": "sh -c 'echo came-by:$SSH_CONNECTION'"}
    done = product.run(
        define(product, "over-ssh", shown, hosts=[sshd.line("far")], verbosity=1, **login), timeout=60
    )
    assert done["status"] == "success", log(product, done)
    assert "came-by:127.0.0.1" in log(product, done)


def test_an_unknown_host_key_is_refused_where_that_is_asked(
    product: Product, sshd: Sshd, login: dict[str, object]
) -> None:
    config = {**login, "host_key_checking": True, "hosts": [sshd.line("strange")]}
    done = product.run(define(product, "strict", {"ping": {}}, **config), timeout=60)
    assert done["reason"] == "hosts_unreachable" and "Host key verification failed" in done["error_message"]


def test_a_key_the_host_does_not_know_is_told(product: Product, sshd: Sshd, login: dict[str, object]) -> None:
    config = {**login, "private_key_secret": "wrong-key", "hosts": [sshd.line("far")]}
    done = product.run(define(product, "denied", {"ping": {}}, **config), timeout=60)
    assert done["reason"] == "hosts_unreachable" and "Permission denied" in done["error_message"]


def test_what_runs_on_the_host_ends_with_a_cancel(
    product: Product, sshd: Sshd, login: dict[str, object]
) -> None:
    define(product, "long-ssh", {"command": "sleep 6789"}, hosts=[sshd.line("far")], **login)
    execution_id = product.execute("long-ssh")
    product.until(lambda: commands("sleep 6789"), 30)
    product.post(f"/api/executions/{execution_id}/stop")
    done = product.finished(execution_id)
    assert (done["status"], done["survivors"]) == ("cancelled", 0)
    assert not product.programs()
    product.until(lambda: not commands("sleep 6789"), 15)  # sshd hangs up on it: the line was cut

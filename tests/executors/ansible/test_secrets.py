"""Secrets reach ansible, and nothing else: no argument, no environment, no log, no result."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.executors.ansible.playbooks import LOCAL, define, log, result
from tests.executors.ansible.processes import command_line, environment
from watchbell.testing import Product

PASSWORD = "vault-password-71c4"
INSIDE = "value-in-the-vault-9f21"


@pytest.fixture
def vaulted(product: Product) -> str:
    """A variables file encrypted with PASSWORD, which is a secret of the product."""
    product.request("PUT", "/api/secrets/vault", {"value": PASSWORD})
    path = product.data_dir / "tasks" / "vaulted.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"inside: {INSIDE}\n")
    password = product.data_dir / "password"
    password.write_text(PASSWORD)
    program = Path(sys.executable).parent / "ansible-vault"
    subprocess.run([program, "encrypt", f"--vault-password-file={password}", path], check=True)
    password.unlink()
    return str(path)


def test_a_vault_opens_with_its_password_from_a_secret(product: Product, vaulted: str) -> None:
    steps = [{"include_vars": vaulted, "no_log": True}, {"assert": {"that": f"inside == '{INSIDE}'"}}]
    done = product.run(define(product, "vault", *steps, vault_password_secret="vault", verbosity=3))
    assert done["status"] == "success", log(product, done)
    assert PASSWORD not in log(product, done)


def test_without_its_password_the_reason_is_told(product: Product, vaulted: str) -> None:
    done = product.run(define(product, "no-vault", {"include_vars": vaulted}))
    assert done["status"] == "failed" and "vault" in done["error_message"].lower()


def test_an_unknown_secret_is_named(product: Product) -> None:
    product.request("PUT", "/api/secrets/short-lived", {"value": "x"})
    define(product, "unknown", {"ping": {}}, vault_password_secret="short-lived")
    product.request("DELETE", "/api/secrets/short-lived")
    done = product.run("unknown")
    assert (done["status"], done["reason"]) == ("failed", "secret_unknown")
    assert "short-lived" in done["error_message"]


def test_no_process_shows_a_secret_or_a_parameter(product: Product, vaulted: str) -> None:
    config = {"vault_password_secret": "vault", "become_password_secret": "vault"}
    define(product, "shown", {"command": "sleep 8642"}, **config)
    execution_id = product.execute("shown", token="parameter-5d0e")
    folder = product.data_dir / "run" / "work" / execution_id
    product.until(lambda: any("sleep 8642" in command_line(pid) for pid in product.programs()), 30)
    seen = "".join(command_line(pid) for pid in product.programs())
    own = "".join(environment(pid) for pid in product.programs())
    assert "ansible-playbook" in seen and PASSWORD not in seen + own and "parameter-5d0e" not in seen
    assert folder.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.iterdir() if file.is_file())
    product.post(f"/api/executions/{execution_id}/stop")
    product.finished(execution_id)
    product.until(lambda: not folder.exists(), 10)


def test_output_that_no_log_hides_is_in_neither_log_nor_result(product: Product) -> None:
    steps = [{"name": "quiet", "command": "sh -c 'echo hidden-3c7a >&2; exit 1'", "no_log": True}]
    done = product.run(define(product, "quiet", *steps, verbosity=2))
    told = result(product, done)
    assert done["status"] == "failed" and "no_log" in told["failures"][0]["message"]
    everything = log(product, done) + str(told) + str(done)
    assert "hidden-3c7a" not in everything.replace(str(product.get("/api/tasks/quiet")), "")


def test_the_servers_own_environment_does_not_reach_ansible(product: Product) -> None:
    lookup = "{{ lookup('env', 'WATCHBELL_DATA_DIR') or lookup('env', 'PYTEST_CURRENT_TEST') or 'clean' }}"
    assert os.environ.get("PYTEST_CURRENT_TEST")
    done = product.run(define(product, "env", {"debug": {"msg": lookup}}, hosts=[f"here {LOCAL}"]))
    assert '"msg": "clean"' in log(product, done)

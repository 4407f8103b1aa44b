"""The conformance suite, with playbooks that behave as it asks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.executors.ansible.playbooks import LOCAL, playbook
from tests.executors.ansible.processes import commands, environment, pids
from watchbell.testing import Product
from watchbell.testing.executor_suite import Behaviour, Cell, ExecutorSuite

_PYTHON = "/usr/bin/python3"
_WAIT = "import subprocess, time; subprocess.Popen(['sleep', '600'], start_new_session=True); time.sleep(600)"
_GREEDY = "held = []\nwhile True:\n    held.append(bytearray(5_000_000))"
_TASKS: dict[Behaviour, list[dict[str, Any]]] = {
    Behaviour.SUCCEED: [{"debug": {"msg": "ok"}}],
    Behaviour.FAIL: [{"command": "sh -c 'exit 7'"}],
    Behaviour.SLOW: [
        {"debug": {"msg": "first"}},
        {"command": "sh -c 'until [ -e GATE ]; do sleep 0.1; done'"},
        {"debug": {"msg": "last"}},
    ],
    Behaviour.FOREVER: [{"command": {"argv": [_PYTHON, "-c", _WAIT]}}],
    Behaviour.PARAMETERS: [{"debug": {"msg": "name={{ name }} count={{ count + 0 }}"}}],
    Behaviour.COUNT: [
        *({"name": f"step {n}", "command": "sleep 0.3"} for n in range(5)),
        {"command": "sh -c 'exit 7'"},
    ],
    Behaviour.GREEDY: [{"command": {"argv": [_PYTHON, "-c", _GREEDY]}}],
}


class TestAnsible(ExecutorSuite):
    """Ansible writes its own log and has its own exit codes; what a playbook prints is in that log."""

    row = "ansible"
    not_applicable = {
        Cell.STREAMS: "ansible writes what its tasks print to its own log, one stream",
        Cell.BYTES: "ansible shows what its tasks print as JSON text",
    }

    def fields(self, product: Product, behaviour: Behaviour) -> dict[str, Any]:
        tasks = json.loads(json.dumps(_TASKS[behaviour]).replace("GATE", str(self.gate(product))))
        program = playbook(product, behaviour.name, *tasks)
        return {"task_type": "ansible", "task_exec": program, "task_config": {"hosts": [f"here {LOCAL}"]}}

    def test_success(self, product: Product) -> None:
        done = product.run(self.task(product, Behaviour.SUCCEED))
        assert (done["status"], done["return_code"], done["survivors"]) == ("success", 0, 0)
        assert b'"msg": "ok"' in product.log(done["execution_id"])

    def test_exit_code(self, product: Product) -> None:
        done = product.run(self.task(product, Behaviour.FAIL))
        assert (done["status"], done["reason"], done["return_code"]) == ("failed", "exit_code", 2)

    def test_the_log_is_live(self, product: Product) -> None:
        self.gate(product).unlink(missing_ok=True)
        execution_id = product.execute(self.task(product, Behaviour.SLOW))
        product.until(lambda: b'"msg": "first"' in product.log(execution_id), 30)
        assert product.execution(execution_id)["status"] == "running"
        assert b'"msg": "last"' not in product.log(execution_id)
        self.gate(product).touch()
        product.finished(execution_id)
        assert b'"msg": "last"' in product.log(execution_id)

    def test_parameters_arrive(self, product: Product) -> None:
        done = product.run(self.task(product, Behaviour.PARAMETERS), name="值", count=2)
        assert "name=值 count=2" in product.log(done["execution_id"]).decode()

    @pytest.mark.parametrize("way", ["timeout", "cancel"])
    def test_no_child_of_a_task_lives_on(self, product: Product, way: str) -> None:
        limit = 8 if way == "timeout" else None
        execution_id = product.execute(self.task(product, Behaviour.FOREVER, task_timeout=limit))
        product.until(lambda: _sleeps(execution_id), 30)
        if way == "cancel":
            product.post(f"/api/executions/{execution_id}/stop")
        done = product.finished(execution_id)
        assert (done["status"] in ("timeout", "cancelled"), done["survivors"]) == (True, 0)
        assert done["processes_ended"] >= 3
        assert not product.programs() and not _sleeps(execution_id) and not commands(_WAIT)

    def test_it_survives_a_kill_of_watchbell(self, fresh_product: Product) -> None:
        product = fresh_product
        execution_id = product.execute(self.task(product, Behaviour.COUNT))
        product.until(lambda: b"TASK [step 0]" in product.log(execution_id), 30)
        product.kill()
        product.start()
        done = product.finished(execution_id, 60)
        assert (done["status"], done["return_code"]) == ("failed", 2)
        log = product.log(execution_id)
        assert [log.count(b"TASK [step %d]" % n) for n in range(5)] == [1] * 5
        assert "here" in done["error_message"]


def _sleeps(execution_id: str) -> list[str]:
    return [str(pid) for pid in pids("sleep 600") if execution_id in environment(pid)]

"""The conformance suite, over every executor there is."""

from __future__ import annotations

import sys
from typing import Any

from watchbell.testing import Product
from watchbell.testing.executor_suite import Behaviour, ExecutorSuite

_PYTHON = {
    Behaviour.SUCCEED: "print('ok')",
    Behaviour.FAIL: "raise SystemExit(7)",
    Behaviour.BOTH_STREAMS: "import sys; print('out'); print('err', file=sys.stderr)",
    Behaviour.BYTES: "import sys; sys.stdout.buffer.write(bytes.fromhex('e4bda0ff000a'))",
    Behaviour.SLOW: (
        "import os, time\nprint('first')\n"
        "while not os.path.exists('GATE'):\n    time.sleep(0.05)\nprint('last')"
    ),
    Behaviour.FOREVER: (
        "import subprocess, time; subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
        "print('on', flush=True); time.sleep(600)"
    ),
    Behaviour.PARAMETERS: "import os; print(os.environ['SCRIPT_PARAMETERS'])",
    Behaviour.COUNT: (
        "import time\nfor n in range(20):\n    print(n, flush=True)\n    time.sleep(0.1)\nraise SystemExit(7)"
    ),
    Behaviour.GREEDY: "held = []\nwhile True:\n    held.append(bytearray(5_000_000))",
}
_SHELL = {
    Behaviour.SUCCEED: "echo ok",
    Behaviour.FAIL: "exit 7",
    Behaviour.BOTH_STREAMS: "echo out; echo err >&2",
    Behaviour.BYTES: r"printf '\344\275\240\377\000\n'",
    Behaviour.SLOW: "echo first; until [ -e GATE ]; do sleep 0.05; done; echo last",
    Behaviour.FOREVER: "setsid sleep 600 & echo on; sleep 600",
    Behaviour.PARAMETERS: 'echo "$SCRIPT_PARAMETERS"',
    Behaviour.COUNT: "n=0; while [ $n -lt 20 ]; do echo $n; sleep 0.1; n=$((n+1)); done; exit 7",
    Behaviour.GREEDY: "x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done",
}


class TestPython(ExecutorSuite):
    row = "python"

    def fields(self, product: Product, behaviour: Behaviour) -> dict[str, Any]:
        program = _PYTHON[behaviour].replace("GATE", str(self.gate(product)))
        return {"task_exec": product.script(f"{behaviour.name}.py", program)}


class TestShell(ExecutorSuite):
    row = "shell"

    def fields(self, product: Product, behaviour: Behaviour) -> dict[str, Any]:
        script = _SHELL[behaviour].replace("GATE", str(self.gate(product)))
        program = product.script(f"{behaviour.name}.sh", f"#!/bin/bash\n{script}\n")
        return {"task_type": "shell", "task_exec": program}


class TestCommand(ExecutorSuite):
    row = "command"

    def fields(self, product: Product, behaviour: Behaviour) -> dict[str, Any]:
        program = _PYTHON[behaviour].replace("GATE", str(self.gate(product)))
        config = {"args": ["-u", "-c", program]}
        return {"task_type": "command", "task_exec": sys.executable, "task_config": config}


def test_a_type_that_does_not_exist_is_refused_by_name(product: Product) -> None:
    answer = product.cli(
        "import", "-", stdin='{"tasks": [{"task_id": "x", "task_type": "nope", "task_exec": "x"}]}'
    )
    assert answer.returncode == 2 and "nope" in answer.stderr and "python" in answer.stderr

"""The plugin behaves as every executor does."""

from __future__ import annotations

from typing import Any

from watchbell.testing import Product
from watchbell.testing.executor_suite import Behaviour, ExecutorSuite

PROGRAMS = {
    Behaviour.SUCCEED: "console.log('ok')",
    Behaviour.FAIL: "process.exit(7)",
    Behaviour.BOTH_STREAMS: "console.log('out'); console.error('err')",
    Behaviour.BYTES: "process.stdout.write(Buffer.from('e4bda0ff000a', 'hex'))",
    Behaviour.SLOW: (
        "console.log('first'); const timer = setInterval(() => {\n"
        "  if (require('fs').existsSync('GATE')) { console.log('last'); clearInterval(timer) }\n}, 50)"
    ),
    Behaviour.FOREVER: (
        "require('child_process').spawn('sleep', ['600'], {detached: true}).unref();\n"
        "console.log('on'); setTimeout(() => {}, 600000)"
    ),
    Behaviour.PARAMETERS: "console.log(process.env.SCRIPT_PARAMETERS)",
    Behaviour.COUNT: (
        "let n = 0; const timer = setInterval(() => { console.log(n++); if (n === 20) process.exit(7) }, 100)"
    ),
    Behaviour.GREEDY: "const held = []; for (;;) held.push(Buffer.alloc(5000000, 1))",
}


class TestNode(ExecutorSuite):
    row = "node"
    short_timeout = 1.5

    def fields(self, product: Product, behaviour: Behaviour) -> dict[str, Any]:
        program = PROGRAMS[behaviour].replace("GATE", str(self.gate(product)))
        return {"task_type": "node", "task_exec": product.script(f"{behaviour.name}.js", program)}

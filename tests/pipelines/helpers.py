"""Small makers shared by the tests of pipelines."""

from __future__ import annotations

from typing import Any

from watchbell.testing import Product

Step = dict[str, Any]
Seen = dict[str, tuple[str, str]]


def sh(id: str, line: str = "true", *needs: str, **more: Any) -> Step:
    """A step that runs one line of shell."""
    return {
        "id": id,
        "type": "command",
        "program": "/bin/sh",
        "config": {"args": ["-c", line]},
        **_needs(needs),
        **more,
    }


def approval(id: str, *needs: str, **more: Any) -> Step:
    return {"id": id, "type": "approval", "message": "Go on?", **_needs(needs), **more}


def task(id: str, task_id: str, *needs: str, **more: Any) -> Step:
    return {"id": id, "type": "task", "task_id": task_id, **_needs(needs), **more}


def value(path: str, **more: Any) -> dict[str, Any]:
    """A reference."""
    return {"from": path, **more}


def define(product: Product, *steps: Step, task_id: str = "pipe", **fields: Any) -> str:
    most = fields.pop("max_parallel", None)
    config = {"steps": list(steps), **({"max_parallel": most} if most else {})}
    product.define(task_id, task_type="pipeline", task_config=config, **fields)
    return task_id


def run(
    product: Product, *steps: Step, parameters: dict[str, Any] | None = None, **fields: Any
) -> dict[str, Any]:
    """Runs a pipeline of these steps to its end."""
    return product.run(define(product, *steps, **fields), **(parameters or {}))


def items(product: Product, execution_id: str) -> dict[str, dict[str, Any]]:
    found = product.get(f"/api/executions/{execution_id}/steps")["items"]
    return {item["key"]: item for item in found}


def seen(product: Product, execution_id: str) -> Seen:
    """Status and reason of each step."""
    return {key: (one["status"], one["reason"]) for key, one in items(product, execution_id).items()}


def waits_for_approval(product: Product, execution_id: str) -> None:
    product.until(
        lambda: any(one["waiting_for"] == ["approval"] for one in items(product, execution_id).values()), 20
    )


def _needs(names: tuple[str, ...]) -> dict[str, Any]:
    return {"needs": list(names)} if names else {}


OK = ("success", "")

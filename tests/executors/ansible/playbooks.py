"""Playbooks of the tests, and tasks that run them."""

from __future__ import annotations

import json
from typing import Any

from watchbell.testing import Product

LOCAL = "ansible_connection=local ansible_python_interpreter=/usr/bin/python3"


def playbook(product: Product, name: str, *tasks: dict[str, Any], **play: Any) -> str:
    """Writes a playbook of one play (JSON is YAML); returns its `task_exec`."""
    body = [{"hosts": "all", "gather_facts": False, **play, "tasks": list(tasks)}]
    return product.script(f"{name}.yml", json.dumps(body, ensure_ascii=False))


def define(product: Product, task_id: str, *tasks: dict[str, Any], **config: Any) -> str:
    """A task of type ansible that runs these tasks, on this machine where no hosts are given."""
    product.define(
        task_id,
        task_type="ansible",
        task_exec=playbook(product, task_id, *tasks),
        task_config={"hosts": [f"here {LOCAL}"], **config},
    )
    return task_id


def result(product: Product, execution: dict[str, Any]) -> Any:
    """The result of an execution."""
    return product.execution(execution["execution_id"])["result"]


def log(product: Product, execution: dict[str, Any]) -> str:
    return product.log(execution["execution_id"]).decode()

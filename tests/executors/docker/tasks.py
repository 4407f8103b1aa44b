"""Docker tasks as the tests define them."""

from __future__ import annotations

from typing import Any

from tests.executors.docker.engine import IMAGE
from watchbell.testing import Product

QUIET = {"network": "none", "pull": "never"}  # the tests' engine has no network of its own


def define(product: Product, task_id: str, command: str, **fields: Any) -> str:
    """A task that runs a shell command in a container; `config` adds options."""
    config = {"command": ["sh", "-c", command], **QUIET, **fields.pop("config", {})}
    product.define(
        task_id,
        task_type="docker",
        task_exec=fields.pop("image", IMAGE),
        task_config=config,
        **{"task_overlap": "allow", **fields},
    )
    return task_id


def wrong(product: Product, **config: Any) -> tuple[str, str]:
    """Code and field of what is wrong with a task that has these options."""
    from watchbell.testing.product import Refused

    try:
        define(product, "wrong", "true", config=config)
    except Refused as refused:
        return refused.error["code"], refused.error["field"]
    return "", ""

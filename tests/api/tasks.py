"""Tasks as the API takes them."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client


def body(task_id: str = "hello", **fields: Any) -> dict[str, Any]:
    return {"task_id": task_id, "task_name": "Hello", "task_type": "command", "task_exec": "true", **fields}


def write(api: Client, method: str, path: str, data: Any, **headers: str) -> Any:
    send = getattr(api, method)
    return send(path, json.dumps(data), content_type="application/json", headers=headers)

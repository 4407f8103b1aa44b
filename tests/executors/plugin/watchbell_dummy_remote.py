"""A remote executor as another package would bring it; its target is `tests.executors.target`."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any

from watchbell.errors import ExecutionError
from watchbell.executors.base import ARGS, ExecutionSpec, RunContext, Title, options, text
from watchbell.executors.remote import (
    Cursor,
    Handle,
    Remote,
    RemoteExecutor,
    TargetNotReached,
    TargetUnavailable,
)


class DummyRemoteExecutor(RemoteExecutor):
    """Has a target run a shell command."""

    title = Title("Dummy, elsewhere", "模拟（远程）")
    description = Title("Runs a shell command on a target made for tests.", "在测试用目标上运行命令。")
    options = options(url=text("Target", "目标"), args=ARGS)

    def start(self, spec: ExecutionSpec, context: RunContext) -> Handle:
        parameters = json.dumps(context.parameters, ensure_ascii=False)
        body = {"argv": spec.config["args"], "env": {**spec.env, "SCRIPT_PARAMETERS": parameters}}
        _ask(spec, "POST", context.execution_id, body)
        return {"id": context.execution_id}

    def find(self, spec: ExecutionSpec, context: RunContext) -> Handle | None:
        found = _ask(spec, "GET", context.execution_id)
        return None if found is None else {"id": context.execution_id}

    def poll(self, spec: ExecutionSpec, handle: Handle, cursor: Cursor) -> Remote:
        out, err = cursor.get("out", 0), cursor.get("err", 0)
        found = _ask(spec, "GET", f"{handle['id']}?out={out}&err={err}")
        if found is None:
            raise ExecutionError("target_gone", target=spec.config["url"])
        pieces = [(1, base64.b64decode(found["out"])), (2, base64.b64decode(found["err"]))]
        code = found["code"]
        return Remote(
            cursor={"out": out + len(pieces[0][1]), "err": err + len(pieces[1][1])},
            output=[piece for piece in pieces if piece[1]],
            more=found["more"],
            ended=code is not None and not found["more"],
            status="success" if code == 0 else "failed",
            return_code=code,
        )

    def stop(self, spec: ExecutionSpec, handle: Handle, *, force: bool) -> None:
        _ask(spec, "POST", f"{handle['id']}/stop", {"force": force})

    def clean(self, spec: ExecutionSpec, handle: Handle) -> None:
        _ask(spec, "DELETE", handle["id"])


def _ask(spec: ExecutionSpec, method: str, path: str, body: Any = None) -> Any:
    """The answer; None for 404."""
    url = spec.config["url"]
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"{url}/runs/{path}", data, method=method), timeout=5
        ) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        if error.code == 403:
            raise ExecutionError("executor_failed", detail="403") from error
        raise TargetUnavailable("target_unavailable", target=url, detail=str(error)) from error
    except urllib.error.URLError as error:
        kind = TargetNotReached if isinstance(error.reason, ConnectionRefusedError) else TargetUnavailable
        raise kind("target_unavailable", target=url, detail=str(error.reason)) from error
    except (OSError, HTTPException) as error:
        raise TargetUnavailable("target_unavailable", target=url, detail=str(error)) from error


PLUGIN = DummyRemoteExecutor()

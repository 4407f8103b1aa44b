from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from watchbell.errors import ConfigurationError, ExecutionError
from watchbell.executors.base import ExecutionSpec, RunContext, Title
from watchbell.executors.http_options import OPTIONS, wrong_options
from watchbell.executors.outgoing_addresses import wrong_url
from watchbell.executors.placeholders import undefined_parameters
from watchbell.executors.remote import Cursor, Handle, Remote, RemoteExecutor


class HttpExecutor(RemoteExecutor):
    """Sends one request. It goes on in a thread of this process, and ends with it.

    Nobody can tell what a request did that was under way when Watchbell died: such an execution is lost,
    unless its task says that it may be repeated.
    """

    title = Title("HTTP request", "HTTP 请求")
    description = Title(
        "One request to a web address; its answer is the result.", "向网址发送一个请求，其应答即为结果。"
    )
    options = OPTIONS
    program_is_needed = True
    log_is_its_own = False  # it ends with headers

    def check(self, program: str, config: dict[str, Any]) -> list[ConfigurationError]:
        problems = super().check(program, config)
        if program:
            problems += wrong_url(program, "task_exec")
        return problems or wrong_options(config)

    def check_parameters(self, config: dict[str, Any], schema: dict[str, Any]) -> list[ConfigurationError]:
        return undefined_parameters(config, ("query", "headers", "body"), schema)

    def start(self, spec: ExecutionSpec, context: RunContext) -> Handle:
        from watchbell.executors.http_exchange import begin

        # The parameters are kept for a repetition: nothing else of the run is known by then.
        handle = {"execution_id": context.execution_id}
        if spec.config.get("repeatable"):
            handle["parameters"] = context.parameters  # type: ignore[assignment]
        begin(context.execution_id, spec, context.parameters)
        return handle

    def find(self, spec: ExecutionSpec, context: RunContext) -> Handle | None:
        if spec.config.get("repeatable"):
            return None
        raise ExecutionError("start_unknown", target=_host(spec))

    def poll(self, spec: ExecutionSpec, handle: Handle, cursor: Cursor) -> Remote:
        from watchbell.executors.http_exchange import begin, exchange

        found = exchange(handle["execution_id"])
        if found is None:
            if not spec.config.get("repeatable"):
                raise ExecutionError("start_unknown", target=_host(spec))
            found, cursor = begin(handle["execution_id"], spec, handle["parameters"]), {"at": 0}
        return found.since(cursor)

    def stop(self, spec: ExecutionSpec, handle: Handle, *, force: bool) -> None:
        from watchbell.executors.http_exchange import exchange

        if found := exchange(handle["execution_id"]):
            found.give_up()

    def clean(self, spec: ExecutionSpec, handle: Handle) -> None:
        from watchbell.executors.http_exchange import forget

        forget(handle["execution_id"])


def _host(spec: ExecutionSpec) -> str:
    return urlsplit(spec.program).netloc[:200]


PLUGIN = HttpExecutor()

"""An executor for something elsewhere, taken step by step without the driver."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from watchbell.executors.base import ExecutionSpec, RunContext
from watchbell.executors.remote import Handle, Remote, RemoteExecutor
from watchbell.kernel.ids import new_id


class Steps:
    """One execution of `program` with `config`; `log` is what was read of it."""

    def __init__(
        self, executor: RemoteExecutor, program: str, config: dict[str, Any], **parameters: Any
    ) -> None:
        self.executor = executor
        self.spec = ExecutionSpec(executor="x", program=program, config=config)
        self.context = RunContext(new_id(), "t", 1, parameters, {}, None, Path("/nonexistent"))
        self.handle: Handle = {}
        self.cursor: dict[str, Any] = {}
        self.log = b""

    def start(self) -> Handle:
        self.handle = self.executor.start(self.spec, self.context)
        return self.handle

    def find(self) -> Handle | None:
        return self.executor.find(self.spec, self.context)

    def poll(self) -> Remote:
        remote = self.executor.poll(self.spec, self.handle, self.cursor)
        self.cursor = remote.cursor
        self.log += b"".join(data for _, data in remote.output)
        return remote

    def stop(self, *, force: bool = False) -> None:
        self.executor.stop(self.spec, self.handle, force=force)

    def until(self, condition: Callable[[Remote], Any], timeout: float = 20) -> Remote:
        """Polls until `condition` holds of what came back."""
        deadline = time.monotonic() + timeout
        while not condition(remote := self.poll()):
            assert time.monotonic() < deadline, remote
            time.sleep(0.02)
        return remote

    def end(self) -> Remote:
        return self.until(lambda remote: remote.ended)

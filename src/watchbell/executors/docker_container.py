"""A container for one execution: made once under the name of the execution, started once."""

from __future__ import annotations

import io
import tarfile
from typing import Any

from watchbell.conf import get_settings
from watchbell.errors import ExecutionError
from watchbell.executors.base import ExecutionSpec, RunContext
from watchbell.executors.docker_checks import mounts_of
from watchbell.executors.docker_client import is_conflict, is_missing, library, speaking
from watchbell.executors.remote_environment import parameters_text, remote_environment

LABEL = "watchbell.execution"
_MEBIBYTE = 1024 * 1024
_DEFAULT_LOG_MB = 1024
_PARAMETERS = "watchbell/parameters.json"


def create(engine: Any, spec: ExecutionSpec, context: RunContext) -> str:
    """The id of the container of this execution: a new one, or the one an earlier start made."""
    name = f"watchbell-{context.execution_id}"
    env = remote_environment(spec, context)
    too_large = "SCRIPT_PARAMETERS" not in env
    if too_large:
        env["SCRIPT_PARAMETERS_FILE"] = f"/{_PARAMETERS}"
    try:
        with speaking():
            made = engine.create_container(
                spec.program,
                command=spec.config.get("command") or None,
                entrypoint=spec.config.get("entrypoint") or None,
                name=name,
                environment=env,
                user=spec.config.get("user"),
                working_dir=spec.config.get("workdir"),
                labels={LABEL: context.execution_id, "watchbell.task": context.task_id},
                host_config=_host_config(engine, spec),
            )
    except ExecutionError as error:
        if is_conflict(error) and (known := find(engine, context.execution_id)):
            return known
        raise
    container = str(made["Id"])
    if too_large:
        try:
            _put_parameters(engine, container, parameters_text(context))
        except ExecutionError:
            remove(engine, container)
            raise
    return container


def start_once(engine: Any, container: str) -> None:
    """Starts a container that was never started; one that cannot be started is removed."""
    with speaking(started=True):
        status = engine.inspect_container(container)["State"]["Status"]
    if status not in ("created", "configured"):
        return
    try:
        with speaking(started=True):
            engine.start(container)
    except ExecutionError:
        remove(engine, container)
        raise


def find(engine: Any, execution_id: str) -> str | None:
    """The container of an execution, found by its label."""
    with speaking(started=True):
        found = engine.containers(all=True, filters={"label": f"{LABEL}={execution_id}"})
    return str(found[0]["Id"]) if found else None


def remove(engine: Any, container: str) -> None:
    """Removes it with its anonymous volumes; nothing happens where it is gone."""
    try:
        with speaking(started=True):
            engine.remove_container(container, v=True, force=True)
    except ExecutionError as error:
        if not is_missing(error) and not is_conflict(error):  # 409: it is being removed
            raise


def _host_config(engine: Any, spec: ExecutionSpec) -> Any:
    types = library().types
    config, limits = spec.config, spec.limits
    memory = _bytes(limits.get("memory_mb"))
    ulimits = [
        types.Ulimit(name=name, soft=value, hard=value)
        for name, value in (
            ("cpu", round(limits.get("cpu_seconds", 0))),
            ("fsize", _bytes(limits.get("file_size_mb")) or 0),
        )
        if value
    ]
    with speaking():
        return engine.create_host_config(
            network_mode=config.get("network") or None,
            mounts=[
                types.Mount(
                    to, source, type="bind" if source.startswith("/") else "volume", read_only=read_only
                )
                for source, to, read_only in mounts_of(config)
            ],
            mem_limit=memory,
            memswap_limit=memory,
            nano_cpus=round(config["cpus"] * 1e9) if "cpus" in config else None,
            pids_limit=round(limits["processes"]) if "processes" in limits else None,
            ulimits=ulimits or None,
            privileged=bool(config.get("privileged")),
            pid_mode="host" if config.get("host_pid") else None,
            security_opt=None if config.get("privileged") else ["no-new-privileges"],
            read_only=bool(config.get("read_only")),
            init=bool(config.get("init")) or None,
            log_config=_log_config(types.LogConfig, limits.get("log_mb") or _DEFAULT_LOG_MB),
        )


def _log_config(make: Any, log_mb: float) -> Any:
    """The engine keeps as much of the log as we do, as raw bytes where it can."""
    driver = get_settings().docker_log_driver
    if driver != "local":
        return make(type=driver)
    return make(
        type=driver, config={"max-size": f"{max(1, round(log_mb))}m", "max-file": "2", "compress": "false"}
    )


def _bytes(mebibytes: float | None) -> int | None:
    return None if mebibytes is None else round(mebibytes * _MEBIBYTE)


def _put_parameters(engine: Any, container: str, text: str) -> None:
    """Parameters too large for a variable, as a file that every user of the container can read."""
    data = text.encode()
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        entry = tarfile.TarInfo(_PARAMETERS)
        entry.size, entry.mode = len(data), 0o444
        tar.addfile(entry, io.BytesIO(data))
    with speaking(started=True):
        engine.put_archive(container, "/", archive.getvalue())

"""What the enabled tasks need of other systems: each is asked once, at the same time, and only to read."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from watchbell.cli.words import say
from watchbell.executors.base import ExecutionSpec

_PLACES = (
    "url",
    "kubeconfig",
    "kubeconfig_secret",
    "context",
    "token_secret",
    "ansible_folder",
    "verify_tls",
)
_PATIENCE = 5.0  # seconds; a target that hangs holds up nobody for longer

Look = Callable[[], Any]


class Target(NamedTuple):
    name: str
    look: Look


def check_targets(outcome: Callable[[Look], str | None]) -> dict[str, str | None]:
    """By target what is wrong with it, None where it answers; `outcome` puts the fault of a look in words."""
    targets = {target.name: target for spec in _specs() if (target := _target(spec))}
    found: dict[str, str | None] = {}

    def look(target: Target) -> None:
        from django.db import connection

        found[target.name] = outcome(target.look)
        connection.close()

    # Daemons: one that hangs must not hold up the end of the command.
    threads = [threading.Thread(target=look, args=(one,), daemon=True) for one in targets.values()]
    for thread in threads:
        thread.start()
    end = time.monotonic() + _PATIENCE
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    silent = say(f"no answer within {_PATIENCE:.0f} s", f"{_PATIENCE:.0f} 秒内没有应答")
    told = dict(found)
    return {name: told.get(name, silent) for name in sorted(targets)}


def _specs() -> Iterator[ExecutionSpec]:
    """What the tasks run, and the steps of those that are pipelines."""
    from watchbell.tasks.store import get_store

    for task in get_store().get_all_tasks():
        if not task.task_enabled:
            continue
        yield task.to_spec()
        for step in task.task_config.get("steps", ()) if task.task_type == "pipeline" else ():
            yield ExecutionSpec(step.get("type", ""), step.get("program", ""), config=step.get("config", {}))


def _target(spec: ExecutionSpec) -> Target | None:
    make = _TARGETS.get(spec.executor)
    # What a step takes from an earlier one is known when it runs.
    is_known = not any(isinstance(spec.config.get(name), dict) for name in _PLACES)
    return make(spec) if make and is_known else None


def _docker(spec: ExecutionSpec) -> Target:
    from watchbell.conf import get_settings

    def look() -> None:
        from watchbell.executors.docker_client import client, speaking

        with speaking():
            client().ping()

    return Target(f"docker {get_settings().docker_host}", look)


def _kubernetes(spec: ExecutionSpec) -> Target:
    def look() -> None:
        from watchbell.executors.kubernetes_api import connect

        connect(spec.config).get("/version")

    options = (spec.config.get(name) for name in ("kubeconfig_secret", "kubeconfig", "context"))
    return Target(" ".join(["kubernetes", *(str(option) for option in options if option)]), look)


def _jenkins(spec: ExecutionSpec) -> Target:
    def look() -> None:
        from watchbell.executors.jenkins_site import jenkins, job_path

        with jenkins(spec, is_patient=False) as site:
            site.json(f"{job_path(spec)}/api/json?tree=name", what=spec.program)

    return Target(_named("jenkins", spec.config.get("url", ""), spec), look)


def _gitlab(spec: ExecutionSpec) -> Target:
    from watchbell.executors.gitlab import DEFAULT_URL

    def look() -> None:
        from watchbell.executors.gitlab_site import gitlab, project_path

        with gitlab(spec, is_patient=False) as site:
            site.json(project_path(spec), what=spec.program)

    return Target(_named("gitlab", spec.config.get("url") or DEFAULT_URL, spec), look)


def _http(spec: ExecutionSpec) -> Target:
    address = urlsplit(spec.program)

    def look() -> None:
        from watchbell.executors.outgoing import client, fetch

        # The request of the task may change something; whether somebody answers there is asked without it.
        with client(timeout=_PATIENCE, verify=spec.config.get("verify_tls", True)) as http:
            fetch(http, "HEAD", f"{address.scheme}://{address.netloc}/", seconds=_PATIENCE)

    return Target(f"http {_host(spec.program)}", look)


def _ansible(spec: ExecutionSpec) -> Target:
    from watchbell.executors.ansible import pings

    program = "ansible" if pings(spec.config) else "ansible-playbook"
    folder = spec.config.get("ansible_folder")

    def look() -> None:
        from watchbell.executors.ansible_command import executable

        executable(program, spec.config)

    return Target(f"{folder}/{program}" if folder else program, look)


def _named(kind: str, url: str, spec: ExecutionSpec) -> str:
    """The same project with another token is another target."""
    token = spec.config.get("token_secret")
    return f"{kind} {_host(url)} {spec.program}" + (f" ({token})" if token else "")


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2] or url


_TARGETS: dict[str, Callable[[ExecutionSpec], Target]] = {
    "docker": _docker,
    "kubernetes": _kubernetes,
    "jenkins": _jenkins,
    "gitlab": _gitlab,
    "http": _http,
    "ansible": _ansible,
}

"""Builds or pushes an image; a program of its own that the launcher runs.

What to do is in the variable WATCHBELL_DOCKER, as JSON. What the engine tells goes to standard output,
why it failed to standard error. Ending this program ends the build.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from watchbell.errors import WatchbellError
from watchbell.executors.docker_client import connect, speaking
from watchbell.executors.docker_image import split

Line = dict[str, Any]


def main() -> int:
    order = json.loads(os.environ.pop("WATCHBELL_DOCKER"))
    try:
        engine = connect(order["host"], order["certs"])
        with speaking():
            lines = _build(engine, order) if order["context"] else _push(engine, order)
            problems = [problem for line in lines if (problem := _tell(line))]
    except WatchbellError as error:
        problems = [str(error)]
    for problem in problems:
        print(problem, file=sys.stderr)  # noqa: T201 - its output is the log
    return 1 if problems else 0


def _build(engine: Any, order: Line) -> Iterator[Line]:
    config = order["config"]
    if order["password"] is not None:
        registry = order["image"].partition("/")[0]
        engine.login(config.get("registry_user", ""), order["password"], registry=registry, reauth=True)
    lines: Iterator[Line] = engine.build(
        path=order["context"],
        dockerfile=config.get("dockerfile"),
        tag=order["image"],
        buildargs=config.get("build_args"),
        target=config.get("target") or "",
        nocache=config.get("no_cache", False),
        pull=config.get("pull") == "always",
        network_mode=config.get("network"),
        rm=True,
        forcerm=True,
        decode=True,
    )
    return lines


def _push(engine: Any, order: Line) -> Iterator[Line]:
    name, tag = split(order["image"])
    login = {}
    if order["password"] is not None:
        login = {"username": order["config"].get("registry_user", ""), "password": order["password"]}
    lines: Iterator[Line] = engine.push(name, tag=tag, auth_config=login, stream=True, decode=True)
    return lines


def _tell(line: Line) -> str:
    """Prints what the engine says; returns what went wrong."""
    if "stream" in line:
        sys.stdout.write(line["stream"])
    elif "status" in line and not line.get("progressDetail"):
        prefix = f"{line['id']}: " if line.get("id") else ""
        sys.stdout.write(f"{prefix}{line['status']}\n")
    sys.stdout.flush()
    return str(line.get("error") or "").strip()


if __name__ == "__main__":
    raise SystemExit(main())

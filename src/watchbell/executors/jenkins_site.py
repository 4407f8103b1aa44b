"""A Jenkins, its jobs and its builds (Jenkins: Remote access API)."""

from __future__ import annotations

import re
from base64 import b64encode
from typing import Any
from urllib.parse import quote

from watchbell.executors.base import ExecutionSpec
from watchbell.executors.outgoing import Answer
from watchbell.executors.remote import Handle
from watchbell.executors.rest import Site
from watchbell.executors.secret_options import secret_of

_MOST_BUILDS = 300
"""Builds of a job that are searched for ours, the newest first."""

_builds: dict[str, int] = {}  # a build of which this process knows the number, by its queue item


def jenkins(spec: ExecutionSpec, *, is_patient: bool) -> Site:
    config = spec.config
    headers = {}
    if token := secret_of(config, "token_secret"):
        coded = b64encode(f"{config.get('user', '')}:{token}".encode()).decode()
        headers["Authorization"] = f"Basic {coded}"
    return Site(
        config["url"],
        headers,
        verify=config.get("verify_tls", True),
        is_patient=is_patient,
        detail=_detail,
    )


def job_path(spec: ExecutionSpec) -> str:
    """`team/app` as Jenkins addresses it: folders are jobs, too."""
    return "".join(f"/job/{quote(name, safe='')}" for name in spec.program.split("/") if name)


def crumb(site: Site) -> dict[str, str]:
    """The header that guards a POST; Jenkins wants none where it is switched off (404)."""
    answer = site.call("GET", "/crumbIssuer/api/json", also=(404,), what="crumbIssuer")
    if answer.status == 404:
        return {}
    issued = answer.json()
    return {str(issued["crumbRequestField"]): str(issued["crumb"])}


def build_number(site: Site, spec: ExecutionSpec, handle: Handle, item: dict[str, Any] | None) -> int | None:
    """The build that a queue item became; None while it waits, and where Jenkins knows of none."""
    if item is not None and not item.get("executable"):
        return None
    known = item["executable"]["number"] if item else _builds.get(_key(spec, handle))
    number = known or by_queue_item(site, spec, handle)
    if number is not None:
        _builds[_key(spec, handle)] = number
    return number


def queue_item(site: Site, handle: Handle) -> dict[str, Any] | None:
    """How an item of the queue stands; None where Jenkins has dropped it, five minutes after it was left."""
    tree = "tree=cancelled,why,executable[number]"
    answer = site.call("GET", f"/queue/item/{handle['queue']}/api/json?{tree}", also=(404,))
    item: dict[str, Any] | None = None if answer.status == 404 else answer.json()
    return item


def by_queue_item(site: Site, spec: ExecutionSpec, handle: Handle) -> int | None:
    """The number of the build that came from a queue item, from what each build knows of itself."""
    for build in builds(site, spec, "number,queueId"):
        if build.get("queueId") == handle["queue"]:
            return int(build["number"])
    return None


def builds(site: Site, spec: ExecutionSpec, fields: str) -> list[dict[str, Any]]:
    path = f"{job_path(spec)}/api/json?tree=builds[{fields}]{{0,{_MOST_BUILDS}}}"
    answer = site.call("GET", path, also=(404,))
    found: list[dict[str, Any]] = [] if answer.status == 404 else answer.json().get("builds") or []
    return found


def forget(handle: Handle) -> None:
    for key in [key for key in _builds if key.endswith(f" {handle['queue']}")]:
        _builds.pop(key, None)


def _key(spec: ExecutionSpec, handle: Handle) -> str:
    return f"{spec.config['url']} {handle['queue']}"


def _detail(answer: Answer) -> str:
    """What an error page of Jenkins says, without its markup."""
    words = re.sub(
        r"<(style|script).*?</\1>|<[^>]*>", " ", answer.body[:20_000].decode(errors="replace"), flags=re.S
    )
    return " ".join(words.split())

"""How a build stands, and what it wrote."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlsplit

from watchbell.errors import ExecutionError
from watchbell.executors.base import ExecutionSpec
from watchbell.executors.jenkins_site import build_number, jenkins, job_path, queue_item
from watchbell.executors.remote import Cursor, Handle, Remote
from watchbell.executors.rest import Site, gone

_MOST_AT_ONCE = 32 * 1024 * 1024
_MOST_MISSES = 3
"""Times in a row that Jenkins may not know a build of ours: it forgets them for a moment when it reloads."""
_LOOKS_AFTER_END = 4
"""Looks without anything new at a log that Jenkins says may grow although its build has ended."""

_TREE = "tree=building,result,url,duration,timestamp,estimatedDuration"


def follow(spec: ExecutionSpec, handle: Handle, cursor: Cursor) -> Remote:
    """One look; see RemoteExecutor.poll."""
    with jenkins(spec, is_patient=True) as site:
        if "build" in cursor:
            return _build(site, spec, cursor["build"], cursor)
        item = queue_item(site, handle)
        if item and item.get("cancelled"):
            return Remote(cursor=cursor, ended=True, status="cancelled", reason="target")
        number = build_number(site, spec, handle, item)
        if number is not None:
            return _build(site, spec, number, cursor)
        if item is None:
            return _missing(spec, cursor)
        why = str(item.get("why") or "")[:300]
        return Remote(cursor=cursor, progress={"progress": None, "message": why} if why else None)


def _missing(spec: ExecutionSpec, cursor: Cursor) -> Remote:
    misses = cursor.get("misses", 0) + 1
    if misses >= _MOST_MISSES:
        raise gone(urlsplit(spec.config["url"]).netloc)
    return Remote(cursor={**cursor, "misses": misses})


def _build(site: Site, spec: ExecutionSpec, number: int, cursor: Cursor) -> Remote:
    place = f"{job_path(spec)}/{number}"
    # The state first: what is read of the log after the end is all there is.
    answer = site.call("GET", f"{place}/api/json?{_TREE}", also=(404,))
    if answer.status == 404:
        return _missing(spec, {**cursor, "build": number})
    state = answer.json()
    at, output, may_follow = _log(site, place, cursor.get("at", 0))
    new = {"build": number, "at": at}
    if state.get("building"):
        return Remote(cursor=new, output=output, progress=_progress(number, state))
    looks = cursor.get("looks", 0) + 1
    if may_follow and looks < _LOOKS_AFTER_END:
        return Remote(cursor={**new, "looks": 0 if output else looks}, output=output)
    return Remote(cursor=new, output=output, ended=True, **_verdict(spec, number, state))


def _log(site: Site, place: str, at: int) -> tuple[int, list[tuple[int, bytes]], bool]:
    """Where the log ends now, what came since `at`, and whether more may follow."""
    path = f"{place}/logText/progressiveText?start={at}"
    answer = site.call("GET", path, also=(404,), most=_MOST_AT_ONCE, seconds=60)
    if answer.status == 404:  # the build has no log yet
        return at, [], False
    told = answer.headers.get("X-Text-Size", "")
    end = int(told) if told.isdigit() else at + len(answer.body)
    output = [(1, answer.body)] if answer.body else []
    if answer.is_cut:
        note = f"\n* more than {_MOST_AT_ONCE} bytes at once: the rest up to byte {end} is only in Jenkins\n"
        output.append((2, note.encode()))
    return end, output, answer.headers.get("X-More-Data") == "true"


def _progress(number: int, state: dict[str, Any]) -> dict[str, Any]:
    expected, began = state.get("estimatedDuration") or 0, state.get("timestamp") or 0
    part = (time.time() * 1000 - began) / expected * 100 if expected > 0 and began else None
    return {"progress": None if part is None else round(min(99, max(0, part))), "message": f"#{number}"}


def _verdict(spec: ExecutionSpec, number: int, state: dict[str, Any]) -> dict[str, Any]:
    told = str(state.get("result"))
    result = {
        "build": number,
        "result": told,
        "url": state.get("url"),
        "duration_ms": state.get("duration"),
    }
    if told == "SUCCESS" or (told == "UNSTABLE" and spec.config.get("unstable") == "success"):
        return {"status": "success", "return_code": 0, "result": result}
    if told == "ABORTED":
        return {"status": "cancelled", "reason": "target", "result": result}
    error = ExecutionError("build_failed", build=f"#{number}", result=told)
    return {"status": "failed", "error": error, "result": result}

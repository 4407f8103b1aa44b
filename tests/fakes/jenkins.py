"""A FAKE Jenkins, made from its published remote access API; it is no Jenkins.

It keeps a queue, builds with their logs, crumbs and tokens, and can be told to misbehave. What a job does
is a function of the test that writes the log and returns the result.
"""

from __future__ import annotations

import json
import re
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.fakes.answering import Reply, Seen, Server

USER, TOKEN, CRUMB = "ada", "11a-api-token", "crumb-4711"


@dataclass
class Build:
    """One build, or the item of the queue that becomes one."""

    item: int
    job: str
    parameters: dict[str, str]
    number: int | None = None
    log: bytearray = field(default_factory=bytearray)
    result: str | None = None
    cancelled: bool = False
    aborted: threading.Event = field(default_factory=threading.Event)
    signals: list[str] = field(default_factory=list)

    def write(self, text: str | bytes) -> None:
        self.log += text.encode() if isinstance(text, str) else text

    def sleep(self, seconds: float) -> bool:
        """False where the build was aborted meanwhile."""
        return not self.aborted.wait(seconds)


Work = Callable[[Build], str]


class FakeJenkins(Server):
    """`jobs` are what its jobs do; `defined` the parameters a job has."""

    def __init__(self, *, crumbs: bool = True, quiet: float = 0.0) -> None:
        super().__init__(self._reply)
        self.jobs: dict[str, Work] = {}
        self.defined: dict[str, list[str]] = {}
        self.disabled: set[str] = set()
        self.items: list[Build] = []
        self.queue_forgets = False  # as it does five minutes after an item left
        self.ignores_stop = False
        self.crumbs = crumbs
        self.quiet = quiet
        self.refuse: Callable[[Seen], Reply | None] = lambda seen: None
        self.tell_nothing = False  # a start is done, and its answer is lost
        self._lock = threading.Lock()

    def job(self, name: str, work: Work, *parameters: str) -> None:
        self.jobs[name] = work
        self.defined[name] = list(parameters)

    @property
    def builds(self) -> list[Build]:
        return [one for one in self.items if one.number is not None]

    def running(self) -> list[Build]:
        return [one for one in self.builds if one.result is None]

    def forget(self, build: Build) -> None:
        """As if somebody had deleted it."""
        self.items.remove(build)
        build.aborted.set()

    def _reply(self, seen: Seen) -> Reply:
        if (refusal := self.refuse(seen)) is not None:
            return refusal
        expected = "Basic " + b64encode(f"{USER}:{TOKEN}".encode()).decode()
        if seen.headers.get("Authorization") != expected:
            return Reply(401, b"<html><h1>Unauthorized</h1></html>")
        if seen.method == "POST" and self.crumbs and seen.headers.get("Jenkins-Crumb") != CRUMB:
            return Reply(403, b"<html><title>Error 403</title>No valid crumb was included</html>")
        url = urlsplit(seen.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        for pattern, answer in self._routes().items():
            if found := re.fullmatch(pattern, url.path):
                return answer(seen, query, *found.groups())
        return Reply(404, b"<html>Not Found</html>")

    def _routes(self) -> dict[str, Callable[..., Reply]]:
        job, end = r"((?:/job/[^/]+)+)", "/api/json"
        return {
            f"/crumbIssuer{end}": self._crumb,
            f"/queue/item/([0-9]+){end}": self._item,
            f"/queue{end}": self._queue,
            "/queue/cancelItem": self._cancel,
            f"{job}{end}": self._job,
            f"{job}/(build|buildWithParameters)": self._start,
            f"{job}/([0-9]+){end}": self._build,
            f"{job}/([0-9]+)/logText/progressiveText": self._log,
            f"{job}/([0-9]+)/(stop|term|kill)": self._stop,
        }

    def _crumb(self, seen: Seen, query: dict[str, str]) -> Reply:
        if not self.crumbs:
            return Reply(404)
        return _json({"crumb": CRUMB, "crumbRequestField": "Jenkins-Crumb"})

    def _job(self, seen: Seen, query: dict[str, str], path: str) -> Reply:
        name = _name(path)
        if name not in self.jobs:
            return Reply(404)
        known = [{"name": one} for one in self.defined[name]]
        own = [one for one in reversed(self.builds) if one.job == name]
        return _json(
            {
                "buildable": name not in self.disabled,
                "property": [{}, {"parameterDefinitions": known}] if known else [{}],
                "builds": [
                    {"number": one.number, "queueId": one.item, "actions": _actions(one)} for one in own
                ],
            }
        )

    def _start(self, seen: Seen, query: dict[str, str], path: str, action: str) -> Reply:
        name = _name(path)
        if name not in self.jobs:
            return Reply(404)
        given = {k: v[0] for k, v in parse_qs(seen.body.decode(), keep_blank_values=True).items()}
        if bool(self.defined[name]) != (action == "buildWithParameters"):
            return Reply(400, b"<html>Nothing is submitted</html>")
        with self._lock:
            known = {k: v for k, v in given.items() if k in self.defined[name]}
            build = Build(1000 + len(self.items), name, known)
            self.items.append(build)
        threading.Thread(target=self._run, args=(build,), daemon=True).start()
        if self.tell_nothing:
            raise OSError("the connection is cut")
        # Jenkins answers with the address it is configured with, not the one it was asked at.
        return Reply(
            201, headers={"Location": f"https://jenkins.configured.example/queue/item/{build.item}/"}
        )

    def _run(self, build: Build) -> None:
        time.sleep(self.quiet)
        with self._lock:
            if build.cancelled:
                return
            build.number = 1 + sum(one.job == build.job for one in self.builds)
        result = self.jobs[build.job](build)
        build.result = "ABORTED" if build.aborted.is_set() else result

    def _item(self, seen: Seen, query: dict[str, str], number: str) -> Reply:
        found = next((one for one in self.items if one.item == int(number)), None)
        if found is None or (self.queue_forgets and found.number):
            return Reply(404)
        if found.number is None:
            why = None if found.cancelled else "In the quiet period. Expires in 1 sec"
            return _json({"id": found.item, "why": why, "cancelled": found.cancelled})
        return _json({"id": found.item, "why": None, "executable": {"number": found.number}})

    def _queue(self, seen: Seen, query: dict[str, str]) -> Reply:
        waiting = [one for one in self.items if one.number is None and not one.cancelled]
        return _json({"items": [{"id": one.item, "actions": _actions(one)} for one in waiting]})

    def _cancel(self, seen: Seen, query: dict[str, str]) -> Reply:
        with self._lock:
            found = next((one for one in self.items if one.item == int(query["id"])), None)
            if found is None:
                return Reply(404)
            if found.number is not None:
                return Reply(500, b"<html>Unable to cancel</html>")
            found.cancelled = True
        return Reply(204)

    def _build(self, seen: Seen, query: dict[str, str], path: str, number: str) -> Reply:
        build = self._find(path, number)
        if build is None:
            return Reply(404)
        address = f"https://jenkins.configured.example{path}/{number}/"
        return _json(
            {"building": build.result is None, "result": build.result, "url": address, "duration": 1500}
        )

    def _log(self, seen: Seen, query: dict[str, str], path: str, number: str) -> Reply:
        build = self._find(path, number)
        if build is None:
            return Reply(404)
        is_over = build.result is not None
        log = bytes(build.log)
        start = int(query.get("start", "0"))
        headers = {"X-Text-Size": str(len(log)), "Content-Type": "text/plain;charset=utf-8"}
        if not is_over:
            headers["X-More-Data"] = "true"
        return Reply(body=log[start:] if start <= len(log) else log, headers=headers)

    def _stop(self, seen: Seen, query: dict[str, str], path: str, number: str, how: str) -> Reply:
        build = self._find(path, number)
        if build is None:
            return Reply(404)
        build.signals.append(how)
        if not self.ignores_stop or how == "kill":
            build.aborted.set()
        return Reply(302, headers={"Location": ".."})

    def _find(self, path: str, number: str) -> Build | None:
        own = (one for one in self.builds if one.job == _name(path))
        return next((one for one in own if one.number == int(number)), None)


def _name(path: str) -> str:
    return "/".join(unquote(part) for part in path.split("/job/")[1:])


def _actions(build: Build) -> list[dict[str, Any]]:
    return [{}, {"parameters": [{"name": k, "value": v} for k, v in build.parameters.items()]}]


def _json(value: Any) -> Reply:
    return Reply(body=json.dumps(value).encode(), headers={"Content-Type": "application/json"})

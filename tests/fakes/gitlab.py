"""A FAKE GitLab, made from its published REST API; it is no GitLab.

It keeps pipelines of jobs with their traces and can be told to misbehave. What a job does is a function
of the test that writes the trace and returns the status.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.fakes.answering import Reply, Seen, Server

TOKEN, PROJECT = "glpat-4711", "group/app"
ENDED = ("success", "failed", "canceled", "skipped")


@dataclass
class Job:
    id: int
    stage: str
    name: str
    work: Work
    pipeline: Pipeline
    status: str = "created"
    trace: bytearray = field(default_factory=bytearray)
    aborted: threading.Event = field(default_factory=threading.Event)
    cancels: list[str] = field(default_factory=list)

    def write(self, text: str | bytes) -> None:
        self.trace += text.encode() if isinstance(text, str) else text

    def sleep(self, seconds: float) -> bool:
        """False where the job was cancelled meanwhile."""
        return not self.aborted.wait(seconds)


@dataclass
class Pipeline:
    id: int
    ref: str
    variables: dict[str, str]
    jobs: list[Job] = field(default_factory=list)
    created_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat().replace("+00:00", "Z"))
    forced: str = ""

    @property
    def status(self) -> str:
        if self.forced:
            return self.forced
        statuses = {job.status for job in self.jobs}
        if statuses & {"running", "pending"}:
            return "running"
        for one in ("failed", "canceled", "created"):
            if one in statuses:
                return "running" if one == "created" else one
        return "success"


Work = Callable[[Job], str]


class FakeGitlab(Server):
    """`stages` are [(stage, [(name, work)])] of the one project; `ranges`: whether traces heed Range."""

    def __init__(self, stages: list[tuple[str, list[tuple[str, Work]]]], *, ranges: bool = False) -> None:
        super().__init__(self._reply)
        self.stages = stages
        self.ranges = ranges
        self.refs = {"main"}
        self.pipelines: list[Pipeline] = []
        self.refuse: Callable[[Seen], Reply | None] = lambda seen: None
        self.tell_nothing = False  # a start is done, and its answer is lost
        self.hides_variables = False
        self.ignores_cancel = False
        self.page = 100

    def running(self) -> list[Job]:
        return [job for one in self.pipelines for job in one.jobs if job.status not in ENDED]

    def close(self) -> None:
        for job in self.running():
            job.aborted.set()
        super().close()

    def forget(self, pipeline: Pipeline) -> None:
        """As if somebody had deleted it."""
        self.pipelines.remove(pipeline)
        for job in pipeline.jobs:
            job.aborted.set()

    def _reply(self, seen: Seen) -> Reply:
        if (refusal := self.refuse(seen)) is not None:
            return refusal
        if seen.headers.get("PRIVATE-TOKEN") != TOKEN:
            return _json({"message": "401 Unauthorized"}, 401)
        url = urlsplit(seen.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        found = re.fullmatch(r"/api/v4/projects/([^/]+)/(.*)", url.path)
        if found is None or unquote(found[1]) not in (PROJECT, "7"):
            return _json({"message": "404 Project Not Found"}, 404)
        return self._project(seen, found[2].split("/"), query)

    def _project(self, seen: Seen, words: list[str], query: dict[str, str]) -> Reply:
        match seen.method, words:
            case "POST", ["pipeline"]:
                return self._create(json.loads(seen.body))
            case "GET", ["pipelines"]:
                return self._paged([_shown(one) for one in reversed(self.pipelines)], query)
            case _, ["pipelines", number, *rest]:
                pipeline = next((one for one in self.pipelines if one.id == int(number)), None)
                return _not_found() if pipeline is None else self._pipeline(pipeline, rest, query)
            case _, ["jobs", number, *rest]:
                jobs = (job for one in self.pipelines for job in one.jobs)
                job = next((one for one in jobs if one.id == int(number)), None)
                return _not_found() if job is None else self._job(job, rest, seen, query)
        return _not_found()

    def _create(self, body: dict[str, Any]) -> Reply:
        if body["ref"] not in self.refs:
            return _json({"message": {"base": ["Reference not found"]}}, 400)
        variables = {one["key"]: one["value"] for one in body["variables"]}
        pipeline = Pipeline(100 + len(self.pipelines), body["ref"], variables)
        for stage, jobs in self.stages:
            for name, work in jobs:
                number = pipeline.id * 100 + len(pipeline.jobs)
                pipeline.jobs.append(Job(number, stage, name, work, pipeline))
        self.pipelines.append(pipeline)
        threading.Thread(target=self._run, args=(pipeline,), daemon=True).start()
        if self.tell_nothing:
            raise OSError("the connection is cut")
        return _json(_shown(pipeline), 201)

    def _run(self, pipeline: Pipeline) -> None:
        for stage, _ in self.stages:
            threads = [
                threading.Thread(target=_work, args=(job,), daemon=True)
                for job in pipeline.jobs
                if job.stage == stage
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

    def _pipeline(self, pipeline: Pipeline, rest: list[str], query: dict[str, str]) -> Reply:
        match rest:
            case []:
                return _json(_shown(pipeline))
            case ["variables"] if self.hides_variables:
                return _json({"message": "403 Forbidden"}, 403)
            case ["variables"]:
                return _json([{"key": k, "value": v} for k, v in pipeline.variables.items()])
            case ["jobs"]:
                return self._paged([_shown_job(job) for job in reversed(pipeline.jobs)], query)
            case ["cancel"]:
                for job in pipeline.jobs:
                    self._cancel(job, "cancel")
                return _json(_shown(pipeline), 201)
        return _not_found()

    def _job(self, job: Job, rest: list[str], seen: Seen, query: dict[str, str]) -> Reply:
        if rest == ["cancel"]:
            self._cancel(job, "force" if query.get("force") == "true" else "cancel")
            return _json(_shown_job(job), 201)
        trace = bytes(job.trace)
        start = int((re.fullmatch(r"bytes=(\d+)-", seen.headers.get("Range", "")) or ["", "0"])[1])
        if not self.ranges:
            return Reply(body=trace, headers={"Content-Type": "text/plain"})
        if start >= len(trace):
            return Reply(416)
        return Reply(206, trace[start:], {"Content-Type": "text/plain"})

    def _cancel(self, job: Job, how: str) -> None:
        if job.status in ENDED:
            return
        job.cancels.append(how)
        if self.ignores_cancel and how != "force":
            return
        if job.status == "created":
            job.status = "canceled"
        job.aborted.set()

    def _paged(self, items: list[Any], query: dict[str, str]) -> Reply:
        size = min(self.page, int(query.get("per_page", "20")))
        number = int(query.get("page", "1"))
        shown = items[(number - 1) * size : number * size]
        following = str(number + 1) if number * size < len(items) else ""
        reply = _json(shown)
        reply.headers["X-Next-Page"] = following
        return reply


def _work(job: Job) -> None:
    if job.status != "created":
        return
    if any(one.status == "failed" for one in job.pipeline.jobs if one.stage != job.stage):
        job.status = "skipped"
        return
    job.status = "running"
    status = job.work(job)
    job.status = "canceled" if job.aborted.is_set() else status


def _shown(pipeline: Pipeline) -> dict[str, Any]:
    return {
        "id": pipeline.id,
        "status": pipeline.status,
        "ref": pipeline.ref,
        "created_at": pipeline.created_at,
        "web_url": f"https://gitlab.example/{PROJECT}/-/pipelines/{pipeline.id}",
    }


def _shown_job(job: Job) -> dict[str, Any]:
    reason = "script_failure" if job.status == "failed" else None
    return {
        "id": job.id,
        "name": job.name,
        "stage": job.stage,
        "status": job.status,
        "allow_failure": False,
        "duration": 0.1,
        "failure_reason": reason,
    }


def _not_found() -> Reply:
    return _json({"message": "404 Not found"}, 404)


def _json(value: Any, status: int = 200) -> Reply:
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json"})

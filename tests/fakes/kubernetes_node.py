"""Of the FAKE cluster: what controllers and the node do. A container is a process on this machine."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
import uuid
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Object = dict[str, Any]
_MARK = "FAKE_POD"
_UNITS = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30}


class Node:
    """Runs pods whose image is `local/sh`; other images stand for what goes wrong."""

    def __init__(self, cluster: Any) -> None:
        self._cluster = cluster
        self._logs: dict[str, list[tuple[int, bytes]]] = {}
        self._is_closed = False
        self.last_message = ""  # what programs write to /dev/termination-log

    def notice(self, plural: str, one: Object) -> None:
        """What the controllers do about a new or changed object, a moment later."""
        acts = {"jobs": self._make_pod, "deployments": self._roll_out}
        if plural in acts:
            threading.Timer(0.1, acts[plural], [one]).start()

    def orphaned(self, owner: Object) -> None:
        uid = owner["metadata"]["uid"]
        for pod in self._cluster.of("pods"):
            if any(one["uid"] == uid for one in pod["metadata"].get("ownerReferences") or []):
                threading.Timer(0.2, self.delete, [pod, None]).start()

    def delete(self, pod: Object, grace: int | None) -> None:
        """The object goes when its container has ended."""
        pod["metadata"].setdefault("deletionTimestamp", _stamp(time.time_ns()))
        seconds = pod["spec"].get("terminationGracePeriodSeconds", 30) if grace is None else grace
        threading.Thread(target=self._end, args=(pod, seconds), daemon=True).start()

    def log(self, pod: Object, since: str) -> bytes | None:
        lines = self._logs.get(pod["metadata"]["uid"])
        if lines is None:
            return None
        first = datetime.fromisoformat(since).timestamp() * 10**9 if since else 0
        return b"".join(_stamp(at, exact=True).encode() + b" " + text for at, text in lines if at >= first)

    def running(self) -> list[int]:
        """Every living process of any pod."""
        return _processes(f"{_MARK}=")

    def close(self) -> None:
        self._is_closed = True
        for pid in self.running():
            _kill(pid, signal.SIGKILL)

    def _make_pod(self, job: Object) -> None:
        template, metadata = job["spec"]["template"], job["metadata"]
        name = f"{metadata['name']}-{uuid.uuid4().hex[:5]}"
        if self._cluster.refuses_pods:
            self._warn(job, self._cluster.refuses_pods)
            return
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {
                "name": name,
                "namespace": metadata["namespace"],
                "labels": {**template["metadata"]["labels"], "job-name": metadata["name"]},
                "ownerReferences": [
                    {
                        "apiVersion": "batch/v1",
                        "kind": "Job",
                        "name": metadata["name"],
                        "uid": metadata["uid"],
                        "controller": True,
                    }
                ],
            },
            "spec": template["spec"],
            "status": {"phase": "Pending"},
        }
        self._cluster.save("pods", pod)
        if metadata["name"] in {one["metadata"]["name"] for one in self._cluster.of("jobs")}:
            threading.Thread(target=self._run, args=(pod,), daemon=True).start()
        else:
            self._cluster.remove("pods", pod)  # deleted meanwhile

    def _run(self, pod: Object) -> None:
        container = pod["spec"]["containers"][0]
        if waiting := _trouble(pod["spec"], container):
            self._set(pod, phase="Pending", **waiting)
            return
        uid = pod["metadata"]["uid"]
        env: dict[str, str] = {}
        for one in container["env"]:
            env[one["name"]] = _expanded(one.get("value", ""), env)
        argv = [_expanded(word, env) for word in [*container.get("command", []), *container.get("args", [])]]
        try:
            process = subprocess.Popen(
                argv,
                env={"PATH": os.environ["PATH"], _MARK: uid, **env},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            self._finish(pod, 128, "StartError", str(error))
            return
        self._cluster.starts.append(uid)
        self._logs[uid] = []
        self._set(
            pod, phase="Running", **_status(container, {"running": {"startedAt": _stamp(time.time_ns())}})
        )
        self._follow(pod, process, _bytes((container.get("resources") or {}).get("limits") or {}))

    def _follow(self, pod: Object, process: subprocess.Popen[bytes], most: int) -> None:
        killed = threading.Event()
        if most:
            threading.Thread(target=_guard, args=(process, most, killed), daemon=True).start()
        assert process.stdout
        lines = self._logs[pod["metadata"]["uid"]]
        for line in process.stdout:
            lines.append((time.time_ns(), line))
        code = process.wait()
        for pid in _processes(f"{_MARK}={pod['metadata']['uid']}"):  # a container ends with its first process
            _kill(pid, signal.SIGKILL)
        reason = "OOMKilled" if killed.is_set() else "Error" if code else "Completed"
        self._finish(pod, 128 - code if code < 0 else code, reason, self.last_message)

    def _finish(self, pod: Object, code: int, reason: str, message: str) -> None:
        end = {"exitCode": code, "reason": reason, "message": message, "finishedAt": _stamp(time.time_ns())}
        container = pod["spec"]["containers"][0]
        self._logs.setdefault(pod["metadata"]["uid"], [])
        self._set(pod, phase="Failed" if code else "Succeeded", **_status(container, {"terminated": end}))

    def _end(self, pod: Object, grace: float) -> None:
        mark = f"{_MARK}={pod['metadata']['uid']}"
        for pid in _processes(mark):
            _kill(pid, signal.SIGTERM)
        until = time.monotonic() + grace
        while _processes(mark) and time.monotonic() < until and not self._is_closed:
            time.sleep(0.05)
        while found := _processes(mark):
            for pid in found:
                _kill(pid, signal.SIGKILL)
            time.sleep(0.05)
        self._cluster.remove("pods", pod)

    def _set(self, pod: Object, **status: Any) -> None:
        with self._cluster.lock:
            pod["status"] = status
            key = ("pods", pod["metadata"]["namespace"], pod["metadata"]["name"])
            if key in self._cluster.objects:
                self._cluster.save("pods", pod)

    def _warn(self, job: Object, message: str) -> None:
        metadata = job["metadata"]
        event = {
            "apiVersion": "v1",
            "kind": "Event",
            "metadata": {"name": f"{metadata['name']}.1", "namespace": metadata["namespace"]},
            "involvedObject": {"kind": "Job", "name": metadata["name"], "namespace": metadata["namespace"]},
            "type": "Warning",
            "reason": "FailedCreate",
            "message": message,
        }
        self._cluster.save("events", event)

    def _roll_out(self, deployment: Object) -> None:
        wanted = deployment["spec"].get("replicas", 1)
        generation = deployment["metadata"]["generation"]
        for updated in range(wanted + 1):
            if deployment["metadata"]["name"] == "stuck" and updated == wanted:
                stuck = {"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded"}
                stuck["message"] = 'ReplicaSet "stuck" has timed out progressing'
                deployment["status"]["conditions"] = [stuck]
                return
            time.sleep(0.5)
            counts = {"replicas": wanted, "updatedReplicas": updated, "availableReplicas": updated}
            with self._cluster.lock:
                deployment["status"] = {"observedGeneration": generation, **counts}
                self._cluster.save("deployments", deployment)


def _expanded(text: str, env: Object) -> str:
    """As Kubernetes does: $$ is $, $(NAME) a variable that is known, and all else what it was."""
    return re.sub(
        r"\$(\$|\(([^)]*)\))",
        lambda found: "$" if found[1] == "$" else env.get(found[2], found[0]),
        text,
    )


def _trouble(spec: Object, container: Object) -> Object | None:
    image = container["image"]
    if spec.get("nodeSelector"):
        message = "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector."
        why = {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": message}
        return {"conditions": [why]}
    if image == "local/sh":
        return None
    never = container.get("imagePullPolicy") == "Never"
    reason = "ErrImageNeverPull" if never else "ImagePullBackOff"
    message = (
        f'Back-off pulling image "{image}"' if not never else f'Container image "{image}" is not present'
    )
    return _status(container, {"waiting": {"reason": reason, "message": message}})


def _status(container: Object, state: Object) -> Object:
    status = {"name": container["name"], "image": container["image"], "imageID": "", "ready": False}
    return {"containerStatuses": [{**status, "restartCount": 0, "state": state}]}


def _guard(process: subprocess.Popen[bytes], most: int, killed: threading.Event) -> None:
    while process.poll() is None:
        with suppress(OSError, IndexError):
            pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
            if pages * os.sysconf("SC_PAGESIZE") > most:
                killed.set()
                process.kill()
        time.sleep(0.02)


def _processes(mark: str) -> list[int]:
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError):
            if mark.encode() in Path(f"/proc/{name}/environ").read_bytes():
                found.append(int(name))
    return found


def _kill(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _bytes(limits: dict[str, str]) -> int:
    text = limits.get("memory", "0")
    return int(text[:-2]) * _UNITS[text[-2:]] if text[-2:] in _UNITS else int(text)


def _stamp(nanoseconds: int, *, exact: bool = False) -> str:
    text = datetime.fromtimestamp(nanoseconds // 10**9, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{nanoseconds % 10**9:09d}Z" if exact else f"{text}Z"

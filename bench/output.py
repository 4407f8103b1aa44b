"""1 GiB of output: time against `program > file`, memory growth, and whether every byte is kept."""

from __future__ import annotations

import hashlib
import statistics
import subprocess
import threading
import time
from pathlib import Path

from bench.tools import folder, memory_mb, product, show

SIZE = 1024**3
ROUNDS = 3
_ARGS = ["-c", f"{SIZE}", "/dev/zero"]
_ALLOWED_GROWTH_MB = 64


def _to_file(path: Path) -> float:
    began = time.monotonic()
    with path.open("wb") as file:
        subprocess.run(["head", *_ARGS], stdout=file, check=True)
    seconds = time.monotonic() - began
    path.unlink()
    return seconds


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    with folder() as scratch, product() as server:
        server.task("flood", task_type="command", task_exec="head", task_config={"args": _ARGS})
        assert server.process
        pids = [server.process.pid, *server.launcher_pids()]
        before = memory_mb(pids)
        peak = [before]
        done = threading.Event()
        watch = threading.Thread(target=lambda: _watch(pids, peak, done))
        watch.start()
        pairs = []
        for _ in range(ROUNDS):
            execution = server.run("flood", timeout=300)
            assert execution["status"] == "success", execution
            pairs.append((execution["duration"], _to_file(scratch / "out")))
            log = next(server.data_dir.glob(f"logs/executions/*/{execution['execution_id']}.log"))
            exact = _digest(log) == _expected()
            log.unlink()
        done.set()
        watch.join()
    ratio = statistics.median(ours / limit for ours, limit in pairs)
    seconds, limit = (statistics.median(pair[i] for pair in pairs) for i in (0, 1))
    show("1 GiB of output", f"{seconds:.2f} s", f"{limit:.2f} s", ratio)
    show("  memory growth, all processes", f"{peak[0] - before:.1f} MiB", f"{_ALLOWED_GROWTH_MB} MiB")
    show("  stored bytes equal", str(exact))


def _expected() -> str:
    digest, block = hashlib.sha256(), bytes(1024 * 1024)
    for _ in range(SIZE // len(block)):
        digest.update(block)
    return digest.hexdigest()


def _watch(pids: list[int], peak: list[float], done: threading.Event) -> None:
    while not done.wait(0.05):
        peak[0] = max(peak[0], memory_mb(pids))

"""Scripts that do everything wrong: each has one exact outcome, and harms nobody else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.scripts.conftest import Scripts

FILE = "import os, json\npath = os.environ['WATCHBELL_RESULT_FILE']\n"

# name: (code, status, reason, result, result_problem)
OUTCOMES = {
    "silent": ("pass", "success", "", None, "result_missing"),
    "talks": ("print('hello')", "success", "", None, "result_missing"),
    "not_a_number": ("print('{\"a\": NaN}')", "success", "", None, "result_not_finite"),
    "python_notation": ("print({'a': 1})", "success", "", None, "result_invalid"),
    "surrounded": (
        "import json\nprint('before {')\nprint(json.dumps({'a': [1]}, indent=2))\nprint('after')",
        "success", "", {"a": [1]}, "",
    ),
    "not_utf8": (
        "import sys\nsys.stdout.buffer.write(b'\\xff\\xfe\\n{\"a\": \"\\xff\\xff\"}\\n')",
        "success", "", {"a": "\ufffd\ufffd"}, "",
    ),
    "fails_with_result": (
        "import sys\nprint('{\"status\": \"error\", \"message\": \"m\"}')\nsys.exit(3)",
        "failed", "exit_code", {"status": "error", "message": "m"}, "",
    ),
    "killed": (
        "import os, signal\nprint('{\"a\": 1}', flush=True)\nos.kill(os.getpid(), signal.SIGKILL)",
        "failed", "signal", {"a": 1}, "",
    ),
    "interleaved": (
        "import os, time\n"
        "for part in (b'{\"a\": ', b'[1, ', b'2]}\\n'):\n"
        "    os.write(1, part)\n    time.sleep(0.1)\n"
        "    os.write(2, b'Traceback {\"b\": 2}\\n')\n    time.sleep(0.1)\n",
        "success", "", {"a": [1, 2]}, "",
    ),
    "too_much": (
        "import json\nprint(json.dumps({'rows': ['x' * 50] * 900_000}))",
        "success", "", None, "result_too_large",
    ),
    "file_too_large": (
        FILE + "open(path, 'w').write('1' * 8388609)",
        "success", "", None, "result_too_large",
    ),
    "file_is_link": (FILE + "os.symlink('/etc/hostname', path)", "success", "", None, "result_not_a_file"),
    "file_is_hard_link": (
        FILE + "open(path + '.x', 'w').write('1')\nos.link(path + '.x', path)\nprint('{}')",
        "success", "", None, "result_not_a_file",
    ),
    "file_is_folder": (
        FILE + "os.makedirs(path + '/deep')\nopen(path + '/deep/f', 'w')",
        "success", "", None, "result_not_a_file",
    ),
    "file_is_pipe": (FILE + "os.mkfifo(path)", "success", "", None, "result_not_a_file"),
    "file_is_broken": (
        FILE + "open(path, 'w').write('{')\nprint('{}')",
        "success", "", None, "result_invalid",
    ),
    "file_is_empty": (FILE + "open(path, 'w')\nprint('{\"a\": 1}')", "success", "", {"a": 1}, ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile(scripts: Scripts) -> dict[str, int]:
    return scripts.add_all({name: outcome[0] for name, outcome in OUTCOMES.items()})


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_hostile_script_has_one_exact_outcome(scripts: Scripts, hostile: dict[str, int], name: str):
    _, status, reason, result, problem = OUTCOMES[name]
    finished = scripts.product.finished(scripts.press(hostile[name]), 60)
    seen = (finished["status"], finished["reason"], finished["result"], finished["result_problem"])
    assert seen == (status, reason, result, problem)
    execution_id = finished["execution_id"]
    left = f"{execution_id}.json"  # removed right after the end is saved, which we see first
    scripts.product.until(lambda: left not in {path.name for path in scripts.result_files()}, 10)


def test_fifty_megabytes_are_all_in_the_log_and_never_in_memory(scripts: Scripts):
    code = "import json\nprint(json.dumps({'rows': ['x' * 50] * 1_000_000}))"
    before = peak_memory(scripts)
    finished = scripts.run("fifty_megabytes", code)
    assert peak_memory(scripts) - before < 60 * 1024 * 1024
    assert (finished["result"], finished["result_problem"]) == (None, "result_too_large")
    assert finished["log_bytes"] > 50_000_000


def test_a_script_that_runs_too_long_is_stopped_and_keeps_what_it_said(scripts: Scripts):
    script_id = scripts.add(
        "endless",
        "# /// watchbell\n# timeout = 2\n# ///\n"
        "import time\nprint('{\"a\": 1}', flush=True)\ntime.sleep(600)",
    )
    finished = scripts.product.finished(scripts.press(script_id))
    assert (finished["status"], finished["reason"]) == ("timeout", "timeout")
    assert (finished["result"], finished["survivors"]) == ({"a": 1}, 0)
    assert 2 <= finished["duration"] < 20


def test_a_script_has_nine_minutes_where_it_names_no_time(scripts: Scripts):
    finished = scripts.run("nine_minutes", "pass")
    assert finished["definition"]["timeout"] == 540


def test_a_stopped_script_keeps_its_result(scripts: Scripts):
    code = "import time\nprint('{\"rows\": 3}', flush=True)\ntime.sleep(600)"
    execution_id = scripts.press(scripts.add("stopped", code))
    scripts.product.until(lambda: scripts.product.log(execution_id), 20)
    scripts.product.post(f"/api/executions/{execution_id}/stop")
    finished = scripts.product.finished(execution_id)
    assert (finished["status"], finished["result"]) == ("cancelled", {"rows": 3})


def test_ten_thousand_lines_of_progress_a_second_are_few_writes(scripts: Scripts):
    code = """
        import json, time
        begin = time.monotonic()
        while (passed := time.monotonic() - begin) < 3:
            print(json.dumps({"progress": passed * 30, "message": "line"}))
        print(json.dumps({"progress": 99}))
        print(json.dumps({"done": True}))
    """
    product = scripts.product
    execution_id = scripts.press(scripts.add("flood", code))
    seen, deadline = [], time.monotonic() + 60
    while (now := product.execution(execution_id))["status"] in ("pending", "running"):
        if now["progress"] and (not seen or seen[-1] != now["progress"]):
            seen.append(now["progress"])
        assert time.monotonic() < deadline
    finished = product.execution(execution_id)
    assert finished["progress"] == {"progress": 99, "message": ""}
    assert finished["result"] == {"done": True}
    assert 1 <= len(seen) <= 2 * finished["duration"] + 2
    assert seen == sorted(seen, key=lambda progress: progress["progress"])


def peak_memory(scripts: Scripts) -> int:
    """The most memory the server has used, in bytes."""
    assert scripts.product.process
    status = Path(f"/proc/{scripts.product.process.pid}/status").read_text()
    return 1024 * next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def test_many_large_results_that_end_together_are_all_kept(scripts: Scripts, tmp_path: Path):
    code = """
        import json, os, time
        while not os.path.exists(json.loads(os.environ["SCRIPT_PARAMETERS"])["go"]):
            time.sleep(0.02)
        print(json.dumps({"text": "x" * 7_000_000}))
    """
    script_id = scripts.add("large_together", code)
    ids = [scripts.press(script_id, go=str(tmp_path / "go")) for _ in range(8)]
    for execution_id in ids:
        scripts.product.running(execution_id, 30)
    (tmp_path / "go").touch()
    sizes = [len(scripts.product.finished(execution_id, 60)["result"]["text"]) for execution_id in ids]
    assert sizes == [7_000_000] * 8

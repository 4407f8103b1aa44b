"""How far a script is can be seen while it runs, also after Watchbell was restarted."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from tests.scripts.conftest import Scripts

# Goes one step further each time the test allows it.
STEPS = """
    import json, os, time
    folder = json.loads(os.environ["SCRIPT_PARAMETERS"])["folder"]
    for step in range(1, 4):
        while not os.path.exists(f"{folder}/{step}"):
            time.sleep(0.02)
        print(json.dumps({"progress": step * 25, "message": f"第{step}步"}, ensure_ascii=False), flush=True)
    while not os.path.exists(f"{folder}/end"):
        time.sleep(0.02)
    print(json.dumps({"ok": True}))
"""


def shown(scripts: Scripts, execution_id: str) -> Any:
    return scripts.product.execution(execution_id)["progress"]


def test_progress_is_seen_while_the_script_runs(scripts: Scripts, tmp_path: Path):
    execution_id = scripts.press(scripts.add("steps", STEPS), folder=str(tmp_path))
    for step in range(1, 4):
        (tmp_path / str(step)).touch()
        wanted = {"progress": step * 25, "message": f"第{step}步"}
        scripts.product.until(lambda wanted=wanted: shown(scripts, execution_id) == wanted, 20)
    (tmp_path / "end").touch()
    finished = scripts.product.finished(execution_id)
    assert (finished["progress"]["progress"], finished["result"]) == (75, {"ok": True})


def test_progress_goes_on_after_the_server_was_killed_and_started_again(
    fresh_scripts: Scripts, tmp_path: Path
):
    product = fresh_scripts.product
    execution_id = fresh_scripts.press(fresh_scripts.add("steps", STEPS), folder=str(tmp_path))
    (tmp_path / "1").touch()
    product.until(lambda: (shown(fresh_scripts, execution_id) or {}).get("progress") == 25, 20)
    product.kill()
    (tmp_path / "2").touch()
    time.sleep(0.2)  # the second step is told while nobody listens
    product.start()
    product.until(lambda: shown(fresh_scripts, execution_id)["progress"] == 50, 20)
    (tmp_path / "3").touch()
    product.until(lambda: shown(fresh_scripts, execution_id)["progress"] == 75, 20)
    (tmp_path / "end").touch()
    assert product.finished(execution_id)["result"] == {"ok": True}


def test_a_script_that_ended_while_the_server_was_down_has_its_result_and_progress(
    fresh_scripts: Scripts, tmp_path: Path
):
    product = fresh_scripts.product
    execution_id = fresh_scripts.press(fresh_scripts.add("steps", STEPS), folder=str(tmp_path))
    product.running(execution_id)
    product.kill()
    for name in ("1", "2", "3", "end"):
        (tmp_path / name).touch()
    product.until(lambda: not product.programs(), 20)
    product.start()
    finished = product.finished(execution_id)
    assert (finished["status"], finished["result"], finished["progress"]["progress"]) == (
        "success",
        {"ok": True},
        75,
    )


def test_results_left_behind_by_a_crash_are_removed(fresh_scripts: Scripts):
    product = fresh_scripts.product
    finished = fresh_scripts.run("quick", "print('{}')")
    left = product.data_dir / "run" / "results" / f"{finished['execution_id']}.json"
    left.write_text("{}")
    product.kill()
    product.start()
    product.until(lambda: not left.exists(), 20)

"""Seed 003 from the folder of scripts to the result, in the running product."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from watchbell.testing import Product

SCRIPT = '''\
#!/usr/bin/env python3
"""打印测试脚本 - 方案1版本"""
import json
import os
import sys
import time

parameters = json.loads(os.environ.get("SCRIPT_PARAMETERS", "{}"))
greeting = parameters.get("greeting", "你好！")
wait = parameters.get("wait", 0.0)

print(json.dumps({"progress": 50, "message": "half"}), flush=True)
time.sleep(wait)
if greeting == "fail":
    print(json.dumps({"status": "error", "message": "没有成功"}, ensure_ascii=False))
    sys.exit(1)
output = {
    "status": "success",
    "message": greeting,
    "data": {"page_context": os.environ.get("PAGE_CONTEXT"), "execution_id": os.environ["EXECUTION_ID"]},
    "metadata": {"script_name": os.environ.get("SCRIPT_NAME")},
}
print(json.dumps(output, ensure_ascii=False, indent=2))
'''
BUTTONS = [
    {
        "page_route": "/scanDevUpdate",
        "script_name": "print_test_script",
        "button_text": "运行Print测试",
        "position": "top-right",
        "button_style": {"type": "primary", "size": "default"},
        "display_order": 1,
        "parameter_mode": "ask",
    }
]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    folder = tmp_path_factory.mktemp("celery_app")
    (folder / "print_test_script.py").write_text(SCRIPT, encoding="utf-8")
    (folder / "button_configs.json").write_text(json.dumps(BUTTONS), encoding="utf-8")
    with Product(tmp_path_factory.mktemp("product")) as running:
        for command in (
            ("scripts", "register", str(folder), "--json"),
            ("buttons", "apply", str(folder / "button_configs.json"), "--json"),
        ):
            done = running.cli(*command)
            assert done.returncode == 0, done.stderr
        yield running


@pytest.fixture
def button(product: Product) -> Any:
    page = product.get("/myapp/admin/celery/scripts", page_route="/scanDevUpdate")
    [config] = page["page_configs"]
    return config


def press(product: Product, button: Any, **parameters: Any) -> str:
    started = product.post("/api/execute-script", {"button_id": button["id"], "parameters": parameters})
    return str(started["execution_id"])


def result(product: Product, execution_id: str, **query: Any) -> Any:
    return product.get("/api/script-task-result", execution_id=execution_id, **query)


def test_the_whole_way_as_the_seed_has_it(product: Product, button: Any) -> None:
    execution_id = press(product, button, greeting="嗨")

    product.until(lambda: result(product, execution_id)["ready"], 30)
    done = result(product, execution_id)

    assert (done["success"], done["error"]) == (True, None)
    assert done["result"] == {
        "status": "success",
        "message": "嗨",
        "data": {"page_context": "/scanDevUpdate", "execution_id": execution_id},
        "metadata": {"script_name": "print_test_script"},
    }
    [item] = [
        one for one in product.get("/api/script-results")["items"] if one["execution_id"] == execution_id
    ]
    assert item["file_name"] == f"print_test_script_执行结果_{execution_id}.json"
    assert product.get(f"/api/executions/{execution_id}/result/download") == done["result"]


def test_a_script_that_fails_tells_in_its_own_words_why(product: Product, button: Any) -> None:
    execution_id = press(product, button, greeting="fail")

    product.until(lambda: result(product, execution_id)["ready"], 30)
    done = result(product, execution_id)

    assert (done["success"], done["error"], done["result"]) == (False, "没有成功", None)


def test_a_long_poll_brings_the_progress_and_then_the_end(product: Product, button: Any) -> None:
    execution_id = press(product, button, wait=3.0)
    seen: list[Any] = []
    state = ""
    while not (seen and seen[-1]["ready"]):
        answer = result(product, execution_id, wait=25, seen=state or "-")
        state = answer["state"]
        seen.append(answer)
        assert len(seen) < 20, "it waits in between"

    assert any(not one["ready"] and (one["progress"] or {}).get("progress") == 50 for one in seen)
    assert seen[-1]["success"] is True


def test_a_stream_brings_every_change_and_ends_by_itself(product: Product, button: Any) -> None:
    execution_id = press(product, button, wait=3.0)

    states = [json.loads(line) for line in stream(product, execution_id)]

    assert states[-1]["ready"] is True
    assert states[-1]["result"]["status"] == "success"
    assert [one["ready"] for one in states].count(True) == 1
    assert any(one["status"] == "running" for one in states)
    assert any((one["progress"] or {}).get("progress") == 50 for one in states)


def test_a_stream_of_what_has_ended_says_so_and_ends(product: Product, button: Any) -> None:
    execution_id = press(product, button)
    product.until(lambda: result(product, execution_id)["ready"], 30)

    [only] = stream(product, execution_id)

    assert json.loads(only)["success"] is True


def test_many_streams_and_polls_hold_up_nobody(product: Product, button: Any) -> None:
    execution_id = press(product, button, wait=5.0)
    ended: list[Any] = []
    threads = [
        threading.Thread(target=lambda: ended.append(json.loads(list(stream(product, execution_id))[-1])))
        for _ in range(40)
    ]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    product.get("/api/health")

    assert time.monotonic() - began < 4
    for thread in threads:
        thread.join()
    assert [one["ready"] for one in ended] == [True] * 40


def test_the_same_press_sent_many_times_at_once_runs_once(product: Product, button: Any) -> None:
    made: list[str] = []
    barrier = threading.Barrier(8)

    def run() -> None:
        barrier.wait()
        body = {"button_id": button["id"]}
        made.append(product.post("/api/execute-script", body, Idempotency_Key="once")["execution_id"])

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 8
    assert len(set(made)) == 1


def stream(product: Product, execution_id: str) -> Iterator[str]:
    request = urllib.request.Request(
        f"{product.base}/api/script-task-result/stream?execution_id={execution_id}",
        headers={"Authorization": f"Bearer {product.key}"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.headers.get_content_type() == "text/event-stream"
        for line in answer:
            if line.startswith(b"data: "):
                yield line.removeprefix(b"data: ").decode()


def test_the_file_of_buttons_tells_the_line_of_what_is_wrong(product: Product, tmp_path: Path) -> None:
    file = tmp_path / "button_configs.json"
    file.write_text('[\n {"page_route": "/x", "button_text": "x",\n  "script_name": "gone"}\n]')

    done = product.cli("buttons", "apply", str(file))

    assert done.returncode == 2
    assert "line 3: [0].script_name: There is no script 'gone'" in done.stderr
    listed = json.loads(product.cli("buttons", "list", "--json").stdout)
    assert [one["script_name"] for one in listed] == ["print_test_script"]

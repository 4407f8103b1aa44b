"""Scripts as a small team has them: in use, failing, gone, changed, broken; and the buttons that run them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from watchbell.testing import Product

INVENTORY = """# /// watchbell
# description = "Counts the devices of a region and lists them. 清点一个区域的设备。"
# script_type = "inspection"
# [parameters.region]
# type = "string"
# title = "Region"
# x-title-zh = "区域"
# enum = ["north", "south"]
# default = "north"
# [parameters.since]
# type = "string"
# format = "date"
# title = "Since"
# [parameters.limit]
# type = "integer"
# title = "At most"
# minimum = 1
# default = 3
# ///
import json, os
parameters = json.loads(os.environ["SCRIPT_PARAMETERS"])
rows = [{"ip": f"10.0.0.{n}", "name": f"switch-{n} 交换机", "online": n % 2 == 0, "ports": n * 8}
        for n in range(1, parameters["limit"] + 1)]
print(json.dumps({"status": "success", "message": f"{len(rows)} devices in {parameters['region']}",
                  "data": {"devices": rows, "region": parameters["region"]}}))
"""
_PRINT = '''"""打印测试脚本 - 方案1版本"""
import json, os
parameters = json.loads(os.environ.get("SCRIPT_PARAMETERS", "{}"))
greeting = parameters.get("greeting", "你好！")
author = parameters.get("author", "阿青")
print(json.dumps({"status": "success", "message": f"{greeting}我叫{author}"}, ensure_ascii=False))
'''
_FAILING = '''"""Compares both databases."""
import json, sys
print("the replica db-2 is 4,200 s behind", file=sys.stderr)
sys.exit(1)
'''
_SLOW = '''"""Copies the archive block by block."""
import json, time
print(json.dumps({"progress": 40, "message": "block 4 of 10"}), flush=True)
time.sleep(600)
'''
_GONE = '"""Was here."""\n'
_BROKEN = "import json\nprint('never closed'\n"
_LONG = "reconcile_the_ledger_of_every_branch_with_the_statements_of_the_banks_twice_a_day"


class ScriptsWorld(NamedTuple):
    folder: Path
    ids: dict[str, int]
    """Of the scripts, by name."""
    button: int
    """Of a button that asks for parameters."""
    run: str
    """Of a finished execution of `inventory`."""
    running: str
    """Of an execution that tells its progress."""


def fill(product: Product) -> ScriptsWorld:
    """Registers a folder, runs its scripts and places buttons."""
    folder = product.data_dir.parent / "scripts"
    folder.mkdir()
    texts = {"inventory": INVENTORY, "print_test_script": _PRINT, "compare": _FAILING, "archive": _SLOW}
    for name, text in {**texts, "old_cleanup": _GONE, _LONG: _PRINT}.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    register(product, folder)
    (folder / "old_cleanup.py").unlink()
    register(product, folder)
    (folder / "broken.py").write_text(_BROKEN)
    (folder / "print_test_script.py").write_text(f"{_PRINT}# later\n", encoding="utf-8")
    (folder / "new_report.py").write_text('"""Brand new."""\n')
    ids = {one["name"]: one["id"] for one in product.get("/api/script-overview")["items"]}
    runs = {
        name: press(product, ids[name]) for name in ("inventory", "print_test_script", "compare", "archive")
    }
    for name in ("inventory", "print_test_script", "compare"):
        product.finished(runs[name])
    product.until(lambda: product.execution(runs["archive"])["progress"], 30)
    button = _place_buttons(product)
    product.post("/api/button-keys", {"name": "Intranet", **_SCOPE})
    return ScriptsWorld(folder, ids, button, runs["inventory"], runs["archive"])


_WIDE = "Compare " * 20
_SCOPE = {"page_routes": ["/scanDevUpdate"], "origins": ["https://intranet.example.com"]}


def register(product: Product, folder: Path) -> None:
    done = product.cli("scripts", "register", str(folder))
    assert done.returncode == 0, done.stderr


def press(product: Product, script_id: int) -> str:
    return str(product.post("/api/execute-script", {"script_id": script_id})["execution_id"])


def _place_buttons(product: Product) -> int:
    page = {"page_route": "/scanDevUpdate", "parameter_mode": "default"}
    asking: dict[str, Any] = {
        "button_text": "清点设备", "button_text_en": "Count devices", "parameter_mode": "ask",
        "confirm_text": "现在清点？", "confirm_text_en": "Count now?", "button_style": {"type": "primary"},
    }  # fmt: skip
    configs = [
        {**page, "script_name": "print_test_script", "button_text": "运行Print测试", "display_order": 1},
        {**page, "script_name": "inventory", "display_order": 2, **asking},
        {"page_route": "/reports", "script_name": "compare", "button_text": _WIDE, "is_enabled": False},
    ]  # fmt: skip
    (product.data_dir.parent / "button_configs.json").write_text(json.dumps(configs))
    applied = product.post("/api/page-buttons/apply", {"buttons": configs})
    return int(applied["created"][1])

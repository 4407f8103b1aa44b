"""The scripts and page buttons of seed 003, registered and configured with the command line, step 1 to 3."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from watchbell.testing import Product

ROUTE = "/scanDevUpdate"
_PRINT_TEST = '''#!/usr/bin/env python3
"""打印测试脚本 - 方案1版本"""
import json, os, time
from pathlib import Path

FOLDER = Path({folder!r})

def get_script_parameters():
    return json.loads(os.environ.get("SCRIPT_PARAMETERS", "{{}}"))

parameters = get_script_parameters()
greeting = parameters.get("greeting", "你好！")
author = parameters.get("author", "阿青")
days = parameters.get("days", 7)
print(json.dumps({{"progress": 40, "message": "halfway"}}), flush=True)
while (FOLDER / "wait").exists():
    time.sleep(0.05)
with (FOLDER / "results").open("a", encoding="utf-8") as results:
    results.write(json.dumps([greeting, os.environ["PAGE_CONTEXT"]]) + "\\n")
print(json.dumps({{"status": "success", "message": f"print_test脚本执行成功！{{greeting}}我叫{{author}}",
                   "data": {{"greeting": greeting, "days": days}}}}, ensure_ascii=False, indent=2))
'''
_FAILING = '''"""A script that fails."""
import json, sys
print(json.dumps({"status": "error", "message": "<b>the scanner</b> is switched off"}))
sys.exit(1)
'''


class Buttons:
    """What a test needs of the scripts: letting them wait and go on, and keys."""

    def __init__(self, product: Product, folder: Path) -> None:
        self.product = product
        self.folder = folder
        self.results = folder / "results"

    def hold(self) -> None:
        """From now on print_test_script stops halfway."""
        (self.folder / "wait").touch()

    def go_on(self) -> None:
        (self.folder / "wait").unlink(missing_ok=True)

    def key(self, origin: str, route: str = ROUTE) -> dict[str, Any]:
        body = {"name": "tests", "page_routes": [route], "origins": [origin]}
        created: dict[str, Any] = self.product.post("/api/button-keys", body)
        return created

    def executions(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.product.get("/api/executions")["items"]
        return found


def set_up(product: Product, folder: Path) -> Buttons:
    """Registers the scripts of a new `folder`, and places a button for each on the page."""
    folder.mkdir()
    (folder / "print_test_script.py").write_text(_PRINT_TEST.format(folder=str(folder)), encoding="utf-8")
    (folder / "failing_script.py").write_text(_FAILING, encoding="utf-8")
    configs = folder / "button_configs.json"
    configs.write_text(json.dumps(_configs(), ensure_ascii=False), encoding="utf-8")
    for words in (["scripts", "register", str(folder), "--force"], ["buttons", "apply", str(configs)]):
        done = product.cli(*words)
        assert done.returncode == 0, done.stderr
    return Buttons(product, folder)


def _configs() -> list[dict[str, Any]]:
    seed = {
        "page_route": ROUTE,
        "script_name": "print_test_script",
        "button_text": "运行Print测试",
        "position": "top-right",
        "button_style": {"type": "primary", "size": "default"},
        "display_order": 1,
    }
    return [
        seed,
        {
            **seed,
            "page_route": "/ask",
            "button_text": "询问",
            "button_text_en": "Ask",
            "parameter_mode": "ask",
        },
        {
            **seed,
            "page_route": "/failing",
            "script_name": "failing_script",
            "button_text": "会失败",
            "button_text_en": "Will fail",
            "button_style": {"type": "danger", "size": "default"},
            "confirm_text": "真的吗？",
            "confirm_text_en": "Really?",
        },
    ]

"""What people found by using the product, so that it stays as they expect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from watchbell.testing import Product
from watchbell.testing.product import Refused


@pytest.mark.parametrize("format", ["json", "yaml"])
def test_a_task_named_like_half_a_number_is_exported_and_imported(
    product: Product, tmp_path: Path, format: str
) -> None:
    product.define("e3", task_name="e3", task_exec="tasks/e3.py", task_env={"A": ".E5", "B": "1e3"})
    file = tmp_path / f"tasks.{format}"
    exported = product.cli("export", str(file))
    assert (exported.returncode, exported.stderr) == (0, "")
    imported = product.cli("import", str(file))
    assert imported.returncode == 0 and imported.stdout.startswith("created 0, updated 0"), imported.stderr


def test_an_export_to_a_folder_that_does_not_exist_is_refused_in_words(product: Product) -> None:
    done = product.cli("export", "/nowhere/at/all/tasks.json")
    assert done.returncode == 2 and "Traceback" not in done.stderr and "/nowhere" in done.stderr


def test_an_import_of_a_file_that_is_not_utf8_is_refused_in_words(product: Product, tmp_path: Path) -> None:
    file = tmp_path / "tasks.json"
    file.write_bytes('{"tasks": [{"task_id": "a", "task_name": "任务"}]}'.encode("gbk"))
    done = product.cli("import", str(file))
    assert done.returncode == 2 and done.stderr == "Error: The text is not UTF-8 (byte 42).\n"


def test_an_import_drops_the_byte_order_mark_of_windows(product: Product, tmp_path: Path) -> None:
    file = tmp_path / "tasks.json"
    file.write_bytes(b'\xef\xbb\xbf{"tasks": []}')
    assert product.cli("import", str(file)).returncode == 0


@pytest.mark.parametrize("expression", [5, None, "* " * 10_000])
def test_a_preview_names_the_field_as_the_caller_wrote_it(product: Product, expression: Any) -> None:
    with pytest.raises(Refused) as refused:
        product.post("/api/schedule/preview", {"expression": expression})
    assert (refused.value.status, refused.value.error["field"]) == (422, "expression")


def test_what_is_missing_is_named_in_chinese_too(product: Product) -> None:
    with pytest.raises(Refused) as refused:
        product.request("GET", "/api/tasks/nobody", **{"Accept-Language": "zh"})
    assert refused.value.error["message"] == "任务 'nobody' 不存在。"


@pytest.mark.parametrize(
    "name, value", [("TASK_STORE", "files"), ("PORT", "web"), ("TIMEZONE", "Mars/Olympus")]
)
def test_a_setting_that_cannot_be_is_refused_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"WATCHBELL_{name}", value)
    done = Product(tmp_path).cli("check")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert f"WATCHBELL_{name}" in done.stderr


@pytest.mark.parametrize("store", ["database", "json_files"])
def test_check_finds_a_broken_file_of_tasks(tmp_path: Path, store: str) -> None:
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf/tasks.json").write_text(
        '{"tasks": [{"task_id": "a", "task_exec": "tasks/x.py", "nope": 1}]}'
    )
    product = Product(tmp_path, WATCHBELL_TASK_STORE=store)
    try:
        done = product.cli("check")
    finally:
        product.close()
    assert done.returncode == 1 and "tasks: tasks[0].nope: There is no field 'nope'." in done.stdout

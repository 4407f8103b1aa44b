"""Times and files as the commands take them: by the rules of the API."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from watchbell.testing import Product


@pytest.fixture
def product(tmp_path: Path) -> Product:
    return Product(tmp_path / "data", WATCHBELL_LANGUAGE="zh")


@pytest.mark.parametrize(
    "start", ["tomorrow", "", "2026-01-01T00:00:00", "2026-01-01", "0001-01-01T00:00+14:00"]
)
def test_a_start_that_is_no_time_with_its_offset_is_refused_as_the_api_does(
    product: Product, start: str
) -> None:
    refused = product.cli("schedule", "preview", "* * * * *", "--start", start)

    assert refused.returncode == 2
    assert "--start" in refused.stderr and "带时区偏移" in refused.stderr


def test_as_many_ticks_as_the_api_gives_are_shown(product: Product) -> None:
    start = ("--start", "2026-01-01T00:00:00+08:00", "--timezone", "Asia/Shanghai")

    shown = product.cli("schedule", "preview", "* * * * *", "--count", "1000", *start)
    refused = product.cli("schedule", "preview", "* * * * *", "--count", "1001", *start)

    assert shown.stdout.count("\n2026-01-01T") == 1000
    assert refused.returncode == 2 and "范围" in refused.stderr


@pytest.mark.parametrize("command", ["export", "import"])
def test_a_file_whose_ending_no_format_has_is_refused(product: Product, tmp_path: Path, command: str) -> None:
    file = tmp_path / "tasks.xml"
    if command == "import":
        file.write_text("{}")

    refused = product.cli(command, str(file))

    assert refused.returncode == 2
    assert ".xml" in refused.stderr and ".yaml" in refused.stderr
    assert file.exists() == (command == "import")


def test_a_file_that_cannot_be_written_is_told_without_the_words_of_python(product: Product) -> None:
    refused = product.cli("export", "/nothing/here.json")

    assert refused.returncode == 2
    assert "/nothing/here.json" in refused.stderr and "Errno" not in refused.stderr


def test_a_program_that_could_not_be_started_ends_the_command_with_1(
    product: Product, tmp_path: Path
) -> None:
    with product:
        product.task("gone", task_type="command", task_exec="tasks/gone")

        assert product.cli("run", "gone", "--wait").returncode == 1


def test_an_address_that_cannot_be_listened_on_is_told_in_chinese(product: Product) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        refused = product.cli("serve", "--port", str(taken.getsockname()[1]))

    assert refused.returncode == 70
    assert "地址已被占用" in refused.stderr and "in use" not in refused.stderr


def test_a_data_directory_that_is_none_is_told_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    refused = Product(tmp_path / "file/data", WATCHBELL_LANGUAGE="zh").cli("export", "-")

    assert refused.returncode == 70
    assert "数据目录" in refused.stderr and "directory:" not in refused.stderr


def test_python_that_cannot_be_read_is_told_in_chinese(product: Product, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("x =\n")

    refused = product.cli("check", "--executions", str(tmp_path))

    assert refused.returncode == 1
    assert "第 1 行" in refused.stderr and "invalid" not in refused.stderr

"""Times and files as the commands take them: by the rules of the API."""

from __future__ import annotations

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

    assert refused.returncode == 70
    assert "/nothing/here.json" in refused.stderr and "Errno" not in refused.stderr


def test_a_program_that_could_not_be_started_ends_the_command_with_1(
    product: Product, tmp_path: Path
) -> None:
    with product:
        product.task("gone", task_type="command", task_exec="tasks/gone")

        assert product.cli("run", "gone", "--wait").returncode == 1

"""A database file that is none, or out of reach: every command says so, and the way out."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from watchbell.testing import Product

_COMMANDS = [("serve", "--port", "0"), ("check",), ("run", "any"), ("export", "-"), ("token", "list")]


def _with_database(folder: Path, content: bytes | None, language: str = "en") -> Product:
    product = Product(folder / "data", WATCHBELL_LANGUAGE=language)
    path = product.data_dir / "watchbell.db"
    path.parent.mkdir(mode=0o700, parents=True)
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    return product


@pytest.mark.parametrize("command", _COMMANDS, ids=lambda words: words[0])
def test_a_file_that_is_no_database_is_named_with_the_way_out(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    noise = os.urandom(8192)
    product = _with_database(tmp_path, noise)

    refused = product.cli(*command)

    assert refused.returncode == 70
    assert "watchbell.db is damaged" in refused.stderr and "backup" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert (product.data_dir / "watchbell.db").read_bytes() == noise
    assert not product.launcher_pids()


@pytest.mark.parametrize("command", _COMMANDS[:2], ids=lambda words: words[0])
def test_a_folder_in_the_place_of_the_database_is_named(tmp_path: Path, command: tuple[str, ...]) -> None:
    refused = _with_database(tmp_path, None).cli(*command)

    assert refused.returncode == 70
    assert "cannot be opened or written" in refused.stderr and "Traceback" not in refused.stderr


def test_it_is_told_in_chinese_and_as_json_too(tmp_path: Path) -> None:
    refused = _with_database(tmp_path, b"x" * 8192, "zh").cli("check", "--json")

    error = json.loads(refused.stderr)["error"]
    assert error["code"] == "database_damaged"
    assert "已损坏" in error["message"] and "备份" in error["hint"]

"""Installing an older version over a database that a newer one has changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from watchbell.testing import Product

_BOOT = "from watchbell.server.boot import boot; boot()\n"
_FROM_THE_FUTURE = (
    "from django.db.migrations.recorder import MigrationRecorder\n"
    "from django.db import connection\n"
    "MigrationRecorder(connection).record_applied({app!r}, {name!r})"
)


def _applied(product: Product, app: str, name: str) -> None:
    product.python(_BOOT + _FROM_THE_FUTURE.format(app=app, name=name))


@pytest.mark.parametrize(
    "command", [("serve", "--port", "0"), ("check",), ("run", "any"), ("export", "-"), ("secret", "list")]
)
def test_a_database_of_a_newer_version_is_refused_and_the_way_out_is_named(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    product = Product(tmp_path / "data", WATCHBELL_LANGUAGE="en")
    _applied(product, "watchbell", "9999_from_the_future")
    refused = product.cli(*command)
    assert refused.returncode == 70
    assert "was changed by a newer version" in refused.stderr and "9999_from_the_future" in refused.stderr
    assert "restore a backup" in refused.stderr
    assert not product.launcher_pids()


def test_the_refusal_speaks_chinese_and_json(tmp_path: Path) -> None:
    product = Product(tmp_path / "data", WATCHBELL_LANGUAGE="zh")
    _applied(product, "watchbell", "9999_from_the_future")
    error = json.loads(product.cli("check", "--json").stderr)["error"]
    assert error["code"] == "database_newer"
    assert "更高版本" in error["message"] and "备份" in error["hint"]


def test_what_other_applications_left_in_the_database_is_their_affair(tmp_path: Path) -> None:
    product = Product(tmp_path / "data")
    _applied(product, "another", "9999_from_the_future")
    assert product.cli("export", "-").returncode == 0

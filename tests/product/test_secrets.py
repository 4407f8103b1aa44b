"""`watchbell secret`, and what a running product never gives away."""

from __future__ import annotations

import json

from watchbell.testing import Product

VALUE = "s3cr3t-9f3b7c"


def test_a_secret_is_set_listed_and_deleted_on_the_command_line(product: Product) -> None:
    told = product.cli("secret", "set", "cli-token", "--value-stdin", stdin=f"{VALUE}\n")
    listed = product.cli("secret", "list", "--json")

    assert told.returncode == 0 and VALUE not in told.stdout + told.stderr
    assert [item["name"] for item in json.loads(listed.stdout)["items"]] == ["cli-token"]
    code = "import sys; from watchbell.server.boot import boot; boot()\n"
    code += "from watchbell.access.secrets import get_secret; print(get_secret('cli-token'))"
    assert product.python(code).strip() == VALUE

    assert product.cli("secret", "delete", "cli-token").returncode == 0
    again = product.cli("secret", "delete", "cli-token")
    assert again.returncode == 2 and "cli-token" in again.stderr


def test_the_value_is_in_no_file_but_encrypted(product: Product) -> None:
    product.cli("secret", "set", "planted", "--value-stdin", stdin=VALUE)
    product.request("PUT", "/api/secrets/planted2", {"value": VALUE})

    files = [path for path in product.data_dir.rglob("*") if path.is_file()]
    assert any(path.name == "watchbell.db" for path in files)
    assert [path for path in files if VALUE.encode() in path.read_bytes()] == []


def test_a_key_of_several_lines_keeps_its_last_line_end(product: Product) -> None:
    product.cli("secret", "set", "ssh", "--value-stdin", stdin="-----BEGIN\nxyz\n-----END\n")

    code = "import sys; from watchbell.server.boot import boot; boot()\n"
    code += "from watchbell.access.secrets import get_secret; print(repr(get_secret('ssh')))"
    assert product.python(code).strip() == r"'-----BEGIN\nxyz\n-----END\n'"


def test_the_key_can_be_changed_while_the_product_runs(product: Product) -> None:
    product.cli("secret", "set", "rotated", "--value-stdin", stdin=VALUE)
    before = (product.data_dir / "conf/secret.key").read_bytes()

    assert product.cli("secret", "change-key").returncode == 0

    assert (product.data_dir / "conf/secret.key").read_bytes() != before
    product.request("PUT", "/api/secrets/after", {"value": "written by the server that runs"})
    assert product.cli("secret", "change-key", "--json").returncode == 0

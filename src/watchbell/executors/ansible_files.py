"""What ansible reads from files, so that it is in no argument and no log: parameters, hosts, secrets."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml


def private_file(path: Path, content: str) -> Path:
    """Writes a file only its owner can read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
    return path


def variables_file(path: Path, parameters: dict[str, Any]) -> Path:
    """Parameters as variables of a playbook.

    Ansible expands templates in variables, and a template can run programs on this machine: whoever may
    only run the playbook must not get that. `!unsafe` leaves a text as it is.
    """
    return private_file(path, yaml.dump(_literal(parameters), Dumper=_Dumper, allow_unicode=True))


def hosts_file(path: Path, hosts: list[str]) -> Path:
    """An inventory of these lines."""
    return private_file(path, "".join(f"{line}\n" for line in hosts))


def key_file(path: Path, key: str) -> Path:
    """A private key; ssh refuses one without a line end, or with Windows line ends."""
    return private_file(path, key.replace("\r\n", "\n").rstrip("\n") + "\n")


class _Text(str):
    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_representer(_Text, lambda dumper, text: dumper.represent_scalar("!unsafe", str(text), style='"'))


def _literal(value: Any) -> Any:
    if isinstance(value, str):
        return _Text(value)
    if isinstance(value, dict):
        return {str(key): _literal(inner) for key, inner in value.items()}
    return [_literal(inner) for inner in value] if isinstance(value, list) else value

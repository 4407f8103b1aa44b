"""The arguments and the environment with which ansible is started."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from watchbell.conf import data_path, get_settings
from watchbell.errors import ExecutionError
from watchbell.executors.ansible_files import hosts_file, key_file, private_file, variables_file
from watchbell.executors.base import RunContext
from watchbell.executors.paths import wrong_place
from watchbell.executors.secret_options import secret_of

RESULT = "result.json"
"""What our callback writes into the folder of the execution."""

_PLUGINS = Path(__file__).parent / "ansible_plugins"
_OTHER_PLUGINS = "~/.ansible/plugins/callback:/usr/share/ansible/plugins/callback"
_LONGEST_SOCKET = 107  # sun_path without its NUL
_SOCKET_NAME = 1 + 10 + 17  # "/", ansible's name for a connection, what ssh adds while it opens it


def executable(name: str, config: dict[str, Any]) -> str:
    """The path of `ansible` or `ansible-playbook`. Raises ExecutionError `ansible_missing`."""
    given = config.get("ansible_folder")
    folders = given or f"{Path(sys.executable).parent}:{get_settings().program_path}"
    found = shutil.which(name, path=folders)
    if found is None:
        raise ExecutionError("ansible_missing", program=name, folders=folders)
    return found


def common_arguments(config: dict[str, Any], folder: Path) -> Iterator[str]:
    """What both programs take; the files they name are made on the way."""
    yield from _values(config)
    yield from _flags(config)
    if config.get("hosts"):
        yield f"--inventory={hosts_file(folder / 'hosts', config['hosts'])}"
    elif config.get("inventory"):
        yield f"--inventory={_inventory(config['inventory'])}"
    if key := secret_of(config, "private_key_secret"):
        yield f"--private-key={key_file(folder / 'private_key', key)}"
    for option in ("vault", "become"):
        if password := secret_of(config, f"{option}_password_secret"):
            yield f"--{option}-password-file={private_file(folder / option, password)}"


def playbook_arguments(config: dict[str, Any], context: RunContext) -> Iterator[str]:
    for option, argument in (("tags", "--tags"), ("skip_tags", "--skip-tags")):
        if config.get(option):
            yield f"{argument}={','.join(config[option])}"
    if context.parameters:
        yield f"--extra-vars=@{variables_file(context.folder / 'variables.yml', context.parameters)}"


def environment(config: dict[str, Any], folder: Path, playbook: Path | None) -> dict[str, str]:
    """Everything ansible keeps goes into the folder; what a user installed in ~/.ansible is still found."""
    env = {
        "ANSIBLE_CALLBACK_PLUGINS": f"{_PLUGINS}:{_OTHER_PLUGINS}",
        "ANSIBLE_LOAD_CALLBACK_PLUGINS": "1",
        "WATCHBELL_ANSIBLE_RESULT": str(folder / RESULT),
        "ANSIBLE_LOCAL_TEMP": str(folder / "tmp"),
        "ANSIBLE_SSH_CONTROL_PATH_DIR": str(folder / "ssh"),
        "ANSIBLE_PERSISTENT_CONTROL_PATH_DIR": str(folder / "connections"),
        "ANSIBLE_FORCE_COLOR": str(config.get("color", False)),
        "ANSIBLE_NOCOLOR": str(not config.get("color", False)),
        "ANSIBLE_NOCOWS": "1",
    }
    if len(os.fsencode(folder / "ssh")) + _SOCKET_NAME > _LONGEST_SOCKET:
        env["ANSIBLE_SSH_ARGS"] = "-C -o ControlMaster=no"  # one connection a task: slower, but it works
    if "host_key_checking" in config:  # else it is for ansible's configuration, which says yes by default
        env["ANSIBLE_HOST_KEY_CHECKING"] = str(config["host_key_checking"])
    if config.get("python_interpreter"):
        env["ANSIBLE_PYTHON_INTERPRETER"] = config["python_interpreter"]
    if playbook and (playbook.parent / "ansible.cfg").is_file():
        env["ANSIBLE_CONFIG"] = str(playbook.parent / "ansible.cfg")
    return env


def _values(config: dict[str, Any]) -> Iterator[str]:
    arguments = {
        "limit": "--limit",
        "forks": "--forks",
        "become_user": "--become-user",
        "remote_user": "--user",
        "connection": "--connection",
        "connection_timeout": "--timeout",
    }
    return (f"{argument}={config[name]}" for name, argument in arguments.items() if config.get(name))


def _flags(config: dict[str, Any]) -> Iterator[str]:
    yield from (f"--{name}" for name in ("check", "diff", "become") if config.get(name))
    if config.get("verbosity"):
        yield "-" + "v" * config["verbosity"]


def _inventory(path: str) -> Path:
    for error in wrong_place(path):  # a link may lead elsewhere since the save
        raise error
    inventory = data_path(path)
    if not inventory.exists():
        raise ExecutionError("missing_inventory", path=str(inventory))
    return inventory

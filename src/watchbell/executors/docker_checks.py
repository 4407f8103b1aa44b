"""What a docker task may ask for: checked when it is saved, and again right before the start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from watchbell.conf import data_path, get_settings
from watchbell.errors import ConfigurationError
from watchbell.executors.docker_options import BUILD, ONLY_FOR, PUSH, RUN
from watchbell.executors.paths import below

# Registry, path, tag and digest of an image; the engine knows the finer rules.
_IMAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,400}")
_VOLUME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]+")
_TARGET = re.compile(r"/[^:\0]*")


class Mount(NamedTuple):
    """A folder of the host (an absolute path) or the name of a volume, and where it is in the container."""

    source: str
    target: str
    read_only: bool

    @property
    def is_folder(self) -> bool:
        return self.source.startswith("/")


def problems(image: str, config: dict[str, Any]) -> Iterator[ConfigurationError]:
    """What is wrong with `image` and options that fit the schema."""
    action = config.get("action", RUN)
    if not _IMAGE.fullmatch(image):
        yield ConfigurationError("docker_image_invalid", field="task_exec", image=image[:100])
    for name in config:
        if ONLY_FOR.get(name) not in (None, "", action):
            yield ConfigurationError("docker_option_unused", field=f"task_config.{name}", action=action)
    if action == RUN:
        yield from _wrong_mounts(config)
        yield from _host_rights(config)
    if action == BUILD:
        yield from _wrong_context(config)
    if action == PUSH and "@" in image:
        yield ConfigurationError("docker_image_invalid", field="task_exec", image=image[:100])
    if config.get("registry_user") and not config.get("registry_password_secret"):
        yield ConfigurationError("field_required", field="task_config.registry_password_secret")


def enforce(image: str, config: dict[str, Any]) -> None:
    """Raises the first of the problems: a link or a setting may have changed since the save."""
    for problem in problems(image, config):
        raise problem


def mounts_of(config: dict[str, Any]) -> list[Mount]:
    """The mounts that `config` asks for; a folder with all links on the way to it resolved."""
    return [mount for text in config.get("mounts", []) if (mount := _mount(text))]


def context_folder(config: dict[str, Any]) -> Path:
    """The build context. Only after `enforce`."""
    return data_path(config["context"]).resolve()


def _mount(text: str) -> Mount | None:
    source, _, rest = text.partition(":")
    target, _, mode = rest.partition(":")
    is_source = _VOLUME.fullmatch(source) or (source.startswith("/") and "\0" not in source)
    if not is_source or not _TARGET.fullmatch(target) or mode not in ("", "ro", "rw"):
        return None
    if source.startswith("/"):
        source = str(Path(source).resolve())
    return Mount(source, target, mode == "ro")


def _wrong_mounts(config: dict[str, Any]) -> Iterator[ConfigurationError]:
    allowed = [part for part in get_settings().docker_mounts.split(":") if part]
    for number, text in enumerate(config.get("mounts", [])):
        field = f"task_config.mounts[{number}]"
        mount = _mount(text)
        if mount is None:
            yield ConfigurationError("docker_mount_invalid", field=field, mount=text[:200])
        elif not any(_covers(part, mount) for part in allowed):
            yield ConfigurationError("docker_mount_refused", field=field, source=mount.source)


def _covers(allowed: str, mount: Mount) -> bool:
    if not mount.is_folder or not allowed.startswith("/"):
        return mount.source == allowed
    return Path(mount.source) == Path(allowed).resolve() or bool(below(Path(mount.source), Path(allowed)))


def _host_rights(config: dict[str, Any]) -> Iterator[ConfigurationError]:
    if get_settings().docker_privileged:
        return
    network = config.get("network", "")
    asked = {
        "privileged": bool(config.get("privileged")),
        "host_pid": bool(config.get("host_pid")),
        "network": network == "host" or network.startswith("container:"),
    }
    for name, is_asked in asked.items():
        if is_asked:
            yield ConfigurationError("docker_right_refused", field=f"task_config.{name}", right=name)


def _wrong_context(config: dict[str, Any]) -> Iterator[ConfigurationError]:
    folder, dockerfile = config.get("context", ""), config.get("dockerfile", "")
    if not folder:
        yield ConfigurationError("field_required", field="task_config.context")
        return
    for name, path in (("context", folder), ("dockerfile", dockerfile)):
        if ".." in PurePosixPath(path).parts:
            yield ConfigurationError("path_goes_up", field=f"task_config.{name}", path=path)
            return
    roots = [data_path("tasks"), *get_settings().roots]
    context = data_path(folder)
    if not any(context.resolve() == root.resolve() or below(context, root) for root in roots):
        yield ConfigurationError("docker_context_outside", field="task_config.context", path=folder)
    elif dockerfile and not below(context / dockerfile, context):
        yield ConfigurationError("docker_context_outside", field="task_config.dockerfile", path=dockerfile)

"""Images: whether the engine has one, and getting it from its registry."""

from __future__ import annotations

from typing import Any

from watchbell.errors import ExecutionError
from watchbell.executors.docker_client import is_missing, speaking
from watchbell.executors.secret_options import secret_of


def ensure_image(engine: Any, image: str, config: dict[str, Any]) -> None:
    """Pulls `image` where the options say so. Raises ExecutionError where it cannot be had."""
    policy = config.get("pull", "missing")
    if policy != "always" and _has(engine, image):
        return
    if policy == "never":
        raise ExecutionError("docker_image_missing", image=image)
    try:
        with speaking():
            name, tag = split(image)
            stream = engine.pull(name, tag=tag, auth_config=credentials(config), stream=True, decode=True)
            problem = next((line["error"] for line in stream if line.get("error")), None)
    except ExecutionError as error:
        raise ExecutionError("docker_pull_failed", image=image, detail=error.values["detail"]) from error
    if problem:
        raise ExecutionError("docker_pull_failed", image=image, detail=problem.strip())


def split(image: str) -> tuple[str, str]:
    """Repository and tag (`latest` where none is named); a digest stays with the repository's `@`."""
    if "@" in image:
        name, _, digest = image.partition("@")
        return name, digest
    head, slash, last = image.rpartition("/")
    name, _, tag = last.partition(":")
    return f"{head}{slash}{name}", tag or "latest"


def credentials(config: dict[str, Any]) -> dict[str, str]:
    """For the registry; empty where none are named, so that those of the server's user are not taken."""
    password = secret_of(config, "registry_password_secret")
    if password is None:
        return {}
    return {"username": config.get("registry_user", ""), "password": password}


def _has(engine: Any, image: str) -> bool:
    try:
        with speaking():
            engine.inspect_image(image)
    except ExecutionError as error:
        if is_missing(error):
            return False
        raise
    return True

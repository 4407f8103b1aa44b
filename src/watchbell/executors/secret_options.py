"""Options that name a secret. The value is fetched where it is used, and goes nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from watchbell.errors import ConfigurationError
from watchbell.executors.base import text

_FORM = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"


def secret_option(en: str, zh: str, **more: Any) -> dict[str, Any]:
    """A text option that holds the name of a secret."""
    return text(en, zh, pattern=_FORM, **{"x-secret": True, **more})


def secret_of(config: dict[str, Any], option: str) -> str | None:
    """The value of the secret that `option` names, None where it names none.

    Raises ConfigurationError `secret_unknown` with the option as its field.
    """
    name = config.get(option)
    if not name:
        return None
    from watchbell.access.secrets import get_secret  # needs Django, which a schema does not

    return get_secret(name, field=f"task_config.{option}")


def unknown_secrets(
    schema: dict[str, Any], config: Any, path: str = "task_config"
) -> Iterator[ConfigurationError]:
    """An error for each secret that `config` names and that does not exist."""
    if not isinstance(config, dict):
        return
    own = schema.get("properties", {})
    for name, value in config.items():
        option = own.get(name, schema.get("additionalProperties"))
        if not isinstance(option, dict):
            continue
        if option.get("x-secret"):
            if isinstance(value, str) and value and not _exists(value):
                yield ConfigurationError("secret_unknown", field=f"{path}.{name}", name=value[:100])
        else:
            yield from unknown_secrets(option, value, f"{path}.{name}")


def _exists(name: str) -> bool:
    from watchbell.access.secrets import secret_exists

    return secret_exists(name)

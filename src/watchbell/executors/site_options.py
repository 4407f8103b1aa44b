"""Options that executors for other systems share."""

from __future__ import annotations

from typing import Any

from watchbell.errors import ConfigurationError
from watchbell.executors.base import text
from watchbell.executors.outgoing_addresses import wrong_url
from watchbell.executors.placeholders import as_text, fill, wrong_placeholders

MARK = "WATCHBELL_EXECUTION_ID"
"""The parameter or variable by which what we started is found again."""

URL = text(
    "Address",
    "地址",
    description="For example https://ci.example.com.",
    **{"x-description-zh": "例如 https://ci.example.com。"},
)
VERIFY_TLS: dict[str, Any] = {
    "type": "boolean",
    "title": "Check the certificate",
    "x-title-zh": "检查证书",
    "default": True,
}


def values_option(en: str, zh: str) -> dict[str, Any]:
    """An object of values that the target gets by name."""
    return {
        "type": "object",
        "title": en,
        "x-title-zh": zh,
        "description": 'By default the parameters of the run. A value may be {"from": "parameters.name"}.',
        "x-description-zh": '默认为本次运行的参数。值可以写成 {"from": "parameters.名称"}。',
    }


def values_of(config: dict[str, Any], option: str, parameters: dict[str, Any]) -> dict[str, str]:
    """What the target gets by name, as text. Raises ConfigurationError where a value is missing."""
    given = fill(config.get(option, parameters), parameters, f"task_config.{option}")
    return {name: as_text(value) for name, value in given.items()}


def wrong_site(config: dict[str, Any], option: str) -> list[ConfigurationError]:
    """What is wrong with the address and the values, beyond what the schema says."""
    address = wrong_url(config["url"], "task_config.url") if "url" in config else []
    return address + wrong_placeholders(config.get(option), f"task_config.{option}")

"""From the options of a task and the parameters of a run to one request."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx

from watchbell.errors import ConfigurationError
from watchbell.executors.base import ExecutionSpec
from watchbell.executors.http_options import BREAKS
from watchbell.executors.placeholders import as_text, fill
from watchbell.executors.secret_options import secret_of

_TYPES = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "text": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Request:
    """What is sent. `private` are the names of the headers that nobody may see, `secrets` their values."""

    method: str
    url: str
    headers: dict[str, str]
    content: bytes | None
    private: frozenset[str] = frozenset()
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        return [(name.encode(), value.encode()) for name, value in self.headers.items()]


def request_of(spec: ExecutionSpec, parameters: dict[str, Any]) -> Request:
    """Raises ConfigurationError where a value or a secret is missing, or cannot be sent."""
    config = spec.config
    headers = _filled(config, "headers", parameters)
    content = _content(config, parameters)
    if content is not None and "content-type" not in {name.lower() for name in headers}:
        headers["Content-Type"] = _TYPES[config.get("body_type", "json")]
    private, secrets = _private(config)
    return Request(
        method=config.get("method", "GET"),
        url=_url(spec.program, _filled(config, "query", parameters)),
        headers={**headers, **private},
        content=content,
        private=frozenset(name.lower() for name in private),
        secrets=secrets,
    )


def _url(address: str, query: dict[str, str]) -> str:
    if not query:
        return address
    url = httpx.URL(address)
    return str(url.copy_with(params=url.params.merge(query)))


def _filled(config: dict[str, Any], option: str, parameters: dict[str, Any]) -> dict[str, str]:
    filled: dict[str, Any] = fill(config.get(option, {}), parameters, f"task_config.{option}")
    texts = {name: as_text(value) for name, value in filled.items()}
    for name, value in texts.items():
        if option == "headers" and any(letter in value for letter in BREAKS):
            raise ConfigurationError("field_wrong_form", field=f"task_config.headers.{name}", name=name)
    return texts


def _content(config: dict[str, Any], parameters: dict[str, Any]) -> bytes | None:
    if "body" not in config:
        return None
    body = fill(config["body"], parameters, "task_config.body")
    match config.get("body_type", "json"):
        case "form":
            pairs = body.items() if isinstance(body, dict) else ()
            return urlencode([(name, as_text(value)) for name, value in pairs]).encode()
        case "text":
            return as_text(body).encode()
    return json.dumps(body, ensure_ascii=False).encode()


def _private(config: dict[str, Any]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The headers that carry secrets, and everything that must not be seen of them."""
    headers: dict[str, str] = {}
    secrets: list[str] = []
    if token := secret_of(config, "token_secret"):
        name = config.get("token_header") or "Authorization"
        headers[name] = token if config.get("token_header") else f"Bearer {token}"
        secrets.append(token)
    if password := secret_of(config, "password_secret"):
        coded = b64encode(f"{config.get('user', '')}:{password}".encode()).decode()
        headers["Authorization"] = f"Basic {coded}"
        secrets += [password, coded]
    for name in config.get("secret_headers", {}):
        headers[name] = secret_of(config["secret_headers"], name) or ""
        secrets.append(headers[name])
    if any(letter in value for value in headers.values() for letter in "\r\n\0"):
        raise ConfigurationError("secret_not_for_header", field="task_config")
    return headers, tuple(secrets)

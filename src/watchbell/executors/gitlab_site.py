"""A GitLab project and its pipelines (GitLab: REST API, version 4)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from watchbell.executors.base import ExecutionSpec
from watchbell.executors.gitlab import DEFAULT_URL
from watchbell.executors.outgoing import Answer
from watchbell.executors.rest import Site
from watchbell.executors.secret_options import secret_of

_PAGE = 100
_MOST_PAGES = 20


def gitlab(spec: ExecutionSpec, *, is_patient: bool) -> Site:
    config = spec.config
    headers = {}
    if token := secret_of(config, "token_secret"):
        headers["PRIVATE-TOKEN"] = token
    return Site(
        _url(spec),
        headers,
        verify=config.get("verify_tls", True),
        is_patient=is_patient,
        detail=_detail,
    )


def project_path(spec: ExecutionSpec) -> str:
    return f"/api/v4/projects/{quote(spec.program.strip('/'), safe='')}"


def host(spec: ExecutionSpec) -> str:
    return urlsplit(_url(spec)).netloc


def pages(site: Site, path: str) -> Iterator[dict[str, Any]]:
    """Every item of a list, page by page."""
    number = "1"
    joint = "&" if "?" in path else "?"
    for _ in range(_MOST_PAGES):
        answer = site.call("GET", f"{path}{joint}per_page={_PAGE}&page={number}")
        yield from answer.json()
        number = answer.headers.get("X-Next-Page", "")
        if not number.isdigit():
            return


def _url(spec: ExecutionSpec) -> str:
    return spec.config.get("url") or DEFAULT_URL


def _detail(answer: Answer) -> str:
    """What GitLab says of a refusal: `message` or `error`, a text or lists of them."""
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        return ""
    said = (told.get("message") or told.get("error") or "") if isinstance(told, dict) else ""
    return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)

"""The options of an HTTP request, and what is wrong with them."""

from __future__ import annotations

import re
from typing import Any

from watchbell.errors import ConfigurationError
from watchbell.executors.base import options, text
from watchbell.executors.placeholders import wrong_placeholders
from watchbell.executors.secret_options import secret_option

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding"})
_SECRET = frozenset({"authorization", "proxy-authorization", "cookie"})
_PLACEHOLDERS = {
    "description": 'A value may be {"from": "parameters.name"}: the parameter of the run.',
    "x-description-zh": '值可以写成 {"from": "parameters.名称"}，即本次运行的参数。',
}


def _switch(en: str, zh: str, default: bool, **more: Any) -> dict[str, Any]:
    return {"type": "boolean", "title": en, "x-title-zh": zh, "default": default, **more}


OPTIONS = options(
    method=text(
        "Method", "方法", enum=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"], default="GET"
    ),
    query={"type": "object", "title": "Query", "x-title-zh": "查询参数", **_PLACEHOLDERS},
    headers={"type": "object", "title": "Headers", "x-title-zh": "请求头", **_PLACEHOLDERS},
    body={"title": "Body", "x-title-zh": "请求体", **_PLACEHOLDERS},
    body_type=text(
        "Form of the body",
        "请求体形式",
        enum=["json", "form", "text"],
        default="json",
        description="form: an object, sent as a web form; text: sent as it is.",
        **{"x-description-zh": "form：对象，以表单发送；text：按原样发送。"},
    ),
    token_secret=secret_option(
        "Token (secret)",
        "令牌（密钥）",
        description="Sent as 'Authorization: Bearer …', or in the header named below.",
        **{"x-description-zh": "以 Authorization: Bearer … 发送，或放在下面指定的请求头中。"},
    ),
    token_header=text("Header of the token", "令牌所在的请求头"),
    user=text("User", "用户"),
    password_secret=secret_option("Password (secret)", "密码（密钥）"),
    secret_headers={
        "type": "object",
        "title": "Secret headers",
        "x-title-zh": "机密请求头",
        "description": "Header names, each with the name of a secret.",
        "x-description-zh": "请求头名称及其对应的密钥名称。",
        "additionalProperties": secret_option("Secret", "密钥"),
    },
    expected_status={
        "type": "array",
        "items": {"type": "integer", "minimum": 100, "maximum": 599},
        "title": "Statuses that are a success",
        "x-title-zh": "视为成功的状态码",
        "description": "By default 200 to 299.",
        "x-description-zh": "默认 200 至 299。",
    },
    result_path=text(
        "Path of the result",
        "结果的路径",
        description="For example data.items.0; by default the whole answer, where it is JSON.",
        **{"x-description-zh": "例如 data.items.0；默认为整个应答（须为 JSON）。"},
    ),
    request_timeout={
        "type": "number",
        "exclusiveMinimum": 0,
        "maximum": 86400,
        "default": 60,
        "title": "Seconds for the whole request",
        "x-title-zh": "整个请求的秒数",
    },
    follow_redirects=_switch("Follow redirects", "跟随重定向", False),
    log=text(
        "What the log holds",
        "日志内容",
        enum=["all", "head", "body"],
        default="all",
        description="head: request and status; body: the answer alone.",
        **{"x-description-zh": "head：请求与状态；body：仅应答内容。"},
    ),
    verify_tls=_switch("Check the certificate", "检查证书", True),
    repeatable=_switch(
        "May be repeated",
        "可以重复",
        False,
        description="Whether the request may be sent again when Watchbell was ended before the answer came.",
        **{"x-description-zh": "更钟在收到应答前被终止时，是否可以再次发送该请求。"},
    ),
)


BREAKS = "\r\n\0"
"""What no value of a header may hold."""


def wrong_options(config: dict[str, Any]) -> list[ConfigurationError]:
    """What the schema cannot say."""
    problems = []
    for option in ("query", "headers", "body"):
        problems += wrong_placeholders(config.get(option), f"task_config.{option}")
    problems += [
        ConfigurationError("header_not_allowed", field=f"task_config.{option}.{name}", name=name[:100])
        for option in ("headers", "secret_headers")
        for name in config.get(option, {})
        if not _may_be_set(name, is_secret=option == "secret_headers")
    ]
    problems += [
        ConfigurationError("field_wrong_form", field=f"task_config.headers.{name}", name=name[:100])
        for name, value in config.get("headers", {}).items()
        if isinstance(value, str) and any(letter in value for letter in BREAKS)
    ]
    header = config.get("token_header")
    if header and not _may_be_set(header, is_secret=True):
        problems.append(
            ConfigurationError("header_not_allowed", field="task_config.token_header", name=header)
        )
    if config.get("password_secret") and not config.get("user"):
        problems.append(ConfigurationError("password_without_user", field="task_config.user"))
    if config.get("body_type") == "form" and not isinstance(config.get("body", {}), dict):
        field = "task_config.body"
        problems.append(ConfigurationError("field_not_object", field=field, name="body"))
    return problems


def _may_be_set(name: str, *, is_secret: bool) -> bool:
    lower = name.lower()
    return bool(_TOKEN.fullmatch(name)) and lower not in _OURS and (is_secret or lower not in _SECRET)

"""One small family of errors. Each carries a code; its words in both languages are in `messages`."""

from __future__ import annotations

from typing import Any, ClassVar

from watchbell.messages import MESSAGES


class WatchbellError(Exception):
    """Anything Watchbell refuses or fails to do.

    `code` names an entry of `messages.MESSAGES`; `values` fill its text; `field` is the path of
    the input that is wrong (`task_schedule`, `steps[2].needs`), or None.
    """

    http_status: ClassVar[int] = 500

    def __init__(self, code: str, *, field: str | None = None, **values: Any) -> None:
        self.code = code
        self.field = field
        self.values = values
        super().__init__(code)

    def __str__(self) -> str:
        return self.message("en")

    def message(self, language: str) -> str:
        """The sentence for people, in `language` ("en" or "zh")."""
        return MESSAGES[self.code].text(language).format(**self._words())

    def hint(self, language: str) -> str | None:
        """The way out, or None where the message says it all, or where it would list nothing."""
        if self.values.get("known") == "" and "{known}" in MESSAGES[self.code].hint(language):
            return None
        return MESSAGES[self.code].hint(language).format(**self._words()) or None

    def _words(self) -> dict[str, Any]:
        # Where a detail is the same in both languages (a name, a number), it is given once.
        return {"field": self.field, "detail_zh": self.values.get("detail"), **self.values}


class ConfigurationError(WatchbellError):
    """A definition or setting that is not valid (seed 004, 配置错误)."""

    http_status = 422


class ScheduleError(ConfigurationError):
    """A schedule that cannot be understood or never comes due (seed 004, 调度错误)."""


class DependencyError(ConfigurationError):
    """A dependency that is unknown or closes a cycle (seed 004, 依赖错误)."""


class InvalidInput(ConfigurationError):
    """Several things wrong with one input, all told at once."""

    def __init__(self, errors: list[WatchbellError]) -> None:
        self.errors = errors
        first = errors[0]
        super().__init__(first.code, field=first.field, **first.values)


class ExecutionError(WatchbellError):
    """A program that could not be run (seed 004, 执行错误)."""

    http_status = 409


class SystemFailure(WatchbellError):
    """The machine or a service we need does not do its part (seed 004, 系统错误)."""

    http_status = 503


class MalformedRequest(WatchbellError):
    """Input that cannot even be parsed."""

    http_status = 400


class NotAuthenticated(WatchbellError):
    http_status = 401


class NotAllowed(WatchbellError):
    http_status = 403


class NotFound(WatchbellError):
    http_status = 404

    def message(self, language: str) -> str:
        nouns = {
            "task": "任务",
            "execution": "执行",
            "user": "用户",
            "backup": "备份",
            "secret": "密钥",
            "script": "脚本",
            "script folder": "脚本文件夹",
            "page button": "页面按钮",
            "button key": "按钮密钥",
            "API key": "API 密钥",
        }
        if language != "zh" or self.values.get("what") not in nouns:
            return super().message(language)
        words = {**self._words(), "what": nouns[self.values["what"]]}
        return MESSAGES[self.code].text(language).format(**words)


class Conflict(WatchbellError):
    http_status = 409


class EditedMeanwhile(WatchbellError):
    """Somebody saved a newer version than the one this change was made from."""

    http_status = 412


class TooManyRequests(WatchbellError):
    http_status = 429

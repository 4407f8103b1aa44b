"""Reading YAML that people wrote: plain data only, bounded, and without YAML 1.1's surprises.

Scalars are read as YAML 1.2 has them: `no` is text, `22:22` is text, `010` is text. Events are
turned into values one by one, so that neither depth nor aliases can exhaust anything (E-30).
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from watchbell.errors import ConfigurationError
from watchbell.kernel.found import yaml_words
from watchbell.tasks.definition_plain import DEEPEST, joined

LARGEST = 8 * 1024 * 1024
MOST_ALIASES = 1_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STANDARD = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,18})")
_FLOAT = re.compile(r"[-+]?(?=\.?[0-9])(0|[1-9][0-9]{0,18})?(\.[0-9]{1,18})?([eE][-+]?[0-9]{1,3})?")
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}

_PROBLEMS = {
    "tag": ("the tag {} is no plain data", "标签 {} 不是普通数据"),
    "alias_open": ("the alias *{} has no finished anchor", "别名 *{} 没有已完成的锚点"),
    "key_not_text": ("a key must be text", "键必须是文本"),
}


def read_yaml(text: str) -> tuple[Any, dict[str, int]]:
    """The value of `text`, and the line of each value in it by its path.

    Raises ConfigurationError with line and column (`values`): malformed, a key given twice, a tag that
    is no plain data, too deep, too many aliases, more than one document.
    """
    if len(text) > LARGEST:
        raise ConfigurationError("file_too_large", limit=LARGEST)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where: dict[str, Any] = (
            {"line": mark.line + 1, "column": mark.column + 1} if mark else {"line": 1, "column": 1}
        )
        raise ConfigurationError(
            "yaml_malformed", **yaml_words(error.problem or error.context or "").details(), **where
        ) from None
    except yaml.YAMLError:  # a character YAML forbids
        words = yaml_words("control characters are not allowed").details()
        raise ConfigurationError("yaml_malformed", line=1, column=1, **words) from None
    if builder.documents == 0:
        raise ConfigurationError("file_empty")
    return builder.root, builder.lines


class _Builder:
    """Takes the events of one document and puts the value together."""

    def __init__(self) -> None:
        self.root: Any = None
        self.lines: dict[str, int] = {}
        self.documents = 0
        self._stack: list[_Container] = []
        self._anchors: dict[str, Any] = {}
        self._aliases = 0

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _wrong(event, "yaml_too_complex", what="document", what_zh="文档", limit=1)
        elif isinstance(event, yaml.ScalarEvent):
            self._anchor(event, self._add(event, _scalar(event)))
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(event, {})
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(event, [])
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            closed = self._stack.pop()
            self._anchor(closed.event, closed.value)

    def _open(self, event: Any, value: Any) -> None:
        if len(self._stack) >= DEEPEST:
            raise _wrong(event, "nested_too_deeply", limit=DEEPEST)
        kind = "map" if isinstance(value, dict) else "seq"
        if event.tag not in (None, "!", f"{_STANDARD}{kind}"):
            raise _wrong(event, "yaml_malformed", **_words("tag", event.tag))
        path = self._path()
        self._add(event, value)
        self._stack.append(_Container(event, value, path))

    def _add(self, event: Any, value: Any) -> Any:
        top = self._stack[-1] if self._stack else None
        if top is None:
            self.root = value
        elif isinstance(top.value, list):
            self._note(event)
            top.value.append(value)
        elif top.waits_for_key:
            top.take_key(event, value)
        else:
            self._note(event)
            top.value[top.key] = value
            top.waits_for_key = True
        return value

    def _note(self, event: Any) -> None:
        self.lines[self._path()] = event.start_mark.line + 1

    def _path(self) -> str:
        top = self._stack[-1] if self._stack else None
        if top is None:
            return ""
        is_list = isinstance(top.value, list)
        return f"{top.path}[{len(top.value)}]" if is_list else joined(top.path, top.key)

    def _alias(self, event: Any) -> None:
        self._aliases += 1
        if self._aliases > MOST_ALIASES:
            raise _wrong(event, "yaml_too_complex", what="aliases", what_zh="别名", limit=MOST_ALIASES)
        if event.anchor not in self._anchors:  # unknown, or still open: it would contain itself
            raise _wrong(event, "yaml_malformed", **_words("alias_open", event.anchor))
        self._add(event, self._anchors[event.anchor])

    def _anchor(self, event: Any, value: Any) -> None:
        if event.anchor:
            self._anchors[event.anchor] = value


class _Container:
    def __init__(self, event: Any, value: Any, path: str) -> None:
        self.event = event
        self.value = value
        self.path = path
        self.key = ""
        self.waits_for_key = isinstance(value, dict)

    def take_key(self, event: Any, key: Any) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise _wrong(event, "yaml_malformed", **_words("key_not_text"))
        if event.value in self.value:
            raise _wrong(event, "json_duplicate_key", key=event.value)
        self.key = event.value
        self.waits_for_key = False


def _scalar(event: Any) -> Any:
    text: str = event.value
    if event.tag not in (None, "!"):
        if event.tag != f"{_STANDARD}str":
            raise _wrong(event, "yaml_malformed", **_words("tag", event.tag))
        return text
    if event.style or event.tag == "!":
        return text
    return plain_value(text)


def plain_value(text: str) -> Any:
    """What a scalar without quotes stands for."""
    if text.lower() in _CONSTANTS:
        return _CONSTANTS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _wrong(event: Any, code: str, **values: Any) -> ConfigurationError:
    mark = event.start_mark
    return ConfigurationError(code, line=mark.line + 1, column=mark.column + 1, **values)


def _words(problem: str, text: str = "") -> dict[str, str]:
    english, chinese = _PROBLEMS[problem]
    return {"detail": english.format(text), "detail_zh": chinese.format(text)}

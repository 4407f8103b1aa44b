"""Click's own words (errors, headings of the help, prompts) in the language of this command line.

Click asks gettext, whose catalogues are binary files of the whole machine; these few sentences are kept here.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from watchbell.cli.words import language

CHINESE = {
    "Usage:": "用法:",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "位置参数",
    "required": "必填",
    "default: {default}": "默认：{default}",
    "env var: {var}": "环境变量：{var}",
    "(dynamic)": "（动态）",
    "Show this message and exit.": "显示本说明并退出。",
    "Show the version and exit.": "显示版本并退出。",
    "%(prog)s, version %(version)s": "%(prog)s，版本 %(version)s",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "运行 '{command} {option}' 查看帮助。",
    "Did you mean {possibility}?": "您是否想写：{possibilities}？",
    "Missing command.": "缺少命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少 {param_type}",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "Got unexpected extra argument ({args})": "多余的参数（{args}）",
    "Invalid value: {message}": "无效的值：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值无效：{message}",
    "Takes {nargs} values but 1 was given.": "需要 {nargs} 个值，实际给出 {len} 个。",
    "Argument {name!r} takes {nargs} values.": "参数 {name!r} 需要 {nargs} 个值。",
    "Option {name!r} does not take a value.": "选项 {name!r} 不接受值。",
    "Option {name!r} requires an argument.": "选项 {name!r} 需要 {nargs} 个值。",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "{value!r} is not {choice}.": "{value!r} 不在可选值之中：{choices}。",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是有效的{number_type}。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 之内。",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} 不是布尔值，可用：{states}",
    "{len_type} values are required, but {len_value} was given.": (
        "需要 {len_type} 个值，只有 {len_value} 个。"
    ),
    "file": "文件",
    "directory": "目录",
    "path": "路径",
    "{name} {filename!r} does not exist.": "{name} {filename!r} 不存在。",
    "{name} {filename!r} is a file.": "{name} {filename!r} 是文件。",
    "{name} {filename!r} is a directory.": "{name} {filename!r} 是目录。",
    "{name} {filename!r} is not readable.": "{name} {filename!r} 不可读。",
    "{name} {filename!r} is not writable.": "{name} {filename!r} 不可写。",
    "{name} {filename!r} is not executable.": "{name} {filename!r} 不可执行。",
    "Could not open file {filename!r}: {message}": "无法打开文件 {filename!r}：{message}",
    "unknown error": "未知错误",
    "Aborted!": "已中止！",
    "Do you want to continue?": "要继续吗？",
    "Repeat for confirmation": "再次输入以确认",
    "Error: The two entered values do not match.": "错误：两次输入不一致。",
    "Error: invalid input": "错误：输入无效",
}
_KINDS = {
    "number_type": {"integer": "整数", "float": "数字", "integer range": "整数", "float range": "数字"},
    "name": {"File": "文件", "Directory": "目录", "Path": "路径"},
}
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types", "utils")


def install() -> None:
    """Has click look its sentences up here from now on."""
    for name in _MODULES:
        module: Any = import_module(f"click.{name}")
        for asked, ours in (("_", _sentence), ("ngettext", _counted)):
            if hasattr(module, asked):
                setattr(module, asked, ours)


class _Chinese(str):
    """A template that names click's kinds of values in Chinese, too."""

    def format(self, *args: Any, **values: Any) -> str:
        told = {name: kinds.get(values[name]) for name, kinds in _KINDS.items() if name in values}
        return super().format(*args, **{**values, **{name: kind for name, kind in told.items() if kind}})


def _sentence(english: str) -> str:
    return _Chinese(CHINESE.get(english, english)) if language() == "zh" else english


def _counted(one: str, many: str, count: int) -> str:
    """Chinese has one form for any number."""
    return _sentence(one) if language() == "zh" and one in CHINESE else one if count == 1 else many

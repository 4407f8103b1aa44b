"""Who may import whom, as the import contract in `pyproject.toml` has it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from docs.generators.markdown import code, table

CONTENT = {
    "testing": ("what hosts and authors of plugins test with", "供宿主项目与插件作者测试之用"),
    "cli": ("the command line", "命令行"),
    "server": ("the product as a Django project, and its engine", "作为 Django 项目的产品本身，及其引擎"),
    "api": ("HTTP routes and live events", "HTTP 路由与实时事件"),
    "scheduler": ("due ticks become rows", "到期的触发时刻变为记录"),
    "pipelines": ("steps: definition, check, advance, resume", "步骤：定义、检查、推进、继续"),
    "scripts": ("discovery, registration, page buttons", "脚本的发现与登记、页面按钮"),
    "tasks": ("definitions, stores, running, import and export", "任务定义、存储、运行、导入与导出"),
    "executions": ("the record, the dispatcher, logs, the logger", "执行记录、分发器、日志、执行日志器"),
    "access": ("users, API keys, who may do what", "用户、API 密钥、权限"),
    "executors": ("how each kind of task becomes a command", "各类任务如何变为命令"),
    "launcher": ("the process that owns programs", "拥有程序的进程"),
    "conf": ("settings", "设置"),
    "registry": ("plugins", "插件"),
    "kernel": ("rules without input or output", "不含输入输出的规则"),
    "errors": ("the family of errors", "错误类"),
    "messages": ("their words, in both languages", "错误的双语文字"),
}
_HEADERS = {"en": ("Layer", "Packages", "Content"), "zh": ("层", "包", "内容")}


def block(language: str) -> str:
    rows = [_row(number, layer, language) for number, layer in enumerate(layers(), 1)]
    return table(_HEADERS[language], rows)


def layers() -> list[list[str]]:
    """The packages of each layer, the uppermost first."""
    project = tomllib.loads(Path(__file__).parents[2].joinpath("pyproject.toml").read_text())
    [contract] = project["tool"]["importlinter"]["contracts"]
    return [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]


def _row(number: int, packages: list[str], language: str) -> tuple[str, ...]:
    separator = "；" if language == "zh" else "; "
    content = separator.join(CONTENT.get(name, ("", ""))[language == "zh"] for name in packages)
    return str(number), ", ".join(code(name) for name in packages), content

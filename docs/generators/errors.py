"""Every code of `watchbell.messages`, a table for each area."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules

from docs.generators.markdown import code, table, text
from watchbell import messages
from watchbell.messages import Message

_TITLES = {
    "api": ("Requests, signing in, set-up", "请求、登录与初始化"),
    "ansible": ("Ansible", "Ansible"),
    "buttons": ("Page buttons", "页面按钮"),
    "docker": ("Docker", "Docker"),
    "embedding": ("In a Django project", "嵌入 Django 项目"),
    "kubernetes": ("Kubernetes", "Kubernetes"),
    "outgoing": ("Outgoing requests", "对外请求"),
    "pipelines": ("Pipelines", "流水线"),
    "remote": ("What runs elsewhere", "在别处运行的工作"),
    "scripts": ("Scripts", "脚本"),
    "secrets": ("Secrets", "机密"),
    "sites": ("HTTP, Jenkins, GitLab", "HTTP、Jenkins、GitLab"),
    "dependencies": ("Dependencies", "依赖"),
    "executors": ("Kinds of task", "任务类型"),
    "launch": ("Starting and ending programs", "程序的启动与结束"),
    "logs": ("Logs", "日志"),
    "outcome": ("How executions end", "执行的结束方式"),
    "parameters": ("Run-time parameters", "运行参数"),
    "recording": ("Execution logger", "执行日志"),
    "requests": ("Access", "访问"),
    "schedule": ("Schedules and durations", "调度与时长"),
    "server": ("Start-up and the command line", "启动与命令行"),
    "tasks": ("Definitions of tasks", "任务定义"),
    "transfer": ("Files: import, export, storage", "文件：导入、导出与存储"),
}
_HEADERS = {"en": ("Code", "Message", "Hint"), "zh": ("代码", "说明", "提示")}
_PLACE = re.compile(r"\{(\w+)[^{}]*\}")


def block(language: str) -> str:
    return "\n\n".join(_area(name, area, language) for name, area in areas().items())


def areas() -> dict[str, dict[str, Message]]:
    """The messages of each module of `watchbell.messages` that has some."""
    modules = sorted(module.name for module in iter_modules(messages.__path__))
    found = {name: getattr(import_module(f"watchbell.messages.{name}"), "MESSAGES", {}) for name in modules}
    return {name: area for name, area in found.items() if area}


def _area(name: str, area: dict[str, Message], language: str) -> str:
    titles = _TITLES.get(name, (name, name))
    rows = [
        (code(key), _shown(message.text(language)), _shown(message.hint(language)))
        for key, message in sorted(area.items())
    ]
    return f"## {titles[language == 'zh']}\n\n{table(_HEADERS[language], rows)}"


def _shown(template: str) -> str:
    """A `str.format` template as people should read it: `{name!r}` is `{name}`, `{{` is `{`."""
    plain = _PLACE.sub(r"{\1}", template.replace("{{", "\0").replace("}}", "\1"))
    return text(plain.replace("\0", "{").replace("\1", "}"))

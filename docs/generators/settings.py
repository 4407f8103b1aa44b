"""Every setting of `watchbell.conf`, as a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from docs.generators.markdown import code, table, text
from watchbell.conf import Settings

CHINESE = {
    "data_dir": "一切数据存放的目录。",
    "host": "网页服务监听的地址。",
    "port": "网页服务监听的端口。",
    "allowed_hosts": "网页服务应答的主机名，以逗号分隔。",
    "allowed_origins": "经由反向代理时信任的来源，其页面可用任何 API 密钥运行按钮，以逗号分隔。",
    "timezone": "未写明时区的调度使用的时区。",
    "language": "调用方未说明语言时使用的语言。",
    "node_name": "历史记录中本机的名称。",
    "task_store": "任务定义保存在哪里。",
    "max_running": "本机同时运行的执行数上限。",
    "queue_limit": "重叠策略为 `queue` 的任务最多可有多少个等待中的执行。",
    "stop_grace": "TERM 与 KILL 之间的秒数。",
    "script_roots": "数据目录之外允许存放程序的文件夹，用绝对路径，以冒号分隔。",
    "allowed_env": "虽会影响加载器、仍允许出现在 task_env 中的变量，以逗号分隔。",
    "program_path": "程序得到的 PATH。",
    "max_remote": "在别处（容器、集群、构建服务器）同时运行的执行数上限。",
    "docker_host": "Docker 或 podman 的 Engine API 的地址。",
    "docker_certs": "`tcp://` 引擎的证书目录，内含 ca.pem、cert.pem 与 key.pem。",
    "docker_mounts": "容器可以挂载的文件夹（含其下所有内容）与卷，以冒号分隔。",
    "docker_privileged": "Docker 任务可以使用特权模式、主机网络与主机进程空间。",
    "docker_log_driver": "容器的日志驱动；podman 用 k8s-file。只有 local 能逐字节保存。",
    "outgoing_allowed": "执行器的请求可以访问的内网主机与网段（CIDR），以逗号分隔。",
    "debug": "以 DEBUG 级别记录日志。",
}
# Defaults that are not the same on every machine.
_COMPUTED = {
    "data_dir": (
        "`$XDG_DATA_HOME/watchbell`, else `~/.local/share/watchbell`",
        "`$XDG_DATA_HOME/watchbell`，否则 `~/.local/share/watchbell`",
    ),
    "timezone": (
        "the machine's zone: `TZ`, else `/etc/localtime`, else UTC",
        "本机时区：`TZ`，否则 `/etc/localtime`，否则 UTC",
    ),
    "node_name": ("the machine's host name", "本机主机名"),
}
_TYPES = {
    Path: ("path", "路径"),
    str: ("text", "文本"),
    int: ("whole number", "整数"),
    float: ("number", "数字"),
    bool: ("true or false", "true 或 false"),
}
_HEADERS = {
    "en": ("Variable", "Type", "Default", "Meaning"),
    "zh": ("变量", "类型", "默认值", "含义"),
}


def block(language: str) -> str:
    return table(_HEADERS[language], [_row(*item, language) for item in Settings.model_fields.items()])


def _row(name: str, field: FieldInfo, language: str) -> tuple[str, ...]:
    meaning = CHINESE[name] if language == "zh" else field.description or ""
    variable = code(f"WATCHBELL_{name.upper()}")
    return variable, _type(field, language), _default(name, field, language), text(meaning)


def _type(field: FieldInfo, language: str) -> str:
    kind: Any = field.annotation
    if get_origin(kind) is Literal:
        return (" 或 " if language == "zh" else " or ").join(code(choice) for choice in get_args(kind))
    return ", ".join([_TYPES[kind][language == "zh"], *_bounds(field)])


def _bounds(field: FieldInfo) -> list[str]:
    signs = {"ge": "≥", "gt": ">", "le": "≤"}
    found = [(sign, getattr(item, key, None)) for item in field.metadata for key, sign in signs.items()]
    return [f"{sign} {value}" for sign, value in found if value is not None]


def _default(name: str, field: FieldInfo, language: str) -> str:
    if name in _COMPUTED:
        return _COMPUTED[name][language == "zh"]
    value = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
    return code(value) or ("空" if language == "zh" else "empty")

"""The options of the `docker` executor: the schema of `task_config`."""

from __future__ import annotations

from typing import Any

from watchbell.executors.base import options, text
from watchbell.executors.secret_options import secret_option

RUN, BUILD, PUSH = "run", "build", "push"


def _said(en: str, zh: str) -> dict[str, str]:
    return {"description": en, "x-description-zh": zh}


def _flag(en: str, zh: str, **more: Any) -> dict[str, Any]:
    return {"type": "boolean", "default": False, "title": en, "x-title-zh": zh, **more}


def _words(en: str, zh: str, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string"}, "title": en, "x-title-zh": zh, **more}


_FOR_RUN: dict[str, Any] = {
    "command": _words(
        "Command",
        "命令",
        **_said(
            "One word each; empty: what the image says. No shell reads them.",
            "每行一个词；为空则使用镜像自带的命令；不经过 shell。",
        ),
    ),
    "entrypoint": _words(
        "Entrypoint", "入口程序", **_said("Instead of the image's.", "代替镜像的入口程序。")
    ),
    "workdir": text("Working directory in the container", "容器内工作目录", pattern="^/"),
    "user": text(
        "User in the container", "容器内用户", **_said("name, uid or uid:gid", "用户名、uid 或 uid:gid")
    ),
    "mounts": _words(
        "Mounts",
        "挂载",
        **_said(
            "source:target or source:target:ro; the source is a folder or a volume that the administrator "
            "lists in WATCHBELL_DOCKER_MOUNTS.",
            "source:target 或 source:target:ro；source 须由管理员列在 WATCHBELL_DOCKER_MOUNTS 中。",
        ),
    ),
    "pull": {
        "enum": ["missing", "always", "never"],
        "default": "missing",
        "title": "Pull the image",
        "x-title-zh": "拉取镜像",
        **_said("missing: where the engine does not have it yet.", "missing：仅在本地没有该镜像时拉取。"),
    },
    "cpus": {
        "type": "number",
        "exclusiveMinimum": 0,
        "maximum": 1024,
        "title": "CPUs",
        "x-title-zh": "CPU 数量",
        **_said("1.5 is one and a half.", "1.5 表示一个半。"),
    },
    "network": text(
        "Network",
        "网络",
        pattern=r"^(container:)?[A-Za-z0-9][A-Za-z0-9_.-]*$",
        **_said(
            "bridge (the engine's default), none, or the name of a network.",
            "bridge（引擎默认）、none 或某个网络的名称。",
        ),
    ),
    "read_only": _flag("The container's own files cannot be changed", "容器自身文件只读"),
    "init": _flag("A small init process in the container", "容器内运行一个 init 进程"),
    "privileged": _flag(
        "Privileged", "特权模式", **_said("Only where the administrator allows it.", "仅在管理员允许时可用。")
    ),
    "host_pid": _flag(
        "Sees the processes of the host",
        "可见宿主机进程",
        **_said("Only where the administrator allows it.", "仅在管理员允许时可用。"),
    ),
}
_FOR_BUILD: dict[str, Any] = {
    "context": text(
        "Build context",
        "构建上下文",
        **_said("A folder below the data directory or a script root.", "数据目录或脚本根目录下的文件夹。"),
    ),
    "dockerfile": text("Dockerfile", "Dockerfile", **_said("Below the context.", "位于构建上下文之下。")),
    "build_args": {
        "type": "object",
        "additionalProperties": {"type": "string"},
        "title": "Build arguments",
        "x-title-zh": "构建参数",
    },
    "target": text("Stage to build", "构建阶段"),
    "no_cache": _flag("Without the cache", "不使用缓存"),
}
OPTIONS = options(
    action={
        "enum": [RUN, BUILD, PUSH],
        "default": RUN,
        "title": "Action",
        "x-title-zh": "操作",
        **_said(
            "run starts a container of the image in task_exec; build makes that image; push sends it to its "
            "registry.",
            "run 用 task_exec 中的镜像启动容器；build 构建该镜像；push 将其推送到镜像仓库。",
        ),
    },
    **_FOR_RUN,
    **_FOR_BUILD,
    registry_user=text("User of the registry", "镜像仓库用户名"),
    registry_password_secret=secret_option("Secret with the password for it", "仓库密码的密钥名"),
)
ONLY_FOR = {**dict.fromkeys(_FOR_RUN, RUN), **dict.fromkeys(_FOR_BUILD, BUILD), "pull": "", "network": ""}
"""The one action an option is for; empty: for more than one."""

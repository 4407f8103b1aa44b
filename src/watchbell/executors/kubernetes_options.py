"""The options of the `kubernetes` executor: the schema of `task_config`."""

from __future__ import annotations

from typing import Any

from watchbell.executors.base import options, text
from watchbell.executors.secret_options import secret_option

ACTIONS = ("job", "apply", "delete", "check")
_QUANTITY = r"^[0-9]+(\.[0-9]+)?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$"
_LABEL = r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$"


def _said(en: str, zh: str) -> dict[str, str]:
    return {"description": en, "x-description-zh": zh}


def _words(en: str, zh: str, **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string"}, "title": en, "x-title-zh": zh, **more}


def _seconds(en: str, zh: str, **more: Any) -> dict[str, Any]:
    return {"type": "integer", "minimum": 0, "maximum": 86400, "title": en, "x-title-zh": zh, **more}


OPTIONS = options(
    action={
        "enum": list(ACTIONS),
        "default": "job",
        "title": "Action",
        "x-title-zh": "操作",
        **_said(
            "job runs a Job and follows it; apply applies manifests and waits for the rollout; delete "
            "deletes objects; check tells whether objects are ready.",
            "job 运行 Job 并跟踪；apply 应用清单并等待发布完成；delete 删除对象；check 检查对象是否就绪。",
        ),
    },
    kubeconfig_secret=secret_option(
        "Secret with the kubeconfig",
        "kubeconfig 的密钥名",
        **_said(
            "Without it and without a file: the cluster Watchbell itself runs in.",
            "未指定密钥和文件时：使用更钟自身所在的集群。",
        ),
    ),
    kubeconfig=text("File of the kubeconfig", "kubeconfig 文件"),
    context=text("Context", "上下文（context）"),
    namespace=text("Namespace", "命名空间", pattern=_LABEL),
    image=text("Image", "镜像"),
    command=_words("Command", "命令", **_said("Instead of the image's own.", "代替镜像自带的命令。")),
    args=_words("Arguments", "参数"),
    service_account=text("Service account", "服务账号", pattern=_LABEL),
    image_pull_policy={
        "enum": ["Always", "IfNotPresent", "Never"],
        "title": "When to pull the image",
        "x-title-zh": "镜像拉取策略",
    },
    image_pull_secrets=_words("Pull secrets of the cluster", "集群中的镜像拉取凭据（imagePullSecrets）"),
    cpu_request=text("CPU asked for", "CPU 请求", pattern=_QUANTITY),
    cpu_limit=text("CPU limit", "CPU 上限", pattern=_QUANTITY),
    memory_request=text("Memory asked for", "内存请求", pattern=_QUANTITY),
    memory_limit=text(
        "Memory limit",
        "内存上限",
        pattern=_QUANTITY,
        **_said("By default memory_mb of the task's limits.", "默认取任务限制中的 memory_mb。"),
    ),
    node_selector={
        "type": "object",
        "additionalProperties": {"type": "string"},
        "title": "Labels of the node",
        "x-title-zh": "节点标签（nodeSelector）",
    },
    manifest=text(
        "Manifest",
        "清单（YAML）",
        format="multiline",
        **_said(
            "Instead of an image, or of the file in task_exec. job takes one Job or Pod.",
            "代替镜像，或代替 task_exec 指定的文件。job 只接受一个 Job 或 Pod。",
        ),
    ),
    resources=_words(
        "Objects",
        "对象",
        **_said(
            "For delete and check, instead of a manifest: deployment/web, or apps/v1/Deployment/web.",
            "用于 delete 与 check，代替清单：deployment/web 或 apps/v1/Deployment/web。",
        ),
    ),
    start_timeout=_seconds(
        "Seconds for a pod to start",
        "Pod 启动时限（秒）",
        default=300,
        **_said(
            "An image that cannot be pulled or a pod without a node fails the execution after it.",
            "超过后，镜像拉取失败或没有可用节点会使执行失败。",
        ),
    ),
    wait={
        "type": "boolean",
        "default": True,
        "title": "Wait for the rollout",
        "x-title-zh": "等待发布完成",
    },
    wait_seconds=_seconds(
        "Seconds to wait",
        "等待时限（秒）",
        **_said(
            "apply and delete wait 600 where nothing is given, check does not wait.",
            "未指定时 apply 与 delete 等待 600 秒，check 不等待。",
        ),
    ),
    keep={
        "type": "boolean",
        "default": False,
        "title": "Keep the Job for a day",
        "x-title-zh": "保留 Job 一天",
    },
)

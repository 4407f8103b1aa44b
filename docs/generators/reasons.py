"""Reasons that executors give: each is the code of a message, whose sentence the execution then shows."""

from __future__ import annotations

import re

from docs.generators.markdown import code, table, text
from watchbell.messages import MESSAGES

_LOST = ("start_unknown", "target_gone")
REASONS = (
    "missing_inventory",
    "parameters_too_large",
    "executor_failed",
    "target_unavailable",
    *_LOST,
    "outgoing_refused",
    "target_certificate",
    "target_answer_encoded",
    "redirect_not_followed",
    "redirect_to_plain",
    "too_many_redirects",
    "status_unexpected",
    "build_failed",
    "pipeline_failed",
    "docker_image_missing",
    "docker_pull_failed",
    "docker_refused",
    "kubernetes_credentials_failed",
    "kubernetes_evicted",
    "kubernetes_kind_missing",
    "kubernetes_memory",
    "kubernetes_not_found",
    "kubernetes_not_ready",
    "kubernetes_pod",
    "kubernetes_pod_replaced",
    "kubernetes_start",
    "kubernetes_unschedulable",
    "ansible_missing",
    "hosts_failed",
    "hosts_unreachable",
)
_HEADERS = {"en": ("Reason", "Status", "Meaning"), "zh": ("原因", "状态", "含义")}


def block(language: str) -> str:
    return table(_HEADERS[language], [_row(name, language) for name in REASONS])


def _row(name: str, language: str) -> tuple[str, str, str]:
    message = MESSAGES[name]
    sentence = re.sub(r"\{(\w+)[^{}]*\}", r"`\1`", message.zh if language == "zh" else message.en)
    return code(name), code("lost" if name in _LOST else "failed"), text(sentence)

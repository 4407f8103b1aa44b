"""Messages about what runs elsewhere."""

from watchbell.messages.message import Message

MESSAGES = {
    "not_a_remote_type": Message(
        "task_type {type!r} does not run elsewhere any more.", "task_type {type!r} 不再是远程执行的类型。"
    ),
    "target_unavailable": Message(
        "{target} does not answer: {detail}.",
        "{target} 没有响应：{detail}。",
    ),
    "target_tried_again": Message("{problem} Watchbell tries again.", "{problem} 更钟会继续重试。"),
    "target_answers_again": Message("The target answers again.", "目标已恢复响应。"),
    "target_silent": Message(
        "{target} did not answer when this was to end; nobody can know whether it still runs there.",
        "要结束此次执行时 {target} 没有响应，无法得知它是否仍在运行。",
        "Look at {target} before you run it again.",
        "重新执行前请先检查 {target}。",
    ),
    "target_gone": Message(
        "What ran on {target} is no longer there; nobody can know how it ended.",
        "{target} 上运行的内容已不存在，无法得知其结果。",
    ),
    "start_unknown": Message(
        "Watchbell was interrupted while it started this on {target}, which cannot tell whether it runs.",
        "更钟在 {target} 上启动此次执行时被中断，目标无法说明它是否已启动。",
        "Look at {target} before you run it again.",
        "重新执行前请先检查 {target}。",
    ),
    "target_did_not_stop": Message(
        "The target was told to end it, with force, and it still runs.",
        "已要求目标强制结束，但它仍在运行。",
        "End it on the target itself.",
        "请直接在目标上结束它。",
    ),
    "executor_failed": Message(
        "The executor failed: {detail}.",
        "执行器出错：{detail}。",
        "logs/sys.log tells more.",
        "详情见 logs/sys.log。",
    ),
}

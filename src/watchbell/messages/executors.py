"""Messages about how tasks are run."""

from watchbell.messages.message import Message

MESSAGES = {
    "unknown_task_type": Message(
        "task_type {type!r} is not known.",
        "task_type {type!r} 未知。",
        "Use one of: {known}.",
        "可用的类型：{known}。",
    ),
}
MESSAGES["cannot_prepare"] = Message(
    "The execution could not be prepared: {detail}.", "无法准备此次执行：{detail}。"
)
MESSAGES["machine_restarted"] = Message(
    "The machine restarted while the program ran; nobody can know how it ended.",
    "程序运行期间机器重启，无法得知其结果。",
)

"""Messages about how tasks are run."""

from watchbell.messages.message import Message

MESSAGES = {
    "unknown_task_type": Message(
        "task_type {type!r} is not known.",
        "task_type {type!r} 未知。",
        "Use one of: {known}.",
        "可用的类型：{known}。",
    ),
    "invalid_option": Message("{field}: {detail}.", "{field}：{detail}。"),
}

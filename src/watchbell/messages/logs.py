"""Messages about the output of executions."""

from watchbell.messages.message import Message

MESSAGES = {
    "log_gap": Message(
        "{bytes} bytes were left out here: the log reached its size limit.",
        "日志达到大小上限，此处省略了 {bytes} 字节。",
    ),
    "log_cursor_invalid": Message(
        "The log cursor {cursor!r} is not one that was handed out.",
        "日志游标 {cursor!r} 无效。",
        "Leave it out to read from the start, or use next_cursor of the last answer.",
        "去掉该参数可从头读取，或使用上一次返回的 next_cursor。",
    ),
    "execution_id_invalid": Message(
        "{execution_id!r} is not the id of an execution.", "{execution_id!r} 不是有效的执行编号。"
    ),
}

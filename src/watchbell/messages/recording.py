"""Messages about what `ExecutionLogger` records."""

from watchbell.messages.message import Message

MESSAGES = {
    "recording_started": Message("Started.", "开始执行。"),
    "recording_ended": Message("Ended: {status}.", "执行结束：{status}。"),
    "recording_ended_with_code": Message(
        "Ended: {status}, return code {return_code}.", "执行结束：{status}，返回码 {return_code}。"
    ),
    "recording_timed_out": Message("The execution timed out.", "执行超时。"),
    "recording_timed_out_after": Message(
        "The execution timed out after {seconds} s.", "执行超时（{seconds} 秒）。"
    ),
    "recording_cancelled": Message("The execution was cancelled.", "执行已取消。"),
    "recording_interrupted": Message("The execution was interrupted ({error}).", "执行被中断（{error}）。"),
    "recording_exited": Message(
        "The program left with exit code {return_code}.", "程序退出，返回码 {return_code}。"
    ),
    "recording_start_refused": Message(
        "The start was not recorded: the execution has started or ended already, or does not exist.",
        "未记录开始：该执行已开始、已结束或不存在。",
    ),
    "recording_end_refused": Message(
        "The end as {status!r} was not recorded: the execution has ended already, does not exist, "
        "or its program is still run by Watchbell.",
        "未记录结束状态 {status!r}：该执行已结束、不存在，或其程序仍由 Watchbell 运行。",
    ),
    "recording_logs_refused": Message(
        "The logs were not changed: there are none, the execution has ended (they can then only be "
        "added to), or its program is still run by Watchbell.",
        "日志未更新：对象没有日志字段、执行已结束（此后只能追加），或其程序仍由 Watchbell 运行。",
    ),
    "recording_progress_refused": Message(
        "The progress was not recorded: there is no such field, or the execution has ended.",
        "未记录进度：对象没有进度字段，或执行已结束。",
    ),
    "recording_failed": Message("The end of an execution could not be recorded.", "无法记录执行的结束状态。"),
    "recording_unknown_level": Message(
        "There is no log level {level!r}.", "日志级别 {level!r} 不存在。", "Use {known}.", "可用：{known}。"
    ),
    "recording_unknown_status": Message("There is no status {status!r}.", "状态 {status!r} 不存在。"),
    "recording_not_an_end": Message(
        "An execution cannot end as {status!r}.",
        "执行不能以 {status!r} 状态结束。",
        "Use success, failed, timeout, cancelled, skipped or lost, or a word mapped to one of them.",
        "请使用 success、failed、timeout、cancelled、skipped、lost，或已映射到它们的状态值。",
    ),
    "recording_ambiguous_word": Message(
        "The word {word!r} stands for an end and for something that has not ended.",
        "状态值 {word!r} 同时表示已结束和未结束。",
    ),
    "recording_no_word": Message(
        "The status field has no value for {status!r}.",
        "状态字段没有与 {status!r} 对应的值。",
        "Name it with ExecutionLogger.map_statuses.",
        "请用 ExecutionLogger.map_statuses 指定。",
    ),
    "recording_bad_progress": Message(
        "Progress is a number from 0 to 100, not {progress!r}.",
        "进度必须是 0 到 100 的数字，不能是 {progress!r}。",
    ),
}

"""Messages about time: cron expressions, zones, intervals, durations, retries.

`part` and `part_zh` name the cron field; `position` is a column, counted from 1.
"""

from watchbell.messages.message import Message

MESSAGES = {
    "schedule_not_text": Message(
        "A cron expression is text, not {kind}.",
        "cron 表达式必须是文本，而不是 {kind}。",
    ),
    "schedule_empty": Message(
        "The cron expression is empty.",
        "cron 表达式为空。",
        "For example: '*/5 * * * *' (every 5 minutes) or '0 3 * * *' (03:00 every day).",
        "例如：'*/5 * * * *'（每 5 分钟）或 '0 3 * * *'（每天 03:00）。",
    ),
    "schedule_too_long": Message(
        "The cron expression has {length} characters; {limit} are allowed.",
        "cron 表达式有 {length} 个字符，最多允许 {limit} 个。",
    ),
    "cron_field_count": Message(
        "A cron expression has 5 fields (minute hour day month weekday), this one has {count}.",
        "cron 表达式应有 5 个字段（分 时 日 月 周），此处有 {count} 个。",
        "Separate the fields by one space, and leave none out: '*' means any.",
        "各字段以一个空格分隔，不可省略：'*' 表示任意值。",
    ),
    "cron_seconds": Message(
        "A cron expression has 5 fields and no seconds, this one has 6.",
        "cron 表达式只有 5 个字段，不含秒，此处有 6 个。",
        'Remove the field of seconds or of years, or use an interval such as {{"every": "30s"}}.',
        '请删除秒（或年）字段，或改用间隔，例如 {{"every": "30s"}}。',
    ),
    "cron_unknown_alias": Message(
        "'{text}' is not a known short form.",
        "“{text}”不是已知的简写。",
        "Known: @hourly @daily @midnight @weekly @monthly @yearly @annually.",
        "可用的简写：@hourly @daily @midnight @weekly @monthly @yearly @annually。",
    ),
    "cron_reboot": Message(
        "@reboot is not a time, so it cannot be a schedule.",
        "@reboot 不是时间，不能作为调度。",
    ),
    "cron_missing_value": Message(
        "{part}: a value is missing at column {position}.",
        "{part_zh}：第 {position} 列缺少值。",
    ),
    "cron_bad_value": Message(
        "{part}: '{text}' at column {position} is not understood.",
        "{part_zh}：无法识别第 {position} 列的“{text}”。",
        "Use numbers {low}-{high}{names}, ranges 1-5, lists 1,3, steps */5 or 0-30/5; not L, W, # or ?.",
        "可用数字 {low}-{high}{names_zh}、范围 1-5、列表 1,3、步长 */5 或 0-30/5；不支持 L、W、#、?。",
    ),
    "cron_out_of_range": Message(
        "{part}: {text} at column {position} is outside {low}-{high}.",
        "{part_zh}：第 {position} 列的 {text} 超出范围 {low}-{high}。",
    ),
    "cron_reversed_range": Message(
        "{part}: the range {text} at column {position} ends before it begins.",
        "{part_zh}：第 {position} 列的范围 {text} 终点早于起点。",
        "A range does not wrap around; write two of them, as in 22-23,0-5. Sunday at the end is 7.",
        "范围不能跨越首尾，请写成两段，例如 22-23,0-5。范围末尾的周日写作 7。",
    ),
    "cron_bad_step": Message(
        "{part}: the step '{text}' at column {position} is not a whole number from 1 on.",
        "{part_zh}：第 {position} 列的步长“{text}”不是大于等于 1 的整数。",
    ),
    "cron_step_without_range": Message(
        "{part}: the step at column {position} has no range to step through.",
        "{part_zh}：第 {position} 列的步长没有对应的范围。",
        "Write {text}-{high}/{step}, as cron wants it.",
        "请按 cron 的写法使用 {text}-{high}/{step}。",
    ),
    "cron_never_due": Message(
        "{part}: none of these months has the day at column {position}, so this never comes due.",
        "{part_zh}：所选月份都没有第 {position} 列的这一天，永远不会到期。",
        "Choose a day that a month has, or other months; '*' means every month.",
        "请选择该月份有的日期，或改选月份；'*' 表示每个月。",
    ),
    "schedule_never_due": Message(
        "This schedule has no time left in the years that can be counted.",
        "此调度在可计算的年份内没有任何到期时间。",
    ),
    "schedule_past": Message(
        "{text} has passed, so this never comes due.",
        "{text} 已经过去，永远不会到期。",
        "Give a time that is still to come, or run the task now.",
        "请填写将来的时间，或立即运行任务。",
    ),
    "unknown_timezone": Message(
        "'{text}' is not a known time zone.",
        "“{text}”不是已知的时区。",
        "Use an IANA name such as Asia/Shanghai, Europe/Berlin or UTC.",
        "请使用 IANA 名称，例如 Asia/Shanghai、Europe/Berlin 或 UTC。",
    ),
    "schedule_bad_shape": Message(
        "A schedule is a cron expression, or an object with one of 'cron', 'every' and 'at'.",
        "调度应为 cron 表达式，或包含 'cron'、'every'、'at' 之一的对象。",
        'For example: {{"cron": "0 3 * * *", "timezone": "Asia/Shanghai"}}, {{"every": "5m"}}.',
        '例如：{{"cron": "0 3 * * *", "timezone": "Asia/Shanghai"}}、{{"every": "5m"}}。',
    ),
    "schedule_unknown_key": Message(
        "A schedule of this kind has no '{text}'.",
        "此类调度没有“{text}”。",
        "Allowed beside it: {allowed}.",
        "允许的字段：{allowed}。",
    ),
    "too_many_schedules": Message(
        "A task has at most {limit} schedules, this one has {count}.",
        "一个任务最多有 {limit} 个调度，此处有 {count} 个。",
    ),
    "interval_too_short": Message(
        "The shortest interval is {minimum} s.",
        "最短间隔为 {minimum} 秒。",
    ),
    "invalid_instant": Message(
        "'{text}' is not a date and time.",
        "“{text}”不是有效的日期时间。",
        "Use ISO 8601: 2026-03-01T08:00:00+08:00, or without offset in the task's zone.",
        "请使用 ISO 8601：2026-03-01T08:00:00+08:00；不带偏移量时按任务时区解释。",
    ),
    "invalid_duration": Message(
        "'{text}' is not a duration.",
        "“{text}”不是有效的时长。",
        "Use seconds (90), 90s, 5m, 1h30m, 2d, or ISO 8601 (PT5M).",
        "可用秒数（90）、90s、5m、1h30m、2d，或 ISO 8601（PT5M）。",
    ),
    "duration_too_long": Message(
        "The duration is longer than {limit_days} days.",
        "时长超过 {limit_days} 天。",
    ),
    "invalid_retry_count": Message(
        "task_retry is a whole number from 0 to {limit}.",
        "task_retry 必须是 0 到 {limit} 之间的整数。",
    ),
    "invalid_backoff": Message(
        "task_retry_backoff is 'fixed', 'exponential' or a number from 1 to {limit}.",
        "task_retry_backoff 必须是 'fixed'、'exponential' 或 1 到 {limit} 之间的数。",
    ),
}

"""Messages about input to the API and about signing in."""

from watchbell.messages.message import Message

MESSAGES = {
    "invalid_key": Message(
        "The API key is unknown, expired or revoked.",
        "API 密钥不存在、已过期或已撤销。",
        "Make a new one with 'watchbell token create'.",
        "请用 'watchbell token create' 创建新的密钥。",
    ),
    "key_name_form": Message(
        "A key needs a name of 1 to {limit} visible characters: people tell keys apart by it.",
        "密钥需要 1 到 {limit} 个可见字符的名称，以便区分。",
    ),
    "key_name_taken": Message(
        "This user has a valid API key named {name!r} already.",
        "该用户已有名为 {name!r} 的有效 API 密钥。",
        "Take another name, or revoke the old one: watchbell token revoke.",
        "请换一个名称，或先撤销旧密钥：watchbell token revoke。",
    ),
    "key_ambiguous": Message(
        "Several keys are meant by {name!r}: {starts}.",
        "{name!r} 对应多个密钥：{starts}。",
        "Name it by its start, as `watchbell token list` shows it.",
        "请使用 `watchbell token list` 显示的密钥开头。",
    ),
    "field_not_a_time": Message(
        "'{name}' must be a time with its offset.",
        "“{name}”必须是带时区偏移的时间。",
        "For example 2026-01-31T08:00:00+08:00.",
        "例如 2026-01-31T08:00:00+08:00。",
    ),
    "parameter_unknown": Message("There is no '{name}' here.", "此处没有“{name}”。"),
    "field_too_short": Message(
        "'{name}' must have at least {limit} characters.",
        "“{name}”至少需要 {limit} 个字符。",
        "Write more.",
        "请补充内容。",
    ),
    "field_too_few": Message(
        "'{name}' must have at least {limit} entries.",
        "“{name}”至少需要 {limit} 项。",
        "Add some.",
        "请增加。",
    ),
    "field_wrong_form": Message(
        "'{name}' does not have the right form.",
        "“{name}”的格式不正确。",
        "The API's description (/api/openapi.json) and the reference tell which form it has.",
        "正确格式见 API 描述（/api/openapi.json）与参考文档。",
    ),
    "field_time_out_of_range": Message(
        "'{name}' is a time outside of what can be counted.",
        "“{name}”的时间超出可计算的范围。",
        "Give a time between the years 2 and 9998.",
        "请填写公元 2 年至 9998 年之间的时间。",
    ),
    "body_not_object": Message(
        "The request body must be a JSON object.",
        "请求体必须是 JSON 对象。",
        'Send {{"name": "value"}}, not a list or a text.',
        '请发送 {{"name": "value"}} 形式的对象，而不是列表或文本。',
    ),
    "invalid_cursor": Message(
        "The cursor is not one that a list returned.",
        "游标不是列表返回的值。",
        "Start again without a cursor.",
        "请去掉 cursor 重新查询。",
    ),
    "body_missing": Message("The request has no body.", "请求没有请求体。"),
    "body_too_large": Message("The request is larger than {limit} bytes.", "请求超过 {limit} 字节。"),
    "bad_request": Message("The request cannot be understood.", "无法理解该请求。"),
    "host_not_allowed": Message(
        "This server does not answer to the host name {host!r}.",
        "本服务不响应主机名 {host!r}。",
        "Add it to WATCHBELL_ALLOWED_HOSTS and restart (in a Django project: ALLOWED_HOSTS).",
        "请把它加入 WATCHBELL_ALLOWED_HOSTS 后重启（在 Django 项目中为 ALLOWED_HOSTS）。",
    ),
    "live_message_refused": Message(
        "The message is not understood: {detail}.",
        "无法理解该消息：{detail_zh}。",
        'For example {{"subscribe": {{"tasks": "all"}}}}.',
        '例如 {{"subscribe": {{"tasks": "all"}}}}。',
    ),
    "unsupported_characters": Message(
        "The request contains characters that cannot be kept.",
        "请求中含有无法保存的字符。",
        "Remove NUL and send the address as UTF-8.",
        "请删除 NUL，并以 UTF-8 编码发送地址。",
    ),
    "invalid_precondition": Message(
        "If-Match must be the ETag of what was read.", "If-Match 必须是读取时得到的 ETag。"
    ),
    "task_id_fixed": Message(
        "The task_id of {name!r} cannot be changed.",
        "任务 {name!r} 的 task_id 不能修改。",
        "Create a new task with the other id.",
        "请用新的 task_id 创建任务。",
    ),
    "no_executions_yet": Message("Task {name!r} has not run yet.", "任务 {name!r} 尚未运行过。"),
    "database_unavailable": Message(
        "The database does not answer just now. The reference is {reference}.",
        "数据库暂时没有响应，参考编号：{reference}。",
        "Try again in a moment.",
        "请稍后重试。",
    ),
    "not_ready": Message("Watchbell is not ready yet: {detail}.", "Watchbell 尚未就绪：{detail}。"),
    "setup_done": Message(
        "There is an administrator already.", "已经有管理员了。", "Sign in instead.", "请直接登录。"
    ),
    "wrong_setup_token": Message(
        "This set-up link is not valid.",
        "此初始化链接无效。",
        "Use the link that the console shows.",
        "请使用控制台显示的链接。",
    ),
    "username_taken": Message("The user name {username!r} is taken.", "用户名 {username!r} 已被使用。"),
    "invalid_username": Message(
        "This is no user name: letters, digits and @ . + - _ are possible.",
        "用户名无效：只能包含字母、数字和 @ . + - _。",
    ),
    "password_too_short": Message(
        "The password needs at least {min_length} characters.", "密码至少需要 {min_length} 个字符。"
    ),
    "password_too_common": Message("This password is too common.", "该密码过于常见。"),
    "password_too_similar": Message(
        "The password is too similar to the user name.", "密码与用户名过于相似。"
    ),
    "password_only_digits": Message("The password must not be only digits.", "密码不能全是数字。"),
    "password_refused": Message("The password is not accepted: {detail}", "密码不被接受：{detail}"),
}

"""Messages about task files: import, export, storage, backups."""

from watchbell.messages.message import Message

MESSAGES = {
    "file_not_utf8": Message(
        "The text is not UTF-8 (byte {position}).", "文本不是 UTF-8 编码（第 {position} 字节）。"
    ),
    "file_too_large": Message("The text is larger than {limit} bytes.", "文本超过 {limit} 字节。"),
    "file_empty": Message("There is no text.", "没有内容。"),
    "file_missing": Message("{path} is missing.", "{path} 不存在。"),
    "file_unreadable": Message("{path} cannot be read: {detail}.", "无法读取 {path}：{detail_zh}。"),
    "file_unwritable": Message("{path} cannot be written: {detail}.", "无法写入 {path}：{detail_zh}。"),
    "json_malformed": Message(
        "Line {line}, column {column}: not valid JSON ({detail}).",
        "第 {line} 行第 {column} 列：不是有效的 JSON（{detail_zh}）。",
    ),
    "json_duplicate_key": Message(
        "Line {line}, column {column}: the key '{key}' is given twice.",
        "第 {line} 行第 {column} 列：键“{key}”重复。",
    ),
    "json_not_a_number": Message(
        "Line {line}, column {column}: {text} is not a JSON number.",
        "第 {line} 行第 {column} 列：{text} 不是 JSON 数字。",
    ),
    "yaml_malformed": Message(
        "Line {line}, column {column}: not valid YAML ({detail}).",
        "第 {line} 行第 {column} 列：不是有效的 YAML（{detail_zh}）。",
    ),
    "yaml_too_complex": Message(
        "Line {line}, column {column}: more than {limit} {what}.",
        "第 {line} 行第 {column} 列：超过 {limit} 个{what_zh}。",
    ),
    "tasks_file_broken": Message(
        "{path} cannot be used as it is, so nothing was changed: {detail}.",
        "{path} 目前无法使用，因此未做任何修改：{detail_zh}。",
        "Mend the file, or put a copy in its place with 'watchbell backup restore NAME'.",
        "请修正该文件，或用 'watchbell backup restore NAME' 恢复一份备份。",
    ),
    "tasks_not_a_list": Message(
        "The tasks must be a list under 'tasks'.",
        "任务必须是 'tasks' 下的列表。",
        'For example: {{"tasks": [{{"task_id": "hello", "task_exec": "tasks/hello.py"}}]}}.',
        '例如：{{"tasks": [{{"task_id": "hello", "task_exec": "tasks/hello.py"}}]}}。',
    ),
    "task_twice": Message("The task '{name}' is given twice.", "任务“{name}”出现了两次。"),
    "task_exists": Message("The task '{name}' exists already.", "任务“{name}”已存在。"),
    "task_edited_meanwhile": Message(
        "Somebody changed '{name}' meanwhile.",
        "“{name}”已被他人修改。",
        "Read it again and repeat the change.",
        "请重新读取后再修改。",
    ),
    "task_has_dependents": Message(
        "Other tasks depend on '{name}': {dependents}.",
        "其他任务依赖“{name}”：{dependents}。",
        "Remove the dependency there first.",
        "请先移除这些任务对它的依赖。",
    ),
    "task_in_pipelines": Message(
        "Steps of pipelines run '{name}': {dependents}.",
        "流水线的步骤会运行“{name}”：{dependents}。",
        "Remove these steps first.",
        "请先移除这些步骤。",
    ),
    "task_on_pages": Message(
        "Buttons on pages run '{name}': {dependents}.",
        "页面按钮会运行“{name}”：{dependents}。",
        "Remove these page buttons first.",
        "请先移除这些页面按钮。",
    ),
    "store_busy": Message(
        "The task files have been locked for {seconds} s.", "任务文件已被锁定 {seconds} 秒。"
    ),
    "unknown_format": Message(
        "There is no format '{format}'.", "没有格式“{format}”。", "json or yaml.", "json 或 yaml。"
    ),
}

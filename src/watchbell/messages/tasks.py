"""Messages about the definitions of tasks."""

from watchbell.messages.message import Message

_ENV_HINT = "An administrator can allow it by name in WATCHBELL_ALLOWED_ENV."
_ENV_HINT_ZH = "管理员可在 WATCHBELL_ALLOWED_ENV 中按名称放行。"

MESSAGES = {
    "field_required": Message(
        "A value is required here.",
        "此处必须填写。",
        "Give it a value that is not empty.",
        "请填写非空的值。",
    ),
    "field_unknown": Message(
        "There is no field '{name}'.", "没有字段“{name}”。", "Did you mean: {known}?", "您是否想写：{known}？"
    ),
    "field_not_text": Message(
        "'{name}' must be text.", "“{name}”必须是文本。", "Put it in quotes.", "请加上引号。"
    ),
    "field_not_whole": Message(
        "'{name}' must be a whole number.",
        "“{name}”必须是整数。",
        "For example 3, without quotes.",
        "例如 3，不加引号。",
    ),
    "field_not_number": Message(
        "'{name}' must be a number.",
        "“{name}”必须是数字。",
        "For example 1.5, without quotes.",
        "例如 1.5，不加引号。",
    ),
    "field_not_boolean": Message(
        "'{name}' must be true or false.",
        "“{name}”必须是 true 或 false。",
        "Write true or false, without quotes; yes, no, on and off are text.",
        "请写 true 或 false，不加引号；yes、no、on、off 会被当作文本。",
    ),
    "field_not_object": Message(
        "'{name}' must be an object.",
        "“{name}”必须是对象。",
        'For example {{"name": "value"}}.',
        '例如 {{"name": "value"}}。',
    ),
    "field_not_list": Message(
        "'{name}' must be a list.", "“{name}”必须是列表。", 'For example ["a", "b"].', '例如 ["a", "b"]。'
    ),
    "field_too_small": Message(
        "'{name}' must be at least {limit}.",
        "“{name}”不能小于 {limit}。",
        "Give {limit} or more.",
        "请填写 {limit} 或更大的值。",
    ),
    "field_not_above": Message(
        "'{name}' must be more than {limit}.",
        "“{name}”必须大于 {limit}。",
        "Give more than {limit}.",
        "请填写大于 {limit} 的值。",
    ),
    "field_too_large": Message(
        "'{name}' must be at most {limit}.",
        "“{name}”不能大于 {limit}。",
        "Give {limit} or less.",
        "请填写 {limit} 或更小的值。",
    ),
    "field_not_below": Message(
        "'{name}' must be less than {limit}.",
        "“{name}”必须小于 {limit}。",
        "Give less than {limit}.",
        "请填写小于 {limit} 的值。",
    ),
    "field_too_long": Message(
        "'{name}' may have at most {limit} characters.",
        "“{name}”最多 {limit} 个字符。",
        "Shorten it.",
        "请缩短。",
    ),
    "field_too_many": Message(
        "'{name}' may have at most {limit} entries.", "“{name}”最多 {limit} 项。", "Remove some.", "请删减。"
    ),
    "field_not_a_choice": Message(
        "'{name}' must be one of {choices}.",
        "“{name}”必须是以下之一：{choices}。",
        "Write it as it stands there, in lower case.",
        "请按所列写法填写，使用小写。",
    ),
    "task_not_an_object": Message(
        "A task must be an object.",
        "任务必须是对象。",
        'For example {{"task_id": "hello", "task_exec": "tasks/hello.py"}}.',
        '例如 {{"task_id": "hello", "task_exec": "tasks/hello.py"}}。',
    ),
    "invalid_task_id": Message(
        "A task_id is 1 to 64 lower-case letters, digits, '-' and '_', the first a letter or digit.",
        "task_id 只能包含小写字母、数字、“-”和“_”，最多 64 个字符，并以字母或数字开头。",
        "For example: nightly-backup.",
        "例如：nightly-backup。",
    ),
    "invalid_tag": Message(
        "A tag has 1 to 50 characters, without '|', ',' and control characters.",
        "标签为 1 到 50 个字符，不能包含“|”、“,”和控制字符。",
    ),
    "invalid_queue": Message(
        "A queue name has at most 64 letters, digits, '.', '-' and '_'.",
        "队列名最多 64 个字符，只能包含字母、数字、“.”、“-”和“_”。",
    ),
    "invalid_misfire": Message(
        "task_misfire is 'latest', 'all' or 'skip', or an object with policy, cap and grace.",
        "task_misfire 应为 'latest'、'all' 或 'skip'，或包含 policy、cap、grace 的对象。",
    ),
    "text_has_nul": Message(
        "The text contains a NUL character.",
        "文本中含有 NUL 字符。",
        "Remove it: neither the database nor a program can take it.",
        "请删除该字符：数据库和程序都无法接受它。",
    ),
    "text_not_unicode": Message(
        "The text contains half of a surrogate pair, which is no character.",
        "文本中含有不成对的代理字符，不是有效字符。",
        "Send the text as UTF-8.",
        "请以 UTF-8 编码发送文本。",
    ),
    "number_not_finite": Message("NaN and infinity are no numbers here.", "此处不能使用 NaN 或无穷大。"),
    "number_too_large": Message("The number does not fit into 64 bits.", "数字超出 64 位范围。"),
    "nested_too_deeply": Message("Nested more than {limit} levels deep.", "嵌套超过 {limit} 层。"),
    "too_many_values": Message("More than {limit} values.", "超过 {limit} 个值。"),
    "not_json": Message("{kind} is not something JSON can hold.", "JSON 无法保存 {kind}。"),
    "definition_too_large": Message(
        "The definition is larger than {limit} bytes.", "定义超过 {limit} 字节。"
    ),
    "env_bad_name": Message(
        "'{name}' is no name for an environment variable.",
        "“{name}”不能作为环境变量名。",
        "Use letters, digits and '_', not beginning with a digit.",
        "请使用字母、数字和“_”，且不能以数字开头。",
    ),
    "env_not_text": Message(
        "The value of '{name}' must be text.", "“{name}”的值必须是文本。", "Put it in quotes.", "请加上引号。"
    ),
    "env_refused": Message(
        "'{name}' changes how programs are loaded or interpreted, so it is refused.",
        "“{name}”会改变程序的加载或解释方式，因此不允许设置。",
        _ENV_HINT,
        _ENV_HINT_ZH,
    ),
    "env_reserved": Message(
        "Watchbell sets '{name}' itself.",
        "“{name}”由更钟自行设置。",
        "Choose another name; programs read this one without it being given here.",
        "请另选名称；该变量无需在此设置，程序即可读取。",
    ),
    "env_too_large": Message(
        "'{name}' and its value take {size} bytes; the system allows fewer than {limit}.",
        "“{name}”及其值共 {size} 字节，系统要求少于 {limit} 字节。",
        "Use task parameters: they may be larger.",
        "请改用任务参数，其大小限制更宽。",
    ),
    "env_total_too_large": Message(
        "All variables together take {size} bytes, more than {limit}.",
        "全部变量共 {size} 字节，超过 {limit} 字节。",
    ),
    "program_outside": Message(
        "'{path}' is outside the folders programs may be in.",
        "“{path}”不在允许存放程序的文件夹内。",
        "Put it below the data directory's tasks/, or have its folder added to WATCHBELL_SCRIPT_ROOTS.",
        "请放到数据目录的 tasks/ 下，或请管理员把所在文件夹加入 WATCHBELL_SCRIPT_ROOTS。",
    ),
    "path_goes_up": Message(
        "'{path}' contains '..'.",
        "“{path}”中含有“..”。",
        "Write the path without it, from the data directory (tasks/…, logs/…) or from '/'.",
        "请从数据目录（tasks/…、logs/…）或从“/”开始书写路径，不要使用“..”。",
    ),
    "path_not_printable": Message(
        "'{path}' contains a character that cannot be seen.",
        "“{path}”中含有不可见的字符。",
        "Rename the file: no line ends, control characters or marks of writing direction.",
        "请重命名文件：不能含有换行、控制字符或书写方向标记。",
    ),
    "log_outside": Message(
        "'{path}' is not below the data directory's logs/.",
        "“{path}”不在数据目录的 logs/ 下。",
        "For example: logs/task_{task_id}.log.",
        "例如：logs/task_{task_id}.log。",
    ),
    "log_taken": Message(
        "'{path}' is one of Watchbell's own logs.",
        "“{path}”是更钟自身的日志。",
        "Choose another name below logs/.",
        "请在 logs/ 下另选名称。",
    ),
}

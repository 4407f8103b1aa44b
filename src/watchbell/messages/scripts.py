"""Messages about scripts: finding them, registering them, and what they hand back."""

from watchbell.messages.message import Message

MESSAGES = {
    "script_folder_missing": Message("There is no folder {path}.", "文件夹 {path} 不存在。"),
    "script_folder_unreadable": Message(
        "The folder {path} cannot be read: {detail}.", "无法读取文件夹 {path}：{detail_zh}。"
    ),
    "script_folder_open": Message(
        "Everybody on this machine may write to {path}, and so decide what Watchbell runs.",
        "本机任何用户都可以写入 {path}，从而决定更钟运行什么。",
        "Run: chmod o-w {path}",
        "请执行：chmod o-w {path}",
    ),
    "script_folder_refused": Message(
        "{path} cannot be a script folder: it is the whole machine, or holds the data of Watchbell.",
        "{path} 不能作为脚本文件夹：它是根目录，或包含更钟的数据。",
        "Put the scripts into a folder of their own.",
        "请将脚本放入单独的文件夹。",
    ),
    "script_folder_unknown": Message(
        "{path} is no registered script folder.",
        "{path} 不是已注册的脚本文件夹。",
        "`watchbell scripts folders` lists those there are.",
        "`watchbell scripts folders` 会列出已注册的文件夹。",
    ),
    "script_folder_in_pipelines": Message(
        "Pipelines run scripts of {path}: {dependents}.",
        "流水线会运行 {path} 中的脚本：{dependents}。",
        "Remove these steps, or delete the pipelines, first.",
        "请先移除这些步骤，或删除这些流水线。",
    ),
    "script_outside": Message(
        "{path} is a link that leads out of its script folder.", "{path} 是指向脚本文件夹之外的链接。"
    ),
    "script_not_a_file": Message("{path} is not a regular file.", "{path} 不是普通文件。"),
    "script_unreadable": Message("{path} cannot be read: {detail}.", "无法读取 {path}：{detail_zh}。"),
    "script_too_large": Message(
        "{path} has {size} bytes; a script may have {limit}.",
        "{path} 有 {size} 字节，脚本最多 {limit} 字节。",
    ),
    "script_bad_encoding": Message(
        "{path} is not text in the encoding it states ({encoding}).",
        "{path} 的内容与其声明的编码（{encoding}）不符。",
        "Save it as UTF-8, or name its encoding in the first line: # -*- coding: gbk -*-",
        "请另存为 UTF-8，或在第一行写明编码：# -*- coding: gbk -*-",
    ),
    "script_syntax": Message(
        "{path}, line {line}: not valid Python: {detail}.", "{path} 第 {line} 行：Python 语法错误：{detail}。"
    ),
    "script_bad_name": Message(
        "{path}: the name of a script has 1 to 100 printable characters.",
        "{path}：脚本名应为 1 到 100 个可显示的字符。",
    ),
    "script_name_taken": Message(
        "{path}: there is a script of this name already: {other}.",
        "{path}：已有同名脚本：{other}。",
        "Rename one of the two files.",
        "请重命名其中一个文件。",
    ),
    "script_bad_schema": Message(
        "{path}: the description of its parameters cannot be used: {detail}.",
        "{path}：参数说明无法使用：{detail_zh}。",
    ),
    "script_bad_block": Message(
        "{path}: the block '# /// watchbell' cannot be used: {detail}.",
        "{path}：“# /// watchbell”块无法使用：{detail}。",
    ),
    "script_too_complex": Message(
        "{path} is too large to read its parameters off the code.",
        "{path} 过于庞大，无法从代码中读出参数。",
        "State them: PARAMETERS = {{...}}, or a file {path} with .schema.json instead of .py.",
        "请直接写明：PARAMETERS = {{...}}，或在旁边放一个以 .schema.json 代替 .py 的文件。",
    ),
    "script_subcommands": Message(
        "{path} has sub-commands (argparse), which cannot be filled from parameters.",
        "{path} 使用了子命令（argparse），无法由参数填写。",
    ),
    "argument_like_option": Message(
        "A value of the parameter {name} begins with '-' and would be read as an option.",
        "参数 {name} 的某个值以“-”开头，会被当作选项。",
    ),
    "result_missing": Message(
        "The program printed no JSON, so there is no result.",
        "程序没有输出 JSON，因此没有结果。",
        "Let its last output be one JSON object: print(json.dumps(result)).",
        "请在最后输出一个 JSON 对象：print(json.dumps(result))。",
    ),
    "result_invalid": Message(
        "What the program left as its result is not valid JSON.",
        "程序给出的结果不是有效的 JSON。",
        "Use print(json.dumps(result)); print(result) writes Python's own notation.",
        "请使用 print(json.dumps(result))；print(result) 输出的是 Python 自己的写法。",
    ),
    "result_not_finite": Message(
        "The result contains NaN or infinity, which are no JSON.",
        "结果中含有 NaN 或无穷大，它们不是有效的 JSON。",
        "Replace them by null before json.dumps.",
        "请在 json.dumps 之前将其替换为 null。",
    ),
    "result_too_large": Message(
        "The result is larger than 8 MiB, which is not kept; see the log.",
        "结果超过 8 MiB，未予保存；请查看日志。",
        "Write large data to a file, and let the result name that file.",
        "请将大量数据写入文件，并在结果中给出文件名。",
    ),
    "result_too_deep": Message("The result is nested more than 100 levels deep.", "结果的嵌套超过 100 层。"),
    "result_not_a_file": Message(
        "WATCHBELL_RESULT_FILE is no file that can be read: a link, a folder or a pipe, say.",
        "WATCHBELL_RESULT_FILE 不是可读取的普通文件（例如是链接、文件夹或管道）。",
    ),
}

"""Messages about the start and the end of programs."""

from watchbell.messages.message import Message

MESSAGES = {
    "missing_cwd": Message(
        "The working directory {path} does not exist or is not a folder.",
        "工作目录 {path} 不存在，或不是文件夹。",
    ),
    "missing_file": Message(
        "The program {path} does not exist or is not a file.",
        "程序 {path} 不存在，或不是文件。",
        "Check task_exec; relative paths start at the data directory.",
        "请检查 task_exec；相对路径以数据目录为起点。",
    ),
    "not_executable": Message(
        "{path} is not an executable file.",
        "{path} 不是可执行文件。",
        "Run: chmod +x {path}",
        "请执行：chmod +x {path}",
    ),
    "bad_shebang": Message(
        "{path} does not say which interpreter runs it.",
        "{path} 没有说明由哪个解释器运行。",
        "Let its first line be #! and the interpreter, for example #!/bin/sh.",
        "请将第一行写成 #! 加解释器路径，例如 #!/bin/sh。",
    ),
    "windows_line_ends": Message(
        "{path} has Windows line ends, so its interpreter cannot be found.",
        "{path} 使用了 Windows 换行符，因此找不到它的解释器。",
        "Convert it: sed -i 's/\\r$//' {path}",
        "请转换换行符：sed -i 's/\\r$//' {path}",
    ),
    "missing_interpreter": Message(
        "The interpreter {interpreter} of {path} does not exist.",
        "{path} 的解释器 {interpreter} 不存在。",
        "Install it, or name another one: in the first line of the file, or in task_config.interpreter.",
        "请安装该解释器，或改用其他解释器：修改文件的第一行，或 task_config.interpreter。",
    ),
    "argument_too_long": Message(
        "The arguments or environment variables for {path} are too long.",
        "传给 {path} 的参数或环境变量过长。",
        "One may hold 128 KiB. Pass large values in a file.",
        "单个值最多 128 KiB，较大的值请用文件传递。",
    ),
    "no_resources": Message(
        "The system refused to start another program: {detail}.",
        "系统拒绝启动新程序：{detail}。",
        "Let fewer programs run at once, or raise the limits of the service.",
        "请减少同时运行的程序数量，或提高服务的资源上限。",
    ),
    "cannot_start": Message("{path} could not be started: {detail}.", "无法启动 {path}：{detail}。"),
    "program_failed": Message(
        "The program ended with exit code {return_code}.", "程序退出码为 {return_code}。"
    ),
    "program_killed": Message("The program was ended by signal {name}.", "程序被信号 {name} 终止。"),
    "out_of_memory": Message(
        "The program used more memory than its limit (memory_mb).",
        "程序使用的内存超过了上限（memory_mb）。",
        "Raise memory_mb in task_limits, or let the program use less.",
        "请提高 task_limits 中的 memory_mb，或减少程序的内存用量。",
    ),
    "limit_exceeded": Message(
        "The program exceeded its limit {limit}.",
        "程序超过了上限 {limit}。",
        "Raise {limit} in task_limits.",
        "请提高 task_limits 中的 {limit}。",
    ),
    "program_timeout": Message(
        "The program did not end in time.",
        "程序未在规定时间内结束。",
        "Raise task_timeout, or find out what it waits for.",
        "请提高 task_timeout，或检查程序在等待什么。",
    ),
    "program_lost": Message(
        "The launcher died while the program ran: nobody can know how it ended.",
        "启动器在程序运行期间退出，无法得知程序如何结束。",
    ),
}

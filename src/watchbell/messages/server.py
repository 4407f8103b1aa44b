"""Messages about starting up."""

from watchbell.messages.message import Message

MESSAGES = {
    "data_dir_unusable": Message(
        "The data directory {path} cannot be used: {detail}.",
        "数据目录 {path} 无法使用：{detail_zh}。",
        "Choose another with --data-dir, or correct its owner and rights.",
        "请用 --data-dir 指定其他目录，或修正其属主与权限。",
    ),
    "database_newer": Message(
        "The database was changed by a newer version of Watchbell; {version} does not know {migrations}.",
        "数据库已被更高版本的更钟修改，{version} 版不认识 {migrations}。",
        "Install that version again, or restore a backup made before the upgrade. Nothing was changed.",
        "请重新安装该版本，或恢复升级前的备份。未做任何修改。",
    ),
    "unknown_variable": Message(
        "{field} is no setting of Watchbell: it changes nothing.",
        "{field} 不是更钟的配置项，不起任何作用。",
        "Did you mean: {known}?",
        "您是否想写：{known}？",
    ),
    "root_relative": Message(
        "{field}: {path!r} must be absolute, from the root of the file system.",
        "{field}：{path!r} 必须是从文件系统根目录开始的绝对路径。",
    ),
    "root_missing": Message(
        "{field}: there is no folder {path}; programs in it cannot run.",
        "{field}：文件夹 {path} 不存在，其中的程序无法运行。",
    ),
    "secret_key_short": Message(
        "{path} is no key: it needs at least {least} characters, and has {length}.",
        "{path} 不是有效的密钥：至少需要 {least} 个字符，实际为 {length} 个。",
        "Delete it: the next start makes a good one, and everybody signs in again.",
        "请删除该文件：下次启动会生成新的密钥，所有人需重新登录。",
    ),
    "database_damaged": Message(
        "The database {path} is damaged: {detail}.",
        "数据库 {path} 已损坏。",
        "Stop Watchbell and put the last backup of the file in its place. Nothing was changed.",
        "请停止更钟，并用最近的备份替换该文件。未做任何修改。",
    ),
    "database_closed_to_us": Message(
        "The database {path} cannot be opened or written: {detail}.",
        "无法打开或写入数据库 {path}。",
        "It must be a file that this user owns, in a folder they may write; else restore the last backup.",
        "它必须是属于当前用户的文件，所在目录可写；否则请恢复最近的备份。",
    ),
    "database_busy": Message(
        "Another process holds the database {path}: {detail}.",
        "另一个进程占用了数据库 {path}。",
        "Try again in a moment.",
        "请稍后重试。",
    ),
    "database_full": Message(
        "The disk does not take what the database {path} writes: {detail}.",
        "磁盘无法写入数据库 {path} 的内容。",
        "Free some space, or look at the health of the disk.",
        "请释放空间，或检查磁盘的健康状况。",
    ),
    "database_failed": Message("The database refuses: {detail}.", "数据库拒绝操作：{detail}。"),
    "cannot_listen": Message(
        "Cannot listen on {host} port {port}: {detail}.",
        "无法监听 {host} 的端口 {port}：{detail_zh}。",
        "Choose another with --port.",
        "请用 --port 指定其他端口。",
    ),
    "engine_gone": Message(
        "No server has been running for {seconds} s; execution {execution_id} has not ended in its records.",
        "服务已有 {seconds} 秒没有运行；按其记录，执行 {execution_id} 尚未结束。",
        "Its program goes on. Start the server (`watchbell serve`): it records how the execution ends.",
        "其程序会继续运行。请用 `watchbell serve` 启动服务，由它记录该执行的结果。",
    ),
    "file_ending_unknown": Message(
        "{field}: no format ends in {ending}.",
        "{field}：没有以 {ending} 结尾的格式。",
        "Possible are {known}, and no ending for JSON.",
        "可用：{known}；没有扩展名时为 JSON。",
    ),
    "parameter_form": Message(
        "{given!r} is not of the form NAME=VALUE.", "{given!r} 不是 NAME=VALUE 的形式。"
    ),
    "idempotency_key_reused": Message(
        "This Idempotency-Key was used for another request.",
        "该 Idempotency-Key 已用于另一个请求。",
        "Send a new key for each new request.",
        "请为每个新请求使用新的键。",
    ),
}

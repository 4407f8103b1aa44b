"""Messages about starting up."""

from watchbell.messages.message import Message

MESSAGES = {
    "data_dir_unusable": Message(
        "The data directory {path} cannot be used: {detail}.",
        "数据目录 {path} 无法使用：{detail}。",
        "Choose another with --data-dir, or correct its owner and rights.",
        "请用 --data-dir 指定其他目录，或修正其属主与权限。",
    ),
    "database_newer": Message(
        "The database was changed by a newer version of Watchbell; {version} does not know {migrations}.",
        "数据库已被更高版本的更钟修改，{version} 版不认识 {migrations}。",
        "Install that version again, or restore a backup made before the upgrade. Nothing was changed.",
        "请重新安装该版本，或恢复升级前的备份。未做任何修改。",
    ),
    "cannot_listen": Message(
        "Cannot listen on {host} port {port}: {detail}.",
        "无法监听 {host} 的端口 {port}：{detail}。",
        "Choose another with --port.",
        "请用 --port 指定其他端口。",
    ),
    "engine_gone": Message(
        "No server has been running for {seconds} s; execution {execution_id} has not ended in its records.",
        "服务已有 {seconds} 秒没有运行；按其记录，执行 {execution_id} 尚未结束。",
        "Its program goes on. Start the server (`watchbell serve`): it records how the execution ends.",
        "其程序会继续运行。请用 `watchbell serve` 启动服务，由它记录该执行的结果。",
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

"""Messages about containers and images."""

from watchbell.messages.message import Message

MESSAGES = {
    "docker_sdk_missing": Message(
        "The library for Docker is not installed.",
        "未安装 Docker 所需的库。",
        "Install it: pip install 'watchbell[docker]'.",
        "请安装：pip install 'watchbell[docker]'。",
    ),
    "docker_image_invalid": Message("{image!r} is not the name of an image.", "{image!r} 不是有效的镜像名。"),
    "docker_option_unused": Message(
        "{field} has no meaning for the action {action}.", "{field} 对操作 {action} 没有意义。"
    ),
    "docker_mount_invalid": Message(
        "{mount!r} is not a mount.",
        "{mount!r} 不是有效的挂载。",
        "Write source:target or source:target:ro, both absolute paths, or the name of a volume as source.",
        "请写成 source:target 或 source:target:ro，两者为绝对路径，source 也可以是卷名。",
    ),
    "docker_mount_refused": Message(
        "{source} may not be mounted into containers.",
        "{source} 不允许挂载到容器中。",
        "Ask an administrator to list it in WATCHBELL_DOCKER_MOUNTS.",
        "请管理员将其加入 WATCHBELL_DOCKER_MOUNTS。",
    ),
    "docker_right_refused": Message(
        "{right} would give the container rights over the host, which is not allowed here.",
        "{right} 会让容器获得宿主机权限，此处不允许。",
        "Ask an administrator to set WATCHBELL_DOCKER_PRIVILEGED=true.",
        "请管理员设置 WATCHBELL_DOCKER_PRIVILEGED=true。",
    ),
    "docker_context_outside": Message(
        "{path} is not below a folder that builds may read.",
        "{path} 不在构建可读取的文件夹之下。",
        "Put it below tasks/ in the data directory, or below a folder of WATCHBELL_SCRIPT_ROOTS.",
        "请放在数据目录的 tasks/ 之下，或 WATCHBELL_SCRIPT_ROOTS 的某个文件夹之下。",
    ),
    "docker_image_missing": Message(
        "The engine does not have the image {image}, and may not pull it.",
        "引擎中没有镜像 {image}，且设置为不拉取。",
    ),
    "docker_pull_failed": Message(
        "The image {image} could not be pulled: {detail}.", "无法拉取镜像 {image}：{detail}。"
    ),
    "docker_refused": Message("The container engine refused: {detail}.", "容器引擎拒绝了请求：{detail}。"),
}

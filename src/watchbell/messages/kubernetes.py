"""Messages about Kubernetes."""

from watchbell.messages.message import Message

MESSAGES = {
    "kubeconfig_missing": Message(
        "No cluster is named, and Watchbell does not run in one.",
        "未指定集群，且更钟不在集群内运行。",
        "Save a kubeconfig as a secret and name it in kubeconfig_secret.",
        "请将 kubeconfig 保存为密钥，并在 kubeconfig_secret 中引用。",
    ),
    "kubeconfig_unreadable": Message(
        "The kubeconfig {path} cannot be read: {detail}.", "无法读取 kubeconfig {path}：{detail}。"
    ),
    "kubeconfig_invalid": Message(
        "The kubeconfig cannot be used: {detail}.", "kubeconfig 无法使用：{detail}。"
    ),
    "kubernetes_credentials_failed": Message(
        "The program {program} of the kubeconfig gave no token: {detail}.",
        "kubeconfig 中的程序 {program} 未给出令牌：{detail}。",
        "Programs are looked for on WATCHBELL_PROGRAM_PATH.",
        "程序在 WATCHBELL_PROGRAM_PATH 中查找。",
    ),
    "kubernetes_sign_in_refused": Message(
        "The cluster {host} does not accept the credentials.",
        "集群 {host} 拒绝了凭据。",
        "Set the secret with the kubeconfig anew.",
        "请重新设置保存 kubeconfig 的密钥。",
    ),
    "kubernetes_forbidden": Message(
        "The cluster does not allow it: {detail}.",
        "集群不允许此操作：{detail}。",
        "Give the account a role that allows it; docs/guides/executors-kubernetes.md has one.",
        "请为该账号授予相应角色，示例见 docs/guides/executors-kubernetes.zh-CN.md。",
    ),
    "kubernetes_not_found": Message("The cluster does not have it: {detail}.", "集群中不存在：{detail}。"),
    "kubernetes_refused": Message("The cluster refused it: {detail}.", "集群拒绝了请求：{detail}。"),
    "kubernetes_kind_missing": Message(
        "The cluster has no kind {kind} in {version}.", "集群在 {version} 中没有 {kind} 类型。"
    ),
    "kubernetes_kind_unknown": Message(
        "'{name}' names no object.",
        "“{name}”不是有效的对象。",
        "Write kind/name with one of {known}, or apiVersion/Kind/name.",
        "请写成 类型/名称（类型可为 {known}），或 apiVersion/Kind/名称。",
    ),
    "kubernetes_image": Message(
        "The image {image} cannot be pulled: {detail}.",
        "无法拉取镜像 {image}：{detail}。",
        "Check its name and tag, and image_pull_secrets.",
        "请检查镜像名与标签，以及 image_pull_secrets。",
    ),
    "kubernetes_start": Message("The container cannot start: {detail}.", "容器无法启动：{detail}。"),
    "kubernetes_unschedulable": Message(
        "No node takes the pod: {detail}.",
        "没有节点可运行该 Pod：{detail}。",
        "Ask for less CPU or memory, or check node_selector.",
        "请降低 CPU 或内存请求，或检查 node_selector。",
    ),
    "kubernetes_pod": Message("The cluster did not run the pod: {detail}.", "集群未能运行 Pod：{detail}。"),
    "kubernetes_pod_replaced": Message(
        "The pod was removed while it ran, and the cluster made another one, which was ended.",
        "Pod 在运行期间被移除，集群新建的 Pod 已被终止。",
        "A node was drained, perhaps. Use task_retry to run it again.",
        "可能是节点被腾空。可用 task_retry 重新运行。",
    ),
    "kubernetes_memory": Message(
        "The container used more memory than its limit.",
        "容器使用的内存超过了上限。",
        "Raise memory_limit, or memory_mb in task_limits.",
        "请提高 memory_limit，或 task_limits 中的 memory_mb。",
    ),
    "kubernetes_evicted": Message("The node evicted the pod: {detail}.", "节点驱逐了 Pod：{detail}。"),
    "kubernetes_not_ready": Message("Not ready: {objects}.", "未就绪：{objects}。"),
    "manifest_invalid": Message("The manifest cannot be used: {detail}.", "清单无法使用：{detail}。"),
    "manifest_needed": Message(
        "This action takes a manifest.",
        "此操作需要清单（manifest）。",
        "Use manifest, or a file in task_exec.",
        "请使用 manifest，或在 task_exec 中指定文件。",
    ),
    "manifest_twice": Message(
        "An image, a manifest, objects and a file in task_exec exclude each other.",
        "镜像、清单、对象列表与 task_exec 中的文件只能选其一。",
    ),
    "parameters_too_large": Message(
        "The parameters are larger than {limit} bytes.", "参数超过 {limit} 字节。"
    ),
}

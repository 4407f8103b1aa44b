"""Messages about requests to other systems."""

from watchbell.messages.message import Message

MESSAGES = {
    "outgoing_refused": Message(
        "{host} is at the inside address {address}, to which no request may go.",
        "{host} 的地址 {address} 属于内部网络，不允许向其发送请求。",
        "An administrator allows it with WATCHBELL_OUTGOING_ALLOWED={address} (hosts, addresses, networks).",
        "管理员可设置 WATCHBELL_OUTGOING_ALLOWED={address}（主机、地址或网段）来允许。",
    ),
    "url_invalid": Message(
        "This is no address of the form https://host/path.",
        "地址无效，应为 https://主机/路径 的形式。",
    ),
    "url_with_password": Message(
        "The address contains a user name or password.",
        "地址中含有用户名或密码。",
        "Keep it as a secret, and name the secret in the options.",
        "请将其保存为密钥，并在选项中引用该密钥。",
    ),
    "target_host_unknown": Message(
        "The name {host} cannot be resolved to an address.", "无法解析主机名 {host}。"
    ),
    "target_unreachable": Message("{host} does not accept connections.", "无法连接 {host}。"),
    "target_timeout": Message("{host} did not answer in time.", "{host} 未在规定时间内应答。"),
    "target_cut": Message("{host} ended the connection too early.", "{host} 过早断开了连接。"),
    "target_certificate": Message(
        "The certificate of {host} is not valid: {detail}.",
        "{host} 的证书无效：{detail}。",
        "Add its authority to this machine; verify_tls: false switches the check off.",
        "请将其签发机构加入本机信任列表；verify_tls: false 会关闭检查。",
    ),
    "target_answer_unreadable": Message(
        "{host} answered with something that cannot be understood.", "无法理解 {host} 的应答。"
    ),
    "target_answer_encoded": Message(
        "{host} compressed its answer although that was not asked for.",
        "{host} 未经请求就压缩了应答。",
    ),
    "target_busy": Message("{host} asks to send fewer requests.", "{host} 要求降低请求频率。"),
    "target_failing": Message("{host} answered with status {status}.", "{host} 应答状态码 {status}。"),
    "target_sign_in_refused": Message(
        "{host} does not accept the user or the secret.",
        "{host} 拒绝了用户名或密钥。",
        "Check the options, and set the secret anew: watchbell secret set NAME --value-stdin",
        "请检查选项，并重新设置密钥：watchbell secret set NAME --value-stdin",
    ),
    "target_not_allowed": Message(
        "{host} does not allow this to the user or token.",
        "{host} 不允许该用户或令牌执行此操作。",
    ),
    "target_not_found": Message(
        "{host} has no {what}, or does not show it to this user.",
        "{host} 上没有 {what}，或该用户无权查看。",
    ),
    "target_refused": Message(
        "{host} refused the request with status {status}: {detail}",
        "{host} 拒绝了请求，状态码 {status}：{detail}",
    ),
    "value_missing": Message("The run has no {path}.", "本次运行没有 {path}。"),
    "value_not_a_parameter": Message(
        "{path} is no parameter of the run.",
        "{path} 不是本次运行的参数。",
        'Write {{"from": "parameters.name"}}.',
        '请写成 {{"from": "parameters.名称"}}。',
    ),
    "header_not_allowed": Message(
        "The header {name} cannot be set here.",
        "不能在此设置请求头 {name}。",
        "Values that are secret belong in token_secret, password_secret or secret_headers.",
        "机密值请使用 token_secret、password_secret 或 secret_headers。",
    ),
    "password_without_user": Message(
        "A password is sent together with a user; 'user' is empty.", "密码须与用户一起发送，但“user”为空。"
    ),
    "secret_not_for_header": Message(
        "A secret of several lines cannot be sent in a header.", "多行的密钥不能放在请求头中发送。"
    ),
    "status_unexpected": Message(
        "{host} answered with status {status}.",
        "{host} 应答状态码 {status}。",
        "Add it to expected_status if that is fine.",
        "如属正常，请将其加入 expected_status。",
    ),
    "redirect_not_followed": Message(
        "{host} redirects to {target}.",
        "{host} 重定向到 {target}。",
        "Use that address, or set follow_redirects: true.",
        "请改用该地址，或设置 follow_redirects: true。",
    ),
    "too_many_redirects": Message("{host} redirects again and again.", "{host} 反复重定向。"),
    "redirect_to_plain": Message("{host} redirects from https to http.", "{host} 从 https 重定向到 http。"),
}

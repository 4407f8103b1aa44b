"""Messages about requests: who asks, and in what form."""

from watchbell.messages.message import Message

MESSAGES = {
    "not_authenticated": Message(
        "You are not signed in.",
        "您尚未登录。",
        "Send an API key as 'Authorization: Bearer KEY', or sign in.",
        "请在请求头中带上 'Authorization: Bearer KEY'，或先登录。",
    ),
    "invalid_credentials": Message("Wrong user name or password.", "用户名或密码错误。"),
    "not_allowed": Message("You are not allowed to do this.", "您没有执行此操作的权限。"),
    "csrf_failed": Message(
        "The request has no valid CSRF token.",
        "请求缺少有效的 CSRF 令牌。",
        "Reload the page and try again.",
        "请刷新页面后重试。",
    ),
    "not_found": Message(
        "{what} {name!r} does not exist.",
        "{what} {name!r} 不存在。",
        "Look at the list: it may be spelt otherwise, or have been deleted.",
        "请查看列表：名称可能有误，或已被删除。",
    ),
    "no_such_route": Message(
        "There is nothing at {path}.",
        "{path} 处没有内容。",
        "All routes are described at /api/openapi.json.",
        "全部路由见 /api/openapi.json。",
    ),
    "method_not_allowed": Message(
        "{method} is not possible here.",
        "此处不支持 {method}。",
        "The header Allow of this answer names what is.",
        "可用的方法见响应头 Allow。",
    ),
    "malformed_json": Message(
        "The body is not valid JSON: {detail}.",
        "请求体不是有效的 JSON：{detail_zh}。",
        "Send UTF-8, names and texts in double quotes, no comma at the end.",
        "请使用 UTF-8 编码，名称与文本用双引号括起，末尾不加逗号。",
    ),
    "invalid_value": Message("{field}: {detail}.", "{field}：{detail}。"),
    "too_many_requests": Message(
        "Too many attempts. Try again in {retry_after} s.", "尝试次数过多，请在 {retry_after} 秒后重试。"
    ),
    "internal_error": Message(
        "Something went wrong here. The reference is {reference}.",
        "服务器内部出错，参考编号：{reference}。",
        "The details are in logs/sys.log.",
        "详情见 logs/sys.log。",
    ),
}

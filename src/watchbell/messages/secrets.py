"""Messages about secrets and the key they are encrypted with."""

from watchbell.messages.message import Message

MESSAGES = {
    "secret_unknown": Message(
        "There is no secret {name!r}.",
        "密钥 {name!r} 不存在。",
        "Make it with: watchbell secret set {name} --value-stdin",
        "请先创建：watchbell secret set {name} --value-stdin",
    ),
    "secret_name_invalid": Message(
        "{name!r} cannot be the name of a secret.",
        "{name!r} 不能作为密钥名称。",
        "Use up to 64 letters, digits, '_', '-' and '.', the first a letter or digit.",
        "最多 64 个字母、数字、“_”、“-”、“.”，以字母或数字开头。",
    ),
    "secret_empty": Message("A secret cannot be empty.", "密钥的值不能为空。"),
    "secret_too_large": Message("A secret may have at most {limit} bytes.", "密钥的值最多 {limit} 字节。"),
    "secret_key_missing": Message(
        "The file {path}, with which the secrets were encrypted, is missing.",
        "用于加密密钥的文件 {path} 不存在。",
        "Put it back from a backup, or delete the secrets and set them anew.",
        "请从备份中恢复该文件，或删除这些密钥后重新设置。",
    ),
    "secret_key_unusable": Message(
        "The key file {path} cannot be used.",
        "密钥文件 {path} 无法使用。",
        "It must be as it was made, one key a line, and Watchbell must be able to read it.",
        "文件应保持原样，每行一个密钥，且更钟须能读取。",
    ),
    "secret_key_does_not_fit": Message(
        "The secret {name!r} was encrypted with another key than that of conf/secret.key.",
        "密钥 {name!r} 不是用 conf/secret.key 中的密钥加密的。",
        "Put the right file back, or delete the secret and set it anew.",
        "请恢复正确的文件，或删除该密钥后重新设置。",
    ),
}

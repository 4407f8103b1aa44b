"""Messages about living in somebody else's Django project."""

from watchbell.messages.message import Message

MESSAGES = {
    "sign_in_elsewhere": Message(
        "People sign in on this site itself, not here.",
        "请通过本站自身的登录方式登录，此处不提供登录。",
        "WATCHBELL = {{'sign_in': True}} in the settings of the site changes that.",
        "如需在此登录，请在站点配置中设置 WATCHBELL = {{'sign_in': True}}。",
    ),
    "tables_missing": Message(
        "Watchbell's tables are missing or old in this database. The reference is {reference}.",
        "数据库中缺少更钟的数据表，或其版本过旧，参考编号：{reference}。",
        "Run: python manage.py migrate",
        "请运行：python manage.py migrate",
    ),
    "use_tz_needed": Message(
        "Watchbell needs USE_TZ = True.",
        "更钟需要 USE_TZ = True。",
        "Times are kept with their zone: without it, nobody knows what a schedule means when clocks change.",
        "时间需要带时区保存：否则在切换夏令时时，无法确定计划任务的含义。",
    ),
    "database_unsupported": Message(
        "Watchbell keeps its tables in SQLite or PostgreSQL; the default database is {vendor}.",
        "更钟的数据表支持 SQLite 与 PostgreSQL，当前默认数据库为 {vendor}。",
        "Make one of those the default, or run Watchbell beside the site: watchbell serve.",
        "请将其中之一设为默认数据库，或在站点之外单独运行：watchbell serve。",
    ),
    "sqlite_loses_writes": Message(
        "With these settings SQLite refuses writes that meet: 'database is locked'.",
        "以当前配置，SQLite 在并发写入时会报错：'database is locked'。",
        "In DATABASES: 'OPTIONS': {{'transaction_mode': 'IMMEDIATE', 'timeout': 20,"
        " 'init_command': 'PRAGMA journal_mode=WAL'}}.",
        "请在 DATABASES 中设置：'OPTIONS': {{'transaction_mode': 'IMMEDIATE', 'timeout': 20,"
        " 'init_command': 'PRAGMA journal_mode=WAL'}}。",
    ),
    "cannot_import": Message("{name!r} cannot be imported: {detail}.", "无法导入 {name!r}：{detail}。"),
    "unknown_setting": Message(
        "WATCHBELL has no setting {name!r}.",
        "WATCHBELL 没有名为 {name!r} 的配置项。",
        "Did you mean: {known}?",
        "您是否想写：{known}？",
    ),
    "nobody_may": Message(
        "The user model has neither is_staff nor is_superuser: nobody may use Watchbell.",
        "用户模型没有 is_staff 和 is_superuser：没有人有权使用更钟。",
        "Say who may: WATCHBELL = {{'may': 'host.auth.may'}}.",
        "请说明谁有权使用：WATCHBELL = {{'may': 'host.auth.may'}}。",
    ),
    "no_way_in": Message(
        "Without AuthenticationMiddleware only API keys sign anybody in.",
        "没有 AuthenticationMiddleware 时，只能用 API 密钥登录。",
        "Add it to MIDDLEWARE, or name WATCHBELL = {{'resolver': 'host.auth.who'}}.",
        "请将其加入 MIDDLEWARE，或设置 WATCHBELL = {{'resolver': 'host.auth.who'}}。",
    ),
    "data_dir_shared": Message(
        "The data directory is {path}, which every project of this user shares.",
        "数据目录为 {path}，该用户的所有项目都会使用它。",
        "Name one for this project: WATCHBELL = {{'data_dir': BASE_DIR / 'watchbell-data'}}.",
        "请为本项目指定目录：WATCHBELL = {{'data_dir': BASE_DIR / 'watchbell-data'}}。",
    ),
}

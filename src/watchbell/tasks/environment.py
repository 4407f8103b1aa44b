"""Which variables a task may set for its program.

A variable alone can make a fixed program run other code (security 18): those that steer loaders
and interpreters are refused, unless an administrator allows them by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from watchbell.conf import get_settings
from watchbell.errors import ConfigurationError

# One "NAME=value" and its NUL must fit into MAX_ARG_STRLEN (execve(2)); all of them, beside the
# arguments and parameters, into a quarter of the usual stack limit of 8 MiB.
LARGEST_VARIABLE = 128 * 1024
LARGEST_ENVIRONMENT = 512 * 1024

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# TASK_NAME is ours, too, but the seed lets a task give its own.
_OWN = re.compile(
    r"EXECUTION_ID|TASK_ID|TASK_LOG|PAGE_CONTEXT|SCRIPT_NAME|SCRIPT_PARAMETERS(_FILE)?|WATCHBELL_.*"
)
_REFUSED_PREFIXES = ("LD_", "DYLD_", "PYTHON", "BASH_FUNC_", "GIT_CONFIG", "GLIBC_TUNABLES")
_REFUSED = frozenset(
    re.findall(
        r"\w+",
        """
    PATH IFS ENV BASH_ENV BASHOPTS SHELLOPTS CDPATH GLOBIGNORE PROMPT_COMMAND PS4 ZDOTDIR FPATH
    PERL5LIB PERL5OPT PERL5DB PERL5SHELL PERLLIB RUBYOPT RUBYLIB NODE_OPTIONS NODE_PATH
    LUA_INIT LUA_PATH LUA_CPATH PHPRC PHP_INI_SCAN_DIR R_PROFILE R_ENVIRON JULIA_LOAD_PATH
    CLASSPATH JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
    GIT_SSH GIT_SSH_COMMAND GIT_ASKPASS GIT_EXEC_PATH GIT_EXTERNAL_DIFF GIT_PROXY_COMMAND GIT_TEMPLATE_DIR
    GCONV_PATH LOCPATH NLSPATH HOSTALIASES RES_OPTIONS OPENSSL_CONF OPENSSL_MODULES OPENSSL_ENGINES
    """,
    )
)


def check_environment(env: Mapping[str, object]) -> Iterator[ConfigurationError]:
    """What is wrong with `env` (`task_env`)."""
    allowed = get_settings().environment_exceptions
    for name, value in env.items():
        yield from _check(name, value, allowed)
    total = sum(_size(name, value) for name, value in env.items())
    if total > LARGEST_ENVIRONMENT:
        yield ConfigurationError(
            "env_total_too_large", field="task_env", size=total, limit=LARGEST_ENVIRONMENT
        )


def is_steering(name: str) -> bool:
    """Whether the variable changes which code a program loads, or how it is read."""
    return name in _REFUSED or name.startswith(_REFUSED_PREFIXES)


def _check(name: str, value: object, allowed: frozenset[str]) -> Iterator[ConfigurationError]:
    shown = name[:100]
    field = f"task_env.{shown}"
    if is_steering(name) and name not in allowed:
        # Before the form of the name: BASH_FUNC_ls%% deserves the true reason.
        yield ConfigurationError("env_refused", field=field, name=shown)
    elif not _NAME.fullmatch(name):
        yield ConfigurationError("env_bad_name", field=field, name=shown)
    elif _OWN.fullmatch(name):
        yield ConfigurationError("env_reserved", field=field, name=shown)
    if not isinstance(value, str):
        yield ConfigurationError("env_not_text", field=field, name=shown)
    elif _size(name, value) >= LARGEST_VARIABLE:
        size = _size(name, value)
        yield ConfigurationError("env_too_large", field=field, name=shown, size=size, limit=LARGEST_VARIABLE)


def _size(name: str, value: object) -> int:
    """Bytes of "NAME=value" and its NUL."""
    return len(f"{name}={value}".encode(errors="replace")) + 1

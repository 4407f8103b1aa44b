"""Every setting, once: name, type, default, one line of meaning.

Each is read from the environment as `WATCHBELL_<NAME>`; a Django host may also put it in its
settings as `WATCHBELL = {"<name>": …}`, which the environment overrides.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from watchbell.errors import ConfigurationError, InvalidInput
from watchbell.kernel.found import pydantic_code, pydantic_values

# What programs are told, and so those that call Watchbell from within an execution.
_OF_PROGRAMS = frozenset(
    f"WATCHBELL_{name}"
    for name in ("RUN", "ATTEMPT", "EXECUTION_ID", "SCHEDULED_FOR", "RESULT_FILE", "ANSIBLE_RESULT")
)


def _default_data_dir() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Path(base) / "watchbell"


def _local_timezone() -> str:
    """The machine's IANA zone: TZ, else where /etc/localtime points, else UTC."""
    named = os.environ.get("TZ", "").removeprefix(":")
    target = os.path.realpath("/etc/localtime")
    zone = named or target.partition("/zoneinfo/")[2]
    return zone if (Path("/usr/share/zoneinfo") / zone).is_file() else "UTC"


def _known_zone(name: str) -> str:
    from watchbell.kernel.zone import load_zone

    load_zone(name, "WATCHBELL_TIMEZONE")
    return name


def _networks(text: str) -> str:
    """A network that is none would be taken for the name of a host, and allow nothing without a word."""
    for part in text.split(","):
        if "/" in part:
            ip_network(part.strip().strip("[]"), strict=False)
    return text


def _absolute_roots(text: str) -> str:
    """A relative folder would be another one for each process that reads it."""
    for part in filter(None, text.split(":")):
        if not Path(part).is_absolute():
            raise ConfigurationError("root_relative", field="WATCHBELL_SCRIPT_ROOTS", path=part)
    return text


class Settings(BaseSettings):
    """See the comment of each field; `docs/reference/settings.md` is generated from them."""

    model_config = SettingsConfigDict(env_prefix="WATCHBELL_", extra="ignore", frozen=True)

    data_dir: Annotated[Path, AfterValidator(Path.absolute)] = Field(
        default_factory=_default_data_dir, description="Where everything is kept."
    )
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8787, ge=0, le=65535, description="Port the web server listens on.")
    allowed_hosts: str = Field("", description="Host names the web server answers to, separated by commas.")
    allowed_origins: str = Field(
        "", description="Origins trusted behind a proxy, whose pages may use API keys, by commas."
    )
    timezone: Annotated[str, AfterValidator(_known_zone)] = Field(
        default_factory=_local_timezone, description="Zone of schedules that name none."
    )
    language: Literal["en", "zh"] = Field("en", description="Language where the caller states none.")
    node_name: str = Field(
        default_factory=lambda: os.uname().nodename, description="Name of this machine in the history."
    )
    task_store: Literal["database", "json_files"] = Field(
        "database", description="Where task definitions live."
    )
    max_running: int = Field(100, ge=1, description="Executions that may run at once on this machine.")
    max_remote: int = Field(200, ge=1, description="Executions that may run at once on other systems.")
    queue_limit: int = Field(
        100, ge=1, description="Waiting executions a task with overlap `queue` may have."
    )
    stop_grace: float = Field(3.0, ge=0, description="Seconds between TERM and KILL.")
    script_roots: Annotated[str, AfterValidator(_absolute_roots)] = Field(
        "", description="Folders outside the data directory that programs may be in, absolute, by colons."
    )
    allowed_env: str = Field("", description="Variables allowed in task_env although they steer loaders.")
    program_path: str = Field(
        "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", description="PATH of programs."
    )
    outgoing_allowed: Annotated[str, AfterValidator(_networks)] = Field(
        "", description="Inside hosts and networks (CIDR) that requests of executors may go to, by commas."
    )
    docker_host: str = Field(
        "unix:///var/run/docker.sock", description="Where the Engine API of Docker or podman is."
    )
    docker_certs: str = Field("", description="Folder with ca.pem, cert.pem and key.pem for a tcp:// engine.")
    docker_mounts: str = Field(
        "", description="Folders (with all below them) and volumes that containers may mount, by colons."
    )
    docker_privileged: bool = Field(
        False, description="Docker tasks may be privileged or use the host's network and processes."
    )
    docker_log_driver: str = Field(
        "local", description="Log driver of containers; k8s-file for podman. Only local keeps bytes exactly."
    )
    debug: bool = Field(False, description="Log at DEBUG level.")

    @property
    def roots(self) -> tuple[Path, ...]:
        """Folders outside the data directory in which programs may live."""
        return tuple(Path(part) for part in self.script_roots.split(":") if part)

    @property
    def environment_exceptions(self) -> frozenset[str]:
        return frozenset(name.strip() for name in self.allowed_env.split(",") if name.strip())


def _host_settings() -> dict[str, Any]:
    """What a host's Django settings say; its data directory is beside its project unless it names one."""
    from django.conf import settings as django_settings

    if not django_settings.configured:
        return {}
    given = dict(getattr(django_settings, "WATCHBELL", None) or {})
    if base := getattr(django_settings, "BASE_DIR", None):
        given.setdefault("data_dir", Path(base) / "watchbell-data")
    return given


@cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    given = {k: v for k, v in _host_settings().items() if f"WATCHBELL_{k.upper()}" not in os.environ}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise InvalidInput([_wrong(part) for part in error.errors()]) from None


def doubts() -> list[ConfigurationError]:
    """What the environment says that has no effect, and folders that are not there: worth a warning."""
    known = {f"WATCHBELL_{name.upper()}" for name in Settings.model_fields}
    given = {name for name in os.environ if name.startswith("WATCHBELL_")}
    strange = sorted(name for name in given - known - _OF_PROGRAMS if not name.startswith("WATCHBELL_TEST_"))
    unknown = [
        ConfigurationError(
            "unknown_variable", field=name, known=", ".join(get_close_matches(name, known, n=1))
        )
        for name in strange
    ]
    missing = [root for root in get_settings().roots if not root.is_dir()]
    return unknown + [
        ConfigurationError("root_missing", field="WATCHBELL_SCRIPT_ROOTS", path=str(root)) for root in missing
    ]


def _wrong(finding: Any) -> ConfigurationError:
    variable = f"WATCHBELL_{str(finding['loc'][0]).upper()}"
    code = pydantic_code(finding["type"])
    return ConfigurationError(code, field=variable, name=variable, **pydantic_values(finding))


def data_path(*parts: str) -> Path:
    """A path below the data directory."""
    return get_settings().data_dir.joinpath(*parts)

from __future__ import annotations

from typing import Any

from watchbell.errors import ConfigurationError
from watchbell.executors.base import ExecutionSpec, RunContext, Title, options, text
from watchbell.executors.placeholders import undefined_parameters
from watchbell.executors.remote import Cursor, Handle, Remote, RemoteExecutor
from watchbell.executors.secret_options import secret_option
from watchbell.executors.site_options import MARK, URL, VERIFY_TLS, values_option, wrong_site


class JenkinsExecutor(RemoteExecutor):
    """Starts a job of a Jenkins, follows its build, and mirrors how it ends (seed 001).

    `task_exec` is the name of the job as its address shows it: `team/app/main`.
    """

    title = Title("Jenkins job", "Jenkins 任务")
    description = Title(
        "Starts a job, follows its log, and ends as its build does.",
        "启动任务、跟踪日志，并与其构建同步结束状态。",
    )
    options = options(
        url=URL,
        user=text("User", "用户"),
        token_secret=secret_option("API token (secret)", "API 令牌（密钥）"),
        parameters=values_option("Parameters of the build", "构建参数"),
        unstable=text(
            "An unstable build is a", "“不稳定”的构建视为", enum=["failure", "success"], default="failure"
        ),
        mark_parameter=text(
            "Parameter that gets the execution id",
            "接收执行 ID 的参数",
            default=MARK,
            description="Where the job has it, a build is found again after whatever crash.",
            **{"x-description-zh": "任务定义了该参数时，无论发生何种崩溃都能重新找到对应的构建。"},
        ),
        verify_tls=VERIFY_TLS,
    ) | {"required": ["url"]}
    program_is_needed = True

    def check(self, program: str, config: dict[str, Any]) -> list[ConfigurationError]:
        return super().check(program, config) or wrong_site(config, "parameters")

    def check_parameters(self, config: dict[str, Any], schema: dict[str, Any]) -> list[ConfigurationError]:
        return undefined_parameters(config, ("parameters",), schema)

    def start(self, spec: ExecutionSpec, context: RunContext) -> Handle:
        from watchbell.executors.jenkins_start import start

        return start(spec, context)

    def find(self, spec: ExecutionSpec, context: RunContext) -> Handle | None:
        from watchbell.executors.jenkins_start import find

        return find(spec, context)

    def poll(self, spec: ExecutionSpec, handle: Handle, cursor: Cursor) -> Remote:
        from watchbell.executors.jenkins_follow import follow

        return follow(spec, handle, cursor)

    def stop(self, spec: ExecutionSpec, handle: Handle, *, force: bool) -> None:
        from watchbell.executors.jenkins_stop import stop

        stop(spec, handle, force=force)

    def clean(self, spec: ExecutionSpec, handle: Handle) -> None:
        from watchbell.executors.jenkins_site import forget

        forget(handle)


PLUGIN = JenkinsExecutor()

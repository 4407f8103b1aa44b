from __future__ import annotations

from typing import Any

from watchbell.errors import ConfigurationError
from watchbell.executors.base import ExecutionSpec, RunContext, Title, options, text
from watchbell.executors.placeholders import undefined_parameters
from watchbell.executors.remote import Cursor, Handle, Remote, RemoteExecutor
from watchbell.executors.secret_options import secret_option
from watchbell.executors.site_options import URL, VERIFY_TLS, values_option, wrong_site

DEFAULT_URL = "https://gitlab.com"


class GitlabExecutor(RemoteExecutor):
    """Starts a pipeline of a GitLab project, follows its jobs, and mirrors how it ends (seed 001).

    `task_exec` is the project: its path (`group/app`) or its number.
    """

    title = Title("GitLab pipeline", "GitLab 流水线")
    description = Title(
        "Starts a pipeline on a branch, follows the logs of its jobs, and ends as it does.",
        "在分支上启动流水线、跟踪其作业日志，并与其同步结束状态。",
    )
    options = options(
        url={**URL, "default": DEFAULT_URL},
        ref=text("Branch or tag", "分支或标签", default="main"),
        ref_parameter=text(
            "Parameter of the run that names the branch",
            "指定分支的运行参数",
            description="Where the run has it, it counts instead.",
            **{"x-description-zh": "若本次运行有该参数，则以其为准。"},
        ),
        token_secret=secret_option("Access token (secret)", "访问令牌（密钥）"),
        variables=values_option("Variables of the pipeline", "流水线变量"),
        verify_tls=VERIFY_TLS,
    ) | {"required": ["token_secret"]}
    program_is_needed = True

    def check(self, program: str, config: dict[str, Any]) -> list[ConfigurationError]:
        return super().check(program, config) or wrong_site(config, "variables")

    def check_parameters(self, config: dict[str, Any], schema: dict[str, Any]) -> list[ConfigurationError]:
        return undefined_parameters(config, ("variables",), schema)

    def start(self, spec: ExecutionSpec, context: RunContext) -> Handle:
        from watchbell.executors.gitlab_start import start

        return start(spec, context)

    def find(self, spec: ExecutionSpec, context: RunContext) -> Handle | None:
        from watchbell.executors.gitlab_start import find

        return find(spec, context)

    def poll(self, spec: ExecutionSpec, handle: Handle, cursor: Cursor) -> Remote:
        from watchbell.executors.gitlab_follow import follow

        return follow(spec, handle, cursor)

    def stop(self, spec: ExecutionSpec, handle: Handle, *, force: bool) -> None:
        from watchbell.executors.gitlab_follow import stop

        stop(spec, handle, force=force)


PLUGIN = GitlabExecutor()

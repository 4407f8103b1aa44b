"""Messages about Jenkins and GitLab."""

from watchbell.messages.message import Message

MESSAGES = {
    "jenkins_job_disabled": Message(
        "The job {job} cannot be built: it is disabled, or a folder.",
        "任务 {job} 无法构建：它已被禁用，或是一个文件夹。",
        "Enable it in Jenkins, or name a job in the folder.",
        "请在 Jenkins 中启用它，或填写文件夹中的任务。",
    ),
    "jenkins_parameter_unknown": Message(
        "The job {job} has no parameter {name!r}.",
        "任务 {job} 没有参数 {name!r}。",
        "Define it in Jenkins; a job whose Jenkinsfile defines it must have run once.",
        "请在 Jenkins 中定义该参数；若由 Jenkinsfile 定义，任务须先运行过一次。",
    ),
    "pipeline_failed": Message(
        "The pipeline {pipeline} ended as {result}; failed jobs: {jobs}.",
        "流水线 {pipeline} 的结果为 {result}；失败的作业：{jobs}。",
    ),
    "build_failed": Message(
        "The build {build} ended as {result}.",
        "构建 {build} 的结果为 {result}。",
    ),
}

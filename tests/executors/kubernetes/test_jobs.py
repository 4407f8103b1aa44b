"""Jobs on the FAKE cluster: what is sent, what goes wrong, what is told."""

from __future__ import annotations

import json
import time

import pytest

from tests.executors.kubernetes.conftest import job, sign_in
from tests.fakes.kubernetes_api import FakeCluster
from watchbell.testing import Product
from watchbell.testing.product import Refused


def test_a_job_is_one_pod_that_is_never_tried_again(product: Product, cluster: FakeCluster) -> None:
    config = {"memory_limit": "64Mi", "cpu_request": "50m", "service_account": "runner", "keep": True}
    done = product.run(job(product, cluster, "one-pod", "echo $GREETING $TASK_ID", **config), name="x")
    [made] = cluster.of("jobs", done["execution_id"])
    plan, pod = made["spec"], made["spec"]["template"]["spec"]
    assert (plan["backoffLimit"], plan["completions"], plan["parallelism"]) == (0, 1, 1)
    assert (pod["restartPolicy"], pod["serviceAccountName"]) == ("Never", "runner")
    resources = {"limits": {"memory": "64Mi"}, "requests": {"cpu": "50m"}}
    assert pod["containers"][0]["resources"] == resources
    assert made["metadata"]["labels"]["watchbell.io/execution"] == done["execution_id"]


def test_a_job_is_removed_once_its_end_is_recorded(product: Product, cluster: FakeCluster) -> None:
    done = product.run(job(product, cluster, "removed", "echo x"))
    assert done["status"] == "success"
    product.until(lambda: not cluster.of("jobs") and not cluster.of("pods"), 20)


def test_what_looks_like_a_variable_of_kubernetes_is_left_alone(
    product: Product, cluster: FakeCluster
) -> None:
    task_id = job(product, cluster, "literal", 'echo "$SCRIPT_PARAMETERS"')
    done = product.run(task_id, text="$(HOME) $$(X)")
    assert json.loads(product.log(done["execution_id"])) == {"text": "$(HOME) $$(X)"}


def test_a_large_log_arrives_whole_and_in_order(product: Product, cluster: FakeCluster) -> None:
    script = f"i=0; while [ $i -lt 40000 ]; do echo line-$i-{'0123456789' * 4}; i=$((i+1)); done"
    done = product.run(job(product, cluster, "large", script), timeout=60)
    lines = product.log(done["execution_id"]).decode().splitlines()
    assert len(lines) == 40000 and lines[-1].startswith("line-39999-")
    assert all(line.startswith(f"line-{n}-") for n, line in enumerate(lines))


@pytest.mark.parametrize(
    ("config", "reason", "words"),
    [
        ({"image": "registry.example/none:1"}, "kubernetes_image", "Back-off pulling image"),
        (
            {"image": "local/none", "image_pull_policy": "Never"},
            "kubernetes_image",
            "ErrImageNeverPull",
        ),
        ({"node_selector": {"disk": "golden"}}, "kubernetes_unschedulable", "0/1 nodes are available"),
        ({"command": ["/nowhere/program"]}, "kubernetes_start", "/nowhere/program"),
    ],
)
def test_a_pod_that_cannot_start_is_told_in_words(
    product: Product, cluster: FakeCluster, config: dict[str, object], reason: str, words: str
) -> None:
    done = product.run(job(product, cluster, "cannot", "echo x", start_timeout=2, **config), timeout=60)
    assert (done["status"], done["reason"]) == ("failed", reason)
    assert words in done["error_message"]
    product.until(lambda: not cluster.of("jobs") and not cluster.of("pods"), 20)


def test_while_it_waits_the_progress_says_for_what(product: Product, cluster: FakeCluster) -> None:
    task_id = job(product, cluster, "waits", "echo x", image="registry.example/none:1", start_timeout=600)
    execution_id = product.execute(task_id)
    said = product.until(lambda: (product.execution(execution_id)["progress"] or {}).get("message"), 20)
    assert "registry.example/none:1 cannot be pulled" in said
    product.post(f"/api/executions/{execution_id}/stop")
    assert product.finished(execution_id)["status"] == "cancelled"
    assert not cluster.of("pods", execution_id)


def test_a_cluster_that_makes_no_pod_is_told_why(product: Product, cluster: FakeCluster) -> None:
    cluster.refuses_pods = 'pods "x" is forbidden: exceeded quota: small'
    done = product.run(job(product, cluster, "quota", "echo x", start_timeout=1), timeout=60)
    assert (done["status"], done["reason"]) == ("failed", "kubernetes_pod")
    assert "exceeded quota: small" in done["error_message"]


def test_an_account_without_the_right_is_told_what_it_lacks(product: Product, cluster: FakeCluster) -> None:
    weak = sign_in(product, cluster, token=cluster.weak_token)
    done = product.run(job(product, cluster, "weak", "echo x", kubeconfig_secret=weak))
    assert (done["status"], done["reason"]) == ("failed", "kubernetes_forbidden")
    assert "cannot POST" in done["error_message"]


def test_a_token_that_is_not_accepted_is_told(product: Product, cluster: FakeCluster) -> None:
    wrong = sign_in(product, cluster, token="expired")
    done = product.run(job(product, cluster, "expired", "echo x", kubeconfig_secret=wrong))
    assert (done["status"], done["reason"]) == ("failed", "kubernetes_sign_in_refused")


def test_a_cluster_that_fails_for_a_while_loses_nothing(product: Product, cluster: FakeCluster) -> None:
    execution_id = product.execute(job(product, cluster, "fails-a-while", "echo a; sleep 3; echo b"))
    product.until(lambda: product.log(execution_id) == b"a\n", 20)
    cluster.fault = 500
    product.until(lambda: (product.execution(execution_id)["progress"] or {}).get("message"), 20)
    cluster.fault = 0
    done = product.finished(execution_id, 60)
    lines = product.log(execution_id).decode().splitlines()
    assert done["status"] == "success"
    assert [line for line in lines if not line.startswith("[watchbell]")] == ["a", "b"]


def test_a_job_that_somebody_deletes_is_cancelled(product: Product, cluster: FakeCluster) -> None:
    execution_id = product.execute(job(product, cluster, "deleted", "trap '' TERM; echo on; sleep 60 & wait"))
    product.until(lambda: product.log(execution_id), 20)
    [found] = cluster.of("jobs", execution_id)
    cluster._delete("jobs", found, {"propagationPolicy": "Background"})
    done = product.finished(execution_id, 60)
    assert (done["status"], done["reason"]) == ("cancelled", "target")


def test_a_pod_that_the_cluster_replaces_is_not_run_twice(product: Product, cluster: FakeCluster) -> None:
    execution_id = product.execute(job(product, cluster, "replaced", "echo on; sleep 60"))
    product.until(lambda: product.log(execution_id), 20)
    [pod] = cluster.of("pods", execution_id)
    [found] = cluster.of("jobs", execution_id)
    cluster.node.delete(pod, 0)
    product.until(lambda: not cluster.of("pods", execution_id), 20)
    cluster.node.notice("jobs", found)
    done = product.finished(execution_id, 60)
    assert (done["status"], done["reason"]) == ("failed", "kubernetes_pod_replaced")
    product.until(lambda: not cluster.node.running(), 20)


def test_what_the_program_leaves_as_its_last_message_is_the_result(
    product: Product, cluster: FakeCluster
) -> None:
    cluster.node.last_message = '{"version": "1.2"}'
    done = product.run(job(product, cluster, "result", "echo x"))
    assert done["status"] == "success" and done["result"] == {"version": "1.2"}


def test_a_pod_that_does_not_end_in_time_is_ended_by_force(product: Product, cluster: FakeCluster) -> None:
    task_id = job(product, cluster, "stubborn", "trap '' TERM; echo on; while :; do sleep 1; done")
    execution_id = product.execute(task_id)
    product.until(lambda: product.log(execution_id), 20)
    asked = time.monotonic()
    product.post(f"/api/executions/{execution_id}/stop")
    done = product.finished(execution_id, 60)
    assert (done["status"], done["survivors"]) == ("cancelled", 0)
    assert not cluster.node.running() and time.monotonic() - asked < 30


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"task_config": {"image": None}}, "task_config.image"),
        ({"task_config": {"manifest": "a: ["}}, "task_config.manifest"),
        ({"task_config": {"image": "x", "manifest": "kind: Job"}}, "task_config.manifest"),
        ({"task_config": {"image": "x", "resources": ["job/x"]}}, "task_config.resources"),
        ({"task_config": {"image": "x", "memory_limit": "lots"}}, "task_config.memory_limit"),
        ({"task_config": {"action": "check", "resources": ["gadget/x"]}}, "task_config.resources"),
        ({"task_config": {}, "task_exec": "/etc/job.yml"}, "task_exec"),
    ],
)
def test_options_that_cannot_work_are_refused_by_name(
    product: Product, fields: dict[str, dict[str, object]], field: str
) -> None:
    config = {name: value for name, value in fields["task_config"].items() if value is not None}
    with pytest.raises(Refused) as refused:
        product.task("wrong", task_type="kubernetes", **{**fields, "task_config": config})
    assert refused.value.status == 422 and refused.value.error["field"] == field

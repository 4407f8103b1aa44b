"""Objects on the FAKE cluster: applied, deleted, checked."""

from __future__ import annotations

import json
from typing import Any

from tests.executors.kubernetes.conftest import sign_in
from tests.fakes.kubernetes_api import FakeCluster
from watchbell.testing import Product


def deployment(name: str = "web", replicas: int = 2) -> dict[str, Any]:
    labels = {"app": name}
    pod = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "a", "image": "local/sh"}]}}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name},
        "spec": {"replicas": replicas, "selector": {"matchLabels": labels}, "template": pod},
    }


def config_map(name: str = "settings", **data: str) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


def task(product: Product, cluster: FakeCluster, task_id: str, *objects: object, **config: Any) -> str:
    manifest = {"manifest": "\n---\n".join(map(json.dumps, objects))} if objects else {}
    options = {"kubeconfig_secret": sign_in(product, cluster), **manifest, **config}
    product.define(task_id, task_type="kubernetes", task_config=options)
    return task_id


def log(product: Product, execution: dict[str, Any]) -> list[str]:
    return product.log(execution["execution_id"]).decode().splitlines()


def test_a_manifest_is_applied_and_its_rollout_followed(product: Product, cluster: FakeCluster) -> None:
    task_id = task(product, cluster, "roll", config_map(a="1"), deployment(), action="apply")
    done = product.run(task_id, timeout=60)
    lines = log(product, done)
    assert done["status"] == "success", done
    assert lines[:2] == ["configmap/settings created", "deployment/web created"]
    assert lines[-1] == "deployment/web: 2 of 2 replicas available"
    assert [one["ready"] for one in done["result"]["objects"]] == [True, True]
    again = product.run(task_id, timeout=60)
    assert again["status"] == "success" and log(product, again)[1] == "deployment/web applied"


def test_a_rollout_that_is_stuck_fails_with_the_words_of_the_cluster(
    product: Product, cluster: FakeCluster
) -> None:
    done = product.run(task(product, cluster, "stuck", deployment("stuck"), action="apply"), timeout=60)
    assert (done["status"], done["reason"]) == ("failed", "kubernetes_not_ready")
    assert "deployment/stuck" in done["error_message"] and "timed out progressing" in done["error_message"]


def test_nobody_waits_for_the_rollout_where_that_is_not_wanted(
    product: Product, cluster: FakeCluster
) -> None:
    done = product.run(task(product, cluster, "no-wait", deployment("stuck"), action="apply", wait=False))
    assert done["status"] == "success"


def test_a_stop_ends_the_waiting(product: Product, cluster: FakeCluster) -> None:
    execution_id = product.execute(task(product, cluster, "long", deployment("web", 100), action="apply"))
    product.until(lambda: product.log(execution_id), 20)
    product.post(f"/api/executions/{execution_id}/stop")
    assert product.finished(execution_id)["status"] == "cancelled"
    assert cluster.of("deployments")  # what was applied stays


def test_an_object_the_schema_does_not_know_is_refused_with_the_field(
    product: Product, cluster: FakeCluster
) -> None:
    wrong = deployment()
    wrong["spec"]["replica"] = 3
    done = product.run(task(product, cluster, "typo", wrong, action="apply"))
    assert (done["status"], done["reason"]) == ("failed", "kubernetes_refused")
    assert "spec.replica" in done["error_message"]


def test_a_kind_the_cluster_does_not_have_is_named(product: Product, cluster: FakeCluster) -> None:
    gadget = {"apiVersion": "shop.example/v1", "kind": "Gadget", "metadata": {"name": "x"}}
    done = product.run(task(product, cluster, "gadget", gadget, action="apply"))
    assert done["reason"] == "kubernetes_kind_missing"
    assert "Gadget" in done["error_message"] and "shop.example/v1" in done["error_message"]


def test_objects_are_deleted_and_gone_before_it_ends(product: Product, cluster: FakeCluster) -> None:
    product.run(task(product, cluster, "make", config_map(), deployment(), action="apply"), timeout=60)
    names = ["configmap/settings", "deployment/web", "configmap/never-was"]
    done = product.run(task(product, cluster, "unmake", action="delete", resources=names))
    assert done["status"] == "success" and not cluster.of("configmaps") and not cluster.of("deployments")
    assert "configmap/never-was not there" in log(product, done)


def test_a_check_tells_what_is_ready_and_what_is_not(product: Product, cluster: FakeCluster) -> None:
    product.run(task(product, cluster, "made", deployment(), action="apply"), timeout=60)
    good = product.run(task(product, cluster, "good", action="check", resources=["deployment/web"]))
    assert good["status"] == "success"
    names = ["apps/v1/Deployment/web", "configmap/missing"]
    bad = product.run(task(product, cluster, "bad", action="check", resources=names))
    assert (bad["status"], bad["reason"]) == ("failed", "kubernetes_not_ready")
    assert "configmap/missing (not there)" in bad["error_message"] and "web" not in bad["error_message"]
    assert [one["ready"] for one in bad["result"]["objects"]] == [True, False]


def test_a_manifest_in_a_file_and_a_whole_job_of_ones_own(product: Product, cluster: FakeCluster) -> None:
    container = {"name": "mine", "image": "local/sh", "command": ["sh", "-c", "echo $OWN $TASK_ID"]}
    container["env"] = [{"name": "OWN", "value": "mine"}, {"name": "TASK_ID", "value": "other"}]
    pod = {"restartPolicy": "OnFailure", "containers": [container]}
    own = {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": "my-job", "labels": {"team": "blue"}},
        "spec": {"backoffLimit": 5, "template": {"spec": pod}},
    }
    path = product.script("job.yml", json.dumps(own))
    config = {"kubeconfig_secret": sign_in(product, cluster), "keep": True}
    product.define("own-job", task_type="kubernetes", task_exec=path, task_config=config)
    done = product.run("own-job")
    assert log(product, done) == ["mine own-job"]
    [made] = cluster.of("jobs", done["execution_id"])
    assert made["metadata"]["labels"]["team"] == "blue" and made["spec"]["backoffLimit"] == 0
    assert made["spec"]["template"]["spec"]["restartPolicy"] == "Never"

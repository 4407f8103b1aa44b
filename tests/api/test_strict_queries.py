"""A query with a typo is refused by name, and does not answer with everything."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.api.test_errors import assert_problem
from watchbell.api.openapi import openapi
from watchbell.api.site import api as site
from watchbell.api.strict_queries import _known


@pytest.mark.parametrize("address", ["/api/tasks", "/api/executions", "/api/keys", "/api/secrets"])
def test_a_parameter_that_a_route_does_not_know_is_refused_by_name(api: Client, address: str) -> None:
    response = api.get(f"{address}?stauts=failed&limit=5")

    assert_problem(response, 422, "parameter_unknown")
    assert response.json()["error"]["field"] == "stauts"


def test_a_parameter_that_is_known_passes_and_so_does_one_that_keeps_caches_away(api: Client) -> None:
    assert api.get("/api/executions?status=failed&from=2026-01-01T00:00:00Z&limit=5&_=17").status_code == 200


def test_a_stranger_learns_nothing_of_parameters(stranger: Client) -> None:
    assert_problem(stranger.get("/api/tasks?bogus=1"), 401, "not_authenticated")


def test_pages_of_hosts_may_add_parameters_of_their_own(api: Client) -> None:
    assert api.get("/api/scripts?page_route=/scanDevUpdate&v=3").status_code == 200


def test_every_parameter_that_the_description_names_is_known() -> None:
    paths = openapi(site)["paths"]
    described = {
        entry["operationId"]: {one["name"] for one in entry.get("parameters", []) if one["in"] == "query"}
        for methods in paths.values()
        for entry in methods.values()
    }
    known = {
        operation.operation_id: set(_known(operation.models))
        for router in site._get_bound_routers()
        for path in router.path_operations.values()
        for operation in path.operations
    }
    assert {name: known[name] for name in described} == described

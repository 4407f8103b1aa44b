"""The description of the API, for whoever may use it."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from ninja import Router

from watchbell.api.guard import may
from watchbell.api.openapi import openapi

router = Router(tags=["status"])


@router.get(
    "/openapi.json",
    auth=may("system.read"),
    response=dict[str, Any],
    operation_id="get_openapi",
    summary="This description",
)
def get_openapi(request: HttpRequest) -> JsonResponse:
    document = _document(reverse("watchbell-api:api-root"))
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


@cache
def _document(prefix: str) -> dict[str, Any]:
    from watchbell.api.site import api

    return openapi(api, prefix)

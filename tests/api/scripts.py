"""What tests of scripts and page buttons over HTTP ask for."""

from __future__ import annotations

from typing import Any

from django.test import Client

SHOP = "https://shop.example"
PAGE = "/api/scripts?page_route=/scanDevUpdate"


def press(client: Client, headers: dict[str, str] | None = None, **body: Any) -> Any:
    """The answer to a press, whatever it is."""
    return client.post("/api/execute-script", body, content_type="application/json", headers=headers or {})


def pressed(client: Client, **body: Any) -> Any:
    """The content of the answer to a press that was taken."""
    response = press(client, **body)
    assert response.status_code == 200, response.content
    return response.json()


def result_of(client: Client, execution_id: str) -> Any:
    return client.get(f"/api/script-task-result?execution_id={execution_id}").json()

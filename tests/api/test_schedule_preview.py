from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.api.test_errors import assert_problem


def preview(api: Client, expression: Any, language: str = "en", **more: Any) -> Any:
    body = {"expression": expression, "timezone": "Europe/Berlin", **more}
    headers = {"Accept-Language": language}
    return api.post("/api/schedule/preview", body, content_type="application/json", headers=headers)


def times(response: Any) -> list[str]:
    assert response.status_code == 200, response.content
    return [tick["time"] for tick in response.json()["ticks"]]


def test_the_coming_ticks_of_a_cron_expression_in_its_zone(api: Client) -> None:
    response = preview(api, "0 3 * * *", start="2026-01-01T00:00:00Z", count=2)

    assert times(response) == ["2026-01-01T03:00:00+01:00", "2026-01-02T03:00:00+01:00"]
    assert response.json()["description"] == "At 03:00, every day"
    assert preview(api, "0 3 * * *", "zh").json()["description"] == "每天 03:00"


def test_gaps_and_folds_are_marked(api: Client) -> None:
    gap = preview(api, "30 2 * * *", start="2026-03-28T12:00:00Z", count=1).json()["ticks"]
    fold = preview(api, "30 2 * * *", start="2026-10-24T12:00:00Z", count=1).json()["ticks"]

    assert gap == [{"time": "2026-03-29T03:00:00+02:00", "note": "gap"}]
    assert fold == [{"time": "2026-10-25T02:30:00+02:00", "note": "fold"}]


def test_several_schedules_are_one_series_in_which_a_shared_instant_counts_once(api: Client) -> None:
    expression = ["0 */2 * * *", "0 */3 * * *", {"every": "12h", "start": "2026-01-01T00:00:00+01:00"}]

    ticks = times(preview(api, expression, start="2026-01-01T00:30:00+01:00", count=6))

    assert [tick[11:16] for tick in ticks] == ["02:00", "03:00", "04:00", "06:00", "08:00", "09:00"]


def test_several_schedules_keep_their_order_when_clocks_are_turned_back(api: Client) -> None:
    ticks = preview(api, ["30 * * * *", "45 * * * *"], start="2026-10-25T00:00:00Z", count=5).json()["ticks"]

    assert [tick["time"][11:] for tick in ticks] == [
        "02:30:00+02:00",
        "02:45:00+02:00",
        "02:30:00+01:00",
        "02:45:00+01:00",
        "03:30:00+01:00",
    ]


def test_one_instant_has_one_tick_and_what_is_over_has_none(api: Client) -> None:
    at = {"at": "2026-05-01T10:00:00+02:00"}

    assert times(preview(api, at, start="2026-01-01T00:00:00Z", count=9)) == ["2026-05-01T10:00:00+02:00"]
    assert times(preview(api, at, start="2027-01-01T00:00:00Z")) == []


@pytest.mark.parametrize(
    ("expression", "zone", "field"),
    [
        ("61 * * * *", "UTC", "expression"),
        ("* * * *", "UTC", "expression"),
        ("0 0 31 2 *", "UTC", "expression"),
        (["* * * * *", "x"], "UTC", "expression[1]"),
        ({"every": "0s"}, "UTC", "expression.every"),
        ({"cron": "* * * * *", "timezone": "Mars/Base"}, "UTC", "expression.timezone"),
        ("* * * * *", "Mars/Base", "timezone"),
        ("* * * * *", "../../etc/passwd", "timezone"),
        ("{{7*7}} * * * *", "UTC", "expression"),
    ],
)
def test_the_wrong_field_is_named(api: Client, expression: Any, zone: str, field: str) -> None:
    assert assert_problem(preview(api, expression, timezone=zone), 422)["field"] == field


def test_a_schedule_ten_megabytes_long_is_refused_at_once(api: Client) -> None:
    """Security 46."""
    assert_problem(preview(api, "*" * 9_000_000), 422)


def test_five_hundred_ticks_of_the_rarest_schedule_come_quickly(api: Client) -> None:
    assert len(times(preview(api, "0 0 29 2 1", start="2026-01-01T00:00:00Z", count=500))) > 50

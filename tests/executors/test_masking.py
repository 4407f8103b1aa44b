"""Secrets an answer echoes are covered in every form it may have them in."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus

import pytest

from watchbell.executors.masking import Mask

SECRET = 'p@ss wörd/+tok"en'


@pytest.mark.parametrize("encode", [str, quote, quote_plus, json.dumps, lambda text: quote(text, safe="")])
def test_as_it_is_and_as_urls_and_json_have_it(encode) -> None:
    covered = Mask([SECRET]).text(f"before {encode(SECRET)} after")
    assert covered.replace('"', "") == "before [secret] after"


@pytest.mark.parametrize("before", ["", "a", "ab", "user:"])
@pytest.mark.parametrize("after", ["", "x", "xy"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_inside_base64_wherever_it_begins(encode, before: str, after: str) -> None:
    covered = Mask([SECRET]).text(encode(f"{before}{SECRET}{after}".encode()).decode())
    assert "[secret]" in covered
    assert len(covered.replace("[secret]", "")) <= len(before) + len(after) + 8


def test_cut_anywhere_between_two_pieces() -> None:
    text = f"<{base64.b64encode(SECRET.encode()).decode()}|{SECRET}>".encode()
    for cut in range(len(text)):
        mask = Mask([SECRET])
        shown = mask.add(text[:cut]) + mask.add(text[cut:]) + mask.rest()
        assert b"tok" not in shown and shown.count(b"[secret]") == 2, cut


def test_what_is_too_short_to_tell_is_not_hunted_in_base64() -> None:
    assert Mask(["tok"]).text("dG9r token") == "dG9r [secret]en"

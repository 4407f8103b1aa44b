"""Secrets: values that programs and targets need, encrypted at rest, and read by nobody else."""

from __future__ import annotations

import re
from time import monotonic

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from watchbell.access.models import Secret
from watchbell.access.secret_keys import add_key, cipher, drop_old_keys
from watchbell.conf import get_settings
from watchbell.errors import ConfigurationError, NotFound, SystemFailure

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
LONGEST = 64 * 1024
"""Bytes of one value."""

_FRESH = 2.0  # seconds: many executions that ask again and again cost one query
_recent: dict[tuple[str, str], tuple[float, str]] = {}


def get_secret(name: str, *, field: str | None = None) -> str:
    """The value of a secret, for the moment in which it is used; never keep it.

    `field` is the option that names it. Raises ConfigurationError `secret_unknown`, SystemFailure where the
    key file does not fit.
    """
    place = (str(get_settings().data_dir), name)
    read_at, value = _recent.get(place, (0.0, ""))
    if read_at and monotonic() - read_at < _FRESH:
        return value
    row = Secret.objects.filter(name=name).first()
    if row is None:
        raise ConfigurationError("secret_unknown", field=field, name=name[:100])
    value = _decrypted(row)
    _recent[place] = (monotonic(), value)
    return value


def set_secret(name: str, value: str, *, user: str = "") -> Secret:
    """Makes a secret, or gives it another value. Raises ConfigurationError for a name or value that cannot
    be, SystemFailure where the key file is missing or does not fit the secrets there are."""
    if not NAME.fullmatch(name):
        raise ConfigurationError("secret_name_invalid", field="name", name=name[:100])
    _check_value(value)
    with transaction.atomic():
        others = Secret.objects.exclude(name=name).first()
        if others is not None:
            _decrypted(others)  # one key for all of them: a second would make the others unreadable for good
        encrypted = cipher(make=others is None).encrypt(value.encode())
        columns = {"ciphertext": encrypted, "updated_at": timezone.now(), "updated_by": user}
        row, _ = Secret.objects.update_or_create(name=name, defaults=columns)
    _recent.clear()
    return row


def delete_secret(name: str) -> None:
    """Raises NotFound. It needs no key: what cannot be read any more can be deleted."""
    deleted, _ = Secret.objects.filter(name=name).delete()
    _recent.clear()
    if not deleted:
        raise NotFound("not_found", what="secret", name=name[:100])


def list_secrets() -> QuerySet[Secret]:
    """All there are, by name, without their values."""
    return Secret.objects.defer("ciphertext").order_by("name")


def change_key() -> int:
    """Encrypts every secret with a new key and forgets the old one; returns how many there are.

    May be ended at any point: until the last step both keys are kept. Raises SystemFailure where a secret
    cannot be read, and changes nothing then.
    """
    with transaction.atomic():
        for row in Secret.objects.all():
            _decrypted(row)
        cipher(make=True)
        add_key()
    with transaction.atomic():
        rows = list(Secret.objects.all())
        for row in rows:
            row.ciphertext = cipher(make=False).rotate(bytes(row.ciphertext))
        Secret.objects.bulk_update(rows, ["ciphertext"])
    with transaction.atomic():  # whoever writes a secret meanwhile used the new key
        drop_old_keys()
    _recent.clear()
    return len(rows)


def secret_exists(name: str) -> bool:
    return Secret.objects.filter(name=name).exists()


def _check_value(value: str) -> None:
    if not value:
        raise ConfigurationError("secret_empty", field="value")
    try:
        size = len(value.encode())
    except UnicodeEncodeError:
        raise ConfigurationError("text_not_unicode", field="value") from None
    if "\0" in value:
        raise ConfigurationError("text_has_nul", field="value")
    if size > LONGEST:
        raise ConfigurationError("secret_too_large", field="value", limit=LONGEST)


def _decrypted(row: Secret) -> str:
    from cryptography.fernet import InvalidToken

    try:
        return cipher(make=False).decrypt(bytes(row.ciphertext)).decode()
    except (InvalidToken, UnicodeDecodeError):
        raise SystemFailure("secret_key_does_not_fit", name=row.name) from None

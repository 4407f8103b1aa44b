"""Administrators, and the rules for the names and passwords of people."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from watchbell.errors import ConfigurationError, Conflict, InvalidInput, NotFound, WatchbellError

_PASSWORD_CODES = {
    "password_too_short": "password_too_short",
    "password_too_common": "password_too_common",
    "password_too_similar": "password_too_similar",
    "password_entirely_numeric": "password_only_digits",
}


def administrator_exists() -> bool:
    """Whether anybody can administer this installation."""
    return bool(get_user_model()._default_manager.filter(is_superuser=True, is_active=True).exists())


def create_administrator(username: str, password: str) -> User:
    """A new administrator.

    Raises InvalidInput with everything wrong with the name and the password, and Conflict where
    the name is taken.
    """
    user = get_user_model()(is_staff=True, is_superuser=True)
    setattr(user, user.USERNAME_FIELD, username)
    errors = [*_name_errors(user), *_password_errors(password, user)]
    if errors:
        raise InvalidInput(errors)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Conflict("username_taken", field="username", username=username) from error
    return user


def change_password(username: str, password: str) -> None:
    """Gives a user another password, which ends their sessions. Their API keys go on.

    Raises NotFound, and InvalidInput with everything wrong with the password.
    """
    manager = get_user_model()._default_manager
    user = manager.filter(**{get_user_model().USERNAME_FIELD: username}).first()
    if user is None:
        raise NotFound("not_found", field="username", what="user", name=username)
    if errors := _password_errors(password, user):
        raise InvalidInput(errors)
    user.set_password(password)  # each session holds a digest of the password it began with
    user.save(update_fields=["password"])


def _name_errors(user: User) -> list[WatchbellError]:
    field = user._meta.get_field(user.USERNAME_FIELD)
    try:
        field.clean(user.get_username(), user)  # type: ignore[union-attr]
    except ValidationError:
        return [ConfigurationError("invalid_username", field="username")]
    return []


def _password_errors(password: str, user: User) -> list[WatchbellError]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [_password_error(part) for part in error.error_list]
    return []


def _password_error(error: ValidationError) -> WatchbellError:
    code = _PASSWORD_CODES.get(error.code or "")
    if code is None:
        return ConfigurationError("password_refused", field="password", detail=" ".join(error.messages))
    return ConfigurationError(code, field="password", **{k: str(v) for k, v in (error.params or {}).items()})

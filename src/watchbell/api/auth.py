"""Signing in and out, and the first administrator. With /api/health, these are the only open routes."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.middleware.csrf import get_token
from ninja import Router
from pydantic import BaseModel, Field

from watchbell import __version__
from watchbell.access.admins import administrator_exists
from watchbell.access.first_run import create_first_administrator
from watchbell.access.resolver import Caller, signed_in_user
from watchbell.access.sign_in import check_password
from watchbell.api.guard import check_csrf, is_from_browser, may
from watchbell.errors import NotFound

router = Router(tags=["auth"])


class SessionUser(BaseModel):
    username: str
    is_admin: bool


class Session(BaseModel):
    """Who is signed in; `setup_required` until there is an administrator."""

    user: SessionUser | None
    setup_required: bool
    version: str


class Login(BaseModel, extra="forbid"):
    username: str = Field(min_length=1, max_length=150)
    password: str = Field(min_length=1, max_length=1000)


class Setup(Login):
    token: str = Field(min_length=1, max_length=200)


@router.get("/auth/session", auth=None, response=Session, operation_id="get_session", summary="Who am I")
def get_session(request: HttpRequest) -> Session:
    """Also sets the cookie `csrftoken`; writes send its value back as X-CSRFToken."""
    get_token(request)
    return _session_of(signed_in_user(request))


@router.post("/auth/login", auth=None, response=Session, operation_id="login", summary="Sign in")
def log_in(request: HttpRequest, data: Login) -> Session:
    """401 `invalid_credentials`; 429 with `values.retry_after` (seconds) after too many failures."""
    _only_where_people_sign_in()
    _refuse_forgery(request)
    user = check_password(request, data.username, data.password)
    request.session.flush()  # whoever planted or shares the old session is not signed in with it
    login(request, user)
    return _session_of(user)


@router.post(
    "/auth/logout", auth=may("session.end"), response=Session, operation_id="logout", summary="Sign out"
)
def log_out(request: HttpRequest) -> Session:
    logout(request)
    return _session_of(None)


@router.post(
    "/auth/setup", auth=None, response=Session, operation_id="setup", summary="Make the first administrator"
)
def set_up(request: HttpRequest, data: Setup) -> Session:
    """Takes the token of the one-time link that the console shows, and signs in."""
    _only_where_people_sign_in()
    _refuse_forgery(request)
    user = create_first_administrator(data.token, data.username, data.password)
    request.session.flush()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return _session_of(user)


def _people_sign_in() -> bool:
    return bool(getattr(settings, "WATCHBELL", {}).get("sign_in"))


def _only_where_people_sign_in() -> None:
    """A host has its own way in, maybe with a second factor; ours must not lead around it."""
    if not _people_sign_in():
        raise NotFound("sign_in_elsewhere")


def _refuse_forgery(request: HttpRequest) -> None:
    """Signing somebody in is a write too: another site must not do it with their browser."""
    if is_from_browser(request):
        check_csrf(request)


def _session_of(user: Caller | None) -> Session:
    return Session(
        user=SessionUser(username=user.get_username(), is_admin=bool(getattr(user, "is_superuser", False)))
        if user
        else None,
        setup_required=_people_sign_in() and not administrator_exists(),
        version=__version__,
    )

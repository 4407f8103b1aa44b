"""The product's own settings, on a throw-away data directory."""

import os
import tempfile

os.environ.setdefault("WATCHBELL_DATA_DIR", tempfile.mkdtemp(prefix="watchbell-tests-"))

from watchbell.server.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.host_app"]  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

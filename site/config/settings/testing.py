"""Testing: production made quick and quiet, with no service outside the process."""

import atexit
import os
import shutil
import tempfile
from urllib.parse import urlsplit

os.environ.setdefault("SECRET_KEY", "a key for tests only")
os.environ.setdefault("COMMENTS_KEY", "another key for tests only")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="crane-tests-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
os.environ.setdefault("EMAIL_URL", "memorymail://")
if os.environ.get("REDIS_URL"):
    # Tests that run side by side, each with its own database, must not share a cache.
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=_worker).geturl()

from .production import *  # noqa: F403
from .production import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
SILENCED_SYSTEM_CHECKS = ["config.W001"]  # tests see at once what tasks do
INDEXNOW_ENDPOINT = ""  # no test tells a real search engine anything
AXES_ENABLED = False
MISSING_ADDRESSES_SECONDS = 0  # tests say when

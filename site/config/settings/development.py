"""Development (`make dev`): the local run with debug pages and reloading."""

from .local import *  # noqa: F403
from .local import INSTALLED_APPS, MIDDLEWARE, STORAGES

DEBUG = True
PAGE_CACHE_MEGABYTES = 0  # what is being written is seen at once
INTERNAL_IPS = ["127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "debug_toolbar"]
_toolbar_goes = MIDDLEWARE.index("delivery.compression.CompressionMiddleware") + 1
MIDDLEWARE = [
    *MIDDLEWARE[:_toolbar_goes],
    "debug_toolbar.middleware.DebugToolbarMiddleware",
    *MIDDLEWARE[_toolbar_goes:],
]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

"""The WSGI application, for granian, gunicorn or another server: Django behind the page cache."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

_django = get_wsgi_application()

from delivery.page_cache.assembly import in_front_of  # noqa: E402 - models need Django set up

application = in_front_of(_django)

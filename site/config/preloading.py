"""What every process of the site needs, loaded once, before they are forked."""

import gc
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.template import engines


def preload() -> None:
    """Load the code and the templates of the site, and leave nothing open that a fork would share.

    Children then start at once, and what they do not change they have in common.
    """
    import_module("config.wsgi")
    templates = Path(settings.ROOT, "templates")
    for template in templates.rglob("*.html"):
        engines["django"].get_template(str(template.relative_to(templates)))
    connections.close_all()
    gc.collect()
    gc.freeze()  # a collection in a child would copy every page that it looks at
    # The collector waits for a quarter more of what it found alive the last time. Now that is next
    # to nothing, and it comes before a worker's garbage has made it larger for good.
    gc.collect()

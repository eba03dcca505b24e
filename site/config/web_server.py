"""granian, with processes that are forked from one that has loaded the site."""

import multiprocessing

from django.conf import settings
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

# Seconds that the server gives to requests under way when it ends.
PATIENCE = 5
# Many: they answer from memory, or wait. Django works in a few of its own (page_cache/threads.py).
SERVER_THREADS = 256


def run(host: str, port: int) -> None:
    """Serve until SIGTERM."""
    # What later versions of Python do by default would load the site in each process again.
    multiprocessing.set_start_method("fork", force=True)
    Server(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.WORKERS,
        blocking_threads=SERVER_THREADS,
        websockets=False,
        # Without this one dead worker stops the whole server.
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=PATIENCE,
        # Its only warning is that the threads are many.
        log_level=LogLevels.error,
    ).serve()

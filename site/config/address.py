"""Where the site is served, as a command is told (plain Python)."""

import os
from argparse import ArgumentParser, ArgumentTypeError

LAST_PORT = 65535


def add_address_arguments(parser: ArgumentParser) -> None:
    """Let a command be told where the site is served."""
    parser.add_argument(
        "--host",
        default=os.environ.get("HOST", "127.0.0.1"),
        help="Address to listen on (HOST; 127.0.0.1).",
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=os.environ.get("PORT", "8000"),
        help="Port to listen on (PORT; 8000).",
    )


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= LAST_PORT:
        raise ArgumentTypeError(f"{text!r} is not a port: a number from 1 to {LAST_PORT}.")
    return int(text)

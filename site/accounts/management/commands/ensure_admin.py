"""`manage.py ensure_admin`: an administrator's account where there is none yet."""

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Make an administrator with a random password, shown once, unless there is one."""

    help = "Make an administrator's account with a random password, unless there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account and print its password, or do nothing."""
        users = get_user_model()._default_manager
        if users.filter(is_superuser=True).exists():
            return
        name = _free_name(users)
        password = secrets.token_urlsafe(12)
        users.create_superuser(username=name, password=password)
        self.stdout.write(
            f"Admin account: {name}, password: {password} (shown only now; "
            "to set another: make password)."
        )


def _free_name(users: Any) -> str:
    """Return "admin", or the first of admin-2, admin-3 … that nobody has."""
    name, number = "admin", 1
    while users.filter(username=name).exists():
        number += 1
        name = f"admin-{number}"
    return name

"""User, ours from the first migration."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Someone who may sign in to the admin."""

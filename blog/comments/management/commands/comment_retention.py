"""`manage.py comment_retention`: erases what has been kept as long as it may be."""

from typing import Any

from django.core.management.base import BaseCommand

from blog.comments.retention import retain


class Command(BaseCommand):
    """Keep nothing of readers longer than the Discussion settings say."""

    help = "Erase old spam, trash and comments of deleted articles; forget senders and tokens."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say what was done."""
        for line in retain().sentences():
            self.stdout.write(line)

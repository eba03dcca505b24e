"""`manage.py rekey_commenters`: moves what is known of commenters to a new COMMENTS_KEY."""

from typing import Any

from django.core.management.base import BaseCommand

from blog.comments.rotation import rekey


class Command(BaseCommand):
    """Let trust outlive the key it was kept under."""

    help = "After COMMENTS_KEY was replaced: move everybody who commented to the new one."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how many there were."""
        count = rekey()
        self.stdout.write(f"{count} commenter{'' if count == 1 else 's'} moved to the new key.")

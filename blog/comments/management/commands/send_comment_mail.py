"""`manage.py send_comment_mail`: tells moderators, and has the worker send mail that is due."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from blog.comments.mail.moderators import write_notices
from blog.comments.mail.sending import send_waiting_mail
from blog.comments.models import MailJob


class Command(BaseCommand):
    """Write to moderators what waits for them, and have mails sent whose time has come."""

    help = "Have the task worker send the comments' mail that is due; the timer does each minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer another try for what was given up."""
        parser.add_argument(
            "--again", action="store_true", help="Try what was given up again, too."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Let the worker know, if there is anything to do."""
        if options["again"]:
            self.stdout.write(f"{MailJob.objects.try_again()} given up before are tried again.")
        write_notices()
        if due := MailJob.objects.due().count():
            send_waiting_mail.enqueue()
        self.stdout.write(f"{due} due.")

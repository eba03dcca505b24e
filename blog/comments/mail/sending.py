"""Sends what waits, in the task worker: each mail once, tried again when it could not be sent."""

import logging
import smtplib
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from django.core.mail import EmailMessage, get_connection
from django_tasks import task

from blog.comments.mail import moderators, readers
from blog.comments.mail.letter import Letter, message
from blog.comments.models import MailJob

logger = logging.getLogger(__name__)

# Other tasks wait meanwhile: a longer queue of mails lets them go first.
ROUND_LASTS = 30.0
# For one mail, whoever answers a letter at a time.
DEADLINE = 60.0
# What each kind of mail says; None when there is nothing to tell any more.
LETTERS: Final[dict[str, Callable[[MailJob], Letter | None]]] = {
    MailJob.Kind.CONFIRM: readers.confirmation,
    MailJob.Kind.APPROVED: readers.published,
    MailJob.Kind.REPLY: readers.answered,
    MailJob.Kind.WAITING: moderators.notice,
    MailJob.Kind.DIGEST: moderators.digest,
}


class RefusedError(Exception):
    """A mail that no further try would send. Says why, without any address."""


class NotNowError(Exception):
    """A mail that could not be sent now. Says why, without any address."""


class NoServerError(NotNowError):
    """The mail server takes no mail at all at present."""


@task()
def send_waiting_mail() -> None:
    """Send what is due. What goes wrong is tried again, when the timer says so."""
    if send_due():
        send_waiting_mail.enqueue()


def send_due() -> bool:
    """Send what is due; return whether some may be left because time was up."""
    ends_at = time.monotonic() + ROUND_LASTS
    with Outlet() as outlet:
        while time.monotonic() < ends_at:
            job = MailJob.objects.take()
            if job is None or not _send(job, outlet):
                return False
    return True


def _send(job: MailJob, outlet: "Outlet") -> bool:
    """Send one mail; return whether it makes sense to go on with others."""
    try:
        letter = LETTERS[job.kind](job)
        if letter is None:
            job.drop()
            return True
        outlet.hand_over(message(letter, job))
    except RefusedError as reason:
        job.give_up(str(reason))
        logger.warning("%s is given up. %s", job, reason)
    except NotNowError as reason:
        job.put_off(str(reason))
        logger.warning("%s could not be sent. %s", job, reason)
        return not isinstance(reason, NoServerError)
    except Exception as error:  # one that cannot be written must not hold up all others
        # What it says may name somebody.
        kind = type(error).__name__
        job.put_off(f"The mail could not be written ({kind}).")
        logger.error("%s could not be written: %s", job, kind)
    else:
        job.note_sent()
    return True


class Outlet:
    """The way to the mail server, opened when the first mail goes out."""

    def __init__(self) -> None:
        self._connection = get_connection()
        self._is_open = False

    def __enter__(self) -> Self:
        """Begin; nothing is opened yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say goodbye. What was taken stays taken, however the server answers that."""
        self._close()

    def hand_over(self, mail: EmailMessage) -> None:
        """Give the server a mail. Raises RefusedError, NotNowError or NoServerError."""
        alarm = threading.Timer(DEADLINE, self._hang_up)
        alarm.daemon = True
        try:
            if not self._is_open:
                self._connection.open()
                self._is_open = True
            alarm.start()
            self._connection.send_messages([mail])
        except (OSError, ValueError) as error:
            self._close()
            raise _problem(error) from None
        finally:
            alarm.cancel()

    def _close(self) -> None:
        if self._is_open:
            self._is_open = False
            with suppress(OSError):
                self._connection.close()

    def _hang_up(self) -> None:
        connected = getattr(self._connection, "connection", None)
        if sock := getattr(connected, "sock", None):
            with suppress(OSError):  # it may have ended by itself just now
                sock.shutdown(socket.SHUT_RDWR)


def _problem(error: Exception) -> Exception:
    """Say what went wrong and what follows, leaving out whatever the server quoted."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            codes = [int(code) for code, _ in error.recipients.values()] or [450]
            return _for_good(codes[0])(f"The mail server refused the address ({codes[0]}).")
        case smtplib.SMTPDataError():
            code = error.smtp_code
            return _for_good(code)(f"The mail server refused the mail ({code}).")
        case smtplib.SMTPAuthenticationError():
            code = error.smtp_code
            return NoServerError(f"The mail server did not let the site in ({code}).")
        case smtplib.SMTPSenderRefused():
            code = error.smtp_code
            return NoServerError(f"The mail server refused the site as a sender ({code}).")
        case smtplib.SMTPResponseException():
            return NoServerError(f"The mail server takes no mail at present ({error.smtp_code}).")
        case TimeoutError() | OSError(__context__=TimeoutError()):  # smtplib hides it
            return NoServerError("The mail server did not answer in time.")
        case smtplib.SMTPServerDisconnected():
            return NoServerError("The connection to the mail server broke off.")
        case OSError():  # as all of smtplib's are
            return NoServerError("The mail server could not be reached.")
        case _:
            return RefusedError("No mail can be written to this address.")


def _for_good(code: int) -> type[Exception]:
    return RefusedError if 500 <= code < 600 else NotNowError

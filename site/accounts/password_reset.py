"""Setting a new password by mail, without telling strangers who has an account."""

from typing import Any

from django.contrib.auth.forms import PasswordResetForm as DjangoPasswordResetForm
from django_tasks import task
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm


class PasswordResetForm(WagtailPasswordResetForm):
    """Wagtail's form, except that the mail is written later.

    Writing it in the request would take longer for an address that has an account.
    """

    def save(self, **options: Any) -> None:
        """Remember whom to write to."""
        send_password_reset.enqueue(
            email=self.cleaned_data["email"],
            subject_template=options["subject_template_name"],
            email_template=options["email_template_name"],
        )


@task()
def send_password_reset(email: str, subject_template: str, email_template: str) -> None:
    """Write to everyone who has an account with this address.

    The link's address comes from WAGTAILADMIN_BASE_URL, never from the request.
    """
    form = DjangoPasswordResetForm({"email": email})
    if form.is_valid():
        form.save(
            domain_override="unused",
            subject_template_name=subject_template,
            email_template_name=email_template,
        )

"""When a moderator is told by mail that comments wait: their own choice, in their account."""

from typing import Any

from django import forms
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from blog.comments.models import MailJob, NoticeChoice
from blog.comments.moderation.rights import Right, may


class NoticeForm(forms.ModelForm):
    """The choice of one person. Takes the person as its instance, as every such panel's form."""

    class Meta:
        model = NoticeChoice
        fields = ["when"]
        widgets = {"when": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs["instance"]
        super().__init__(*args, **{**kwargs, "instance": NoticeChoice.of(user)})
        self.fields["when"].help_text = _what_stands_in_the_way(user)


class NoticesPanel(BaseSettingsPanel):
    """Asks those who may moderate."""

    name = "comment-notices"
    title = "Comments that wait"
    tab = notifications_tab
    order = 300
    form_class = NoticeForm

    def is_active(self) -> bool:
        """Show it to nobody else."""
        return may(self.user, Right.MODERATE)


def _what_stands_in_the_way(user: Any) -> str:
    """Say why somebody gets no mail; blank when nothing is known to be wrong."""
    if not user.email:
        return "Your account has no e-mail address: nothing can be sent."
    last = MailJob.objects.filter(moderator=user).order_by("-pk").first()
    if last and last.problem:
        return f"The last mail to you was not sent. {last.problem}"
    return ""

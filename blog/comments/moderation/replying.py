"""Answering a reader as the clinic, with a second look at what would name a patient."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from wagtail.admin import messages

from blog.comments import text
from blog.comments.disclosure import telling_phrases
from blog.comments.models import CannedReply
from blog.comments.models.status import IllegalDecisionError, Status
from blog.comments.moderation.comment_page import CommentPage, module
from blog.comments.moderation.rights import Right


class CannedSelect(forms.Select):
    """Brings the texts along, for a script to put into the field at once."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Give each choice its text."""
        option = super().create_option(*args, **kwargs)
        canned = getattr(option["value"], "instance", None)
        if canned:
            option["attrs"]["data-text"] = canned.text
        return option


class ReplyForm(forms.Form):
    """What the clinic says."""

    canned = forms.ModelChoiceField(
        CannedReply.objects.all(),
        label="Prepared reply",
        required=False,
        empty_label="Choose…",
        widget=CannedSelect,
    )
    body = forms.CharField(
        label="Reply",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write the reply, or choose a prepared one."},
    )
    # One reply, however often the button is pressed.
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    # The phrases that were asked about before, each on a line.
    confirmed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "reply-%s", "label_suffix": "", **kwargs})

    @classmethod
    def blank(cls, body: str = "") -> "ReplyForm":
        """Return a form to begin with."""
        return cls(initial={"key": uuid4().hex, "body": body})

    def clean_body(self) -> str:
        """Take the text as readers' own is taken."""
        body = text.normalize(self.cleaned_data["body"])
        if not body:
            raise ValidationError("Write the reply, or choose a prepared one.")
        if len(body) > text.LONGEST_BODY:
            raise ValidationError(
                f"The reply is {len(body):,} characters long; {text.LONGEST_BODY:,} is the most."
            )
        return body

    @property
    def unconfirmed(self) -> list[str]:
        """What speaks to a patient, and has not been asked about."""
        known = {phrase.casefold() for phrase in self.cleaned_data["confirmed"].split("\n")}
        found = telling_phrases(self.cleaned_data["body"])
        return [phrase for phrase in found if phrase.casefold() not in known]

    def ask_about(self, phrases: list[str]) -> None:
        """Let the next press be the confirmation of these phrases."""
        known = self.cleaned_data["confirmed"].split("\n")
        confirmed = "\n".join(filter(None, [*known, *phrases]))
        self.data = {name: self.data.get(name, "") for name in self.fields}
        self.data["confirmed"] = confirmed


class ReplyingPage(CommentPage):
    """The comment's page, with the form for a reply."""

    form: ReplyForm | None = None
    asked_about: tuple[str, ...] = ()

    @property
    def media(self) -> Media:
        """A script takes over a prepared reply as soon as it is chosen."""
        return super().media + module("reply")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, where there is something to reply to and somebody who may."""
        context = super().get_context_data(**kwargs)
        comment = context["comment"]
        if comment is None or not self.may(Right.REPLY):
            return context
        approves = comment.status == Status.PENDING and self.may(Right.MODERATE)
        if comment.is_visible or approves:
            context |= {
                "form": self.form or ReplyForm.blank(),
                "approves": approves,
                "asked_about": self.asked_about,
            }
        return context


class ReplyView(ReplyingPage):
    """Takes the reply, or gives it back with what there is to say about it."""

    rights = (Right.REPLY,)
    page_title = "Reply"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put a prepared reply into the form, ask about a phrase, or post."""
        if "use" in request.POST:
            self.form = _with_canned(request)
            return self.render_to_response(self.get_context_data(**kwargs))
        self.form = ReplyForm(request.POST)
        if not self.form.is_valid():
            return self._again(422, **kwargs)
        if phrases := self.form.unconfirmed:
            self.form.ask_about(phrases)
            self.asked_about = tuple(phrases)
            return self._again(200, **kwargs)
        return self._post(self.form.cleaned_data, **kwargs)

    def _post(self, said: dict[str, Any], **kwargs: Any) -> HttpResponse:
        comment = self.comment
        try:
            with transaction.atomic():
                waits = comment.status == Status.PENDING
                if waits and "approve" in self.request.POST and self.may(Right.MODERATE):
                    comment.approve(by=self.request.user)
                answer = comment.reply(self.request.user, said["body"], f"desk {said['key']}")
        except IllegalDecisionError as error:
            messages.error(self.request, str(error))
            del self.comment
            return self._again(409, **kwargs)
        shown = reverse("comments:permalink", args=[answer.uuid])
        messages.success(
            self.request,
            f"Posted as {answer.author_name}.",
            buttons=[messages.button(shown, "See it on the page")],
        )
        return HttpResponseRedirect(self.comment_url)

    def _again(self, status: int, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**kwargs), status=status)


def _with_canned(request: HttpRequest) -> ReplyForm:
    """Return the form with the chosen text after what was typed, without judging it yet."""
    chosen = request.POST.get("canned", "")
    canned = CannedReply.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    typed = text.normalize(request.POST.get("body", ""))
    return ReplyForm.blank("\n\n".join(filter(None, [typed, canned.text if canned else ""])))

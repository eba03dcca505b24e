"""Taking words out of a comment: choose them, see what will be left, confirm."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail.admin import messages

from blog.comments import redaction
from blog.comments.models import ReaderComment
from blog.comments.models.status import IllegalDecisionError
from blog.comments.moderation.comment_page import OneComment, module
from blog.comments.moderation.rights import Right

ABSENT = "These words do not stand in the comment. Copy them from it, exactly as they are there."


class RedactForm(forms.Form):
    """The words to remove; with a place, where somebody selected them."""

    words = forms.CharField(
        label="Words to remove",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Typed here, they are removed wherever they stand in the comment.",
        error_messages={"required": "Select or type the words to remove."},
    )
    start = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "redact-%s", "label_suffix": "", **kwargs})

    def clean_words(self) -> str:
        """Have line ends as a kept comment has them; a browser sends others."""
        return self.cleaned_data["words"].replace("\r\n", "\n")

    def spans(self, body: str) -> list[redaction.Span]:
        """Return what would go."""
        words, start = self.cleaned_data["words"], self.cleaned_data["start"]
        if start is not None:
            return redaction.place_at(body, words, start)
        return redaction.places(body, words)


@dataclass(frozen=True)
class Removal:
    """What a press on the button will do."""

    places: int
    characters: int
    left: str


class RedactView(OneComment):
    """Asks which words, shows what will be left, and removes them."""

    rights = (Right.MODERATE,)
    template_name = "comments/moderation/redact.html"
    page_title = "Remove words"
    form: RedactForm | None = None
    removal: Removal | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the comment as it is kept, the form, and what the words chosen would leave."""
        return {
            **super().get_context_data(**kwargs),
            "comment": self.comment,
            "comment_url": self.comment_url,
            "form": self.form or RedactForm(),
            "removal": self.removal,
        }

    @property
    def media(self) -> Media:
        """A script takes over what is selected; without it, words are typed or pasted."""
        return super().media + module("redact")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask once more before anything goes; then take it out."""
        self.form = RedactForm(request.POST)
        comment = self.comment
        if not self.form.is_valid():
            return self._again(422, **kwargs)
        spans = self.form.spans(comment.body)
        if not spans:
            self.form.add_error("words", ABSENT)
            return self._again(422, **kwargs)
        if "confirmed" not in request.POST:
            left = redaction.without(comment.body, spans)
            self.removal = Removal(len(spans), redaction.length(spans), left)
            return self._again(200, **kwargs)
        return self._remove(comment, **kwargs)

    def _remove(self, comment: ReaderComment, **kwargs: Any) -> HttpResponse:
        assert self.form is not None  # noqa: S101 - it has just been found valid
        chosen = self.form.cleaned_data
        try:
            decision = comment.redact(self.request.user, chosen["words"], chosen["start"])
        except IllegalDecisionError:
            self.form.add_error("words", ABSENT)
            return self._again(409, **kwargs)
        messages.success(self.request, decision.sentence)
        return HttpResponseRedirect(self.comment_url)

    def _again(self, status: int, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**kwargs), status=status)

"""The form that readers fill in."""

from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.http import QueryDict
from django.utils.functional import cached_property

from blog.comments import text
from blog.comments.models import CommentSettings, CommentThread, ReaderComment, Subscription
from blog.comments.names import belongs_to_the_clinic
from blog.comments.noticing import noticed
from blog.comments.personal import Detail
from intake.forms import HoneypotMixin
from intake.keys import issue_page_token

PURPOSE = "comment"


class WordsForm(forms.Form):
    """What readers will see of a comment: a name and what it says."""

    name = forms.CharField(
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Tell us the name to show with your comment."},
    )
    body = forms.CharField(
        label="Comment",
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={"required": "Write your comment."},
    )
    # The kinds of personal details that were asked about before: about each once, and no more.
    considered = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="comment-%s", **kwargs)  # type: ignore[misc]

    def clean_name(self) -> str:
        """Refuse names that are too long, advertise, or belong to somebody of the clinic."""
        name = self.cleaned_data["name"]
        if len(name) > text.LONGEST_NAME:
            raise ValidationError(
                f"Your name is {len(name)} characters long; {text.LONGEST_NAME} is the most."
            )
        if text.link_count(name):
            raise ValidationError("Write your name without a web address.")
        if belongs_to_the_clinic(name):
            raise ValidationError(
                "Somebody of the clinic goes by this name. Please choose another one."
            )
        return name

    def clean_body(self) -> str:
        """Refuse comments that are too long, and say by how much."""
        body = self.cleaned_data["body"]
        if len(body) > text.LONGEST_BODY:
            raise ValidationError(
                f"Your comment is {len(body):,} characters long; "
                f"{text.LONGEST_BODY:,} is the most."
            )
        return body

    @cached_property
    def personal(self) -> tuple[Detail, ...]:
        """The personal details in a comment that is otherwise well filled in."""
        return noticed(self.cleaned_data["name"], self.cleaned_data["body"])

    @cached_property
    def unconsidered(self) -> tuple[Detail, ...]:
        """Those that nobody has been asked about yet."""
        known = self.cleaned_data["considered"].split()
        return tuple(detail for detail in self.personal if detail.kind not in known)

    def ask(self) -> None:
        """Let the next press mean that whatever is personal is meant to be public."""
        known = self.cleaned_data["considered"].split()
        kinds = dict.fromkeys([*known, *(detail.kind.value for detail in self.unconsidered)])
        self.renew(considered=" ".join(kinds))

    def renew(self, **values: str) -> None:
        """Put something fresh into a form that is going back to its reader."""
        self.data = {**self.data, **values}


class RevisionForm(WordsForm):
    """A comment that its author changes."""

    @classmethod
    def of(cls, comment: ReaderComment) -> Self:
        """Return the form with the comment as it stands."""
        return cls(initial={"name": comment.author_name, "body": comment.body})

    @classmethod
    def filled(cls, posted: QueryDict) -> Self:
        """Return the form as somebody sent it, its text as it would be kept."""
        return cls(_words(posted))

    @cached_property
    def visible(self) -> list[forms.BoundField]:
        """The fields that a reader fills in."""
        return [self["name"], self["body"]]


class CommentForm(HoneypotMixin, WordsForm):
    """A name, an address that is not published, and a comment."""

    field_order = ["name", "email", "body"]

    email = forms.CharField(
        label="Email",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        max_length=254,
        help_text="Will not be published.",
        validators=[EmailValidator("Write an email address, such as name@example.com.")],
        error_messages={"required": "Tell us your email address. It will not be published."},
    )
    page_token = forms.CharField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)
    parent = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        thread: CommentThread | None = None,
        parent: ReaderComment | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.thread = thread
        self.replied_to = parent

    @classmethod
    def blank(cls, page_id: int, version: int, parent: int | str = "") -> Self:
        """Return the form as it stands on a page, the same for every reader."""
        token = issue_page_token(PURPOSE, page_id, version)
        return cls(initial={"page_token": token, "parent": parent})

    @classmethod
    def filled(
        cls, posted: QueryDict, thread: CommentThread, parent: ReaderComment | None
    ) -> Self:
        """Return the form as somebody sent it, its text as it would be kept.

        `parent` is the comment it says to reply to, if readers may reply to that.
        """
        return cls(
            {
                **_words(posted),
                "email": text.normalize_name(posted.get("email", "")),
                "page_token": text.normalize_name(posted.get("page_token", "")),
                "key": text.normalize_name(posted.get("key", "")),
                "parent": text.normalize_name(posted.get("parent", "")),
                "second_opinion": posted.get("second_opinion", ""),
            },
            thread=thread,
            parent=parent,
        )

    @cached_property
    def visible(self) -> list[forms.BoundField]:
        """The fields that a reader fills in."""
        return [self["name"], self["email"], self["body"]]

    def clean(self) -> dict[str, Any]:
        """Refuse replies to what is not there to be replied to."""
        if self.cleaned_data.get("parent") and self.replied_to is None:
            self.forget_parent()
        return self.cleaned_data

    def forget_parent(self) -> None:
        """Make it a comment of its own, and say why."""
        self.replied_to = None
        self.renew(parent="")
        self.add_error(
            None,
            "The comment you are replying to is no longer there. "
            "Press the button again to post yours as a comment of its own.",
        )


def repliable(page_id: int, number: str | int) -> ReaderComment | None:
    """Return a comment on this page that readers may reply to, with its thread."""
    if not (number := str(number)).isascii() or not number.isdigit() or len(number) > 18:
        return None
    return (
        ReaderComment.objects.approved()
        .select_related("thread")
        .filter(
            thread__page_id=page_id,
            pk=int(number),
            depth__lte=CommentSettings.current().depth - 2,
        )
        .annotate(is_followed=Subscription.to_comments())
        .first()
    )


def _words(posted: QueryDict) -> dict[str, str]:
    """Return what readers would see, as it would be kept, and what was asked about it."""
    return {
        "name": text.normalize_name(posted.get("name", "")),
        "body": text.normalize(posted.get("body", "")),
        "considered": text.normalize_name(posted.get("considered", ""))[:200],
    }

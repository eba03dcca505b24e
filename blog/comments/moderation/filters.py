"""What narrows the list: the same form says what is shown, counted, and decided together."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from blog.comments import evidence
from blog.comments.models import CommentThread, Decision, ReaderComment
from blog.comments.models.status import Status

TABS: Final = (Status.PENDING, Status.APPROVED, Status.SPAM, Status.TRASH)
ALL: Final = "all"
MOST_ARTICLES: Final = 200
# So many comments are looked up and sorted; of more, those first in time are soon come upon.
FEW: Final = 5_000
NARROW: Final = ("article", "thread", "sender", "address", "batch")
YES_OR_NO: Final = (("", "Either"), ("yes", "Yes"), ("no", "No"))


class Number(forms.IntegerField):
    """The number of a row, as large as the database can ask for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=2**63 - 1, **options)


class CommentFilter(forms.Form):
    """A question to the list. Without an answer to any field, it is the whole tab."""

    status = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(label="Words", max_length=100, required=False)
    article = forms.CharField(
        label="Article", max_length=100, required=False, help_text="Words of its title"
    )
    since = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="Up to", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    link = forms.ChoiceField(label="Has a link", choices=YES_OR_NO, required=False)
    verified = forms.ChoiceField(label="Address confirmed", choices=YES_OR_NO, required=False)
    personal = forms.ChoiceField(
        label="May hold personal details", choices=YES_OR_NO, required=False
    )
    held = forms.ChoiceField(label="Noticed", required=False)
    sender = Number(required=False, widget=forms.HiddenInput)
    address = Number(required=False, widget=forms.HiddenInput)
    thread = Number(required=False, widget=forms.HiddenInput)
    batch = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked, auto_id="filter-%s")
        self.asked = asked
        noticed = [(code, said.rstrip(".")) for code, said in evidence.WITHOUT_QUOTES.items()]
        held = self.fields["held"]
        assert isinstance(held, forms.ChoiceField)  # noqa: S101 - declared above
        held.choices = [("", "Anything"), *noticed]

    def clean_article(self) -> str:
        """Find the articles now: with too many of them the answer would not be exact."""
        words: str = self.cleaned_data["article"]
        self.threads: list[int] = []
        if words:
            found = CommentThread.objects.filter(page__title__icontains=words)
            self.threads = list(found.values_list("pk", flat=True)[: MOST_ARTICLES + 1])
        if len(self.threads) > MOST_ARTICLES:
            raise forms.ValidationError("Many articles have these words: use more of the title.")
        return words

    def clean(self) -> dict[str, Any]:
        """Ask how rare the words are: the database cannot tell, and looks for all in one way.

        Where the other answers leave little to look through, it does not matter.
        """
        words = self.cleaned_data.get("q")
        said = ReaderComment.objects.saying(words or "").values("pk")
        leaves_much = not any(map(self.cleaned_data.get, NARROW))
        self.is_rare = bool(words) and leaves_much and said[: FEW + 1].count() <= FEW
        return self.cleaned_data

    @property
    def tab(self) -> str:
        """The tab that is open."""
        asked = self.asked.get("status", "")
        return asked if asked in {*TABS, ALL} else Status.PENDING

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything of the tab out."""
        return any(self._answers())

    @property
    def fields_shown(self) -> list[forms.BoundField]:
        """What a moderator fills in."""
        return [*self.visible_fields()]

    def comments(self) -> QuerySet[ReaderComment]:
        """Return the comments it asks for, in no order yet; none if it cannot be understood."""
        found: QuerySet[ReaderComment] = ReaderComment.objects.all()
        if self.tab == ALL:
            found = found.exclude(status=Status.ERASED)
        else:
            found = found.filter(status=self.tab)
        if not self.is_valid():
            return found.none()
        for name, value in self._answers():
            found = getattr(self, f"_by_{name}")(found, value)
        return found

    def links(self) -> list[tuple[str, str]]:
        """Return what the list was narrowed to by a link in a row, and the way back from it."""
        said = {
            "sender": "From the same sender as reader comment {}",
            "address": "From the same address as reader comment {}",
            "thread": "On one article",
            "batch": "Decided together",
        }
        return [
            (said[name].format(value), self.without(name))
            for name, value in self._answers()
            if name in said
        ]

    def without(self, name: str) -> str:
        """Return the question without one of its answers, as part of an address."""
        kept = self.asked.copy()
        for gone in (name, "after", "before"):
            kept.pop(gone, None)
        return kept.urlencode()

    def _answers(self) -> Iterator[tuple[str, Any]]:
        if self.is_valid():
            for name, value in self.cleaned_data.items():
                if name != "status" and value not in ("", None):
                    yield name, value

    # --- what each answer leaves ------------------------------------------------------------

    def _by_q(self, found: Any, words: str) -> Any:
        if not self.is_rare:
            return found.saying(words)
        # By the words alone, before all else: in the order of the list it would read everything.
        said = ReaderComment.objects.saying(words).values("pk")
        return found.filter(pk__in=said[:FEW])

    def _by_article(self, found: Any, words: str) -> Any:
        return found.filter(thread__in=self.threads)

    def _by_thread(self, found: Any, thread: int) -> Any:
        return found.filter(thread=thread)

    def _by_since(self, found: Any, day: dt.date) -> Any:
        return found.filter(submitted_at__gte=_midnight(day))

    def _by_until(self, found: Any, day: dt.date) -> Any:
        if day == dt.date.max:
            return found
        return found.filter(submitted_at__lt=_midnight(day + dt.timedelta(days=1)))

    def _by_link(self, found: Any, answer: str) -> Any:
        return found.filter(link_count__gt=0) if answer == "yes" else found.filter(link_count=0)

    def _by_verified(self, found: Any, answer: str) -> Any:
        return found.filter(verified=answer == "yes")

    def _by_personal(self, found: Any, answer: str) -> Any:
        return found.filter(phi_flag=answer == "yes")

    def _by_held(self, found: Any, code: str) -> Any:
        return found.filter(pk__in=Decision.objects.that_noticed(code).values("comment"))

    def _by_sender(self, found: Any, number: int) -> Any:
        return _like(found, number, "sender_key")

    def _by_address(self, found: Any, number: int) -> Any:
        return _like(found, number, "author_key")

    def _by_batch(self, found: Any, batch: Any) -> Any:
        return found.filter(pk__in=Decision.objects.filter(batch=batch).values("comment"))


def _like(found: Any, number: int, key: str) -> Any:
    """Return the comments that share a key with one of them; a blank one is shared by nobody."""
    shared = ReaderComment.objects.filter(pk=number).values(key)[:1]
    return found.filter(**{key: shared}).exclude(**{key: ""})


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))

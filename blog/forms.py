"""What the editor is asked before an article goes out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from pages.forms import SitePageForm

# `/blog/feed/` is the feed: an article there could not be reached.
TAKEN_SLUGS = frozenset({"feed"})


class ArticleForm(SitePageForm):
    """The article's editor. A draft may be unfinished; what readers get may not."""

    def clean(self) -> dict[str, Any]:
        """Check what the fields say about each other."""
        cleaned = super().clean()
        self._refuse_taken_slug()
        self._refuse_itself_as_pick()
        if not self.is_deferred_validation:
            self._ask_for_change_note()
            self._refuse_publication_in_the_future()
        return cleaned

    def _refuse_taken_slug(self) -> None:
        if (slug := self.cleaned_data.get("slug")) in TAKEN_SLUGS:
            self.add_error("slug", f"“{slug}” is the address of something else: choose another.")

    def _refuse_itself_as_pick(self) -> None:
        picks = self.formsets.get("picks")
        if picks is None or not self.instance.pk or not picks.is_valid():
            return
        for row in picks.forms:
            picked = row.cleaned_data.get("article")
            if picked and picked.pk == self.instance.pk and row not in picks.deleted_forms:
                row.add_error("article", "This is the article itself: pick another one.")

    def _ask_for_change_note(self) -> None:
        if not self.cleaned_data.get("significant_update"):
            return
        note = (self.cleaned_data.get("change_note") or "").strip()
        if not note:
            self.add_error(
                "change_note", "Say in a sentence what has changed: readers see it with the date."
            )
        elif note == self._note_that_readers_see():
            self.add_error(
                "change_note", "This is the note of the last update: say what has changed now."
            )

    def _note_that_readers_see(self) -> str | None:
        live = type(self.instance).objects.live().filter(pk=self.instance.pk)
        return live.exclude(updated_on=None).values_list("change_note", flat=True).first()

    def _refuse_publication_in_the_future(self) -> None:
        published_on = self.cleaned_data.get("published_on")
        latest = max(timezone.now(), self.cleaned_data.get("go_live_at") or timezone.now())
        if published_on and published_on > latest:
            self.add_error(
                "published_on",
                ValidationError(
                    "This is in the future. To publish later, set a schedule "
                    "(Status, then “Set schedule”)."
                ),
            )

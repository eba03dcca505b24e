"""Forms of the admin: a redirect, a section, a gone address, and what becomes of an address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.redirects.models import Redirect

from pages.models import SitePage
from redirects import addresses, places
from redirects.addresses import UnsoundAddressError
from redirects.models import GoneAddress, SectionRedirect
from redirects.saying import Saying
from redirects.straightening import sound_link, straighten

LINK_HELP = "An address of this site, such as /blog/, or a whole one beginning with https://."


def clean_old_path(typed: str) -> str:
    """Return an old address as redirects know it. Raises ValidationError."""
    try:
        path = Redirect.normalise_path(addresses.old_address(typed))
    except UnsoundAddressError as problem:
        raise ValidationError(str(problem)) from problem
    if path == "/" or path.startswith("/?"):
        raise ValidationError("The home page answers at this address, whatever its “?” says.")
    if "?" not in path and places.has_page(path):
        raise ValidationError(
            f"A live page is at {path}: readers will always see the page. "
            "Unpublish or move it first; you are then asked where its address shall lead."
        )
    return path


def clean_link(typed: str) -> str:
    """Return a target at which something answers. Raises ValidationError."""
    link = sound_link(typed)
    if addresses.is_of_ours(link) and not places.answers(link):
        raise ValidationError(f"There is nothing at {link}. Look for a slip, or publish it first.")
    return link


class RedirectForm(WagtailAdminModelForm):
    """A redirect that an editor makes by hand: sound, straight, and not at a live page."""

    redirect_link = forms.CharField(label="or to any address", required=False, help_text=LINK_HELP)
    # What was straightened, in sentences.
    notes: list[str]

    class Meta(WagtailAdminModelForm.Meta):
        model = Redirect
        fields = ("old_path", "redirect_page", "redirect_link", "is_permanent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["redirect_page"].widget = AdminPageChooser()
        self.fields["old_path"].help_text = "The old address, such as /old-page/."
        self.notes = []

    def clean_old_path(self) -> str:
        """Refuse what cannot be an old address, or has a redirect already."""
        path = clean_old_path(self.cleaned_data["old_path"])
        if Redirect.objects.filter(old_path=path).exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                "There is a redirect from this address already: change that one."
            )
        return path

    def clean_redirect_link(self) -> str:
        """Refuse a target that plays tricks, or at which nothing is."""
        link = self.cleaned_data["redirect_link"]
        return clean_link(link) if link else ""

    def clean_redirect_page(self) -> SitePage | None:
        """Refuse a page that readers cannot see."""
        page = self.cleaned_data["redirect_page"]
        if page is not None and not page.live:
            raise ValidationError("This page is not published: readers would find nothing there.")
        return page

    def clean(self) -> dict[str, Any]:
        """Want one target."""
        data = super().clean()
        if "redirect_page" in data and "redirect_link" in data:
            if not (data["redirect_page"] or data["redirect_link"]):
                self.add_error("redirect_page", "Choose a page, or give an address below.")
            elif data["redirect_page"] and data["redirect_link"]:
                self.add_error("redirect_link", "Choose a page or give an address, not both.")
        return data

    def _get_validation_exclusions(self) -> set[str]:
        # The column would take whole addresses only; ours are checked above.
        return {*super()._get_validation_exclusions(), "redirect_link"}

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        try:
            self.notes = straighten(self.instance)
        except ValidationError as problem:
            self.add_error(None, problem)


class SectionForm(WagtailAdminModelForm):
    """A whole section that leads elsewhere."""

    class Meta(WagtailAdminModelForm.Meta):
        model = SectionRedirect
        fields = ("prefix", "target", "is_gone", "is_permanent")

    def clean_prefix(self) -> str:
        """Return the beginning that the old addresses have in common."""
        try:
            return Redirect.normalise_path(addresses.prefix(self.cleaned_data["prefix"]))
        except UnsoundAddressError as problem:
            raise ValidationError(str(problem)) from problem

    def clean_target(self) -> str:
        """Return the new beginning, which has no query and, on this site, ends with a slash."""
        typed = self.cleaned_data["target"].strip().removesuffix("*")
        if not typed:
            return ""
        link = sound_link(typed)
        if "?" in link or "#" in link:
            raise ValidationError("A section is a path without “?” and “#”, such as /blog/.")
        return f"{link.rstrip('/')}/"

    def clean(self) -> dict[str, Any]:
        """Want a new section, or that the old one is gone, and no section inside itself."""
        data = super().clean()
        target, prefix = data.get("target"), data.get("prefix")
        if target is None or prefix is None:
            return data
        if data["is_gone"] and target:
            self.add_error("target", "What is gone for good leads nowhere: choose one of the two.")
        if not data["is_gone"] and not target:
            self.add_error("target", "Give the new section, or say that the old one is gone.")
        if target.startswith(f"{prefix}/"):
            self.add_error("target", "A section cannot lead into itself.")
        return data


class GoneForm(WagtailAdminModelForm):
    """An address that is gone."""

    class Meta(WagtailAdminModelForm.Meta):
        model = GoneAddress
        fields = ("path",)

    def clean_path(self) -> str:
        """Refuse an address at which something is said or shown."""
        path = clean_old_path(self.cleaned_data["path"])
        if Redirect.objects.filter(old_path=path).exists():
            raise ValidationError("A redirect leads on from this address: delete it first.")
        return path


class SayingForm(forms.Form):
    """What becomes of an address whose page is taken away."""

    PAGE, LINK, GONE, NOTHING = "page", "link", "gone", "nothing"
    answer = forms.ChoiceField(
        label="What shall readers find there?",
        choices=[
            (PAGE, "Another page: they are sent on to the one chosen below"),
            (LINK, "Another address: they are sent on to the one written below"),
            (GONE, "That it is gone for good (410); search engines forget it soonest"),
            (NOTHING, "Nothing (404), as if it had never been"),
        ],
        widget=forms.RadioSelect,
    )
    page = forms.ModelChoiceField(
        SitePage.objects.filter(depth__gt=1, live=True), required=False, widget=AdminPageChooser
    )
    link = forms.CharField(label="Address", required=False, help_text=LINK_HELP)

    def __init__(self, *args: Any, leaving: Iterable[SitePage] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaving = list(leaving)

    def clean(self) -> dict[str, Any]:
        """Want what the choice needs, and nothing that leaves at the same time."""
        data = super().clean() or {}
        answer = data.get("answer")
        if answer == self.PAGE and "page" in data:
            if data["page"] is None:
                self.add_error("page", "Choose the page, or write its address below.")
            elif self._leaves(data["page"]):
                self.add_error("page", "This page is taken away as well: choose another.")
        if answer == self.LINK and "link" in data:
            try:
                data["link"] = clean_link(data["link"])
                page = addresses.is_of_ours(data["link"]) and places.page_at(data["link"])
                if page and self._leaves(page):
                    self.add_error("link", "The page there is taken away as well: choose another.")
            except ValidationError as problem:
                self.add_error("link", problem)
        return data

    @property
    def saying(self) -> Saying:
        """What was chosen."""
        data = self.cleaned_data
        return Saying(
            page=data["page"] if data["answer"] == self.PAGE else None,
            link=data["link"] if data["answer"] == self.LINK else "",
            is_gone=data["answer"] == self.GONE,
        )

    def _leaves(self, page: SitePage) -> bool:
        return any(page.path.startswith(leaving.path) for leaving in self.leaving)

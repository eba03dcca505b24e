"""Wagtail's screens for redirects, with our form: sound targets, no detours, no circles."""

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.contrib.redirects import views as wagtails
from wagtail.contrib.redirects.models import Redirect

from redirects.catching import DryRun
from redirects.forms import GoneForm, RedirectForm, SectionForm
from redirects.models import GoneAddress, SectionRedirect


class RedirectIndex(wagtails.IndexView):
    """The list, with the ways to what else is said about addresses."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Offer what belongs to redirects beside single ones."""
        return [
            Button("Import", url=reverse("redirects:import"), icon_name="upload", priority=50),
            Button("Export", url=reverse("redirects:export"), icon_name="download", priority=60),
            Button("Addresses not found", url=reverse("redirects:missing"), icon_name="warning"),
        ]


class CreateRedirect(wagtails.CreateView):
    """Make a redirect; an old address may be given in the link."""

    form_class = RedirectForm

    def get_initial(self) -> dict[str, Any]:
        """Begin with the old address that a link named."""
        return {**super().get_initial(), "old_path": self.request.GET.get("old_path", "")}

    def get_success_message(self, instance: Redirect) -> str:
        """Say what was made, and what was straightened."""
        return _with_notes(super().get_success_message(instance), self.form, instance)


class EditRedirect(wagtails.EditView):
    """Change a redirect."""

    form_class = RedirectForm

    def get_success_message(self) -> str:
        """Say what was changed, and what was straightened."""
        return _with_notes(super().get_success_message(), self.form, self.object)


def _with_notes(message: str, form: RedirectForm, redirect: Redirect) -> str:
    return " ".join([str(message), *form.notes, *redirect.straightened])


class ShownBeforeItIsSaved:
    """Shows what a section would catch; the second time the form is sent, it is saved."""

    def form_valid(self, form: SectionForm) -> HttpResponse:
        """Show it, or save what was shown."""
        if "confirmed" in self.request.POST:  # type: ignore[attr-defined]
            return super().form_valid(form)  # type: ignore[misc]
        section = form.save(commit=False)
        return TemplateResponse(
            self.request,  # type: ignore[attr-defined]
            "redirects/dry_run.html",
            {"form": form, "section": section, "dry_run": DryRun(section), "back": self._back()},
        )

    def _back(self) -> str:
        return reverse("redirected_sections:index")


class CreateSection(ShownBeforeItIsSaved, generic.CreateView):
    """Make a section."""


class EditSection(ShownBeforeItIsSaved, generic.EditView):
    """Change a section."""


class SectionViewSet(ModelViewSet):
    """Whole sections that lead elsewhere or are gone."""

    model = SectionRedirect
    name = "redirected_sections"
    url_prefix = "redirects/sections"
    icon = "folder-open-1"
    menu_label = "Redirected sections"
    menu_order = 801
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["__str__", "answer", "created_at"]
    search_fields = ["prefix", "target"]
    search_backend_name = None
    add_view_class = CreateSection
    edit_view_class = EditSection

    def get_form_class(self, for_update: bool = False) -> type[SectionForm]:
        """Return our form."""
        return SectionForm


class GoneViewSet(ModelViewSet):
    """Addresses that are gone for good."""

    model = GoneAddress
    name = "gone_addresses"
    url_prefix = "redirects/gone"
    icon = "bin"
    menu_label = "Gone addresses"
    menu_order = 802
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["path", "created_at"]
    search_fields = ["path"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[GoneForm]:
        """Return our form."""
        return GoneForm

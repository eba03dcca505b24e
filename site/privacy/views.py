"""The screen on which somebody's request is answered: find, hand out, erase.

The address travels in the body of a POST alone: never in a URL, a session or a log.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from privacy.answering import erase, export, file_name, find, whereabouts
from privacy.forms import AddressForm
from privacy.holders import holders_not_for, may_answer, named
from privacy.models import AnsweredRequest

# A screen shows so many of each kind; the file has them all.
MOST = 50
LATEST = 20


@method_decorator([never_cache, sensitive_post_parameters("address")], name="dispatch")
class PrivacyRequestView(WagtailAdminTemplateMixin, TemplateView):
    """Asks for an address, shows what is kept, hands it out, and erases it when told twice."""

    template_name = "privacy/request.html"
    page_title = "Privacy requests"
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse who may erase nothing."""
        if not may_answer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead home."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, who else has to be asked, and what was answered lately."""
        return {
            "form": AddressForm(),
            "not_asked": named(holders_not_for(self.request.user)),
            "answered": AnsweredRequest.objects.select_related("by")[:LATEST],
            **super().get_context_data(**kwargs),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do the step that was pressed; without a known one, look."""
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self._answer(422, form=form)
        address = form.cleaned_data["address"]
        if "export" in request.POST:
            return self._file(address)
        if "erase" in request.POST:
            return self._erased(form, address)
        kept = find(address, request.user)
        return self._answer(
            form=form,
            address=address,
            kept=kept,
            most=MOST,
            nothing=not any(each.records for each in kept),
            asked="ask" in request.POST,
        )

    def _file(self, address: str) -> HttpResponse:
        answer = JsonResponse(
            export(address, self.request.user),
            json_dumps_params={"indent": 2, "ensure_ascii": False},
        )
        answer["Content-Disposition"] = f'attachment; filename="{file_name()}"'
        return answer

    def _erased(self, form: AddressForm, address: str) -> HttpResponse:
        counts = erase(address, self.request.user)
        # Where else an address stands is not for everybody to know.
        left = whereabouts(address) if self.request.user.is_superuser else {}
        return self._answer(form=AddressForm(), erased=counts, left=left)

    def _answer(self, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)

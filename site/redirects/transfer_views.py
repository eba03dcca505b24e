"""The screens that take redirects in and give them out."""

import csv
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from wagtail.admin import messages

from redirects.lists import (
    MOST_LINES,
    UnreadableListError,
    addresses_of,
    decoded,
    is_xml,
    lines_of,
)
from redirects.missing_views import may_decide, may_see
from redirects.transfer import (
    CHANGED,
    HEADINGS,
    NEW,
    REFUSED,
    SAME,
    Plan,
    as_list,
    matched,
    rows_out,
)


class ImportForm(forms.Form):
    """A list, as a file or pasted, and what it is."""

    REDIRECTS, ADDRESSES = "redirects", "addresses"
    kind = forms.ChoiceField(
        label="What is it?",
        choices=[
            (REDIRECTS, "A list of redirects: old address, target, and 301, 302 or 410"),
            (
                ADDRESSES,
                "Old addresses only: a sitemap, a WordPress export (WXR), or one address a line. "
                "Pages of ours are looked for that are like them",
            ),
        ],
        initial=REDIRECTS,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label="File",
        required=False,
        help_text=f"CSV with commas, semicolons or tabs, or XML. Up to {MOST_LINES:,} lines.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xml"}),
    )
    text = forms.CharField(
        label="or the list itself",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 80, "spellcheck": "false"}),
        help_text="A section ends with *, such as /old-blog/*. What is gone has the status 410.",
    )

    def clean(self) -> dict[str, Any]:
        """Read what was given."""
        data = super().clean() or {}
        file, text = data.get("file"), data.get("text", "")
        if file and text.strip():
            raise forms.ValidationError("Choose a file or paste a list, not both.")
        if not file and not text.strip():
            raise forms.ValidationError("Choose a file, or paste a list.")
        try:
            data["text"] = decoded(file.read()) if file else text
            if data.get("kind") == self.ADDRESSES:
                data["addresses"] = addresses_of(data["text"])
            elif is_xml(data["text"]):
                raise UnreadableListError(
                    "This is XML, which names old addresses only: choose that above."
                )
            else:
                data["lines"] = lines_of(data["text"])
        except UnreadableListError as problem:
            raise forms.ValidationError(str(problem)) from problem
        return data


def start_import(request: HttpRequest) -> HttpResponse:
    """Take a list; show what it would do; do it."""
    if not may_decide(request.user):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return TemplateResponse(request, "redirects/import.html", {"form": form})
    if form.cleaned_data["kind"] == ImportForm.ADDRESSES:
        return _matches(request, form.cleaned_data["addresses"])
    plan = Plan(form.cleaned_data["lines"])
    if "confirmed" in request.POST:
        return _carried_out(request, plan)
    return _dry_run(request, plan, form.cleaned_data["text"])


def export(request: HttpRequest) -> HttpResponseBase:
    """Give out everything that is said about addresses, as the import reads it."""
    if not may_see(request.user):
        raise PermissionDenied
    response = StreamingHttpResponse(_as_csv(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="redirects.csv"'
    return response


def _as_csv() -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"  # Excel takes it for UTF-8 then
    yield writer.writerow(HEADINGS)
    for row in rows_out():
        yield writer.writerow(row)


class _Echo:
    """Something to write to that gives back what was written."""

    def write(self, text: str) -> str:
        return text


def _matches(request: HttpRequest, old_addresses: list[str]) -> HttpResponse:
    matches = matched(old_addresses)
    form = ImportForm(initial={"kind": ImportForm.REDIRECTS, "text": as_list(matches)})
    return TemplateResponse(
        request,
        "redirects/matches.html",
        {
            "form": form,
            "matches": matches,
            "found": sum(match.page is not None for match in matches),
        },
    )


def _dry_run(request: HttpRequest, plan: Plan, text: str) -> HttpResponse:
    context = {"plan": plan, "text": text, "counts": _counts(plan), "kind": ImportForm.REDIRECTS}
    return TemplateResponse(request, "redirects/import_plan.html", context)


def _carried_out(request: HttpRequest, plan: Plan) -> HttpResponse:
    refused = plan.carry_out(by=request.user)
    done = len(plan.to_do) - len(refused)
    messages.success(request, f"{done} address{'' if done == 1 else 'es'} taken in.")
    context = {
        "done": done,
        "refused": [each for each in plan.planned if each.outcome == REFUSED] + refused,
    }
    return TemplateResponse(request, "redirects/import_done.html", context)


def _counts(plan: Plan) -> list[tuple[str, int]]:
    labels = {NEW: "new", CHANGED: "changed", SAME: "as they are already", REFUSED: "refused"}
    return [(label, plan.count(outcome)) for outcome, label in labels.items()]

"""The rules on the desk: written, tried on what was decided before, and kept score of."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.html import format_html
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from blog.comments import rules
from blog.comments.models import CommentRule
from blog.comments.moderation.rights import READERS_OF_COMMENTS, may
from blog.comments.scorecards import Scorecard, scorecards
from blog.comments.trying import MOST, Trial, tried

STYLES = forms.Media(css={"all": ["moderation/list.css", "moderation/comment_page.css"]})


class RuleForm(WagtailAdminModelForm):
    """A rule as somebody writes it. One that would meet too much is asked about once."""

    trying = False

    class Meta:
        model = CommentRule
        fields = ["kind", "pattern", "action", "state", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trial: Trial | None = None
        self.fields["pattern"].error_messages["required"] = "Write what the rule looks for."
        if "sure" in self.data:
            self._ask_whether_sure()

    def _post_clean(self) -> None:
        """Ask once the rule itself is sound."""
        super()._post_clean()
        if self.errors or (self.instance.state == CommentRule.State.OFF and not self.trying):
            return
        rule = self.instance.as_rule()
        self.trial = tried(rule)
        self.too_broad = rules.too_broad(rule.kind, rule.pattern) or self.trial.too_broad
        if self.trying or not self.too_broad or self.cleaned_data.get("sure"):
            return
        self._ask_whether_sure()
        self.add_error("sure", f"{self.too_broad} Narrow the rule, or tick this to save it.")

    def _ask_whether_sure(self) -> None:
        self.fields["sure"] = forms.BooleanField(required=False, label="Save it all the same")


class TriesRules:
    """A form with a second button, which shows what the rule would have done."""

    request: HttpRequest
    object: Any

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Save, or only try."""
        if "try" not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        self.object = self.get_object() if "pk" in self.kwargs else None  # type: ignore[attr-defined]
        self.form = self.get_form()  # type: ignore[attr-defined]
        self.form.trying = True
        self.form.is_valid()
        return self.render_to_response(self.get_context_data())  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show what was found, the comments themselves only to those who may read them."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        form = context["form"]
        context["media"] += STYLES
        return context | {
            "trial": form.trial if form.trying else None,
            "too_broad": getattr(form, "too_broad", ""),
            "most": MOST,
            "may_read": may(self.request.user, *READERS_OF_COMMENTS),
        }


class CreateRule(TriesRules, generic.CreateView):
    """Write a rule."""

    template_name = "comments/moderation/rule.html"


class EditRule(TriesRules, generic.EditView):
    """Change a rule."""

    template_name = "comments/moderation/rule.html"


class RuleList(generic.IndexView):
    """The rules with their scorecards."""

    @cached_property
    def cards(self) -> dict[str, Scorecard]:
        """How right each rule was since it is what it is."""
        since = CommentRule.objects.values_list("pk", "judged_since")
        return scorecards({f"{rules.PREFIX}{pk}": at for pk, at in since})

    @cached_property
    def columns(self) -> list[Column]:
        """What is shown of each."""
        card = self._card
        return [
            TitleColumn(
                "pattern",
                label="What",
                get_url=self.get_edit_url,
                sort_key="pattern",
            ),
            Column("get_kind_display", label="Looks for", sort_key="kind"),
            Column("get_action_display", label="Then", sort_key="action"),
            Column("get_state_display", label="State", sort_key="state"),
            Column("fired", label="Met", accessor=lambda rule: card(rule).fired),
            Column("agreed", label="Agreed", accessor=lambda rule: card(rule).agreed),
            Column("overturned", label="Overturned", accessor=lambda rule: card(rule).overturned),
            Column("precision", label="Right", accessor=lambda rule: shown(card(rule))),
        ]

    def _card(self, rule: CommentRule) -> Scorecard:
        return self.cards.get(rule.as_rule().code, Scorecard())


class CommentRuleViewSet(ModelViewSet):
    """List, write, try, change and delete rules."""

    model = CommentRule
    name = "comment_rules"
    url_prefix = "comment-rules"
    icon = "clipboard-list"
    menu_label = "Comment rules"
    menu_order = 890
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["__str__"]
    list_filter = ["kind", "action", "state"]
    search_backend_name = None
    search_fields = ["pattern", "note"]
    index_view_class = RuleList
    index_results_template_name = "comments/moderation/rule_results.html"
    add_view_class = CreateRule
    edit_view_class = EditRule
    create_template_name = edit_template_name = "comments/moderation/rule.html"

    def get_form_class(self, for_update: bool = False) -> type[RuleForm]:
        """Return the form, which asks about what is too broad."""
        return RuleForm


def shown(card: Scorecard) -> str:
    """Return the share that was right, marked where it is too small, not by colour alone."""
    if not card.is_weak:
        return card.percent
    return format_html('<strong class="w-text-critical-200">{}, too low</strong>', card.percent)

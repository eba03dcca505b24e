"""The workflow that medical text goes through, and the pages it is given to."""

from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Workflow, WorkflowPage, WorkflowTask

from pages.models import SitePage
from review.models import MedicalReviewTask

WORKFLOW = "Medical review"


def establish_workflow(reviewers: Group) -> Workflow:
    """Make the workflow and its one task, unless they are there; give it to the pages."""
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW)
    if is_new:
        task = MedicalReviewTask.objects.create(name=WORKFLOW)
        task.groups.add(reviewers)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        for page in SitePage.objects.type(*section_types()):
            give_workflow(page, workflow)
    return workflow


def section_types() -> list[type[SitePage]]:
    """Return the page types right under which medical text is written."""
    return [each for each in SitePage.__subclasses__() if _holds_medical_text(each)]


def give_workflow(page: SitePage, workflow: Workflow) -> None:
    """Send what is written below a page through the workflow, unless it has one already."""
    WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})


def give_workflow_to_new_section(
    sender: type, instance: Any, created: bool, raw: bool = False, **signal: Any
) -> None:
    """Begin each new section of medical text with the workflow. An editor may take it away."""
    if raw or not created or not issubclass(sender, SitePage) or not _holds_medical_text(sender):
        return
    workflow = Workflow.objects.filter(name=WORKFLOW, active=True).first()
    if workflow:
        give_workflow(instance, workflow)


def _holds_medical_text(page_type: type[SitePage]) -> bool:
    return any(each.needs_medical_review for each in page_type.allowed_subpage_models())

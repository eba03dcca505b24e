"""MedicalReview, its workflow, and who is due."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """MedicalReview, its workflow, and who is due."""

    name = "review"

    def ready(self) -> None:
        """Speak in the page's graph and editor; learn what is published, and of sections."""
        from django.db.models.signals import post_delete, post_save, pre_delete
        from wagtail.signals import page_published, page_unpublished

        from pages.panels import register_editor_panel
        from review.graph import review_nodes
        from review.models import MedicalReview
        from review.panels import medical_review_panel
        from review.signals import (
            drop_what_says_so,
            put_in_force,
            settle_reviewer,
            settle_reviewers,
        )
        from review.workflow import give_workflow_to_new_section
        from seo.graph import register_page_nodes

        register_page_nodes(review_nodes)
        register_editor_panel(medical_review_panel)
        page_published.connect(put_in_force, dispatch_uid="review.put_in_force")
        pre_delete.connect(drop_what_says_so, sender=MedicalReview, dispatch_uid="review.gone")
        post_delete.connect(
            settle_reviewer, sender=MedicalReview, dispatch_uid="review.settle_reviewer"
        )
        page_unpublished.connect(settle_reviewers, dispatch_uid="review.settle_reviewers")
        post_save.connect(give_workflow_to_new_section, dispatch_uid="review.give_workflow")

"""Where redirects meet Wagtail's admin."""

from typing import Any

from django.urls import URLResolver, include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from redirects import asking, missing_views, transfer_views
from redirects.redirect_views import (
    CreateRedirect,
    EditRedirect,
    GoneViewSet,
    RedirectIndex,
    SectionViewSet,
)

hooks.register("before_unpublish_page", asking.ask_before_unpublishing)
hooks.register("before_delete_page", asking.ask_before_deleting)
hooks.register("before_bulk_action", asking.ask_before_bulk_action)
hooks.register("after_unpublish_page", asking.say_after_one)
hooks.register("after_delete_page", asking.say_after_one)
hooks.register("after_bulk_action", asking.say_after_many)


@hooks.register("register_admin_urls", order=-1)
def redirect_urls() -> list[URLResolver]:
    """Add our screens, and stand before those of Wagtail whose form knows too little."""
    addresses = [
        path("", RedirectIndex.as_view(), name="index"),
        path("add/", CreateRedirect.as_view(), name="add"),
        path("<int:redirect_id>/", EditRedirect.as_view(), name="edit"),
        path("import/", transfer_views.start_import, name="import"),
        path("export/", transfer_views.export, name="export"),
        path("missing/", missing_views.missing_list, name="missing"),
        path("missing/<int:pk>/", missing_views.decide, name="decide"),
    ]
    return [path("redirects/", include((addresses, "redirects"), namespace="redirects"))]


@hooks.register("register_admin_viewset")
def viewsets() -> list[Any]:
    """Add what is said about addresses beside redirects."""
    return [SectionViewSet(), GoneViewSet()]


class MissingMenuItem(MenuItem):
    """The way to the list, for those who may see it."""

    def is_shown(self, request: Any) -> bool:
        """Show it to those who have to do with redirects."""
        return missing_views.may_see(request.user)


@hooks.register("register_reports_menu_item")
def missing_menu_item() -> MenuItem:
    """Add the list to the reports."""
    return MissingMenuItem(
        "Addresses not found",
        reverse("redirects:missing"),
        name="addresses-not-found",
        icon_name="warning",
        order=1250,
    )

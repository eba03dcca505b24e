"""Every address that is not a page, and Wagtail's serving of those that are."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from config.account import CleanAccountView
from config.password_reset import LimitedPasswordResetView

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/password_reset/", LimitedPasswordResetView.as_view()),
    path("admin/account/", require_admin_access(CleanAccountView.as_view())),
    path("admin/", include(wagtailadmin_urls)),
    path("", include("images.urls")),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("blog.comments.urls")),
    path("", include("blog.urls")),
    path("appointments/", include("clinic.urls")),
    path("", include("crawlers.urls")),
    path("", include("search.urls")),
    path("", include("pages.urls")),
    # Rooms' own addresses go above this line: Wagtail answers everything that is left.
    path("", include(wagtail_urls)),
]

if "debug_toolbar" in settings.INSTALLED_APPS:
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns = [*debug_toolbar_urls(), *urlpatterns]

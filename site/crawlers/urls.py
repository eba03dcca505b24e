"""The addresses that crawlers and browsers know by heart."""

from django.urls import path, re_path

from crawlers import views

urlpatterns = [
    path("robots.txt", views.robots, name="robots_txt"),
    path("sitemap.xml", views.sitemap_index, name="sitemap_index"),
    re_path(r"^sitemap-([a-z_]+)\.xml$", views.sitemap, name="sitemap"),
    re_path(r"^sitemap-([a-z_]+)-([2-9]|[1-9]\d{1,4})\.xml$", views.sitemap, name="sitemap"),
    path("llms.txt", views.llms, name="llms_txt"),
    re_path(r"^([A-Za-z0-9-]{8,128})\.txt$", views.indexnow_key, name="indexnow_key"),
    path(".well-known/security.txt", views.security, name="security_txt"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    *(path(name, views.icon, {"name": name}, name=name) for name in views.NAMED_ICONS),
]

"""The addresses of media."""

from django.urls import path

from . import views

urlpatterns = [
    path("media/<path:path>", views.media, name="media"),
    # Before Wagtail's own pattern of the same address, which adds no header of ours.
    path("documents/<int:document_id>/<str:document_filename>", views.document),
]

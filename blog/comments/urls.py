"""The reader's addresses. They stand before Wagtail's, which would take them for pages."""

from django.urls import path, re_path, register_converter
from django.urls.converters import IntConverter

from blog.comments import views
from blog.comments.mail import deciding
from blog.comments.mail import views as mail
from pages.syndication import KINDS


class NumberConverter(IntConverter):
    """A number that the database can hold."""

    regex = "[0-9]{1,18}"


register_converter(NumberConverter, "number")

_SUFFIX = "|".join(kind.suffix.replace(".", r"\.") for kind in KINDS)

app_name = "comments"
urlpatterns = [
    path("comments/<number:page_id>/", views.comments, name="submit"),
    path("comments/<number:page_id>/key/", views.key, name="key"),
    path("comments/<number:page_id>/reply/<number:comment_id>/", views.reply, name="reply"),
    path("comments/receipt/<str:token>/", views.receipt, name="receipt"),
    path("comments/receipt/<str:token>/edit/", views.edit, name="edit"),
    path("comments/receipt/<str:token>/withdraw/", views.withdraw, name="withdraw"),
    path("comments/receipt/<str:token>/mail/", mail.wish, name="wish_mail"),
    path("comments/mail/<str:token>/confirm/", mail.confirm, name="confirm"),
    path("comments/mail/<str:token>/stop/", mail.stop, name="stop_mail"),
    path("comments/mail/<str:token>/decide/", deciding.decide, name="decide_by_mail"),
    path("comments/<number:page_id>/withdrawn/", views.withdrawn, name="withdrawn"),
    path("comments/<uuid:public_id>/", views.permalink, name="permalink"),
    re_path(
        r"^(?P<path>[\w/-]+)/comments/(?P<number>[0-9]{1,6})/$",
        views.more_comments,
        name="more_comments",
    ),
    re_path(
        rf"^(?P<path>[\w/-]+)/comments/(?P<suffix>{_SUFFIX})$",
        views.comments_feed,
        name="feed",
    ),
]

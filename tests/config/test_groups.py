"""Who may do what: each group has exactly what its work needs."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Task, Workflow

from config.groups import establish_groups
from review.models import MedicalReviewTask
from tests.conftest import PublishedBlog
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ENTER = "wagtailadmin.access_admin"


def permissions(group: str) -> set[str]:
    """Return what a group may do everywhere."""
    found = Group.objects.get(name=group).permissions.select_related("content_type")
    return {f"{each.content_type.app_label}.{each.codename}" for each in found}


def on_pages(group: str) -> set[tuple[str, int]]:
    """Return what a group may do on pages, and how deep in the tree that begins."""
    found = GroupPagePermission.objects.filter(group__name=group)
    return set(found.values_list("permission__codename", "page__depth"))


def on_files(group: str) -> set[str]:
    """Return what a group may do with images and documents."""
    found = GroupCollectionPermission.objects.filter(group__name=group)
    return set(found.values_list("permission__codename", flat=True))


def test_editors_publish_and_keep_pictures_settings_redirects_and_the_glossary():
    assert permissions("Editors") == {
        ENTER,
        *(f"glossary.{verb}_term" for verb in ("add", "change", "delete", "view")),
        "organization.change_announcementbar",
        "organization.change_clinic",
        "organization.change_searchandsocial",
        "crawlers.change_crawlersettings",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    }
    assert on_pages("Editors") == {
        ("add_sitepage", 1),
        ("change_sitepage", 1),
        ("publish_sitepage", 1),
        ("lock_sitepage", 1),
    }
    assert on_files("Editors") == {
        f"{verb}_{kind}"
        for verb in ("add", "change", "choose", "delete")
        for kind in ("image", "document")
    }


def test_moderators_decide_on_comments_and_touch_no_page():
    assert permissions("Comment moderators") == {
        ENTER,
        "reader_comments.view_readercomment",
        "reader_comments.moderate_readercomment",
        "reader_comments.reply_readercomment",
        "reader_comments.manage_comment_rules",
    }
    assert not on_pages("Comment moderators")
    assert not on_files("Comment moderators")


def test_reviewers_may_only_enter_and_the_workflow_gives_them_the_rest():
    assert permissions("Medical reviewers") == {ENTER}
    assert not on_pages("Medical reviewers")
    assert not on_files("Medical reviewers")


def test_the_appointment_desk_sees_requests_and_nothing_else():
    assert permissions("Appointment desk") == {
        ENTER,
        "clinic.view_appointmentrequest",
        "clinic.change_appointmentrequest",
    }
    assert not on_pages("Appointment desk")
    assert not on_files("Appointment desk")


def test_the_groups_that_wagtail_begins_with_are_gone():
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Editors",
        "Comment moderators",
        "Medical reviewers",
        "Appointment desk",
    }
    assert list(Workflow.objects.values_list("name", flat=True)) == ["Medical review"]
    assert list(Task.objects.values_list("name", flat=True)) == ["Medical review"]


def test_the_medical_review_is_for_the_medical_reviewers():
    task = MedicalReviewTask.objects.get()

    assert [group.name for group in task.groups.all()] == ["Medical reviewers"]
    assert task.months_until_due == 12


def test_establishing_twice_changes_nothing():
    before = (permissions("Editors"), on_pages("Editors"), on_files("Editors"))

    establish_groups()

    assert (permissions("Editors"), on_pages("Editors"), on_files("Editors")) == before
    assert Workflow.objects.count() == Task.objects.count() == 1


def test_what_was_added_to_a_group_by_hand_is_taken_back():
    moderators = Group.objects.get(name="Comment moderators")
    editors_may = GroupPagePermission.objects.filter(group__name="Editors").first()
    GroupPagePermission.objects.create(
        group=moderators, page=editors_may.page, permission=editors_may.permission
    )

    unlock = Permission.objects.get(codename="unlock_sitepage")
    editors_may.group.page_permissions.create(page=editors_may.page, permission=unlock)

    establish_groups()

    assert not on_pages("Comment moderators")
    assert "unlock_sitepage" not in {codename for codename, _ in on_pages("Editors")}


def test_a_stock_group_that_somebody_is_in_is_left_alone():
    group = Group.objects.create(name="Moderators")
    group.user_set.add(UserFactory())

    establish_groups()

    assert Group.objects.filter(name="Moderators").exists()


@pytest.mark.parametrize("group", ["Comment moderators", "Medical reviewers", "Appointment desk"])
def test_only_editors_may_edit_pages(client: Client, published_blog: PublishedBlog, group: str):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)

    response = client.get(reverse("wagtailadmin_pages:edit", args=[published_blog.index.pk]))

    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")
    assert client.get(reverse("wagtailadmin_home")).status_code == 200

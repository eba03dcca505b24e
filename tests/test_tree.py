"""Which pages may stand below which: the whole tree, printed and pinned."""

from wagtail.models import get_page_models

ONE_OF_A_KIND = {
    "blog.BlogIndexPage",
    "blog.TopicIndexPage",
    "clinic.AppointmentPage",
    "clinic.LocationIndexPage",
    "clinic.TreatmentIndexPage",
    "home.HomePage",
    "people.ProfileIndexPage",
}
TREE = """
blog.ArticlePage: nothing
blog.BlogIndexPage: blog.ArticlePage, blog.TopicIndexPage
blog.TopicIndexPage: blog.TopicPage
blog.TopicPage: nothing
clinic.AppointmentPage: nothing
clinic.LocationIndexPage: clinic.LocationPage
clinic.LocationPage: nothing
clinic.TreatmentIndexPage: clinic.TreatmentPage
clinic.TreatmentPage: nothing
home.HomePage: blog.BlogIndexPage, clinic.AppointmentPage, clinic.LocationIndexPage, \
clinic.TreatmentIndexPage, home.StandardPage, people.ProfileIndexPage
home.StandardPage: home.StandardPage
pages.SitePage: home.HomePage
people.ProfileIndexPage: people.ProfilePage
people.ProfilePage: nothing
"""


def tree() -> str:
    """Return a line for each page type: what may be made right below it."""
    lines = []
    for model in sorted(get_page_models(), key=lambda each: each._meta.label):
        offered = [each for each in model.allowed_subpage_models() if each.is_creatable]
        below = sorted(each._meta.label for each in offered)
        lines.append(f"{model._meta.label}: {', '.join(below) or 'nothing'}")
    return "\n".join(lines)


def test_the_tree_of_pages_is_as_written_here():
    print(tree())  # noqa: T201

    assert tree() == TREE.strip()


def test_of_these_there_is_only_one():
    once = {model._meta.label for model in get_page_models() if model.max_count == 1}

    assert once == ONE_OF_A_KIND

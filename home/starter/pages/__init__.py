"""The pages around the blog."""

from home.starter.pages import about, appointments, blog, front, locations, policies, team
from home.starter.pages import treatment as treatments

# Parents before children, and in the order in which the header lists them.
PAGES = [
    front.PAGE,
    *treatments.PAGES,
    *locations.PAGES,
    *blog.PAGES,
    *team.PAGES,
    about.PAGE,
    appointments.PAGE,
    *policies.PAGES,
]

"""Panels that other rooms add to every page's editor."""

import pytest
from wagtail.admin.panels import HelpPanel

from home.models import StandardPage
from pages import panels


@pytest.fixture
def empty_registry(monkeypatch):
    monkeypatch.setattr(panels, "_makers", [])


def bound_children(model):
    return panels.RegisteredPanels().bind_to_model(model).children


def test_a_room_adds_a_panel_only_to_the_pages_it_speaks_of(empty_registry):
    panels.register_editor_panel(
        lambda model: HelpPanel("hello") if model is StandardPage else None
    )

    assert len(bound_children(StandardPage)) == 1
    assert bound_children(StandardPage.__base__) == []


def test_registering_twice_adds_one_panel(empty_registry):
    def hello(model):
        return HelpPanel("hello")

    panels.register_editor_panel(hello)
    panels.register_editor_panel(hello)

    assert len(bound_children(StandardPage)) == 1

"""The registry through which upper rooms add panels to every page's editor."""

from collections.abc import Callable
from typing import Any

from wagtail.admin.panels import MultiFieldPanel, Panel

PanelMaker = Callable[[Any], Panel | None]

_makers: list[PanelMaker] = []


def register_editor_panel(maker: PanelMaker) -> PanelMaker:
    """Add a panel to the *Settings* tab of every page type for which `maker` returns one.

    Call it in `AppConfig.ready()`.
    """
    if maker not in _makers:
        _makers.append(maker)
    return maker


class RegisteredPanels(MultiFieldPanel):
    """The place in a page's editor where registered panels appear."""

    heading: str

    def on_model_bound(self) -> None:
        """Ask each room for its panel, now that the page type is known."""
        made = [maker(self.model) for maker in _makers]
        self.children = [panel.bind_to_model(self.model) for panel in made if panel]
        # One group for all of them would hide each panel's own heading.
        self.heading = self.heading or "Review and discussion"

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """Shown only when some room has something to say about this page type."""

        def is_shown(self) -> bool:
            """Hide the empty group."""
            return bool(self.panel.children) and super().is_shown()

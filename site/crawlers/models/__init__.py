"""What crawlers may read, and what search engines are still to be told of."""

from crawlers.models.settings import CrawlerSettings
from crawlers.models.waiting import Answer, WaitingAddress

__all__ = ["Answer", "CrawlerSettings", "WaitingAddress"]

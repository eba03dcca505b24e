"""What the article may weigh on the wire: the starter site's, as a phone gets it."""

from pathlib import Path

import brotli
import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from blog.models import ArticlePage
from delivery.stylesheets import bundle, minify

KILOBYTE = 1000
HTML, CSS, JS = 13 * KILOBYTE, 7 * KILOBYTE, 2 * KILOBYTE


@pytest.mark.django_db
@pytest.mark.usefixtures("starter_site")
def test_the_article_is_light_enough_for_a_phone(client):
    """HTML as it goes over the wire; style and script as collectstatic compresses them."""
    article = ArticlePage.objects.get(slug="migraine-vs-headache-ketamine")
    static = Path(settings.ROOT) / "static"
    styles = minify(bundle("css/site.css", lambda name: (static / name).read_text()))
    scripts = "".join(
        (static / str(tag["src"]).removeprefix(settings.STATIC_URL)).read_text()
        for tag in BeautifulSoup(client.get(article.url).content, "html5lib").select("script[src]")
    )

    sent = client.get(article.url, headers={"Accept-Encoding": "br"})

    assert sent["Content-Encoding"] == "br"
    assert len(sent.content) <= HTML
    assert len(brotli.compress(styles.encode())) <= CSS
    assert len(brotli.compress(scripts.encode())) <= JS

"""The codes: each named once, found somewhere, and explained in the documents."""

import re
from pathlib import Path

from django.conf import settings

from seo.audit.codes import Code

ROOT = Path(settings.ROOT)


def test_the_documents_explain_every_code_as_it_is():
    text = (ROOT / "docs" / "search-engines.md").read_text()
    rows = re.findall(r"^\| `([a-z-]+)` \| (good|improve|problem) \| (.+) \|$", text, re.MULTILINE)

    assert rows == [(code.label, code.level.value, code.meaning) for code in Code]


def test_no_two_things_have_one_code():
    assert len({code.label for code in Code}) == len(list(Code))


def test_every_code_is_found_by_some_rule():
    rules = "".join(
        file.read_text()
        for folder in ("seo/audit", "audit")
        for file in (ROOT / "site" / folder).glob("*.py")
        if file.name != "codes.py"
    )

    assert not [code.name for code in Code if f"Code.{code.name}" not in rules]
